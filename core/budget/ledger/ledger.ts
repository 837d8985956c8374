import { reset, setBudget, type Reset } from './budget';
import { close, extend, sweep, type Closed, type Extended } from './close';
import { checkLabel, checkOrigin, checkPeriod, checkScopes, type CheckedScope, type ReserveRequest } from './input';
import { checkReservationId, firstIdOf, reservationIdOf } from './reservationId';
import { checkLease } from './lease';
import { invalid, LedgerError } from './ledgerError';
import { checkNano } from '../../money/nano';
import { checkTimeZone, holds, windowOf, type Window } from './period';
import { isCalendar, type Period } from './periods';
import { prune, pruneBatch, pruneExecutions } from './prune';
import { page, pruneCount, prunedPage, standing, Tally, type CheckedReport, type Page, type Report, type ReportRequest } from './report';
import { reserve, type Earlier, type Plan, type ScopeState } from './reserve';
import { keep, type Steps, type Store } from './store';

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
	/** The idempotency key names an earlier reservation that was not given back: nothing was taken now. */
	| { status: 'repeated'; reservationId: null; estimateNano: number; earlier: Earlier }
	/** The store can't be used and the ledger was opened with `failOpen`: the call may go on, and nothing is counted. */
	| { status: 'unguarded'; reservationId: null; estimateNano: number | 'unknown'; reason: string };

export interface SettleRequest {
	reservationId: string;
	/** What the call really cost in nano-dollars; `'unknown'` charges the estimate in full. */
	costNano: number | 'unknown';
	/** The model that answered, where a fallback took over. */
	model?: string;
	/** Whether an answer came. False lists the call in the report as possibly paid and never answered. */
	answered?: boolean;
}

export interface ReleaseRequest {
	reservationId: string;
	/** Leaves the reservation alone when its call was marked as sent, or when its lease is to be charged in any case. */
	unlessSent?: boolean;
}

export interface PruneRequest {
	/** Reservations closed for longer than this (ms) become sums; default: the ledger's `keepMs`. */
	olderThanMs?: number;
}

export interface Pruned {
	/** Reservations that are sums now. */
	reservations: number;
	/** Windows of old executions that are forgotten; what was spent in them stays in the sums. */
	executions: number;
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
	release(request: ReleaseRequest): Promise<Closed>;
	extend(request: ExtendRequest): Promise<Extended>;
	report(request?: ReportRequest): Promise<Report>;
	/** Sets what is spent in the current windows of a scope to zero; reservations stay. */
	reset(request: { key: string; period?: Period }): Promise<Reset>;
	/** Stores a limit that holds for a scope wherever it is named; null takes it away. */
	setBudget(request: { key: string; period: Period; limitNano: number | null; timeZone?: string }): Promise<void>;
	/** Turns reservations that were closed long ago into sums; a report stays as it was. Happens by itself once an hour of use. */
	prune(request?: PruneRequest): Promise<Pruned>;
	close(): Promise<void>;
}

export interface LedgerSettings {
	/** Default lease of a reservation: 10 minutes. */
	leaseMs: number;
	failOpen: boolean;
	clock: (storeNow: number) => number;
	/** How long closed reservations are kept one by one: 90 days. */
	keepMs: number;
	/** How often expired leases are looked for while the ledger is used: every 5 seconds. */
	sweepEveryMs: number;
}

const pruneEveryMs = 3_600_000;
/** Many zones and budgets may be named; this many are remembered. */
const mostRemembered = 10_000;

const outage = new Set(['unavailable', 'refused', 'full', 'corrupt', 'unsupported', 'moved', 'locked', 'unexpected']);

export function createLedger(store: Store, { leaseMs, failOpen, clock, keepMs, sweepEveryMs }: LedgerSettings): Ledger {
	const windows = new Map<string, Window>();
	/** Where the days of a budget begin, by its id. */
	const zones = new Map<string, string>();
	const looked = { sweepAt: -Infinity, pruneAt: -Infinity };
	let sweeping: Promise<void> | undefined;
	const now = async () => clock(await store.now());

	function planScopes(scopes: Omit<CheckedScope, 'counterId'>[], at: number) {
		const byCounter = new Map<string, CheckedScope & Window>();
		for (const asked of scopes) {
			const scope = { ...asked, timeZone: zones.get(asked.budgetId) ?? asked.timeZone };
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

	/** At most once in a while: stale money must not count in what is left, nor closed reservations pile up. */
	async function lookAfter(at: number) {
		if (at - looked.sweepAt >= sweepEveryMs) {
			looked.sweepAt = at;
			sweeping = sweepAll(at).finally(() => {
				sweeping = undefined;
			});
		}
		// Whoever comes meanwhile waits, too: requests are decided in the order in which they were made.
		await sweeping;
		if (at - looked.pruneAt < pruneEveryMs) return;
		looked.pruneAt = at;
		// Nobody waits for it; what fails now is done in an hour.
		void pruneAll(at - keepMs).catch(() => undefined);
	}

	async function pruneAll(closedBefore: number): Promise<Pruned> {
		const firstId = firstIdOf(await store.ledgerId(), closedBefore);
		return {
			reservations: await untilDone(() => prune(firstId, closedBefore)),
			executions: await untilDone(() => pruneExecutions(closedBefore)),
		};
	}

	async function untilDone(steps: () => Steps<number>): Promise<number> {
		for (let sum = 0; ;) {
			const done = await store.transact(() => keep(steps()));
			sum += done;
			if (done < pruneBatch) return sum;
		}
	}

	/** Page by page, so that nothing else has to wait for a large ledger. */
	async function reportOn(request: CheckedReport, firstId: string, lastId: string): Promise<Report> {
		for (;;) {
			const before = await store.transact(() => keep(pruneCount()));
			const tally = new Tally(request.timeZone);
			await addPages(tally, '', (after) => prunedPage(request, after));
			await addPages(tally, firstId, (after) => page(request, after, lastId));
			const rest = await store.transact(() => keep(standing(request)));
			if ((await store.transact(() => keep(pruneCount()))) !== before) continue;
			return { ...rest, ...tally.result(), notices: await store.notices() };
		}
	}

	async function addPages(tally: Tally, first: string, read: (after: string) => Steps<Page>) {
		for (let after: string | undefined = first; after !== undefined;) {
			const from: string = after;
			const part: Page = await store.transact(() => keep(read(from)));
			tally.add(part);
			after = part.next;
		}
	}

	async function decide(request: ReserveRequest): Promise<Reservation> {
		const checked = checkScopes(request.scopes);
		const { estimateNano, onExpiry = 'auto', dispatched = false, model, workflow } = request;
		if (onExpiry !== 'auto' && onExpiry !== 'charge' && onExpiry !== 'free') throw invalid('onExpiry', 'auto, charge or free', onExpiry);
		if (typeof dispatched !== 'boolean') throw invalid('dispatched', 'true or false', dispatched);
		const labels = {
			model: model === undefined ? null : checkLabel('model', model),
			workflow: workflow === undefined ? null : checkLabel('workflow', workflow),
			origin: checkOrigin(request.origin),
			idempotencyKey: request.idempotencyKey === undefined ? null : checkLabel('idempotencyKey', request.idempotencyKey),
		};
		const lease = checkLease('leaseMs', request.leaseMs ?? leaseMs);
		if (estimateNano === 'unknown') {
			return { status: 'denied', reason: 'unpriced', reservationId: null, estimateNano, leftNano: null, scopes: [] };
		}
		const estimate = checkNano('estimateNano', estimateNano);
		let at = await now();
		await lookAfter(at);
		const id = reservationIdOf(await store.ledgerId(), at);
		for (;;) {
			const plan: Plan = {
				id,
				at,
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
			} else if (decision.kind === 'otherZone') {
				if (zones.size > mostRemembered) zones.clear();
				zones.set(decision.budgetId, decision.timeZone);
			} else if (decision.kind === 'repeated') {
				return { status: 'repeated', reservationId: null, estimateNano: estimate, earlier: decision.earlier };
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
		(to: 'settled' | 'released') =>
		async (request: Omit<SettleRequest, 'answered'> & { answered: boolean | null; unlessSent?: boolean }) => {
			const id = checkReservationId(await store.ledgerId(), request.reservationId);
			const cost = request.costNano === 'unknown' ? null : checkNano('costNano', request.costNano);
			const model = request.model === undefined ? null : checkLabel('model', request.model);
			const { answered, unlessSent } = request;
			const at = await now();
			return await store.transact(({ uncertain }) => keep(close({ id, to, cost, model, answered, unlessSent, now: at, uncertain })));
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
		settle: async ({ reservationId, costNano, model, answered = true }) => await settle({ reservationId, costNano, model, answered }),
		release: async ({ reservationId, unlessSent }) => await release({ reservationId, costNano: 0, answered: null, unlessSent }),
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
			};
			const at = await now();
			await sweepAll(at);
			// An id is made a moment before its reservation; an hour more finds it whatever the clocks do.
			const idAt = async (moment: number) => firstIdOf(await store.ledgerId(), moment);
			return await reportOn(request, await idAt(from - 3_600_000), await idAt(Math.min(to, at) + 3_600_000));
		},
		async reset({ key, period }) {
			const name = checkLabel('key', key);
			const which = period === undefined ? null : checkPeriod('period', period);
			const at = await now();
			// What ended before the reset is forgiven with it, also where nobody has looked since.
			await sweepAll(at);
			return await store.transact(() => keep(reset(name, which, at)));
		},
		async setBudget({ key, period, limitNano, timeZone }) {
			const name = checkLabel('key', key);
			const which = checkPeriod('period', period);
			const limit = limitNano === null ? null : checkNano('limitNano', limitNano);
			const zone = timeZone === undefined || !isCalendar(which) ? null : checkTimeZone('timeZone', timeZone);
			await store.transact(() => keep(setBudget(name, which, limit, zone)));
		},
		async prune({ olderThanMs = keepMs } = {}) {
			if (!Number.isSafeInteger(olderThanMs) || olderThanMs < 0) throw invalid('olderThanMs', 'whole milliseconds from 0', olderThanMs);
			const at = await now();
			await sweepAll(at);
			return await pruneAll(at - olderThanMs);
		},
		close: async () => await store.close(),
	};
}

function checkInstant(field: string, value: unknown): number {
	if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
	throw invalid(field, 'a time in whole milliseconds since 1970', value);
}
