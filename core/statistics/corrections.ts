/** Holm's step-down adjustment: p-values that keep the chance of any false alarm at its level. */
export function holm(pValues: readonly number[]): number[] {
	let running = 0;
	return inOrder(pValues, (p, rank) => (running = Math.max(running, Math.min(1, p * (pValues.length - rank)))));
}

/** Benjamini and Hochberg's adjustment: p-values that keep the share of false alarms among alarms at its level. */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
	const count = pValues.length;
	let running = 1;
	return inOrder(
		pValues.map((p) => -p),
		(negated, rank) => (running = Math.min(running, (-negated * count) / (count - rank))),
	);
}

function inOrder(values: readonly number[], adjust: (value: number, rank: number) => number): number[] {
	const adjusted = values.map(() => 0);
	const order = values.map((value, index) => ({ value, index })).sort((one, other) => one.value - other.value);
	for (const [rank, { value, index }] of order.entries()) adjusted[index] = adjust(value, rank);
	return adjusted;
}
