import type { Usage } from './cost';

/** What was read: the tokens, or why they are not known. */
export type Reading = { usage: Usage } | { unknown: string };

export const unknown = (reason: string): Reading => ({ unknown: reason });

/** The same reading, of a call that the host charges for by other rules as well; a cost that the host said holds all of it. */
export const chargedApart = (reading: Reading, apart: string | undefined): Reading =>
	apart === undefined || 'unknown' in reading || reading.usage.apart !== undefined ? reading : { usage: { ...reading.usage, apart } };

/** Adds up the tokens of several calls; one unknown part makes the sum of that part unknown. */
export function addUsage(first: Usage, second: Usage): Usage {
	const add = (left: number | 'unknown', right: number | 'unknown') =>
		left === 'unknown' || right === 'unknown' ? 'unknown' : left + right;
	const optional = (name: 'cacheWriteTokens' | 'cacheWriteHourTokens') =>
		first[name] === undefined && second[name] === undefined ? {} : { [name]: (first[name] ?? 0) + (second[name] ?? 0) };
	return {
		inputTokens: first.inputTokens + second.inputTokens,
		cachedTokens: first.cachedTokens + second.cachedTokens,
		...optional('cacheWriteTokens'),
		...optional('cacheWriteHourTokens'),
		outputTokens: first.outputTokens + second.outputTokens,
		reasoningTokens: add(first.reasoningTokens, second.reasoningTokens),
		answerTokens: add(first.answerTokens, second.answerTokens),
		...(first.apart === undefined && second.apart === undefined ? {} : { apart: first.apart ?? second.apart }),
		// Where only one of them says its cost, the sum has none: the others must be priced by themselves.
		...(first.costNano !== undefined && second.costNano !== undefined ? { costNano: first.costNano + second.costNano } : {}),
	};
}

/** Sum of calls, each read by itself: one that is not known leaves the sum unknown. */
export function addReadings(readings: readonly Reading[]): Reading | undefined {
	return readings.reduce<Reading | undefined>((sum, reading) => {
		if (!sum || 'unknown' in reading) return sum && 'unknown' in sum ? sum : reading;
		return 'unknown' in sum ? sum : { usage: addUsage(sum.usage, reading.usage) };
	}, undefined);
}
