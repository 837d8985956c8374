import type { FileProblem } from '../../fileProblem';

/** Tokens of one call, or of several that a provider's export adds up. */
export interface UsageRow {
	/** Moment of the call, where its hour is known; the first moment of what an export adds up. */
	at?: Date;
	/** The end of the time that an export added up: the calls lie somewhere between `at` and this. */
	until?: Date;
	/** Day of the call, where only that is known. */
	day?: string;
	model?: string;
	inputTokens: number;
	cachedTokens: number;
	/** Part of the input that was written to the cache, and the part of that which was kept for an hour. */
	cacheWriteTokens?: number;
	cacheWriteHourTokens?: number;
	outputTokens: number;
	requests: number;
}

export interface UsageLog {
	rows: UsageRow[];
	problems: FileProblem[];
	/** How long the log lasts; absent where its rows have no time. */
	days?: number;
}

const dayMs = 86_400_000;

/** Days from the first to the last row, at least one; rows that name a day or a stretch of time count to its end. */
export function lengthInDays(rows: readonly UsageRow[]): number | undefined {
	let first = Infinity;
	let last = -Infinity;
	for (const { at, until, day } of rows) {
		const from = at ? at.getTime() : day ? Date.parse(day) : undefined;
		if (from === undefined || Number.isNaN(from)) continue;
		first = Math.min(first, from);
		last = Math.max(last, until ? until.getTime() : at ? from : from + dayMs);
	}
	return Number.isFinite(first) ? Math.max(1, (last - first) / dayMs) : undefined;
}

export const totalOf = (rows: readonly UsageRow[], key: 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'requests') =>
	rows.reduce((sum, row) => sum + row[key], 0);
