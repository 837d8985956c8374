import jstat from 'jstat';

/** Probability that a standard normal variable is at most `z`. */
export const normalBelow = (z: number): number => jstat.normal.cdf(z, 0, 1);

/** The standard normal variable's quantile: what it is below with probability `p`. */
export const normalAt = (p: number): number => jstat.normal.inv(p, 0, 1);

/** A statistic that has Student's distribution, as the normal one that is as rare. From 400 degrees of freedom on they are one. */
export function normalOfStudent(t: number, degreesOfFreedom: number): number {
	if (!Number.isFinite(t) || degreesOfFreedom >= 400) return t;
	if (degreesOfFreedom < 1) return 0;
	// By the upper tail's mirror, where a float is exact; beyond it rarity is out of reach anyhow.
	const tail = jstat.studentt.cdf(-Math.abs(t), degreesOfFreedom);
	const z = tail <= 0 ? -8 : Math.max(-8, normalAt(tail));
	return t < 0 ? z : -z;
}
