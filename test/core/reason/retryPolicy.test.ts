import { describe, expect, test } from 'vitest';
import { decideRetry } from '../../../core/reason/retryPolicy';

const limited = { kind: 'rate_limit', retryable: true } as const;
const situation = { error: limited, retriesMade: 0, maxRetries: 2, remainingMs: 60_000, random: 0 };

describe('a retry', () => {
	test.each([
		{ name: 'waits longer each time', change: {}, decision: { retry: true, waitMs: 250 } },
		{ name: 'doubles the wait', change: { retriesMade: 1 }, decision: { retry: true, waitMs: 500 } },
		{ name: 'has jitter', change: { random: 1 }, decision: { retry: true, waitMs: 500 } },
		{ name: 'obeys retry-after', change: { error: { ...limited, retryAfterMs: 7000 } }, decision: { retry: true, waitMs: 7000 } },
		{
			name: 'never comes before retry-after',
			change: { error: { ...limited, retryAfterMs: 7000 }, random: 1 },
			decision: { retry: true, waitMs: 7700 },
		},
		{
			name: 'is not made when the wait passes the total timeout',
			change: { error: { ...limited, retryAfterMs: 61_000 } },
			decision: { retry: false },
		},
		{ name: 'is made where the wait just fits', change: { remainingMs: 251 }, decision: { retry: true, waitMs: 250 } },
		{ name: 'is not made where the wait is all that is left', change: { remainingMs: 250 }, decision: { retry: false } },
		{
			name: 'waits half a minute at most by itself',
			change: { retriesMade: 9, maxRetries: 10, random: 1 },
			decision: { retry: true, waitMs: 30_000 },
		},
		{
			name: 'adds a second at most to retry-after',
			change: { error: { ...limited, retryAfterMs: 50_000 }, random: 1 },
			decision: { retry: true, waitMs: 51_000 },
		},
		{
			name: 'obeys a retry-after of nothing',
			change: { error: { ...limited, retryAfterMs: 0 }, random: 1 },
			decision: { retry: true, waitMs: 0 },
		},
		{ name: 'is not made where none is allowed', change: { maxRetries: 0 }, decision: { retry: false } },
		{ name: 'is not made too often', change: { retriesMade: 2 }, decision: { retry: false } },
		{
			name: 'is not made for what may have been charged',
			change: { error: { kind: 'timeout' as const, retryable: false } },
			decision: { retry: false },
		},
	])('$name', ({ change, decision }) => {
		expect(decideRetry({ ...situation, ...change })).toEqual(decision);
	});
});
