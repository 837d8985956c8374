import { clusteredMean, type ClusteredMean } from '../statistics/clusteredMean';
import type { RecordedCall } from '../history/recordedCall';
import { scoreOf } from './comparison';
import { compareAnswers } from './ladder';
import { isExact } from './rungs';

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
	for (const [cluster, [first, ...others]] of groups) {
		for (const other of others) {
			const { text, toolCalls, finishReason, error } = other.answer;
			const comparison = await compareAnswers(
				first,
				{ text, toolCalls, finishReason, ...(error === undefined ? {} : { failed: 'error' as const }) },
				{ relative, later: [] },
			);
			const value = scoreOf(comparison);
			if (value !== undefined) scores.push({ cluster, value });
		}
	}
	return scores.length === 0 ? undefined : clusteredMean(scores);
}

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
