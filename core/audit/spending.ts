import type { Ledger } from '../budget/ledger/ledger';

/** Whether a run may go on paying, and what it has paid; integer nano-dollars. */
export interface Spending {
	maySpend(nanoUsd: number | 'unknown'): Promise<boolean>;
	spent(nanoUsd: number | 'unknown'): Promise<void>;
	readonly total: number;
	readonly unpriced: number;
	readonly denied: number;
	close(): Promise<void>;
}

interface SpendingOptions {
	/** The hard cap of the whole audit; none when undefined. */
	cap?: { limitNano: number; key: string; ledger: Ledger };
	/** Only the provider lab is asked: nothing is really paid. */
	emulated: boolean;
	/** Only servers on this machine are asked: what has no price there costs nothing. */
	unpricedIsFree: boolean;
}

/**
 * What a check pays, within a cap that all checks of an audit share: each call's dearest cost is reserved in the ledger of
 * Cost Guard before it is sent. Under a cap a call without a known price is refused, unless it stays on this machine.
 */
export function openSpending({ cap, emulated, unpricedIsFree }: SpendingOptions): Spending {
	const state = { total: 0, unpriced: 0, denied: 0 };
	const underWay: { id: string; nano: number }[] = [];

	async function reserve(nanoUsd: number | 'unknown'): Promise<boolean> {
		if (!cap) return true;
		const scopes = [{ key: cap.key, period: 'allTime' as const, limitNano: cap.limitNano }];
		const reservation = await cap.ledger.reserve({ scopes, estimateNano: nanoUsd, dispatched: true });
		if (reservation.status !== 'reserved') return false;
		underWay.push({ id: reservation.reservationId, nano: reservation.estimateNano });
		return true;
	}

	/** Calls end in any order: the smallest reservation that covers the cost is the one that is settled. */
	function takeReservation(nanoUsd: number | 'unknown') {
		const covers = ({ nano }: { nano: number }) => nanoUsd === 'unknown' || nano >= nanoUsd;
		const best = underWay.filter(covers).sort((one, other) => one.nano - other.nano)[0] ?? underWay[0];
		if (best) underWay.splice(underWay.indexOf(best), 1);
		return best;
	}

	return {
		async maySpend(nanoUsd) {
			if (emulated || (nanoUsd === 'unknown' && unpricedIsFree)) return true;
			const allowed = await reserve(nanoUsd);
			if (!allowed) state.denied += 1;
			return allowed;
		},
		async spent(nanoUsd) {
			if (emulated) return;
			if (nanoUsd === 'unknown') {
				state.unpriced += 1;
				if (unpricedIsFree) return;
			} else {
				state.total += nanoUsd;
			}
			const reservation = takeReservation(nanoUsd);
			// An unknown cost is charged as the estimate.
			if (reservation) await cap?.ledger.settle({ reservationId: reservation.id, costNano: nanoUsd });
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
		close: async () => await cap?.ledger.close(),
	};
}
