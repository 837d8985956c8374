/**
 * The one way to make a call that costs money: reserve the dearest case, mark the call as sent, send it, renew the lease
 * while it runs, settle what it cost or give the money back. R1 Reason, the chat model and the checks put it around every
 * single request, so that neither retries nor an agent loop run past a budget.
 *
 * What becomes of the money:
 * - no room: `{ status: 'overBudget' }`, nothing is sent; that is an answer, not an error
 * - asked before under the same idempotency key: `{ status: 'repeated' }`, nothing is sent
 * - the call answered: its true cost is settled, also when it is more than was reserved
 * - the call answered but nobody knows its cost: the reservation is charged in full
 * - the call failed: `chargeOf(error)` says what the host charges: 0 for a request that never left or was refused, `'unknown'`
 *   (charged in full) for one that may have run; the call's own error is thrown on
 * - this process dies: the lease expires and is charged in full once the call was marked as sent, freed before
 * - the ledger dies after the call was sent: the answer is still handed on, `settlement` says what is missing, and the lease
 *   charges in full
 *
 * @example
 * const pay = payFrom({ ledger, scopes });
 * const outcome = await pay({
 *   model, estimateNano: dearestCase([{ model, hostId, input: texts, maxOutputTokens }], new Date()),
 *   send: () => callTheModel(),
 *   costOf: ({ usage }) => costOf(usage, model, new Date()),
 * });
 */
import type { Origin, Scope } from './ledger/input';
import type { Ledger, Reservation } from './ledger/ledger';
import { LedgerError } from './ledger/ledgerError';

type Cost = number | 'unknown';

export interface PaidCall<Result> {
	/** Dearest case of this call in nano-dollars; `'unknown'` is over budget. */
	estimateNano: Cost;
	model?: string;
	send: () => Promise<Result>;
	/** True cost of the answer in nano-dollars; `'none'` for a request that never left or was refused: its money goes back. */
	costOf: (result: Result) => Cost | 'none';
	/** What a failed call is charged; default `'unknown'`. */
	chargeOf?: (error: unknown) => Cost;
	/** Model that really answered, for the report. */
	modelOf?: (result: Result) => string | undefined;
	/** Whether the result is an answer; one that failed is listed as possibly paid, never answered. Default: it is. */
	isAnswer?: (result: Result) => boolean;
	/** Names what is asked for: see `ReserveRequest`. */
	idempotencyKey?: string;
}

export type Settlement =
	| { status: 'settled'; reservationId: string; estimateNano: number; costNano: number; overrunNano: number; leftNano: number }
	/** The ledger could not be told; the lease will charge the reservation in full. */
	| { status: 'unsettled'; reservationId: string; estimateNano: number; problem: string }
	/** It cost nothing: the request never left, or was refused. */
	| { status: 'released'; reservationId: string }
	/** Paid out of a reservation that somebody else settles. */
	| { status: 'held'; reservationId: string }
	/** The ledger was out of reach and is set to let calls through. */
	| { status: 'unguarded'; problem: string }
	/** There is no budget. */
	| { status: 'unlimited' };

type Reserved = Extract<Reservation, { status: 'reserved' }>;
export type Denied = Extract<Reservation, { status: 'denied' }>;
export type Repeated = Extract<Reservation, { status: 'repeated' }>;

export type PaidOutcome<Result> =
	| { status: 'done'; result: Result; settlement: Settlement }
	| { status: 'overBudget'; reservation: Denied }
	| { status: 'repeated'; earlier: Repeated['earlier'] };

/** @throws what `send` throws; LedgerError when the call can't be marked as sent: then nothing was sent or charged. */
export type Pay = <Result>(call: PaidCall<Result>) => Promise<PaidOutcome<Result>>;

/** Short on purpose: it is renewed while the call runs. */
const defaultLeaseMs = 120_000;

/** Pays without a budget. */
export const payFreely: Pay = async ({ send }) => ({ status: 'done', result: await send(), settlement: { status: 'unlimited' } });

/** Pays out of budgets: each call reserves anew in all of them. */
export function payFrom({ ledger, scopes, workflow, origin, leaseMs = defaultLeaseMs }: PurseOfBudgets): Pay {
	return async (call) => {
		const { estimateNano, model, send, costOf, chargeOf = () => 'unknown', modelOf, isAnswer = () => true, idempotencyKey } = call;
		const reservation = await ledger.reserve({ scopes, estimateNano, model, workflow, origin, leaseMs, idempotencyKey });
		if (reservation.status === 'denied') return { status: 'overBudget', reservation };
		if (reservation.status === 'repeated') return { status: 'repeated', earlier: reservation.earlier };
		if (reservation.status === 'unguarded') {
			return { status: 'done', result: await send(), settlement: { status: 'unguarded', problem: reservation.reason } };
		}
		const { reservationId } = reservation;
		const result = await sendMarked({ ledger, reservationId, leaseMs }, send, {
			unsent: () => giveBack(ledger, reservationId),
			failed: async (error) => {
				const charge = chargeOf(error);
				await (charge === 0 ? giveBack(ledger, reservationId) : settle(ledger, reservation, { costNano: charge, answered: false }));
			},
		});
		const cost = costOf(result);
		if (cost !== 'none') {
			const closing = { costNano: cost, model: modelOf?.(result), answered: isAnswer(result) };
			return { status: 'done', result, settlement: await settle(ledger, reservation, closing) };
		}
		await giveBack(ledger, reservationId);
		return { status: 'done', result, settlement: { status: 'released', reservationId } };
	};
}

export interface PurseOfBudgets {
	ledger: Ledger;
	scopes: Scope[];
	workflow?: string;
	origin?: Origin;
	/** Default 2 minutes. */
	leaseMs?: number;
}

/**
 * Pays out of a reservation that was made before and that somebody else settles or releases, as Cost Guard does: marks it
 * as sent with the first call, and renews it while calls run. Once it is settled, a later call is no longer its own.
 */
export function payOutOf({ ledger, reservationId, leaseMs = defaultLeaseMs }: Held): Pay {
	return async ({ send }) => {
		const result = await sendMarked({ ledger, reservationId, leaseMs, mayBeSettled: true }, send);
		return { status: 'done', result, settlement: { status: 'held', reservationId } };
	};
}

export interface Held {
	ledger: Pick<Ledger, 'extend'>;
	reservationId: string;
	leaseMs?: number;
	/** A settled reservation neither holds nor forbids a call. */
	mayBeSettled?: boolean;
}

interface Endings {
	unsent?: () => Promise<void>;
	failed?: (error: unknown) => Promise<void>;
}

/** Sends only on a lease that holds, and keeps it while the call runs. */
async function sendMarked<Result>(
	{ ledger, reservationId, leaseMs = defaultLeaseMs, mayBeSettled = false }: Held,
	send: () => Promise<Result>,
	endings: Endings = {},
) {
	const sent = await ledger.extend({ reservationId, leaseMs, dispatched: true }).catch(async (error: unknown) => {
		await endings.unsent?.();
		throw error;
	});
	if (!sent.changed) {
		if (mayBeSettled && sent.state === 'settled') return await send();
		throw leaseOver(sent.state);
	}
	const renewal = setInterval(() => void ledger.extend({ reservationId, leaseMs }).catch(() => undefined), leaseMs / 3);
	try {
		return await send();
	} catch (error) {
		await endings.failed?.(error);
		throw error;
	} finally {
		clearInterval(renewal);
	}
}

const leaseOver = (state: string) =>
	new LedgerError(
		'expired',
		state === 'settled' || state === 'released'
			? `The reservation of this call is ${state} already, so the call was not sent`
			: 'The lease of the reservation ran out before the call was sent, so it was not sent',
		'Reserve anew right before the call, or give the reservation a longer lease. Nothing was sent.',
		'reservationId',
	);

/** Never throws: an answer that was paid for must reach the caller even if the ledger does not. */
async function settle(
	ledger: Ledger,
	reservation: Reserved,
	closing: { costNano: Cost; model?: string; answered: boolean },
): Promise<Settlement> {
	const { reservationId, estimateNano, leftNano } = reservation;
	try {
		const closed = await ledger.settle({ reservationId, ...closing });
		const { overrunNano } = closed;
		const left = leftNano + estimateNano - closed.costNano;
		return { status: 'settled', reservationId, estimateNano, costNano: closed.costNano, overrunNano, leftNano: left };
	} catch (error) {
		return { status: 'unsettled', reservationId, estimateNano, problem: error instanceof Error ? error.message : String(error) };
	}
}

/** What can't be given back now, the lease gives back. */
async function giveBack(ledger: Ledger, reservationId: string) {
	await ledger.release({ reservationId }).catch(() => undefined);
}
