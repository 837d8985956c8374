import jstat from 'jstat';

/** An estimate with its confidence interval, in the unit of the estimate. */
export interface Estimate {
	value: number;
	low: number;
	high: number;
}

/** Two-sided standard normal quantile of a confidence level: 1.96 at 0.95. */
export function normalQuantile(level: number): number {
	if (!(level > 0 && level < 1)) throw new Error(`Expected \`level\` to be between 0 and 1, got ${level}`);
	return jstat.normal.inv(0.5 + level / 2, 0, 1);
}
