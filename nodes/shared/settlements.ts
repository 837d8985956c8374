import type { Settlement } from '../../core/budget/paidCall';
import { usdOf } from '../../core/money/nano';

/** What the requests of an item did to its budgets, as a field of the item; none without budgets. */
export function settlementField(settlements: readonly Settlement[]): { settlement?: object } {
	if (settlements.length === 0) return {};
	const sum = (name: 'estimateNano' | 'costNano' | 'overrunNano') =>
		usdOf(settlements.reduce((total, each) => total + (each.status === 'settled' ? each[name] : 0), 0));
	const problems = settlements.flatMap((each) => ('problem' in each ? [each.problem] : []));
	const overrunUsd = sum('overrunNano');
	return {
		settlement: {
			estimateUsd: sum('estimateNano'),
			costUsd: sum('costNano'),
			overrun: overrunUsd > 0,
			overrunUsd,
			...(problems.length > 0 ? { problems } : {}),
		},
	};
}

/** What the user must know of all requests of a run. */
export function settlementHints(settlements: readonly Settlement[]): string[] {
	const over = settlements.filter((each) => each.status === 'settled' && each.overrunNano > 0).length;
	const unsettled = settlements.filter(({ status }) => status === 'unsettled').length;
	const unguarded = settlements.filter(({ status }) => status === 'unguarded').length;
	return [
		over > 0
			? `${over} of ${settlements.length} requests cost more than was reserved: see settlement.overrunUsd. Lower Max Tokens, or leave more room in the budget.`
			: '',
		unsettled > 0 ? `${unsettled} requests could not be settled: their reservations will be charged in full. See settlement.problems.` : '',
		unguarded > 0 ? `${unguarded} requests were sent without a budget, since the ledger was out of reach.` : '',
	].filter(Boolean);
}
