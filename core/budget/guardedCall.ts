/**
 * Runs one model call inside its budget: reserve the dearest case, mark the call as sent, send it, settle what it cost.
 * R1 Reason and the chat model put this around every attempt, so that neither retries nor an agent loop run past a budget.
 *
 * What becomes of the money:
 * - no room: `{ status: 'overBudget' }`, nothing is sent; that is an answer, not an error
 * - the call answered: its true cost is settled, also when it is more than was reserved
 * - the call answered but nobody knows its cost: the reservation is charged in full
 * - the call failed: `chargeOf(error)` says what the host charges: 0 for a request that never left or was refused, `'unknown'`
 *   (charged in full) for one that may have run; the call's own error is thrown on
 * - this process dies: the lease expires and is charged in full once the call was marked as sent, freed before
 * - the ledger dies after the call was sent: the answer is still handed on, `settlement` says what is missing, and the lease
 *   charges in full
 *
 * @example
 * const outcome = await guardedCall({
 *   ledger, scopes, model, estimateNano: dearestCase([{ model, hostId, input: texts, maxOutputTokens }], new Date()),
 *   send: () => reason(request, endpoint),
 *   costOf: ({ costUsd }) => (costUsd === 'unknown' ? 'unknown' : Math.round(costUsd * 1e9)),
 *   chargeOf: (error) => (error instanceof ReasonError && error.status ? 0 : 'unknown'),
 * });
 */
import type { Closed } from './ledger/close';
import type { Scope } from './ledger/input';
import type { Ledger, Reservation } from './ledger/ledger';
import { messageOf } from '../describeError';

export interface GuardedCall<Result> {
	ledger: Ledger;
	scopes: Scope[];
	/** Dearest case of this attempt in nano-dollars; `'unknown'` is over budget. */
	estimateNano: number | 'unknown';
	model?: string;
	workflow?: string;
	/** Short on purpose: it is renewed while the call runs. Default 2 minutes. */
	leaseMs?: number;
	send: () => Promise<Result>;
	/** True cost of the answer in nano-dollars. */
	costOf: (result: Result) => number | 'unknown';
	/** What a failed call is charged; default `'unknown'`. */
	chargeOf?: (error: unknown) => number | 'unknown';
	/** Model that really answered, for the report. */
	modelOf?: (result: Result) => string | undefined;
}

export type Settlement =
	| { status: 'settled'; reservationId: string; estimateNano: number; costNano: number; overrunNano: number; leftNano: number }
	/** The ledger could not be told; the lease will charge the reservation in full. */
	| { status: 'unsettled'; reservationId: string; estimateNano: number; problem: string }
	/** The ledger was out of reach and is set to let calls through. */
	| { status: 'unguarded'; problem: string };

type Reserved = Extract<Reservation, { status: 'reserved' }>;

export type GuardedOutcome<Result> =
	| { status: 'done'; result: Result; settlement: Settlement }
	| { status: 'overBudget'; reservation: Extract<Reservation, { status: 'denied' }> };

export async function guardedCall<Result>(call: GuardedCall<Result>): Promise<GuardedOutcome<Result>> {
	const { ledger, scopes, estimateNano, model, workflow, leaseMs = 120_000, send, costOf, chargeOf = () => 'unknown', modelOf } = call;
	const reservation = await ledger.reserve({ scopes, estimateNano, model, workflow, leaseMs });
	if (reservation.status === 'denied') return { status: 'overBudget', reservation };
	if (reservation.status === 'unguarded') {
		return { status: 'done', result: await send(), settlement: { status: 'unguarded', problem: reservation.reason } };
	}

	const { reservationId } = reservation;
	const sent = await ledger.extend({ reservationId, leaseMs, dispatched: true }).catch(async (error: unknown) => {
		await giveBack(ledger, reservationId);
		throw error;
	});
	if (!sent.changed) throw new Error('The lease ran out before the call was sent; nothing was sent or charged');

	const renewal = setInterval(() => void ledger.extend({ reservationId, leaseMs }).catch(() => undefined), leaseMs / 3);
	try {
		const result = await send().catch(async (error: unknown) => {
			const charge = chargeOf(error);
			await (charge === 0 ? giveBack(ledger, reservationId) : settle(ledger, reservation, charge));
			throw error;
		});
		return { status: 'done', result, settlement: await settle(ledger, reservation, costOf(result), modelOf?.(result)) };
	} finally {
		clearInterval(renewal);
	}
}

/** Never throws: an answer that was paid for must reach the caller even if the ledger does not. */
async function settle(ledger: Ledger, reservation: Reserved, costNano: number | 'unknown', model?: string): Promise<Settlement> {
	const { reservationId, estimateNano, leftNano } = reservation;
	return await ledger.settle({ reservationId, costNano, model }).then(
		(closed: Closed) => ({
			status: 'settled',
			reservationId,
			estimateNano,
			costNano: closed.costNano,
			overrunNano: closed.overrunNano,
			leftNano: leftNano + estimateNano - closed.costNano,
		}),
		(error: unknown) => ({
			status: 'unsettled',
			reservationId,
			estimateNano,
			problem: messageOf(error),
		}),
	);
}

/** What can't be given back now, the lease gives back. */
async function giveBack(ledger: Ledger, reservationId: string) {
	await ledger.release({ reservationId }).catch(() => undefined);
}
