import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { close, sweep } from '../../../../core/budget/ledger/close';
import { createLedger, type LedgerSettings } from '../../../../core/budget/ledger/ledger';
import { LedgerError } from '../../../../core/budget/ledger/ledgerError';
import { SqliteStore } from '../../../../core/budget/ledger/sqliteStore';
import type { Statement, Steps, Store, StoredRow } from '../../../../core/budget/ledger/store';
import { idOf } from './stores';

const folder = mkdtempSync(path.join(tmpdir(), 'r1-lost-answers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

const day = 86_400_000;
const settings: LedgerSettings = { leaseMs: 600_000, failOpen: false, clock: (now) => now, keepMs: 90 * day, sweepEveryMs: 5000 };
const scopes = [
	{ key: 'all', period: 'allTime' as const, limitNano: 1000 },
	{ key: 'mine', period: 'allTime' as const, limitNano: 500 },
];

/** A ledger on a store that this changes. */
function ledgerOn(change: (store: SqliteStore) => Partial<Store>, more: Partial<LedgerSettings> = {}) {
	const store = new SqliteStore({ file: path.join(folder, `${files++}.sqlite`), waitMs: 1000, survivePowerLoss: false });
	const own: Store = {
		transact: (steps) => store.transact(steps),
		now: () => store.now(),
		sawClock: () => store.sawClock(),
		ledgerId: () => store.ledgerId(),
		notices: () => store.notices(),
		close: () => store.close(),
		...change(store),
	};
	onTestFinished(() => own.close());
	return createLedger(own, { ...settings, ...more });
}

/** The answer to each first commit is lost, so that the work is tried again. */
const losingAnswers = (store: SqliteStore): Partial<Store> => ({
	async transact(steps) {
		await store.transact(() => steps({ uncertain: false }));
		return await store.transact(() => steps({ uncertain: true }));
	},
});

describe('work that was committed while its answer was lost', () => {
	test('reserves once, and is told as reserved', async () => {
		const ledger = ledgerOn(losingAnswers);
		const first = await ledger.reserve({ scopes, estimateNano: 300, leaseMs: 60_000 });
		expect(first).toMatchObject({
			status: 'reserved',
			leftNano: 200,
			scopes: [
				{ key: 'all', reservedNano: 300, leftNano: 700, over: false },
				{ key: 'mine', reservedNano: 300, leftNano: 200, over: false },
			],
		});
		expect(first.status === 'reserved' && first.expiresAt - Date.now()).toBeGreaterThan(50_000);
		expect(first.status === 'reserved' && first.expiresAt - Date.now()).toBeLessThanOrEqual(60_000);
		expect((await ledger.report()).totals).toMatchObject({ reservedNano: 300, calls: 1 });
		expect(await ledger.reserve({ scopes, estimateNano: 201 })).toMatchObject({ status: 'denied', leftNano: 200 });
	});

	test.each([{ costNano: 30 }, { costNano: 'unknown' as const }])(
		'settles once, and is told as changed: $costNano',
		async ({ costNano }) => {
			const ledger = ledgerOn(losingAnswers);
			const reservationId = idOf(await ledger.reserve({ scopes, estimateNano: 300 }));
			expect(await ledger.settle({ reservationId, costNano })).toMatchObject({ state: 'settled', changed: true, late: false });
			expect((await ledger.report()).totals).toMatchObject({ spentNano: costNano === 'unknown' ? 300 : costNano, reservedNano: 0 });
		},
	);

	test('releases once, and is told as changed', async () => {
		const ledger = ledgerOn(losingAnswers);
		const reservationId = idOf(await ledger.reserve({ scopes, estimateNano: 300 }));
		expect(await ledger.release({ reservationId })).toMatchObject({ state: 'released', changed: true, costNano: 0 });
		expect(await ledger.reserve({ scopes, estimateNano: 500 })).toMatchObject({ status: 'reserved' });
	});

	test('is not taken for what somebody else did before', async () => {
		const ledger = ledgerOn(losingAnswers);
		const settled = idOf(await ledger.reserve({ scopes, estimateNano: 100 }));
		await ledger.settle({ reservationId: settled, costNano: 30 });
		expect(await ledger.settle({ reservationId: settled, costNano: 31 })).toMatchObject({ changed: false, costNano: 30, late: false });
		expect(await ledger.release({ reservationId: settled })).toMatchObject({ changed: false, state: 'settled' });
		expect((await ledger.report()).totals).toMatchObject({ spentNano: 30 });
	});

	test('denies what does not fit without taking anything', async () => {
		const ledger = ledgerOn(losingAnswers);
		expect(await ledger.reserve({ scopes, estimateNano: 501 })).toMatchObject({ status: 'denied', leftNano: 500 });
		expect(await ledger.reserve({ scopes, estimateNano: 500 })).toMatchObject({ status: 'reserved', leftNano: 0 });
	});
});

describe('a ledger that can’t be used', () => {
	const broken = (error: Error) => (): Partial<Store> => ({ transact: async () => await Promise.reject(error) });
	const away = new LedgerError('unavailable', 'The ledger is away', 'Wait.');

	test.each(['unavailable', 'refused', 'full', 'corrupt', 'unsupported', 'moved', 'locked', 'unexpected'] as const)(
		'lets calls through uncounted where it is set to: %s',
		async (kind) => {
			const ledger = ledgerOn(broken(new LedgerError(kind, 'Broken', 'Mend it.')), { failOpen: true });
			expect(await ledger.reserve({ scopes, estimateNano: 5 })).toEqual({
				...{ status: 'unguarded', reservationId: null, estimateNano: 5, reason: 'Broken' },
			});
		},
	);

	test('keeps calls back where it is not', async () => {
		await expect(ledgerOn(broken(away)).reserve({ scopes, estimateNano: 5 })).rejects.toBe(away);
	});

	test('lets nothing through for a request that is wrong, or a fault of the program', async () => {
		const ledger = ledgerOn(broken(away), { failOpen: true });
		await expect(ledger.reserve({ scopes: [], estimateNano: 5 })).rejects.toMatchObject({ kind: 'invalid' });
		const bug = new TypeError('A fault of the program');
		await expect(ledgerOn(broken(bug), { failOpen: true }).reserve({ scopes, estimateNano: 5 })).rejects.toBe(bug);
		await expect(ledger.settle({ reservationId: '', costNano: 5 })).rejects.toMatchObject({ kind: 'invalid' });
	});
});

test('a store whose clock was thought to be a day behind reserves in the window that is', async () => {
	const ledger = ledgerOn((store) => ({ now: async () => (await store.now()) - day }));
	const today = new Date().setUTCHours(0, 0, 0, 0);
	const reserved = await ledger.reserve({ scopes: [{ key: 'all', period: 'day', limitNano: 1000 }], estimateNano: 5 });
	const denied = await ledger.reserve({ scopes: [{ key: 'all', period: 'day', limitNano: 1000 }], estimateNano: 5000 });
	for (const { scopes: told } of [reserved, denied] as { scopes: { startsAt: number }[] }[]) {
		expect(told[0]?.startsAt).toBeGreaterThanOrEqual(today);
	}
	const windows = (await ledger.report()).scopes.filter(({ reservedNano }) => reservedNano > 0);
	expect(windows).toMatchObject([{ reservedNano: 5 }]);
});

describe('the statements of a transaction', () => {
	/** All statements, with these rows for answers. */
	function statementsOf(steps: Steps<unknown>, ...answers: StoredRow[][]): Statement[] {
		const statements: Statement[] = [];
		for (let step = steps.next(); !step.done; step = steps.next(answers[statements.length - 1] ?? [])) statements.push(step.value);
		return statements;
	}
	const row = (counters: string[], more: StoredRow = {}): StoredRow => ({
		...{ id: 'r1', state: 'held', estimate: 10n, cost: 3n, counters: JSON.stringify(counters), expires_at: 5n, closed_at: 0n },
		...{ dispatched: 1n, on_expiry: 'auto' },
		...more,
	});
	const moved = (statements: Statement[]) => statements.filter(({ unread }) => unread).map(({ values }) => values[0]);
	const lasts = (statements: Statement[]) => statements.map(({ last }) => last === true);
	const closing = { id: 'r1', to: 'settled' as const, cost: 3, model: null, answered: true, now: 1, uncertain: false };

	test('change counters in one order, so that workers never wait for each other, and the last lets the commit go along', () => {
		const settled = statementsOf(close(closing), [row(['c', 'a', 'b'])]);
		expect(moved(settled)).toEqual(['a', 'b', 'c']);
		expect(lasts(settled)).toEqual([false, false, false, true]);
		const swept = statementsOf(sweep(9), [row(['c', 'a']), row(['b', 'a'], { id: 'r2' })]);
		expect(moved(swept)).toEqual(['a', 'b', 'c']);
		expect(lasts(swept)).toEqual([false, false, false, false, true]);
		const corrected = statementsOf(close(closing), [], [row(['c', 'a', 'b'], { state: 'charged', cost: 10n })]);
		expect(moved(corrected)).toEqual(['a', 'b', 'c']);
	});

	test('of a sweep touch what there is, and nothing where nothing ran out', () => {
		expect(statementsOf(sweep(9), [])).toHaveLength(1);
		const charged = statementsOf(sweep(9), [row(['a'])]);
		expect(charged.map(({ values }) => values[0])).toEqual([9, 'charged', 'a']);
		const freed = statementsOf(sweep(9), [row(['a'], { dispatched: 0n })]);
		expect(freed.map(({ values }) => values)).toEqual([[9], ['freed', 9, '["r1"]'], ['a', -10n, 0n]]);
	});
});
