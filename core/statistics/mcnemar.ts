import jstat from 'jstat';

/** McNemar's exact two-sided p-value from the tasks that only one side solved. */
export function mcnemarExact(onlyBaseline: number, onlyCandidate: number): number {
	const flips = onlyBaseline + onlyCandidate;
	const fewer = Math.min(onlyBaseline, onlyCandidate);
	let tail = 0;
	// jstat's own binomial.cdf rounds to ten decimals, which makes small p-values zero.
	for (let k = 0; k <= fewer; k += 1) tail += Math.exp(jstat.combinationln(flips, k) - flips * Math.LN2);
	return Math.min(1, 2 * tail);
}
