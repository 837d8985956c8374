import type { UsageLog, UsageRow } from './usage';

export interface TrafficProfile {
	requestsPerDay: number;
	inputTokens: number;
	outputTokens: number;
	/** Part of the input that comes from the cache, 0 to 1. */
	cacheShare: number;
	/** Hours of the UTC day with traffic, first included, last excluded. */
	hours: { from: number; to: number };
	weekdaysOnly: boolean;
}

const hourMs = 3_600_000;

/** A week of traffic in hourly rows, so that peak hours count as they fall; the day's requests lie evenly in its hours. */
export function weekOf(
	{ requestsPerDay, inputTokens, outputTokens, cacheShare, hours, weekdaysOnly }: TrafficProfile,
	now: Date,
): UsageLog {
	const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) - 7 * 24 * hourMs;
	const length = (hours.to - hours.from + 24) % 24 || 24;
	const times = Array.from({ length: 168 }, (_, index) => new Date(start + index * hourMs)).filter(
		(at) => (at.getUTCHours() - hours.from + 24) % 24 < length && !(weekdaysOnly && [0, 6].includes(at.getUTCDay())),
	);
	const requests = requestsPerDay * 7;
	// Whole tokens in every hour, and the exact sum over the week.
	const part = (total: number, index: number) =>
		Math.round((total * (index + 1)) / times.length) - Math.round((total * index) / times.length);
	const rows = times.map((at, index): UsageRow => {
		const input = part(requests * inputTokens, index);
		return {
			at,
			inputTokens: input,
			cachedTokens: Math.round(input * cacheShare),
			outputTokens: part(requests * outputTokens, index),
			requests: requests / times.length,
		};
	});
	return { rows, problems: [], days: 7 };
}
