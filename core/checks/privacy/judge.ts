import type { Conclusion } from '../checkResult';
import { clauseIds, clauses, processingWords, type Clause, type ClauseId } from './clauses';
import { anyOf, countryNames, crossesBorder, type Move } from './move';
import { sentencesOf, type Passage } from './passage';
import { policyDate } from './policyDate';

export type Status = 'found' | 'unclear' | 'missing' | 'contradicts' | 'not needed';

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

interface Finding {
	clause: ClauseId;
	title: string;
	status: Status;
	quote: string;
	place: string;
	note: string;
	draft: string;
}

const longestQuote = 400;

/** What the policy says for a move to another provider, clause by clause. Whether it suffices is for counsel. */
export function judge(evidence: PrivacyEvidence, { needed }: PrivacyThresholds): Conclusion {
	const sentences = sentencesOf(evidence.passages);
	const findings = clauseIds.map((id) => pointedAt(findingOf(id, sentences, evidence.move), evidence.pointed?.[id]));
	const counted = findings.filter(({ clause }) => needed.includes(clause));
	const of = (...statuses: Status[]) => counted.filter(({ status }) => statuses.includes(status));
	const readable = sentences.length > 0;
	const verdict = !readable ? 'warn' : of('missing', 'contradicts').length > 0 ? 'fail' : of('unclear').length > 0 ? 'warn' : 'pass';
	return {
		verdict,
		summary: readable
			? summaryOf(findings, counted)
			: `No text could be read from ${evidence.source}; give the policy as text, HTML or a PDF that holds text.`,
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

function findingOf(id: ClauseId, sentences: readonly Passage[], move: Move): Finding {
	switch (id) {
		case 'processor':
			return processorFinding(sentences, move);
		case 'country':
			return countryFinding(sentences, move);
		case 'date':
			return dateFinding(sentences, move);
		case 'transfer':
			return crossesBorder(move)
				? transferFinding(sentences, move)
				: finding(
						id,
						clauses.transfer.title,
						'not needed',
						{ note: 'The data stays on your own machines or in the same legal area.' },
						move,
					);
		default:
			return clauseFinding(id, clauses[id], sentences, move);
	}
}

function clauseFinding(id: ClauseId, { title, says, touches, denies, draft }: Clause, sentences: readonly Passage[], move: Move): Finding {
	const where = (patterns: RegExp[]) => sentences.find(({ text }) => patterns.some((pattern) => pattern.test(text)));
	const against = where(denies);
	if (against)
		return finding(
			id,
			title,
			'contradicts',
			{ sentence: against, note: 'Take this promise back or keep it: the move would break it.', draft },
			move,
		);
	const said = where(says);
	if (said) return finding(id, title, 'found', { sentence: said }, move);
	const touched = where(touches);
	if (touched)
		return finding(id, title, 'unclear', { sentence: touched, note: 'The subject is touched, but nothing definite is said.', draft }, move);
	return finding(id, title, 'missing', { draft }, move);
}

function transferFinding(sentences: readonly Passage[], move: Move): Finding {
	const result = clauseFinding('transfer', clauses.transfer, sentences, move);
	const onlyForUs =
		/data privacy framework/i.test(result.quote) && !/contractual clauses|vertragsklauseln|clauses contractuelles/i.test(result.quote);
	if (result.status !== 'found' || !onlyForUs || move.country === 'US' || move.country === '') return result;
	const others = sentences.find(
		({ text }) => clauses.transfer.says.some((pattern) => pattern.test(text)) && !/data privacy framework/i.test(text),
	);
	if (others) return finding('transfer', result.title, 'found', { sentence: others }, move);
	return {
		...result,
		status: 'unclear',
		note: 'The Data Privacy Framework covers transfers to the United States only.',
		draft: fill(clauses.transfer.draft, move),
	};
}

function processorFinding(sentences: readonly Passage[], move: Move): Finding {
	const title = 'The processor by name';
	const draft = 'We use {processor} to process the text that you enter with a language model.';
	if (move.selfHosted) return finding('processor', title, 'not needed', { note: 'The model runs on your own machines.' }, move);
	const names = anyOf(move.processorNames);
	const named = names && sentences.find(({ text }) => names.test(text));
	if (named) {
		const negated = /\b(?:do(?:es)? not|don't|never|no longer|stopped|nicht|kein(?:e|en)?|plus)\b/iu.test(named.text);
		const other = negated && sentences.find((sentence) => sentence !== named && names.test(sentence.text));
		if (negated && !other)
			return finding(
				'processor',
				title,
				'unclear',
				{ sentence: named, note: 'The name stands in a sentence that denies something.', draft },
				move,
			);
		return finding('processor', title, 'found', { sentence: other || named }, move);
	}
	const previous = anyOf(move.previousNames);
	const stale = previous && sentences.find(({ text }) => previous.test(text));
	if (stale)
		return finding(
			'processor',
			title,
			'missing',
			{ sentence: stale, note: 'Names the provider that you leave, not the one that you move to.', draft },
			move,
		);
	const generic = sentences.find(({ text }) =>
		/sub-?processors?|service providers?|third[- ]part(?:y|ies)|auftragsverarbeiter|dienstleister|sous-traitants?|encargados?|第三方|受托/iu.test(
			text,
		),
	);
	const note = names
		? 'Speaks of service providers without naming this one.'
		: 'Say which provider you move to, so that its name can be looked for.';
	if (generic) return finding('processor', title, names ? 'missing' : 'unclear', { sentence: generic, note, draft }, move);
	return finding('processor', title, 'missing', { draft }, move);
}

function countryFinding(sentences: readonly Passage[], move: Move): Finding {
	const title = 'Country of processing';
	const draft = '{processor} processes the data in {country}.';
	if (move.selfHosted) return finding('country', title, 'not needed', { note: 'The model runs on your own machines.' }, move);
	const names = anyOf(countryNames(move.country));
	if (!names) {
		const any = sentences.find(
			({ text }) =>
				processingWords.test(text) && /\b(?:located|hosted|servers?|region|countr(?:y|ies))\b|standort|serveur|服务器/iu.test(text),
		);
		return any
			? finding(
					'country',
					title,
					'unclear',
					{ sentence: any, note: 'Say where the provider processes, so that the country can be looked for.', draft },
					move,
				)
			: finding('country', title, 'missing', { draft }, move);
	}
	const processors = anyOf(move.processorNames);
	const mentions = sentences.filter(({ text }) => names.test(text));
	const said = mentions.find(({ text }) => processingWords.test(text) || processors?.test(text));
	if (said) return finding('country', title, 'found', { sentence: said }, move);
	const [mention] = mentions;
	if (mention)
		return finding(
			'country',
			title,
			'unclear',
			{ sentence: mention, note: 'Names the country, but not as the place of processing.', draft },
			move,
		);
	return finding('country', title, 'missing', { draft }, move);
}

function dateFinding(sentences: readonly Passage[], move: Move): Finding {
	const title = 'Changed since the move';
	const draft = `Last updated: [a day on or after ${move.date}].`;
	const own = policyDate(sentences);
	if (!own) return finding('date', title, 'missing', { note: 'The policy gives no date of its own that can be read.', draft }, move);
	if (own.date >= move.date) return finding('date', title, 'found', { sentence: own.sentence }, move);
	return finding(
		'date',
		title,
		'missing',
		{ sentence: own.sentence, note: `Last changed on ${own.date}, before the move on ${move.date}.`, draft },
		move,
	);
}

/** A sentence that a model pointed at is shown, but what the rules did not find stays undecided until a person reads it. */
function pointedAt(result: Finding, sentence: Passage | undefined): Finding {
	if (!sentence || result.status !== 'missing' || result.clause === 'date') return result;
	return {
		...result,
		status: 'unclear',
		quote: clip(sentence.text),
		place: sentence.place,
		note: 'A model pointed at this sentence; the rules did not recognise it.',
	};
}

function finding(
	clause: ClauseId,
	title: string,
	status: Status,
	{ sentence, note = '', draft }: { sentence?: Passage; note?: string; draft?: string },
	move: Move,
): Finding {
	return {
		clause,
		title,
		status,
		quote: clip(sentence?.text ?? ''),
		place: sentence?.place ?? '',
		note,
		draft: draft ? fill(draft, move) : '',
	};
}

const clip = (text: string) => (text.length <= longestQuote ? text : `${text.slice(0, longestQuote - 1)}…`);

function fill(draft: string, { processorNames, country }: Move): string {
	const [processor = '[processor]'] = processorNames;
	const [place = '[country]'] = countryNames(country);
	return `Draft for counsel: “${draft.replaceAll('{processor}', processor).replaceAll('{country}', place)}”`;
}
