import type { Ledger } from '../budget/ledger/ledger';
import { payFreely, payFrom, type Pay } from '../budget/paidCall';

/** What a run pays with, and what it has paid; integer nano-dollars. */
export interface Spending {
	pay: Pay;
	readonly total: number;
	/** Calls whose cost nobody knows. */
	readonly unpriced: number;
	/** Calls that the cap kept from being sent. */
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
 * What a check pays, within a cap that all checks of an audit share: each call's dearest case is reserved in the ledger of
 * Cost Guard before it is sent. Under a cap a call without a known price is refused, unless it stays on this machine.
 */
export function openSpending({ cap, emulated, unpricedIsFree }: SpendingOptions): Spending {
	const state = { total: 0, unpriced: 0, denied: 0 };
	const fromCap = cap && payFrom({ ledger: cap.ledger, scopes: [{ key: cap.key, period: 'allTime', limitNano: cap.limitNano }] });

	function count<Cost extends number | 'unknown' | 'none'>(cost: Cost): Cost {
		if (cost === 'unknown') state.unpriced += 1;
		else if (cost !== 'none') state.total += Number(cost);
		return cost;
	}

	const pay: Pay = async (call) => {
		if (emulated) return await payFreely(call);
		const isFree = call.estimateNano === 'unknown' && unpricedIsFree;
		const through = fromCap && !isFree ? fromCap : payCounted;
		const { costOf, chargeOf = () => 'unknown' as const } = call;
		const outcome = await through({
			...call,
			costOf: (result) => count(costOf(result)),
			chargeOf: (error) => count(chargeOf(error)),
		});
		if (outcome.status === 'overBudget') state.denied += 1;
		return outcome;
	};

	return {
		pay,
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

/** Without a cap nothing is reserved, but the cost is still asked for. */
const payCounted: Pay = async (call) => {
	const outcome = await payFreely(call);
	if (outcome.status === 'done') call.costOf(outcome.result);
	return outcome;
};
