import { clusteredMean, type ClusteredMean } from '../statistics/clusteredMean';
import type { RecordedAnswer, RecordedCall } from '../history/recordedCall';
import { scoreOf } from './comparison';
import { compareAnswers } from './ladder';
import type { NewAnswer } from './newAnswer';
import { isExact } from './rungs';
import { itemAt } from '../itemAt';

/**
 * How the old model fares against itself, told from prompts that the history holds more than once: its later answers are
 * held against its first, as the candidate's are. Mean score, at most 0; undefined where nothing was asked twice.
 */
export async function noiseInHistory(calls: readonly RecordedCall[], relative: number): Promise<ClusteredMean | undefined> {
	const groups = new Map<string, RecordedCall[]>();
	for (const call of calls) {
		if (!isExact(call)) continue;
		const key = promptKey(call);
		groups.set(key, [...(groups.get(key) ?? []), call]);
	}
	const scores: { cluster: string; value: number }[] = [];
	for (const [cluster, members] of groups) {
		const first = itemAt(members, 0);
		const answers = [...members.slice(1).map(({ answer }) => answer), ...members.flatMap(({ repeats }) => repeats?.answers ?? [])];
		for (const answer of answers) {
			const value = scoreOf(await compareAnswers(first, asNew(answer), { relative, later: [] }));
			if (value !== undefined) scores.push({ cluster, value });
		}
	}
	return scores.length === 0 ? undefined : clusteredMean(scores);
}

const asNew = ({ text, toolCalls, finishReason, error }: RecordedAnswer): NewAnswer => ({
	text,
	toolCalls,
	...(finishReason === undefined ? {} : { finishReason }),
	...(error === undefined ? {} : { failed: 'error' as const }),
});

/**
 * What makes two prompts the same: all of the request, but for blanks and for the moment that a workflow writes into its
 * instructions. Prompts that differ in more may deserve different answers.
 */
export function promptKey({ node, request: { messages, tools, schema, model } }: RecordedCall): string {
	const plain = messages.map(({ role, content, toolCalls }) => [
		role,
		(role === 'system' ? content.replace(moment, '<moment>') : content).replace(/\s+/g, ' ').trim(),
		toolCalls?.map(({ name, arguments: given }) => [name, given]),
	]);
	return JSON.stringify([node.type, model, plain, tools, schema]);
}

const moment = /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g;
