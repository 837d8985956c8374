/** Tokens of one call, or of several that a provider's export adds up. */
export interface UsageRow {
	/** Moment of the call, where its hour is known. */
	at?: Date;
	/** Day of the call, where only that is known. */
	day?: string;
	model?: string;
	inputTokens: number;
	cachedTokens: number;
	/** Part of the input that was written to the cache, and of that what was written for an hour. */
	cacheWriteTokens?: number;
	cacheWriteHourTokens?: number;
	outputTokens: number;
	requests: number;
}

export interface Problem {
	file: string;
	line?: number;
	reason: string;
}

export interface UsageLog {
	rows: UsageRow[];
	problems: Problem[];
	/** How long the log lasts; absent where its rows have no time. */
	days?: number;
}

const dayMs = 86_400_000;

/** Days from the first to the last row, at least one; rows that name only a day count as whole days. */
export function lengthInDays(rows: readonly UsageRow[]): number | undefined {
	let first = Infinity;
	let last = -Infinity;
	for (const { at, day } of rows) {
		const from = at ? at.getTime() : day ? Date.parse(day) : undefined;
		if (from === undefined || Number.isNaN(from)) continue;
		first = Math.min(first, from);
		last = Math.max(last, at ? from : from + dayMs);
	}
	return Number.isFinite(first) ? Math.max(1, (last - first) / dayMs) : undefined;
}

export const totalOf = (rows: readonly UsageRow[], key: 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'requests') =>
	rows.reduce((sum, row) => sum + row[key], 0);
