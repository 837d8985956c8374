import type { CheckedScope } from './input';
import { LedgerError } from './ledgerError';
import { holds, type Window } from './period';
import type { Period } from './periods';
import { bigintOf, intOf, type TransactionEnd, type StoredRow, type Steps } from './store';
import { itemAt } from '../../itemAt';

/** How one scope stands after a decision. */
export interface ScopeState {
	key: string;
	period: Period;
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
	scopes: (CheckedScope & Window)[];
	estimateNano: number;
	leaseMs: number;
	onExpiry: 'auto' | 'charge' | 'free';
	dispatched: boolean;
	model: string | null;
	workflow: string | null;
	/** Corrects the store's clock; the identity outside tests. */
	clock: (storeNow: number) => number;
}

export type Decision = { storeNow: number } & (
	| { kind: 'reserved'; scopes: ScopeState[]; expiresAt: number }
	| { kind: 'denied'; scopes: ScopeState[] }
	/** Expired leases may hold what is missing: sweep, then ask again. */
	| { kind: 'sweepFirst' }
	/** The store's clock is outside the windows of the plan: plan again for this instant. */
	| { kind: 'otherWindow' }
);

const noLimit = 9_223_372_036_854_775_807n;
const stored = '(SELECT limit_nano FROM r1_budget WHERE id = $4)';

const take = `UPDATE r1_counter SET reserved = reserved + $2, limit_nano = NULLIF($3, ${noLimit})
	WHERE id = $1 AND spent + reserved + $2 <= $3 AND spent + reserved + $2 <= COALESCE(${stored}, ${noLimit})
	RETURNING spent, reserved, ${stored} AS stored_limit, {now} AS now`;

const look = `SELECT {now} AS now,
	(SELECT spent FROM r1_counter WHERE id = $1) AS spent,
	(SELECT reserved FROM r1_counter WHERE id = $1) AS reserved,
	(SELECT limit_nano FROM r1_budget WHERE id = $2) AS stored_limit,
	(SELECT MIN(expires_at) FROM r1_reservation WHERE state = 'held') AS next_expiry`;

const create = `INSERT INTO r1_counter (id, scope_key, period, execution, starts_at, ends_at, limit_nano, spent, reserved, forgiven)
	VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0) ON CONFLICT (id) DO NOTHING`;

const insert = `INSERT INTO r1_reservation (id, state, estimate, counters, scopes, model, workflow, dispatched, on_expiry, created_at, expires_at)
	VALUES ($1, 'held', $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/** All scopes or none: the first scope without room rolls the others back. Scopes come sorted, so workers never deadlock. */
export function* reserve(plan: Plan, uncertain: boolean): Steps<TransactionEnd<Decision>> {
	if (uncertain) {
		const [row] = yield { text: 'SELECT expires_at, {now} AS now FROM r1_reservation WHERE id = $1', values: [plan.id] };
		if (row) {
			const scopes = yield* lookAtAll(plan);
			return { keep: true, value: { kind: 'reserved', scopes, expiresAt: intOf(row, 'expires_at'), storeNow: intOf(row, 'now') } };
		}
	}
	const scopes: ScopeState[] = [];
	let now = 0;
	for (const scope of plan.scopes) {
		const row = yield* takeFrom(scope, plan.estimateNano);
		if (!row) return { keep: false, value: yield* denied(plan, scopes.length) };
		now = intOf(row, 'now');
		if (!holds(scope, plan.clock(now))) return { keep: false, value: { kind: 'otherWindow', storeNow: now } };
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
		],
		last: true,
	};
	return { keep: true, value: { kind: 'reserved', scopes, expiresAt, storeNow: now } };
}

function* takeFrom(scope: CheckedScope & Window, estimate: number): Steps<StoredRow | undefined> {
	const values = [scope.counterId, estimate, scope.limitNano ?? noLimit, scope.budgetId];
	const [row] = yield { text: take, values };
	if (row) return row;
	// No room, or no counter yet: only after another worker can't have made it in between is it known which.
	const { counterId, key, period, executionId, startsAt, endsAt, limitNano } = scope;
	yield { text: create, values: [counterId, key, period, executionId, startsAt, endsAt, limitNano] };
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
		startsAt: scope.startsAt,
		endsAt: scope.endsAt,
		limitNano,
		spentNano: Number(spent),
		reservedNano: Number(reserved),
		leftNano: Number(left),
		over: left < BigInt(wanted),
	};
}
