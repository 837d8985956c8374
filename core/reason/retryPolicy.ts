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
