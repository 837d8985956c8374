import { reset, setBudget, type Reset } from './budget';
import { close, extend, sweep, type Closed, type Extended } from './close';
import { checkLabel, checkPeriod, checkScopes, type CheckedScope, type ReserveRequest } from './input';
import { checkReservationId, firstIdOf, reservationIdOf } from './reservationId';
import { checkLease } from './lease';
import { invalid, LedgerError } from './ledgerError';
import { checkNano } from '../../money/nano';
import { checkTimeZone, holds, windowOf, type Window } from './period';
import type { Period } from './periods';
import { report, type Report, type ReportRequest } from './report';
import { reserve, type Plan, type ScopeState } from './reserve';
import { keep, type Store } from './store';

export type Reservation =
	| {
			status: 'reserved';
			reservationId: string;
			estimateNano: number;
			/** What the tightest scope has left after this reservation. */
			leftNano: number;
			/** When the lease ends, in ms since 1970. */
			expiresAt: number;
			scopes: ScopeState[];
	  }
	| {
			status: 'denied';
			reason: 'overLimit' | 'unpriced';
			reservationId: null;
			estimateNano: number | 'unknown';
			leftNano: number | null;
			scopes: ScopeState[];
	  }
	/** The store can't be used and the ledger was opened with `failOpen`: the call may go on, and nothing is counted. */
	| { status: 'unguarded'; reservationId: null; estimateNano: number | 'unknown'; reason: string };

export interface SettleRequest {
	reservationId: string;
	/** What the call really cost in nano-dollars; `'unknown'` charges the estimate in full. */
	costNano: number | 'unknown';
	/** The model that answered, where a fallback took over. */
	model?: string;
}

export interface ExtendRequest {
	reservationId: string;
	/** From now on; default: the ledger's `leaseMs`. */
	leaseMs?: number;
	/** Marks the call as sent: from here an expired lease is charged in full, unless `onExpiry` says otherwise. */
	dispatched?: boolean;
}

export interface Ledger {
	/** Takes the estimate out of all scopes or out of none; over a limit is an answer, not an error. */
	reserve(request: ReserveRequest): Promise<Reservation>;
	/** Charges what the call cost and gives the rest back. Once per reservation; again changes nothing and says so. */
	settle(request: SettleRequest): Promise<Closed>;
	/** Gives the whole reservation back: the call was not sent. */
	release(request: { reservationId: string }): Promise<Closed>;
	extend(request: ExtendRequest): Promise<Extended>;
	report(request?: ReportRequest): Promise<Report>;
	/** Sets what is spent in the current windows of a scope to zero; reservations stay. */
	reset(request: { key: string; period?: Period }): Promise<Reset>;
	/** Stores a limit that holds for a scope wherever it is named; null takes it away. */
	setBudget(request: { key: string; period: Period; limitNano: number | null }): Promise<void>;
	close(): Promise<void>;
}

export interface LedgerSettings {
	/** Default lease of a reservation: 10 minutes. */
	leaseMs: number;
	failOpen: boolean;
	clock: (storeNow: number) => number;
}

const outage = new Set(['unavailable', 'refused', 'full', 'corrupt', 'unsupported', 'moved', 'locked', 'unexpected']);

export function createLedger(store: Store, { leaseMs, failOpen, clock }: LedgerSettings): Ledger {
	const windows = new Map<string, Window>();
	const now = async () => clock(await store.now());

	function planScopes(scopes: Omit<CheckedScope, 'counterId'>[], at: number) {
		const byCounter = new Map<string, CheckedScope & Window>();
		for (const scope of scopes) {
			const window = cachedWindow(scope.period, at, scope.timeZone);
			const counterId = JSON.stringify([scope.period, window.startsAt ?? scope.executionId, scope.key]);
			const twin = byCounter.get(counterId);
			// The same scope named twice is one scope, with the lower limit.
			const limitNano = twin ? Math.min(scope.limitNano ?? Infinity, twin.limitNano ?? Infinity) : (scope.limitNano ?? Infinity);
			byCounter.set(counterId, { ...scope, ...window, counterId, limitNano: limitNano === Infinity ? null : limitNano });
		}
		return [...byCounter.values()].sort((a, b) => (a.counterId < b.counterId ? -1 : 1));
	}

	function cachedWindow(period: Period, at: number, timeZone: string): Window {
		const name = `${period} ${timeZone}`;
		const known = windows.get(name);
		if (known && holds(known, at)) return known;
		const window = windowOf(period, at, timeZone);
		if (windows.size > 1000) windows.clear();
		windows.set(name, window);
		return window;
	}

	async function sweepAll(at: number) {
		while ((await store.transact(() => keep(sweep(at)))) === 500);
	}

	async function decide(request: ReserveRequest): Promise<Reservation> {
		const checked = checkScopes(request.scopes);
		const { estimateNano, onExpiry = 'auto', dispatched = false, model, workflow } = request;
		if (onExpiry !== 'auto' && onExpiry !== 'charge' && onExpiry !== 'free') throw invalid('onExpiry', 'auto, charge or free', onExpiry);
		if (typeof dispatched !== 'boolean') throw invalid('dispatched', 'true or false', dispatched);
		const labels = {
			model: model === undefined ? null : checkLabel('model', model),
			workflow: workflow === undefined ? null : checkLabel('workflow', workflow),
		};
		const lease = checkLease('leaseMs', request.leaseMs ?? leaseMs);
		if (estimateNano === 'unknown') {
			return { status: 'denied', reason: 'unpriced', reservationId: null, estimateNano, leftNano: null, scopes: [] };
		}
		const estimate = checkNano('estimateNano', estimateNano);
		let at = await now();
		const id = reservationIdOf(await store.ledgerId(), at);
		for (;;) {
			const plan: Plan = {
				id,
				scopes: planScopes(checked, at),
				estimateNano: estimate,
				leaseMs: lease,
				onExpiry,
				dispatched,
				...labels,
				clock,
			};
			const decision = await store.transact(({ uncertain }) => reserve(plan, uncertain));
			store.sawClock(decision.storeNow);
			at = clock(decision.storeNow);
			if (decision.kind === 'sweepFirst') {
				await sweepAll(at);
			} else if (decision.kind !== 'otherWindow') {
				const scopes = decision.scopes;
				const leftNano = Math.min(...scopes.map((scope) => scope.leftNano));
				return decision.kind === 'reserved'
					? { status: 'reserved', reservationId: id, estimateNano: estimate, leftNano, expiresAt: decision.expiresAt, scopes }
					: { status: 'denied', reason: 'overLimit', reservationId: null, estimateNano: estimate, leftNano, scopes };
			}
		}
	}

	const closing =
		(to: 'settled' | 'released') => async (request: { reservationId: string; costNano: number | 'unknown'; model?: string }) => {
			const id = checkReservationId(await store.ledgerId(), request.reservationId);
			const cost = request.costNano === 'unknown' ? null : checkNano('costNano', request.costNano);
			const model = request.model === undefined ? null : checkLabel('model', request.model);
			const at = await now();
			return await store.transact(({ uncertain }) => keep(close({ id, to, cost, model, now: at, uncertain })));
		};
	const settle = closing('settled');
	const release = closing('released');

	return {
		async reserve(request) {
			return await decide(request).catch((error: unknown) => {
				if (!failOpen || !(error instanceof LedgerError) || !outage.has(error.kind)) throw error;
				return { status: 'unguarded', reservationId: null, estimateNano: request.estimateNano, reason: error.message };
			});
		},
		settle: async ({ reservationId, costNano, model }) => await settle({ reservationId, costNano, model }),
		release: async ({ reservationId }) => await release({ reservationId, costNano: 0 }),
		async extend({ reservationId, leaseMs: lease = leaseMs, dispatched = false }) {
			const id = checkReservationId(await store.ledgerId(), reservationId);
			const length = checkLease('leaseMs', lease);
			const at = await now();
			return await store.transact(() => keep(extend(id, at + length, dispatched, at)));
		},
		async report({ key, from = 0, to = Number.MAX_SAFE_INTEGER, timeZone = 'UTC' } = {}) {
			const request = {
				key: key === undefined ? null : checkLabel('key', key),
				from: checkInstant('from', from),
				to: checkInstant('to', to),
				timeZone: checkTimeZone('timeZone', timeZone),
				// An id is made a moment before its reservation; an hour more finds it whatever the clocks do.
				firstId: firstIdOf(await store.ledgerId(), from - 3_600_000),
			};
			await sweepAll(await now());
			return await store.transact(() => keep(report(request)));
		},
		async reset({ key, period }) {
			const name = checkLabel('key', key);
			const which = period === undefined ? null : checkPeriod('period', period);
			const at = await now();
			// What ended before the reset is forgiven with it, also where nobody has looked since.
			await sweepAll(at);
			return await store.transact(() => keep(reset(name, which, at)));
		},
		async setBudget({ key, period, limitNano }) {
			const name = checkLabel('key', key);
			const which = checkPeriod('period', period);
			const limit = limitNano === null ? null : checkNano('limitNano', limitNano);
			await store.transact(() => keep(setBudget(name, which, limit)));
		},
		close: async () => await store.close(),
	};
}

function checkInstant(field: string, value: unknown): number {
	if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
	throw invalid(field, 'a time in whole milliseconds since 1970', value);
}
