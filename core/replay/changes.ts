import type { Exhibit, Finding } from '../checks/checkResult';
import type { RecordedCall } from '../history/recordedCall';
import type { Rung } from './comparison';
import type { ReplayedCall } from './evidence';
import { requestText } from './requestText';
import { writtenAnswer } from './writtenAnswer';

type Changed = ReplayedCall & { comparison: NonNullable<ReplayedCall['comparison']> };

/** From the surest loss to the least sure one. */
const rungs: readonly Rung[] = ['failure', 'tools', 'json', 'label', 'number', 'text'];
const outcomes = ['loss', 'unjudged', 'win', 'tie'] as const;
const longest = 20_000;
const mostExhibits = 100;

/** Answers to read, worst first: critical ones, then losses by how sure they are, then by how little of the wording is left. */
export function changedAnswers(replayed: readonly ReplayedCall[]): Changed[] {
	const changed = replayed.filter((one): one is Changed => one.comparison !== undefined && one.answer !== undefined);
	return changed
		.map((one) => ({ one, kept: wordsKept(one.call.answer.text, one.answer ?? '') }))
		.sort((a, b) => rank(a.one) - rank(b.one) || a.kept - b.kept)
		.map(({ one }) => one);
}

const rank = ({ critical, comparison: { outcome, rung } }: Changed) =>
	outcomes.indexOf(outcome) * 100 + (critical ? 0 : 10) + rungs.indexOf(rung);

/** Share of words that two texts have in common; only for the order of reading. */
function wordsKept(one: string, other: string): number {
	const words = (text: string) =>
		new Set(
			text
				.slice(0, longest)
				.toLowerCase()
				.match(/[\p{L}\p{N}]+/gu),
		);
	const [a, b] = [words(one), words(other)];
	const common = [...a].filter((word) => b.has(word)).length;
	return common / Math.max(1, a.size + b.size - common);
}

export function findingsOf(changed: readonly Changed[], instanceUrl: string | undefined): Finding[] {
	return changed
		.filter(({ comparison }) => comparison.outcome !== 'tie')
		.map(({ call, critical, comparison, answer = '' }) => ({
			change: { loss: 'lost', win: 'gained', unjudged: 'not judged', tie: 'same' }[comparison.outcome],
			workflow: call.execution.workflowName,
			node: call.node.name,
			...(critical ? { critical } : {}),
			by: comparison.rung,
			reason: comparison.reason,
			...(call.round > 0 ? { round: call.round } : {}),
			recorded: recordedAnswer(call).slice(0, 200),
			candidate: answer.slice(0, 200),
			call: call.id,
			...(linkOf(call, instanceUrl) ? { link: linkOf(call, instanceUrl) } : {}),
		}));
}

/** Old and new answer side by side, with what was asked and where. */
export function exhibitsOf(
	changed: readonly Changed[],
	{ instanceUrl, candidate }: { instanceUrl?: string; candidate: string },
): Exhibit[] {
	return changed.slice(0, mostExhibits).map(({ call, critical, comparison, answer = '' }) => ({
		title: `${call.execution.workflowName}, ${call.node.name}: ${{ loss: 'worse', win: 'better', unjudged: 'not judged', tie: 'as good' }[comparison.outcome]}${critical ? ' (critical)' : ''}`,
		text: requestText(call.request),
		note: [
			`${comparison.reason.charAt(0).toUpperCase()}${comparison.reason.slice(1)}.`,
			`Execution ${call.execution.id} of ${call.execution.startedAt.slice(0, 10)}${linkOf(call, instanceUrl) ? `: ${linkOf(call, instanceUrl)}` : ''}`,
		].join(' '),
		sides: [
			{ label: call.request.model ?? 'old model', text: recordedAnswer(call).slice(0, longest) },
			{ label: candidate, text: answer },
		],
	}));
}

const recordedAnswer = ({ answer }: RecordedCall): string =>
	answer.error === undefined ? writtenAnswer(answer) : `(failed: ${answer.error})`;

function linkOf({ execution: { id, workflowId } }: RecordedCall, instanceUrl: string | undefined): string | undefined {
	return (
		instanceUrl && `${instanceUrl.replace(/\/+$/, '')}/workflow/${encodeURIComponent(workflowId)}/executions/${encodeURIComponent(id)}`
	);
}
