import type { ReasonError } from './reasonError';

export interface RetrySituation {
	error: Pick<ReasonError, 'kind' | 'retryable' | 'retryAfterMs'>;
	/** How many retries were made before. */
	retriesMade: number;
	maxRetries: number;
	/** What is left of the total timeout. */
	remainingMs: number;
	/** Between 0 and 1. */
	random: number;
}

export type RetryDecision = { retry: true; waitMs: number } | { retry: false };

const firstWaitMs = 500;
const longestWaitMs = 30_000;

/**
 * Whether the same request is sent again, and after how long: only where it can't be paid for twice, as the error says.
 * The host's own retry-after is obeyed as it is; jitter only adds to it.
 */
export function decideRetry({ error, retriesMade, maxRetries, remainingMs, random }: RetrySituation): RetryDecision {
	if (!error.retryable || retriesMade >= maxRetries) return { retry: false };
	const backoffMs = Math.min(longestWaitMs, firstWaitMs * 2 ** retriesMade);
	const waitMs =
		error.retryAfterMs === undefined
			? Math.round(backoffMs * (0.5 + random / 2))
			: Math.round(error.retryAfterMs + Math.min(1000, error.retryAfterMs / 10) * random);
	return waitMs < remainingMs ? { retry: true, waitMs } : { retry: false };
}

/** The wait that a host asks for: `retry-after-ms`, or `retry-after` in seconds or as a date. */
export function readRetryAfter(headers: { get(name: string): string | null }, now: Date): number | undefined {
	const inMs = headers.get('retry-after-ms');
	if (inMs !== null && isAmount(inMs)) return Math.max(0, Number(inMs));
	const after = headers.get('retry-after');
	if (after === null) return undefined;
	if (isAmount(after)) return Math.max(0, Number(after) * 1000);
	const date = Date.parse(after);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

const isAmount = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));
