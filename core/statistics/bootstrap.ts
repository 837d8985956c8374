import type { Estimate } from './interval';
import { seededRandom } from './random';
import { itemAt } from '../itemAt';

/**
 * Percentile bootstrap over independent units (tasks, not their repeats), the same for the same seed.
 * Returns `undefined` without any unit.
 */
export function bootstrap<Unit>(
	units: readonly Unit[],
	statistic: (sample: readonly Unit[]) => number,
	{ seed, samples = 1000, level = 0.95 }: { seed: number; samples?: number; level?: number },
): Estimate | undefined {
	if (units.length === 0) return undefined;
	const random = seededRandom(seed);
	const values = Array.from({ length: samples }, () => statistic(units.map(() => itemAt(units, Math.floor(random() * units.length)))))
		.filter(Number.isFinite)
		.sort((a, b) => a - b);
	if (values.length === 0) return undefined;
	return { value: statistic(units), low: quantile(values, (1 - level) / 2), high: quantile(values, (1 + level) / 2) };
}

/** Quantile of sorted values, interpolated between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
	const place = (sorted.length - 1) * share;
	const below = Math.floor(place);
	const low = itemAt(sorted, below);
	return low + (itemAt(sorted, Math.ceil(place)) - low) * (place - below);
}
