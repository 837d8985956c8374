import { reservationStates, type ReservationState } from './close';
import type { CheckedOrigin, CheckedScope } from './input';
import { LedgerError } from './ledgerError';
import { holds, type Window } from './period';
import { isCalendar, type Period } from './periods';
import { bigintOf, intOf, textOf, type TransactionEnd, type StoredRow, type Steps } from './store';
import { itemAt } from '../../itemAt';

/** How one scope stands after a decision. */
export interface ScopeState {
	key: string;
	period: Period;
	/** Where its days begin; null for periods without a calendar. */
	timeZone: string | null;
	startsAt: number | null;
	endsAt: number | null;
	limitNano: number;
	spentNano: number;
	reservedNano: number;
	leftNano: number;
	/** True when this scope has no room for the estimate. */
	over: boolean;
}

export interface Plan {
	id: string;
	/** When it was planned, in ms since 1970. */
	at: number;
	scopes: (CheckedScope & Window)[];
	estimateNano: number;
	leaseMs: number;
	onExpiry: 'auto' | 'charge' | 'free';
	dispatched: boolean;
	model: string | null;
	workflow: string | null;
	origin: CheckedOrigin;
	idempotencyKey: string | null;
	/** Corrects the store's clock; the identity outside tests. */
	clock: (storeNow: number) => number;
}

/** The earlier reservation that an idempotency key names. */
export interface Earlier {
	reservationId: string;
	state: ReservationState;
	/** Whether the call was marked as sent. */
	sent: boolean;
	/** Whether an answer came; unknown while nobody told. */
	answered: boolean | 'unknown';
	estimateNano: number;
	/** What is charged for it now. */
	costNano: number;
	/** Milliseconds since 1970. */
	reservedAt: number;
	model: string | null;
	executionId: string | null;
}

export type Decision = { storeNow: number } & (
	| { kind: 'reserved'; scopes: ScopeState[]; expiresAt: number }
	| { kind: 'denied'; scopes: ScopeState[] }
	| { kind: 'repeated'; earlier: Earlier }
	/** Expired leases may hold what is missing: sweep, then ask again. */
	| { kind: 'sweepFirst' }
	/** The store's clock is outside the windows of the plan: plan again for this instant. */
	| { kind: 'otherWindow' }
	/** The days of a budget begin elsewhere than the plan has it: plan again. */
	| { kind: 'otherZone'; budgetId: string; timeZone: string }
);

const noLimit = 9_223_372_036_854_775_807n;
const stored = '(SELECT limit_nano FROM r1_budget WHERE id = $4)';

const take = `UPDATE r1_counter SET reserved = reserved + $2, limit_nano = NULLIF($3, ${noLimit})
	WHERE id = $1 AND spent + reserved + $2 <= $3 AND spent + reserved + $2 <= COALESCE(${stored}, ${noLimit})
	RETURNING spent, reserved, ${stored} AS stored_limit, (SELECT time_zone FROM r1_zone WHERE id = $4) AS time_zone, {now} AS now`;

const look = `SELECT {now} AS now,
	(SELECT spent FROM r1_counter WHERE id = $1) AS spent,
	(SELECT reserved FROM r1_counter WHERE id = $1) AS reserved,
	(SELECT limit_nano FROM r1_budget WHERE id = $2) AS stored_limit,
	(SELECT time_zone FROM r1_zone WHERE id = $2) AS time_zone,
	(SELECT MIN(expires_at) FROM r1_reservation WHERE state = 'held') AS next_expiry`;

const create = `INSERT INTO r1_counter (id, scope_key, period, execution, starts_at, ends_at, limit_nano, time_zone, created_at, spent, reserved, forgiven)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0) ON CONFLICT (id) DO NOTHING`;

const insert = `INSERT INTO r1_reservation (id, state, estimate, counters, scopes, model, workflow, dispatched, on_expiry, created_at, expires_at,
		execution, workflow_id, item, idempotency_key)
	VALUES ($1, 'held', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

/** The first zone that a budget is named with is its own from then on. */
const setZone = 'INSERT INTO r1_zone (id, time_zone) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING';
const readZone = 'SELECT time_zone FROM r1_zone WHERE id = $1';

const earlierOne = `SELECT id, state, dispatched, answered, estimate, cost, created_at, expires_at, on_expiry, model, execution, {now} AS now
	FROM r1_reservation WHERE idempotency_key = $1 {lock}`;
const freeKey = 'UPDATE r1_reservation SET idempotency_key = NULL WHERE id = $1';

/** All scopes or none: the first scope without room rolls the others back. Scopes come sorted, so workers never deadlock. */
export function* reserve(plan: Plan, uncertain: boolean): Steps<TransactionEnd<Decision>> {
	if (uncertain) {
		const [row] = yield { text: 'SELECT expires_at, {now} AS now FROM r1_reservation WHERE id = $1', values: [plan.id] };
		if (row) {
			const scopes = yield* lookAtAll(plan);
			return { keep: true, value: { kind: 'reserved', scopes, expiresAt: intOf(row, 'expires_at'), storeNow: intOf(row, 'now') } };
		}
	}
	if (plan.idempotencyKey !== null) {
		const found = yield* findEarlier(plan, plan.idempotencyKey);
		if (found) return { keep: false, value: found };
	}
	const scopes: ScopeState[] = [];
	let now = 0;
	for (const scope of plan.scopes) {
		const row = yield* takeFrom(scope, plan);
		if (!row) return { keep: false, value: yield* denied(plan, scopes.length) };
		now = intOf(row, 'now');
		if (!holds(scope, plan.clock(now))) return { keep: false, value: { kind: 'otherWindow', storeNow: now } };
		const timeZone = yield* zoneOf(scope, row);
		if (timeZone !== null && timeZone !== scope.timeZone)
			return { keep: false, value: { kind: 'otherZone', budgetId: scope.budgetId, timeZone, storeNow: now } };
		scopes.push(stateOf(scope, row, 0));
	}
	const createdAt = plan.clock(now);
	const expiresAt = createdAt + plan.leaseMs;
	yield {
		text: insert,
		values: [
			plan.id,
			plan.estimateNano,
			JSON.stringify(plan.scopes.map(({ counterId }) => counterId)),
			JSON.stringify(plan.scopes.map(({ key }) => key)),
			plan.model,
			plan.workflow,
			plan.dispatched ? 1 : 0,
			plan.onExpiry,
			createdAt,
			expiresAt,
			plan.origin.execution,
			plan.origin.workflowId,
			plan.origin.item,
			plan.idempotencyKey,
		],
		last: true,
	};
	return { keep: true, value: { kind: 'reserved', scopes, expiresAt, storeNow: now } };
}

/** What the key stands for already; a reservation that was given back leaves it to the next one. */
function* findEarlier(plan: Plan, key: string): Steps<Decision | undefined> {
	const [row] = yield { text: earlierOne, values: [key] };
	if (!row) return undefined;
	const state = reservationStates.find((name) => name === row.state);
	const storeNow = intOf(row, 'now');
	// What an expired lease becomes is for the sweep to say.
	if (state === 'held' && intOf(row, 'expires_at') <= plan.clock(storeNow)) return { kind: 'sweepFirst', storeNow };
	if (!state || state === 'released' || state === 'freed') {
		yield { text: freeKey, values: [textOf(row, 'id')] };
		return undefined;
	}
	return { kind: 'repeated', earlier: earlierOf(row, state), storeNow };
}

const earlierOf = (row: StoredRow, state: ReservationState): Earlier => ({
	reservationId: textOf(row, 'id'),
	state,
	sent: row.dispatched === 1n,
	answered: typeof row.answered === 'bigint' ? row.answered === 1n : 'unknown',
	estimateNano: intOf(row, 'estimate'),
	costNano: typeof row.cost === 'bigint' ? Number(row.cost) : 0,
	reservedAt: intOf(row, 'created_at'),
	model: typeof row.model === 'string' ? row.model : null,
	executionId: typeof row.execution === 'string' ? row.execution : null,
});

/** The zone of a scope's budget, set now where it had none; null without a calendar. */
function* zoneOf({ budgetId, period, timeZone }: CheckedScope, row: StoredRow): Steps<string | null> {
	if (!isCalendar(period)) return null;
	if (typeof row.time_zone === 'string') return row.time_zone;
	return yield* fixZone(budgetId, timeZone);
}

/** Sets the zone of a budget that has none yet. @returns the one that holds */
export function* fixZone(budgetId: string, timeZone: string): Steps<string> {
	yield { text: setZone, values: [budgetId, timeZone] };
	// Another worker may have set it before.
	const [set] = yield { text: readZone, values: [budgetId] };
	return set ? textOf(set, 'time_zone') : timeZone;
}

function* takeFrom(scope: CheckedScope & Window, { estimateNano: estimate, at }: Plan): Steps<StoredRow | undefined> {
	const values = [scope.counterId, estimate, scope.limitNano ?? noLimit, scope.budgetId];
	const [row] = yield { text: take, values };
	if (row) return row;
	// No room, or no counter yet: only after another worker can't have made it in between is it known which.
	const { counterId, key, period, executionId, startsAt, endsAt, limitNano, timeZone } = scope;
	const zone = isCalendar(period) ? timeZone : null;
	yield { text: create, values: [counterId, key, period, executionId, startsAt, endsAt, limitNano, zone, at] };
	const [again] = yield { text: take, values };
	return again;
}

function* denied(plan: Plan, taken: number): Steps<Decision> {
	const scopes: ScopeState[] = [];
	let now = 0;
	for (const [index, scope] of plan.scopes.entries()) {
		const row = yield* lookAt(scope);
		now = intOf(row, 'now');
		// What this attempt took from earlier scopes is about to be rolled back.
		if (index < taken) row.reserved = bigintOf(row, 'reserved') - BigInt(plan.estimateNano);
		if (!holds(scope, plan.clock(now))) return { kind: 'otherWindow', storeNow: now };
		if (isCalendar(scope.period) && typeof row.time_zone === 'string' && row.time_zone !== scope.timeZone)
			return { kind: 'otherZone', budgetId: scope.budgetId, timeZone: row.time_zone, storeNow: now };
		if (typeof row.next_expiry === 'bigint' && Number(row.next_expiry) <= plan.clock(now)) return { kind: 'sweepFirst', storeNow: now };
		scopes.push(stateOf(scope, row, plan.estimateNano));
	}
	return { kind: 'denied', scopes, storeNow: now };
}

function* lookAt(scope: CheckedScope): Steps<StoredRow> {
	return itemAt(yield { text: look, values: [scope.counterId, scope.budgetId] }, 0);
}

function* lookAtAll(plan: Plan): Steps<ScopeState[]> {
	const scopes: ScopeState[] = [];
	for (const scope of plan.scopes) scopes.push(stateOf(scope, yield* lookAt(scope), 0));
	return scopes;
}

function stateOf(scope: CheckedScope & Window, row: StoredRow, wanted: number): ScopeState {
	const storedLimit = typeof row.stored_limit === 'bigint' ? Number(row.stored_limit) : Infinity;
	const limitNano = Math.min(scope.limitNano ?? Infinity, storedLimit);
	if (limitNano === Infinity) {
		throw new LedgerError(
			'invalid',
			`No limit is known for scope ${JSON.stringify(scope.key)} and period ${scope.period}`,
			'Give the scope a limit, or set its budget first. Nothing was charged.',
			'limitNano',
		);
	}
	const spent = typeof row.spent === 'bigint' ? row.spent : 0n;
	const reserved = typeof row.reserved === 'bigint' ? row.reserved : 0n;
	const left = BigInt(limitNano) - spent - reserved;
	return {
		key: scope.key,
		period: scope.period,
		timeZone: isCalendar(scope.period) ? scope.timeZone : null,
		startsAt: scope.startsAt,
		endsAt: scope.endsAt,
		limitNano,
		spentNano: Number(spent),
		reservedNano: Number(reserved),
		leftNano: Number(left),
		over: left < BigInt(wanted),
	};
}
