import { LedgerError } from './ledgerError';
import { bigintOf, intOf, textOf, type StoredRow, type Steps } from './store';

export const reservationStates = ['held', 'settled', 'released', 'charged', 'freed'] as const;
/** `charged` and `freed` are what an expired lease became; a later settle or release still corrects them. */
export type ReservationState = (typeof reservationStates)[number];

export interface Closed {
	reservationId: string;
	state: ReservationState;
	/** False when the reservation was settled or released before: then nothing was changed. */
	changed: boolean;
	estimateNano: number;
	/** What is charged for it now. */
	costNano: number;
	/** Charged beyond the estimate. */
	overrunNano: number;
	/** True when the lease had expired before. */
	late: boolean;
}

interface Reservation {
	state: ReservationState;
	estimate: bigint;
	cost: bigint;
	counters: string[];
	expiresAt: number;
	closedAt: number;
}

interface Close {
	id: string;
	to: 'settled' | 'released';
	/** Nano-dollars; null charges the estimate in full, because the true cost is not known. */
	cost: number | null;
	model: string | null;
	/** Whether an answer came; null where nobody says. */
	answered: boolean | null;
	/** Leaves a reservation alone whose call was marked as sent. */
	unlessSent?: boolean;
	now: number;
	/** True when an earlier try of this same call may already have been committed. */
	uncertain: boolean;
}

const columns = 'state, estimate, cost, counters, expires_at, closed_at';

const closeHeld = `UPDATE r1_reservation SET state = $2, cost = COALESCE($3, estimate), closed_at = $4, model = COALESCE($5, model),
		answered = $6
	WHERE id = $1 AND state = 'held' AND ($7 = 0 OR (dispatched = 0 AND on_expiry <> 'charge')) RETURNING ${columns}`;

const closeExpired = `UPDATE r1_reservation SET state = $2, cost = COALESCE($3, estimate), closed_at = $4, model = COALESCE($5, model),
		answered = $6
	WHERE id = $1`;

const move = `UPDATE r1_counter SET reserved = reserved + $2, spent = spent + $3 WHERE id = $1`;

/** What comes back of a charge made before the last reset was forgiven with it: it is no room for calls made since. */
const giveBack = `UPDATE r1_counter SET
	spent = CASE WHEN reset_at >= $3 THEN spent ELSE spent - $2 END,
	forgiven = CASE WHEN reset_at >= $3 THEN forgiven - $2 ELSE forgiven END
	WHERE id = $1`;

/** Settles or releases: exactly one of these per reservation counts, the first one. */
export function* close({ id, to, cost, model, answered, unlessSent = false, now, uncertain }: Close): Steps<Closed> {
	const values = [id, to, cost, now, model, answered === null ? null : Number(answered)];
	const [held] = yield { text: closeHeld, values: [...values, Number(unlessSent)] };
	if (held) {
		const reservation = reservationOf(held);
		yield* moveAll(new Map(reservation.counters.map((counter) => [counter, [-reservation.estimate, reservation.cost]])));
		return resultOf(id, reservation, true, reservation.expiresAt <= now);
	}
	const before = yield* find(id);
	if (before.state === 'settled' || before.state === 'released') {
		const ours = uncertain && before.state === to && (cost === null || before.cost === BigInt(cost));
		return resultOf(id, before, ours, false);
	}
	if (unlessSent) return resultOf(id, before, false, false);
	yield { text: closeExpired, values };
	const after = { ...before, state: to, cost: cost === null ? before.estimate : BigInt(cost) };
	yield* correct(before, after.cost - before.cost);
	return resultOf(id, after, true, true);
}

function* correct({ counters, closedAt }: Reservation, change: bigint): Steps<void> {
	if (change >= 0n) return yield* moveAll(new Map(counters.map((counter) => [counter, [0n, change]])));
	for (const counter of [...counters].sort()) yield { text: giveBack, values: [counter, -change, closedAt], unread: true };
}

const prolong = `UPDATE r1_reservation SET dispatched = CASE WHEN $3 = 1 THEN 1 ELSE dispatched END,
	expires_at = CASE WHEN $2 > expires_at THEN $2 ELSE expires_at END
	WHERE id = $1 AND state = 'held' AND expires_at > $4 RETURNING ${columns}`;

export interface Extended {
	reservationId: string;
	state: ReservationState;
	/** False when the lease had expired or the reservation was closed: then nothing was changed, and no call should be sent on it. */
	changed: boolean;
	expiresAt: number;
}

export function* extend(id: string, until: number, dispatched: boolean, now: number): Steps<Extended> {
	const [row] = yield { text: prolong, values: [id, until, dispatched ? 1 : 0, now], last: true };
	const { state, expiresAt } = row ? reservationOf(row) : yield* find(id);
	return { reservationId: id, state, changed: row !== undefined, expiresAt };
}

const expired = `SELECT id, estimate, counters, dispatched, on_expiry FROM r1_reservation
	WHERE state = 'held' AND expires_at <= $1 ORDER BY expires_at LIMIT 500 {lockFree}`;

const expire = `UPDATE r1_reservation SET state = $1, cost = CASE WHEN $1 = 'charged' THEN estimate ELSE 0 END, closed_at = $2
	WHERE id IN {list $3}`;

/** Charges or frees leases that ran out, at most 500 at a time; says how many. */
export function* sweep(now: number): Steps<number> {
	const rows = yield { text: expired, values: [now] };
	if (rows.length === 0) return 0;
	const moves = new Map<string, [bigint, bigint]>();
	const ids: Record<'charged' | 'freed', string[]> = { charged: [], freed: [] };
	for (const row of rows) {
		const estimate = bigintOf(row, 'estimate');
		const onExpiry = textOf(row, 'on_expiry');
		const charge = onExpiry === 'charge' || (onExpiry === 'auto' && bigintOf(row, 'dispatched') === 1n);
		ids[charge ? 'charged' : 'freed'].push(textOf(row, 'id'));
		for (const counter of countersOf(row)) {
			const [reserved, spent] = moves.get(counter) ?? [0n, 0n];
			moves.set(counter, [reserved - estimate, spent + (charge ? estimate : 0n)]);
		}
	}
	if (ids.charged.length > 0) yield { text: expire, values: ['charged', now, JSON.stringify(ids.charged)] };
	if (ids.freed.length > 0) yield { text: expire, values: ['freed', now, JSON.stringify(ids.freed)] };
	yield* moveAll(moves);
	return rows.length;
}

/** Ends a transaction. Always in the same order, so that two workers never wait for each other. */
function* moveAll(moves: Map<string, [bigint, bigint]>): Steps<void> {
	const sorted = [...moves].sort(([a], [b]) => (a < b ? -1 : 1));
	for (const [index, [counter, [reserved, spent]]] of sorted.entries()) {
		yield { text: move, values: [counter, reserved, spent], unread: true, last: index === sorted.length - 1 };
	}
}

function* find(id: string): Steps<Reservation> {
	const [row] = yield { text: `SELECT ${columns} FROM r1_reservation WHERE id = $1 {lock}`, values: [id] };
	if (row) return reservationOf(row);
	throw new LedgerError(
		'unknownReservation',
		'The ledger has no such reservation',
		'Pass on the `reservationId` that the reservation gave out; one that was closed long ago may have been pruned. Nothing was charged.',
		'reservationId',
	);
}

function reservationOf(row: StoredRow): Reservation {
	const state = reservationStates.find((name) => name === row.state);
	if (!state) throw new TypeError('Expected a known reservation state');
	return {
		state,
		estimate: bigintOf(row, 'estimate'),
		cost: typeof row.cost === 'bigint' ? row.cost : 0n,
		counters: countersOf(row),
		expiresAt: intOf(row, 'expires_at'),
		closedAt: typeof row.closed_at === 'bigint' ? Number(row.closed_at) : 0,
	};
}

const countersOf = (row: StoredRow): string[] => JSON.parse(textOf(row, 'counters'));

function resultOf(reservationId: string, { state, estimate, cost }: Reservation, changed: boolean, late: boolean): Closed {
	return {
		reservationId,
		state,
		changed,
		estimateNano: Number(estimate),
		costNano: Number(cost),
		overrunNano: Number(cost > estimate ? cost - estimate : 0n),
		late,
	};
}
