/** Whether a run may go on paying, and what it has paid; integer nano-dollars. */
export interface Spending {
	maySpend(nanoUsd: number | 'unknown'): boolean;
	spent(nanoUsd: number | 'unknown'): void;
	readonly total: number;
	readonly unpriced: number;
	readonly denied: number;
}

interface SpendingOptions {
	/** The most that the whole audit may pay; none when undefined. */
	capNanoUsd?: number;
	/** What earlier checks of the same audit paid. */
	paidBefore: number;
	/** Only the provider lab is asked: nothing is really paid. */
	emulated: boolean;
	/** Only servers on this machine are asked: what has no price there costs nothing. */
	unpricedIsFree: boolean;
	onPaid?: (nanoUsd: number) => void;
}

/**
 * A hard cap: a call is allowed only when its dearest cost, on top of what is paid and what is still under way, fits.
 * Under a cap a call without a known price is refused, unless it stays on this machine.
 */
export function openSpending({ capNanoUsd, paidBefore, emulated, unpricedIsFree, onPaid }: SpendingOptions): Spending {
	const state = { total: 0, reserved: [] as number[], unpriced: 0, denied: 0 };
	return {
		maySpend(nanoUsd) {
			if (capNanoUsd === undefined || emulated) return true;
			if (nanoUsd === 'unknown' && unpricedIsFree) return true;
			const underWay = state.reserved.reduce((sum, value) => sum + value, 0);
			const fits = nanoUsd !== 'unknown' && paidBefore + state.total + underWay + nanoUsd <= capNanoUsd;
			if (fits) state.reserved.push(nanoUsd);
			else state.denied += 1;
			return fits;
		},
		spent(nanoUsd) {
			if (emulated) return;
			// Calls end in any order: the smallest reservation that covers the cost is the one that is given back.
			const covering = state.reserved.map((value, index) => ({ value, index })).filter(({ value }) => nanoUsd === 'unknown' || value >= nanoUsd);
			const smallest = covering.sort((one, other) => one.value - other.value)[0];
			if (smallest) state.reserved.splice(smallest.index, 1);
			else state.reserved.shift();
			if (nanoUsd === 'unknown') {
				state.unpriced += 1;
				// Not priced does not mean free: under a cap the reservation counts as paid.
				state.total += smallest?.value ?? 0;
				return;
			}
			state.total += nanoUsd;
			if (nanoUsd > 0) onPaid?.(nanoUsd);
		},
		get total() {
			return state.total;
		},
		get unpriced() {
			return state.unpriced;
		},
		get denied() {
			return state.denied;
		},
	};
}
