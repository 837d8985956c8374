import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../../core/budget/ledger/openLedger';
import { openSpending } from '../../../core/audit/spending';

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
					const underWay: number[] = [];
					for (const { dearest, share } of calls) {
						if (await spending.maySpend(dearest)) underWay.push(Math.floor(dearest * share));
						if (underWay.length >= atOnce) await spending.spent(underWay.shift() ?? 0);
					}
					for (const cost of underWay) await spending.spent(cost);
					expect(spending.total).toBeLessThanOrEqual(limit);
				},
			),
			{ numRuns: 25 },
		);
	});

	test('what is given back may be spent again', async () => {
		const spending = open(100);
		expect(await spending.maySpend(100)).toBe(true);
		expect(await spending.maySpend(1)).toBe(false);
		await spending.spent(10);
		expect(await spending.maySpend(90)).toBe(true);
		expect(spending.denied).toBe(1);
	});

	test('holds for the checks of an audit together, also after an interruption', async () => {
		const file = newFile();
		const first = open(100, {}, file);
		await first.maySpend(80);
		await first.spent(70);
		await first.close();
		const second = open(100, {}, file);
		expect(await second.maySpend(31)).toBe(false);
		expect(await second.maySpend(30)).toBe(true);
		expect(second.total).toBe(0);
	});

	test.each([
		{ name: 'is refused under a cap', change: {}, cap: 100, allowed: false },
		{ name: 'is let through without one', change: {}, cap: undefined, allowed: true },
		{ name: 'is free on this machine', change: { unpricedIsFree: true }, cap: 100, allowed: true },
		{ name: 'is free in the lab', change: { emulated: true }, cap: 100, allowed: true },
	])('a call without a known price $name', async ({ change, cap, allowed }) => {
		expect(await open(cap, change).maySpend('unknown')).toBe(allowed);
	});

	test('a call whose cost stays unknown counts with the most that it could cost', async () => {
		const spending = open(100);
		await spending.maySpend(60);
		await spending.spent('unknown');
		expect(await spending.maySpend(60)).toBe(false);
		expect(spending.unpriced).toBe(1);
	});

	test('nothing that the lab would have cost is counted', async () => {
		const spending = open(undefined, { emulated: true });
		await spending.spent(1000);
		expect(spending.total).toBe(0);
	});
});
