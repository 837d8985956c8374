import type { Usage } from '../money/cost';
import type { Attempt } from './reasonError';
import { addUsage } from '../money/usage';

/** What attempts cost together, in nano-dollars; unknown as soon as one part is. */
export function sumNano(attempts: readonly Pick<Attempt, 'costNano'>[]): number | 'unknown' {
	let sum = 0;
	for (const { costNano } of attempts) {
		if (costNano === 'unknown') return 'unknown';
		sum += costNano;
	}
	return sum;
}

/** The same in US dollars, for people. */
export function sumUsd(attempts: readonly Pick<Attempt, 'costNano'>[]): number | 'unknown' {
	const nano = sumNano(attempts);
	return nano === 'unknown' ? nano : nano / 1e9;
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
