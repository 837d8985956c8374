import { normalQuantile, type Estimate } from './interval';

/**
 * Wilson score interval of a proportion; `trials` may be an effective number that is not whole.
 * Without any trial everything is possible: the interval is [0, 1] and the value NaN.
 */
export function wilson(successes: number, trials: number, level = 0.95): Estimate {
	if (!(successes >= 0 && successes <= trials)) {
		throw new Error(`Expected 0 <= \`successes\` <= \`trials\`, got ${successes} of ${trials}`);
	}
	const z = normalQuantile(level);
	const share = successes / trials;
	const centre = successes + (z * z) / 2;
	const spread = z * Math.sqrt(trials * share * (1 - share) + (z * z) / 4);
	const whole = trials + z * z;
	return {
		value: share,
		low: successes === 0 ? 0 : Math.max(0, (centre - spread) / whole),
		high: successes === trials ? 1 : Math.min(1, (centre + spread) / whole),
	};
}
