import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../../core/budget/ledger/openLedger';
import { openSpending, type Spending } from '../../../core/audit/spending';

const folder = mkdtempSync(path.join(tmpdir(), 'spending-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = () => path.join(folder, `${(files += 1)}.sqlite`);

function open(limitNano: number | undefined, change: object = {}, file = newFile()) {
	const cap = limitNano === undefined ? undefined : { limitNano, key: 'audit', ledger: openLedger({ file }) };
	const spending = openSpending({ cap, emulated: false, unpricedIsFree: false, ...change });
	onTestFinished(() => spending.close());
	return spending;
}

/** A call that waits until it is told what it cost. */
function call(spending: Spending, dearest: number | 'unknown') {
	let finish: (cost: number | 'unknown') => void = () => {};
	const ends = new Promise<number | 'unknown'>((resolve) => (finish = resolve));
	const outcome = spending.pay({ estimateNano: dearest, send: () => ends, costOf: (cost) => cost });
	return {
		async end(cost: number | 'unknown') {
			finish(cost);
			return (await outcome).status;
		},
	};
}
const make = async (spending: Spending, dearest: number | 'unknown', cost: number | 'unknown' = 0) =>
	await call(spending, dearest).end(cost);

describe('the cost cap of an audit', () => {
	test('whatever the order of calls, what is paid never goes beyond it', async () => {
		const call = fc.record({ dearest: fc.integer({ min: 1, max: 500 }), share: fc.double({ min: 0, max: 1, noNaN: true }) });
		await fc.assert(
			fc.asyncProperty(
				fc.array(call, { maxLength: 25 }),
				fc.integer({ min: 1, max: 2000 }),
				fc.integer({ min: 1, max: 8 }),
				async (calls, limit, atOnce) => {
					const spending = open(limit);
					const underWay: Promise<unknown>[] = [];
					for (const { dearest, share } of calls) {
						underWay.push(make(spending, dearest, Math.floor(dearest * share)));
						if (underWay.length >= atOnce) await underWay.shift();
					}
					await Promise.all(underWay);
					expect(spending.total).toBeLessThanOrEqual(limit);
				},
			),
			{ numRuns: 25 },
		);
	});

	test('what is given back may be spent again', async () => {
		const spending = open(100);
		const first = call(spending, 100);
		expect(await make(spending, 1)).toBe('overBudget');
		expect(await first.end(10)).toBe('done');
		expect(await make(spending, 90)).toBe('done');
		expect(spending.denied).toBe(1);
	});

	test('calls that end in any order are settled each at its own cost', async () => {
		const spending = open(100);
		const [first, second] = [call(spending, 60), call(spending, 40)];
		await second.end(40);
		await first.end(5);
		expect(spending.total).toBe(45);
		expect(await make(spending, 56)).toBe('overBudget');
		expect(await make(spending, 55)).toBe('done');
	});

	test('holds for the checks of an audit together, also after an interruption', async () => {
		const file = newFile();
		const first = open(100, {}, file);
		await make(first, 80, 70);
		await first.close();
		const second = open(100, {}, file);
		expect(await make(second, 31)).toBe('overBudget');
		expect(await make(second, 30)).toBe('done');
		expect(second.total).toBe(0);
	});

	test.each([
		{ name: 'is refused under a cap', change: {}, cap: 100, status: 'overBudget' },
		{ name: 'is let through without one', change: {}, cap: undefined, status: 'done' },
		{ name: 'is free on this machine', change: { unpricedIsFree: true }, cap: 100, status: 'done' },
		{ name: 'is free in the lab', change: { emulated: true }, cap: 100, status: 'done' },
	])('a call without a known price $name', async ({ change, cap, status }) => {
		expect(await make(open(cap, change), 'unknown', 'unknown')).toBe(status);
	});

	test('a call whose cost stays unknown counts with the most that it could cost', async () => {
		const spending = open(100);
		await make(spending, 60, 'unknown');
		expect(await make(spending, 60)).toBe('overBudget');
		expect(spending.unpriced).toBe(1);
	});

	test('a call that failed may have been charged', async () => {
		const spending = open(100);
		const failing = spending.pay({ estimateNano: 60, send: () => Promise.reject(new Error('cut')), costOf: () => 0 });
		await expect(failing).rejects.toThrow('cut');
		expect(await make(spending, 41)).toBe('overBudget');
	});

	test.each([
		{ name: 'counts as one of unknown cost', chargeOf: undefined, told: { total: 0, unpriced: 1 } },
		{ name: 'counts with what it was charged', chargeOf: () => 25, told: { total: 25, unpriced: 0 } },
	])('a call that failed $name', async ({ chargeOf, told }) => {
		const spending = open(100);
		const failing = spending.pay({ estimateNano: 60, send: () => Promise.reject(new Error('cut')), costOf: () => 0, chargeOf });
		await expect(failing).rejects.toThrow('cut');
		expect(spending).toMatchObject(told);
	});

	test('a call that was refused costs nothing and is no call of unknown cost', async () => {
		const spending = open(100);
		await spending.pay({ estimateNano: 60, send: async () => 1, costOf: () => 'none' });
		expect(spending).toMatchObject({ total: 0, unpriced: 0 });
		expect(await make(spending, 100)).toBe('done');
	});

	test('holds on this machine, too, for a call that has a price', async () => {
		const spending = open(100, { unpricedIsFree: true });
		expect(await make(spending, 101)).toBe('overBudget');
		expect(spending.denied).toBe(1);
	});

	test('without a cap the cost is told all the same', async () => {
		const spending = open(undefined);
		await make(spending, 'unknown', 30);
		expect(spending.total).toBe(30);
	});

	test('nothing that the lab would have cost is counted', async () => {
		const spending = open(undefined, { emulated: true });
		await make(spending, 5000, 1000);
		expect(spending.total).toBe(0);
	});
});
