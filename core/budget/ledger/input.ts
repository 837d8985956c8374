import { invalid } from './ledgerError';
import { checkNano } from '../../money/nano';
import { checkTimeZone } from './period';
import { periods, type Period } from './periods';

/** Whose budget, over which time. */
export interface Scope {
	/** Such as `customer:42`, `workflow:invoices` or `everything`. */
	key: string;
	period: Period;
	/** Nano-dollars. Left out: the limit stored with `setBudget`. With both, the lower one holds. */
	limitNano?: number;
	/**
	 * Where the days, weeks and months begin; default UTC. It is part of the budget: the first zone that is named for a key
	 * and a period holds for good, and the answer says which it is.
	 */
	timeZone?: string;
	/** Names the execution; needed for the period `execution` only. */
	executionId?: string;
}

export interface ReserveRequest {
	scopes: Scope[];
	/** The dearest case in nano-dollars; `'unknown'` (no price is known) is denied. */
	estimateNano: number | 'unknown';
	/** How long the reservation holds without being settled; default: the ledger's `leaseMs`. */
	leaseMs?: number;
	/**
	 * What an expired lease becomes: `charge` in full, `free`, or `auto` (default): charged if the call was dispatched, freed
	 * if it was not.
	 */
	onExpiry?: 'auto' | 'charge' | 'free';
	/** Says that the call leaves right away, so no `extend({ dispatched: true })` follows. */
	dispatched?: boolean;
	/** Labels for the report. */
	model?: string;
	workflow?: string;
	/** Where the call comes from, so that it can be found again when nobody settles it. */
	origin?: Origin;
	/**
	 * Any text of at most 200 characters that names what is asked for, such as a header of the caller. While a reservation of
	 * the same name is held or was charged, reserving again finds it (`repeated`) and takes nothing; one that was given back
	 * makes room for a new one.
	 */
	idempotencyKey?: string;
}

export interface Origin {
	executionId?: string;
	workflowId?: string;
	/** Index of the item, from 0. */
	item?: number;
}

export interface CheckedOrigin {
	execution: string | null;
	workflowId: string | null;
	item: number | null;
}

export interface CheckedScope {
	counterId: string;
	budgetId: string;
	key: string;
	period: Period;
	timeZone: string;
	executionId: string | null;
	limitNano: number | null;
}

/** A label of at most 200 characters: room for a name, none for a prompt. */
export function checkLabel(field: string, value: unknown): string {
	// PostgreSQL stores neither NUL nor half a character.
	if (typeof value === 'string' && value.trim() !== '' && value.length <= 200 && !/[\0\p{Surrogate}]/u.test(value)) return value;
	throw invalid(field, 'a text of 1 to 200 characters', value);
}

/** @throws LedgerError of kind `invalid` */
export function checkOrigin({ executionId, workflowId, item }: Origin = {}): CheckedOrigin {
	const isIndex = item === undefined || (Number.isSafeInteger(item) && item >= 0);
	if (!isIndex) throw invalid('origin.item', 'the index of an item', item);
	return {
		execution: executionId === undefined ? null : checkLabel('origin.executionId', executionId),
		workflowId: workflowId === undefined ? null : checkLabel('origin.workflowId', workflowId),
		item: item ?? null,
	};
}

export function checkPeriod(field: string, value: unknown): Period {
	const period = periods.find((name) => name === value);
	if (!period) throw invalid(field, `one of ${periods.join(', ')}`, value);
	return period;
}

export const budgetIdOf = (key: string, period: Period) => JSON.stringify([period, key]);

export function checkScope(field: string, scope: unknown): Omit<CheckedScope, 'counterId'> {
	if (typeof scope !== 'object' || scope === null) throw invalid(field, 'a scope with a key and a period', scope);
	const { key, period, limitNano, timeZone, executionId }: Partial<Record<keyof Scope, unknown>> = scope;
	const checkedPeriod = checkPeriod(`${field}.period`, period);
	const checkedKey = checkLabel(`${field}.key`, key);
	return {
		budgetId: budgetIdOf(checkedKey, checkedPeriod),
		key: checkedKey,
		period: checkedPeriod,
		timeZone: checkTimeZone(`${field}.timeZone`, timeZone ?? 'UTC'),
		executionId: checkedPeriod === 'execution' ? checkLabel(`${field}.executionId`, executionId) : null,
		limitNano: limitNano === undefined ? null : checkNano(`${field}.limitNano`, limitNano),
	};
}

export function checkScopes(scopes: unknown) {
	if (!Array.isArray(scopes) || scopes.length === 0 || scopes.length > 20) {
		throw invalid('scopes', 'a list of 1 to 20 scopes', Array.isArray(scopes) ? `${scopes.length} scopes` : scopes);
	}
	return scopes.map((scope, index) => checkScope(`scopes[${index}]`, scope));
}
