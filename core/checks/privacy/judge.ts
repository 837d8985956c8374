import { atOnce, type Steps } from '../../breathe';
import type { Conclusion } from '../checkResult';
import { clauseIds, type ClauseId } from './clauses';
import { clip, findingOf, type Finding, type Status } from './finding';
import type { Move } from './move';
import { foldSpaces, sentencesOf, type Passage } from './passage';
import { isReadLanguage } from './words';

export interface PrivacyEvidence {
	source: string;
	passages: readonly Passage[];
	move: Move;
	problems?: { file: string; reason: string }[];
	/** Sentences of the policy that a model pointed at, by clause; only verbatim ones. */
	pointed?: Partial<Record<ClauseId, Passage>>;
}

export interface PrivacyThresholds {
	/** Clauses that must be found; the others are only reported. */
	needed: readonly ClauseId[];
}

/** What the policy says for a move to another provider, clause by clause. Whether it suffices is for counsel. */
export function judge(evidence: PrivacyEvidence, thresholds: PrivacyThresholds): Conclusion {
	return atOnce(judgeInSteps(evidence, thresholds));
}

/** The same clause by clause, so that a policy of hundreds of pages can let others run. */
export function* judgeInSteps(evidence: PrivacyEvidence, { needed }: PrivacyThresholds): Steps<Conclusion> {
	const sentences = sentencesOf(evidence.passages);
	const whole = foldSpaces(evidence.passages.map(({ text }) => text).join(' '));
	const read = isReadLanguage(whole);
	yield;
	const findings: Finding[] = [];
	for (const id of clauseIds) {
		const result = findingOf(id, sentences, evidence.move);
		yield;
		findings.push(pointedAt(read ? result : inUnreadLanguage(result), evidence.pointed?.[id], whole));
	}
	const counted = findings.filter(({ clause }) => needed.includes(clause));
	const of = (...statuses: Status[]) => counted.filter(({ status }) => statuses.includes(status));
	const readable = sentences.length > 0;
	const verdict = !readable ? 'warn' : of('missing', 'contradicts').length > 0 ? 'fail' : of('unclear').length > 0 ? 'warn' : 'pass';
	return {
		verdict,
		summary: readable ? summaryOf(findings, counted) : `No text could be read from ${evidence.source}; give the policy as text or HTML.`,
		figures: {
			clauses: findings.length,
			found: findings.filter(({ status }) => status === 'found').length,
			unclear: findings.filter(({ status }) => status === 'unclear').length,
			missing: findings.filter(({ status }) => status === 'missing').length,
			contradicting: findings.filter(({ status }) => status === 'contradicts').length,
			sentencesRead: sentences.length,
			source: evidence.source,
		},
		thresholds: {
			needed: needed.join(', '),
			moveDate: evidence.move.date,
			processor: evidence.move.processorNames[0] ?? 'unknown',
			country: evidence.move.country || 'unknown',
		},
		findings: readable ? findings.map((finding) => ({ ...finding })) : [],
		emulated: false,
		problems: evidence.problems,
	};
}

function summaryOf(findings: Finding[], counted: Finding[]): string {
	const names = (status: Status) => {
		const titles = counted.filter((finding) => finding.status === status).map(({ title }) => title.toLowerCase());
		return titles.length > 3 ? [...titles.slice(0, 2), `${titles.length - 2} more`] : titles;
	};
	const parts = [
		names('contradicts').length > 0 ? `opposite promised: ${names('contradicts').join(', ')}` : '',
		names('missing').length > 0 ? `missing: ${names('missing').join(', ')}` : '',
		names('unclear').length > 0 ? `unclear: ${names('unclear').join(', ')}` : '',
	].filter(Boolean);
	const found = findings.filter(({ status }) => status === 'found' || status === 'not needed').length;
	const counsel = parts.length > 0 ? `; ${parts.join('; ')} (for counsel to judge)` : '; whether they suffice is for counsel to judge';
	return `${found} of ${findings.length} clauses found${counsel}.`;
}

/** A sentence that a model pointed at is shown, but what the rules did not find stays undecided until a person reads it. */
function pointedAt(result: Finding, sentence: Passage | undefined, whole: string): Finding {
	if (!sentence || result.status !== 'missing' || result.clause === 'date') return result;
	if (!whole.includes(foldSpaces(sentence.text))) return result;
	return {
		...result,
		status: 'unclear',
		quote: clip(sentence.text),
		place: sentence.place,
		note: 'A model pointed at this sentence; the rules did not recognise it.',
	};
}

/** What the rules miss in a language that they don't read is not known to be missing. */
function inUnreadLanguage(result: Finding): Finding {
	if (result.status === 'not needed') return result;
	return { ...result, status: 'unclear', note: 'Can’t be judged by rules: the policy is in a language that they do not read.' };
}
