import type { Usage } from '../money/cost';
import type { Attempt } from './reasonError';
import { addUsage } from '../money/usage';

/** Sums in nano-dollars, so that nothing drifts; unknown as soon as one part is. */
export function sumUsd(amounts: readonly (number | 'unknown')[]): number | 'unknown' {
	let nano = 0;
	for (const amount of amounts) {
		if (amount === 'unknown') return 'unknown';
		nano += Math.round(amount * 1e9);
	}
	return nano / 1e9;
}

/** Tokens of all attempts; unknown as soon as one that may have been charged is. */
export function sumUsage(attempts: readonly Attempt[]): Usage | 'unknown' {
	let sum: Usage | undefined;
	for (const { usage } of attempts) {
		if (usage === 'none') continue;
		if (usage === 'unknown') return 'unknown';
		sum = sum ? addUsage(sum, usage) : usage;
	}
	return sum ?? 'unknown';
}
