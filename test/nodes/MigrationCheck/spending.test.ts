import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSpending } from '../../../nodes/MigrationCheck/spending';

const paid = { paidBefore: 0, emulated: false, unpricedIsFree: false };

describe('the cost cap of an audit', () => {
	test('whatever the order of calls, what is paid never goes beyond it', () => {
		const call = fc.record({ dearest: fc.integer({ min: 1, max: 500 }), share: fc.double({ min: 0, max: 1, noNaN: true }) });
		fc.assert(
			fc.property(fc.array(call, { maxLength: 60 }), fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 8 }), (calls, capNanoUsd, paidBefore, atOnce) => {
				const spending = openSpending({ ...paid, capNanoUsd, paidBefore });
				const underWay: number[] = [];
				for (const { dearest, share } of calls) {
					if (spending.maySpend(dearest)) underWay.push(Math.floor(dearest * share));
					if (underWay.length >= atOnce) spending.spent(underWay.shift() ?? 0);
				}
				underWay.forEach((cost) => spending.spent(cost));
				expect(spending.total === 0 || spending.total + paidBefore <= capNanoUsd).toBe(true);
			}),
		);
	});

	test('what is given back may be spent again', () => {
		const spending = openSpending({ ...paid, capNanoUsd: 100 });
		expect(spending.maySpend(100)).toBe(true);
		expect(spending.maySpend(1)).toBe(false);
		spending.spent(10);
		expect(spending.maySpend(90)).toBe(true);
		expect(spending.denied).toBe(1);
	});

	test.each([
		{ name: 'is refused under a cap', change: {}, cap: 100, allowed: false },
		{ name: 'is let through without one', change: {}, cap: undefined, allowed: true },
		{ name: 'is free on this machine', change: { unpricedIsFree: true }, cap: 100, allowed: true },
		{ name: 'is free in the lab', change: { emulated: true }, cap: 100, allowed: true },
	])('a call without a known price $name', ({ change, cap, allowed }) => {
		expect(openSpending({ ...paid, ...change, capNanoUsd: cap }).maySpend('unknown')).toBe(allowed);
	});

	test('a call whose cost stays unknown counts with the most that it could cost', () => {
		const spending = openSpending({ ...paid, capNanoUsd: 100 });
		spending.maySpend(60);
		spending.spent('unknown');
		expect(spending.maySpend(60)).toBe(false);
		expect(spending.unpriced).toBe(1);
	});

	test('nothing that the lab would have cost is counted', () => {
		const spending = openSpending({ ...paid, emulated: true });
		spending.spent(1000);
		expect(spending.total).toBe(0);
	});
});
