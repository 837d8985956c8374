import type { Pay } from '../../../core/budget/paidCall';

/** Lets so many calls through, then none; `paid` learns what each one cost. */
export function payTimes(times: number, paid: unknown[] = []): Pay {
	let left = times;
	return async ({ send, costOf }) => {
		if (left <= 0) {
			const reservation = { status: 'denied', reason: 'overLimit', reservationId: null, estimateNano: 1, leftNano: 0, scopes: [] } as const;
			return { status: 'overBudget', reservation: { ...reservation, scopes: [] } };
		}
		left -= 1;
		const result = await send();
		paid.push(costOf(result));
		return { status: 'done', result, settlement: { status: 'unlimited' } };
	};
}
