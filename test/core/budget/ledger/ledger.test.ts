import { describe, expect, test } from 'vitest';
import type { Scope } from '../../../../core/budget/ledger/input';
import type { Ledger } from '../../../../core/budget/ledger/ledger';
import { idOf, ledgerOpener, stores } from './stores';

const noon = Date.parse('2026-11-23T12:00:00Z');
const scope = (limitNano: number, more: Partial<Scope> = {}): Scope => ({ key: 'everything', period: 'day', limitNano, ...more });

/** What one scope has spent and reserved, by the report. */
async function standing(ledger: Ledger, key = 'everything') {
	const { scopes } = await ledger.report({ key });
	return scopes.map(({ spentNano, reservedNano }) => ({ spentNano, reservedNano }));
}

describe.each(stores())('a ledger in $name', ({ skip, prepare, fresh }) => {
	describe.skipIf(skip)('keeps budgets', () => {
		prepare();
		const open = ledgerOpener();
		/** A ledger with a clock that the test moves. */
		async function ledgerAt(start = noon) {
			let now = start;
			const ledger = open({ ...(await fresh()), clock: () => now });
			return { ledger, pass: (ms: number) => (now += ms), goTo: (iso: string) => (now = Date.parse(iso)) };
		}

		test('reserves up to the limit to the last nano-dollar, and not one more', async () => {
			const { ledger } = await ledgerAt();
			const scopes = [scope(1000)];
			expect(await ledger.reserve({ scopes, estimateNano: 999 })).toMatchObject({ status: 'reserved', leftNano: 1 });
			expect(await ledger.reserve({ scopes, estimateNano: 2 })).toMatchObject({ status: 'denied', reason: 'overLimit', leftNano: 1 });
			expect(await ledger.reserve({ scopes, estimateNano: 1 })).toMatchObject({ status: 'reserved', leftNano: 0 });
			expect(await ledger.reserve({ scopes, estimateNano: 0 })).toMatchObject({ status: 'reserved', leftNano: 0 });
			expect(await standing(ledger)).toEqual([{ spentNano: 0, reservedNano: 1000 }]);
		});

		test('never shrinks a reservation to make it fit', async () => {
			const { ledger } = await ledgerAt();
			const denied = await ledger.reserve({ scopes: [scope(1000)], estimateNano: 5000 });
			expect(denied).toMatchObject({ status: 'denied', estimateNano: 5000, scopes: [{ over: true, leftNano: 1000 }] });
			expect((await ledger.report()).totals).toMatchObject({ calls: 0, reservedNano: 0 });
		});

		test('a scope that would just be used up is not the one that lacks room', async () => {
			const { ledger } = await ledgerAt();
			const scopes = [scope(60, { key: 'just' }), scope(50, { key: 'tight' })];
			const denied = await ledger.reserve({ scopes, estimateNano: 60 });
			expect(denied.status === 'denied' && denied.scopes.map(({ key, over }) => ({ key, over }))).toEqual([
				{ key: 'just', over: false },
				{ key: 'tight', over: true },
			]);
		});

		test.each([
			{ name: 'first', order: ['tight', 'wide'] },
			{ name: 'last', order: ['wide', 'tight'] },
			{ name: 'in the middle', order: ['awide', 'tight', 'wide'] },
		])('takes from all scopes or from none, with the scope without room $name', async ({ order }) => {
			const { ledger } = await ledgerAt();
			const scopes = order.map((key) => scope(key === 'tight' ? 100 : 1000, { key }));
			expect(await ledger.reserve({ scopes, estimateNano: 80 })).toMatchObject({ status: 'reserved', leftNano: 20 });
			const denied = await ledger.reserve({ scopes, estimateNano: 80 });
			expect(denied.status === 'denied' && denied.scopes.filter(({ over }) => over).map(({ key }) => key)).toEqual(['tight']);
			for (const { key, reservedNano, leftNano } of denied.status === 'denied' ? denied.scopes : []) {
				expect({ key, reservedNano, leftNano }).toEqual({ key, reservedNano: 80, leftNano: key === 'tight' ? 20 : 920 });
			}
			for (const key of order) expect(await standing(ledger, key)).toEqual([{ spentNano: 0, reservedNano: 80 }]);
		});

		test('takes concurrent reservations of the same and of crossing scopes without going over any limit', async () => {
			const options = await fresh();
			const workers = [open(options), open(options), open(options)];
			const scopes = [scope(10_000, { key: 'a' }), scope(7000, { key: 'b' })];
			const outcomes = await Promise.all(
				Array.from(
					{ length: 150 },
					async (_, index) => await workers[index % 3].reserve({ scopes: index % 2 ? scopes : [...scopes].reverse(), estimateNano: 100 }),
				),
			);
			expect(outcomes.filter(({ status }) => status === 'reserved')).toHaveLength(70);
			expect(await standing(workers[0], 'a')).toEqual([{ spentNano: 0, reservedNano: 7000 }]);
			expect(await standing(workers[0], 'b')).toEqual([{ spentNano: 0, reservedNano: 7000 }]);
		});

		test.each([{ limits: [1000, 600] }, { limits: [600, 1000] }])(
			'counts a scope that is named twice once, with the lower limit of $limits',
			async ({ limits }) => {
				const { ledger } = await ledgerAt();
				const scopes = limits.map((limit) => scope(limit));
				expect(await ledger.reserve({ scopes, estimateNano: 400 })).toMatchObject({ status: 'reserved', leftNano: 200 });
				expect(await ledger.reserve({ scopes, estimateNano: 300 })).toMatchObject({ status: 'denied' });
			},
		);

		test('denies a model without a known price', async () => {
			const { ledger } = await ledgerAt();
			expect(await ledger.reserve({ scopes: [scope(1000)], estimateNano: 'unknown' })).toMatchObject({
				status: 'denied',
				reason: 'unpriced',
			});
			expect((await ledger.report()).totals.calls).toBe(0);
		});

		test('settles the true cost and gives the rest back', async () => {
			const { ledger } = await ledgerAt();
			const reservationId = idOf(await ledger.reserve({ scopes: [scope(1000)], estimateNano: 900 }));
			const settled = await ledger.settle({ reservationId, costNano: 123 });
			expect(settled).toEqual({
				reservationId,
				state: 'settled',
				changed: true,
				estimateNano: 900,
				costNano: 123,
				overrunNano: 0,
				late: false,
			});
			expect(await standing(ledger)).toEqual([{ spentNano: 123, reservedNano: 0 }]);
		});

		test('charges the estimate in full when nobody knows the cost', async () => {
			const { ledger } = await ledgerAt();
			const reservationId = idOf(await ledger.reserve({ scopes: [scope(1000)], estimateNano: 900 }));
			expect(await ledger.settle({ reservationId, costNano: 'unknown' })).toMatchObject({ costNano: 900, overrunNano: 0 });
			expect(await standing(ledger)).toEqual([{ spentNano: 900, reservedNano: 0 }]);
		});

		test.each([
			{ first: 'settle', second: 'settle', state: 'settled', spentNano: 30 },
			{ first: 'settle', second: 'release', state: 'settled', spentNano: 30 },
			{ first: 'release', second: 'release', state: 'released', spentNano: 0 },
			{ first: 'release', second: 'settle', state: 'released', spentNano: 0 },
		] as const)('$second after $first changes nothing and says so', async ({ first, second, state, spentNano }) => {
			const { ledger } = await ledgerAt();
			const reservationId = idOf(await ledger.reserve({ scopes: [scope(1000)], estimateNano: 50 }));
			const close = {
				settle: async (costNano: number) => await ledger.settle({ reservationId, costNano }),
				release: async () => await ledger.release({ reservationId }),
			};
			expect(await close[first](30)).toMatchObject({ changed: true, state });
			expect(await close[second](40)).toMatchObject({ changed: false, state, costNano: spentNano });
			expect(await standing(ledger)).toEqual([{ spentNano, reservedNano: 0 }]);
		});

		test('settles once when many workers settle the same reservation at the same time', async () => {
			const options = await fresh();
			const workers = [open(options), open(options)];
			const reservationId = idOf(await workers[0].reserve({ scopes: [scope(1000)], estimateNano: 50 }));
			const settled = await Promise.all(
				Array.from({ length: 20 }, async (_, index) => await workers[index % 2].settle({ reservationId, costNano: 10 + index })),
			);
			const [winner, ...others] = settled.filter(({ changed }) => changed);
			expect(others).toEqual([]);
			expect(await standing(workers[0])).toEqual([{ spentNano: winner.costNano, reservedNano: 0 }]);
		});

		test('records an overrun in full, flags it, and denies what no longer fits', async () => {
			const { ledger } = await ledgerAt();
			const scopes = [scope(1000)];
			const reservationId = idOf(await ledger.reserve({ scopes, estimateNano: 100, model: 'm' }));
			expect(await ledger.settle({ reservationId, costNano: 1500 })).toMatchObject({ costNano: 1500, overrunNano: 1400 });
			expect(await standing(ledger)).toEqual([{ spentNano: 1500, reservedNano: 0 }]);
			expect(await ledger.reserve({ scopes, estimateNano: 0 })).toMatchObject({ status: 'denied', leftNano: -500 });
			expect((await ledger.report()).totals).toMatchObject({ overruns: 1, overrunNano: 1400, spentNano: 1500 });
		});

		test('adds amounts beyond what a float can hold exactly', async () => {
			const { ledger } = await ledgerAt();
			const most = Number.MAX_SAFE_INTEGER;
			for (const costNano of [most, most, most, 1]) {
				const reservationId = idOf(
					await ledger.reserve({ scopes: [scope(most, { key: `${costNano}${Math.random()}` })], estimateNano: 1 }),
				);
				await ledger.settle({ reservationId, costNano });
			}
			const [{ spentNano }] = (await ledger.report()).models;
			expect(BigInt(spentNano)).toBe(BigInt(Number(3n * BigInt(most) + 1n)));
		});

		describe('a lease', () => {
			test('that ends before the call was sent is freed', async () => {
				const { ledger, pass } = await ledgerAt();
				const scopes = [scope(1000)];
				await ledger.reserve({ scopes, estimateNano: 900, leaseMs: 60_000 });
				pass(59_999);
				expect(await ledger.reserve({ scopes, estimateNano: 900 })).toMatchObject({ status: 'denied' });
				pass(1);
				expect(await ledger.reserve({ scopes, estimateNano: 900 })).toMatchObject({ status: 'reserved', leftNano: 100 });
			});

			test('that ends after the call was sent is charged in full', async () => {
				const { ledger, pass } = await ledgerAt();
				const scopes = [scope(1000)];
				const reservationId = idOf(await ledger.reserve({ scopes, estimateNano: 900, leaseMs: 60_000 }));
				await ledger.extend({ reservationId, dispatched: true, leaseMs: 60_000 });
				pass(60_000);
				expect(await ledger.reserve({ scopes, estimateNano: 900 })).toMatchObject({ status: 'denied' });
				expect(await standing(ledger)).toEqual([{ spentNano: 900, reservedNano: 0 }]);
				expect((await ledger.report()).totals.chargedOnExpiry).toBe(1);
			});

			test.each([
				{ onExpiry: 'charge', dispatched: false, spentNano: 900 },
				{ onExpiry: 'free', dispatched: true, spentNano: 0 },
				{ onExpiry: 'auto', dispatched: true, spentNano: 900 },
			] as const)(
				'with onExpiry $onExpiry and dispatched $dispatched ends with $spentNano spent',
				async ({ onExpiry, dispatched, spentNano }) => {
					const { ledger, pass } = await ledgerAt();
					await ledger.reserve({ scopes: [scope(1000)], estimateNano: 900, leaseMs: 1000, onExpiry, dispatched });
					pass(1000);
					expect(await standing(ledger)).toEqual([{ spentNano, reservedNano: 0 }]);
				},
			);

			test('holds on when it is extended in time, and not when it is over', async () => {
				const { ledger, pass } = await ledgerAt();
				const scopes = [scope(1000)];
				const reservationId = idOf(await ledger.reserve({ scopes, estimateNano: 900, leaseMs: 1000 }));
				pass(999);
				expect(await ledger.extend({ reservationId, leaseMs: 1000 })).toMatchObject({
					changed: true,
					state: 'held',
					expiresAt: noon + 1999,
				});
				pass(999);
				expect(await ledger.reserve({ scopes, estimateNano: 900 })).toMatchObject({ status: 'denied' });
				pass(1);
				expect(await ledger.extend({ reservationId, leaseMs: 1000 })).toMatchObject({ changed: false });
				expect(await ledger.reserve({ scopes, estimateNano: 900 })).toMatchObject({ status: 'reserved' });
			});

			test('is never made shorter by an extension', async () => {
				const { ledger } = await ledgerAt();
				const reservationId = idOf(await ledger.reserve({ scopes: [scope(1000)], estimateNano: 9, leaseMs: 60_000 }));
				expect(await ledger.extend({ reservationId, leaseMs: 1 })).toMatchObject({ changed: true, expiresAt: noon + 60_000 });
			});

			test.each([
				{ name: 'freed', dispatched: false, swept: true },
				{ name: 'charged', dispatched: true, swept: true },
				{ name: 'not yet swept', dispatched: true, swept: false },
			])('that was $name still settles to the true cost when the answer comes late', async ({ dispatched, swept }) => {
				const { ledger, pass } = await ledgerAt();
				const reservationId = idOf(await ledger.reserve({ scopes: [scope(1000)], estimateNano: 900, leaseMs: 1000, dispatched }));
				pass(1000);
				if (swept) await ledger.report();
				expect(await ledger.settle({ reservationId, costNano: 77 })).toMatchObject({ changed: true, late: true, costNano: 77 });
				expect(await ledger.settle({ reservationId, costNano: 78 })).toMatchObject({ changed: false });
				expect(await standing(ledger)).toEqual([{ spentNano: 77, reservedNano: 0 }]);
			});

			test('that was charged is given back when the call turns out not to have been sent', async () => {
				const { ledger, pass } = await ledgerAt();
				const reservationId = idOf(await ledger.reserve({ scopes: [scope(1000)], estimateNano: 900, leaseMs: 1000, dispatched: true }));
				pass(1000);
				await ledger.report();
				expect(await ledger.release({ reservationId })).toMatchObject({ changed: true, late: true });
				expect(await standing(ledger)).toEqual([{ spentNano: 0, reservedNano: 0 }]);
			});

			test('of many dead workers ends for all of them at once', async () => {
				const { ledger, pass } = await ledgerAt();
				const scopes = [scope(1200)];
				await Promise.all(Array.from({ length: 1200 }, async () => await ledger.reserve({ scopes, estimateNano: 1, leaseMs: 1000 })));
				pass(1000);
				expect(await standing(ledger)).toEqual([{ spentNano: 0, reservedNano: 0 }]);
				expect(await ledger.reserve({ scopes, estimateNano: 1200 })).toMatchObject({ status: 'reserved', leftNano: 0 });
			});
		});

		describe('a period', () => {
			test.each([
				{ name: 'an hour', period: 'hour', last: '2026-11-23T12:59:59.999Z', next: '2026-11-23T13:00:00Z' },
				{ name: 'a day', period: 'day', last: '2026-11-23T23:59:59.999Z', next: '2026-11-24T00:00:00Z' },
				{ name: 'a week', period: 'week', last: '2026-11-29T23:59:59.999Z', next: '2026-11-30T00:00:00Z' },
				{ name: 'a month', period: 'month', last: '2026-11-30T23:59:59.999Z', next: '2026-12-01T00:00:00Z' },
				{ name: 'a day in Tokyo', period: 'day', timeZone: 'Asia/Tokyo', last: '2026-11-23T14:59:59.999Z', next: '2026-11-23T15:00:00Z' },
			] as const)('of $name ends on time, with its budget whole again', async ({ period, last, next, ...more }) => {
				const { ledger, goTo } = await ledgerAt();
				const scopes = [scope(1000, { period, ...more })];
				const reservationId = idOf(await ledger.reserve({ scopes, estimateNano: 1000, leaseMs: 31 * 86_400_000 }));
				goTo(last);
				expect(await ledger.reserve({ scopes, estimateNano: 1 })).toMatchObject({ status: 'denied' });
				goTo(next);
				expect(await ledger.reserve({ scopes, estimateNano: 1000 })).toMatchObject({ status: 'reserved' });
				await ledger.settle({ reservationId, costNano: 900 });
				expect(await ledger.reserve({ scopes, estimateNano: 1 })).toMatchObject({
					status: 'denied',
					scopes: [{ spentNano: 0, reservedNano: 1000 }],
				});
			});

			test('of all time never ends', async () => {
				const { ledger, goTo } = await ledgerAt();
				const scopes = [scope(1000, { period: 'allTime' })];
				await ledger.settle({ reservationId: idOf(await ledger.reserve({ scopes, estimateNano: 1000 })), costNano: 1000 });
				goTo('2099-01-01T00:00:00Z');
				expect(await ledger.reserve({ scopes, estimateNano: 1 })).toMatchObject({ status: 'denied' });
			});

			test('of one execution is apart from every other execution', async () => {
				const { ledger } = await ledgerAt();
				const run = (executionId: string) => [scope(1000, { period: 'execution', executionId })];
				expect(await ledger.reserve({ scopes: run('1'), estimateNano: 1000 })).toMatchObject({ status: 'reserved' });
				expect(await ledger.reserve({ scopes: run('1'), estimateNano: 1 })).toMatchObject({ status: 'denied' });
				expect(await ledger.reserve({ scopes: run('2'), estimateNano: 1000 })).toMatchObject({ status: 'reserved' });
			});

			test.each([
				{ name: 'spring, 23 hours long', last: '2026-03-29T21:59:59.999Z', next: '2026-03-29T22:00:00Z', start: '2026-03-28T23:00:00Z' },
				{ name: 'autumn, 25 hours long', last: '2026-10-25T22:59:59.999Z', next: '2026-10-25T23:00:00Z', start: '2026-10-24T22:00:00Z' },
			])('of a day in Berlin holds over the change of clocks in $name', async ({ start, last, next }) => {
				const { ledger, goTo } = await ledgerAt(Date.parse(start));
				const scopes = [scope(1000, { timeZone: 'Europe/Berlin' })];
				expect(await ledger.reserve({ scopes, estimateNano: 1000, leaseMs: 86_400_000 * 2 })).toMatchObject({
					status: 'reserved',
					scopes: [{ startsAt: Date.parse(start), endsAt: Date.parse(next) }],
				});
				goTo(last);
				expect(await ledger.reserve({ scopes, estimateNano: 1 })).toMatchObject({ status: 'denied' });
				goTo(next);
				expect(await ledger.reserve({ scopes, estimateNano: 1000 })).toMatchObject({ status: 'reserved' });
			});
		});

		describe('a stored budget', () => {
			test('gives its limit to scopes without one', async () => {
				const { ledger } = await ledgerAt();
				await ledger.setBudget({ key: 'everything', period: 'day', limitNano: 100 });
				const scopes = [{ key: 'everything', period: 'day' as const }];
				expect(await ledger.reserve({ scopes, estimateNano: 100 })).toMatchObject({ status: 'reserved', leftNano: 0 });
				expect(await ledger.reserve({ scopes, estimateNano: 1 })).toMatchObject({ status: 'denied' });
				await ledger.setBudget({ key: 'everything', period: 'day', limitNano: 101 });
				expect(await ledger.reserve({ scopes, estimateNano: 1 })).toMatchObject({ status: 'reserved' });
			});

			test.each([
				{ name: 'lower than the scope’s own limit', stored: 100 },
				{ name: 'higher than the scope’s own limit', stored: 10_000 },
			])('that is $name leaves the lower one in force', async ({ stored }) => {
				const { ledger } = await ledgerAt();
				await ledger.setBudget({ key: 'everything', period: 'day', limitNano: stored });
				const limit = Math.min(stored, 500);
				expect(await ledger.reserve({ scopes: [scope(500)], estimateNano: limit + 1 })).toMatchObject({
					status: 'denied',
					scopes: [{ limitNano: limit }],
				});
				expect(await ledger.reserve({ scopes: [scope(500)], estimateNano: limit })).toMatchObject({ status: 'reserved' });
			});

			test('that is taken away is gone, and without any limit nothing is reserved', async () => {
				const { ledger } = await ledgerAt();
				await ledger.setBudget({ key: 'everything', period: 'day', limitNano: 100 });
				await ledger.setBudget({ key: 'everything', period: 'day', limitNano: null });
				await expect(ledger.reserve({ scopes: [{ key: 'everything', period: 'day' }], estimateNano: 1 })).rejects.toMatchObject({
					kind: 'invalid',
					field: 'limitNano',
				});
				expect((await ledger.report()).totals.calls).toBe(0);
			});
		});

		describe('a reset', () => {
			test('forgives what is spent, keeps what is reserved, and stays in the books', async () => {
				const { ledger } = await ledgerAt();
				const scopes = [scope(1000)];
				await ledger.settle({ reservationId: idOf(await ledger.reserve({ scopes, estimateNano: 600 })), costNano: 600 });
				await ledger.reserve({ scopes, estimateNano: 300 });
				expect(await ledger.reset({ key: 'everything' })).toEqual({ windows: 1, forgivenNano: 600 });
				expect((await ledger.report()).scopes).toMatchObject([{ spentNano: 0, reservedNano: 300, forgivenNano: 600, leftNano: 700 }]);
				expect(await ledger.reserve({ scopes, estimateNano: 700 })).toMatchObject({ status: 'reserved' });
			});

			test('leaves other scopes, other periods and past windows alone', async () => {
				const { ledger, pass } = await ledgerAt();
				const spend = async (scopes: Scope[]) =>
					await ledger.settle({ reservationId: idOf(await ledger.reserve({ scopes, estimateNano: 10 })), costNano: 10 });
				await spend([scope(1000)]);
				pass(86_400_000);
				await spend([scope(1000), scope(1000, { period: 'month' }), scope(1000, { key: 'other' })]);
				expect(await ledger.reset({ key: 'everything', period: 'day' })).toEqual({ windows: 1, forgivenNano: 10 });
				expect(await standing(ledger)).toEqual([
					{ spentNano: 10, reservedNano: 0 },
					{ spentNano: 0, reservedNano: 0 },
					{ spentNano: 10, reservedNano: 0 },
				]);
			});

			test('never lets a correction that comes after it make room beyond the limit', async () => {
				const { ledger, pass } = await ledgerAt();
				const scopes = [scope(1000)];
				const reservationId = idOf(await ledger.reserve({ scopes, estimateNano: 900, leaseMs: 1000, dispatched: true }));
				pass(1000);
				await ledger.report();
				await ledger.reset({ key: 'everything' });
				await ledger.settle({ reservationId, costNano: 100 });
				expect((await ledger.report()).scopes).toMatchObject([{ spentNano: 0, forgivenNano: 100 }]);
				expect(await ledger.reserve({ scopes, estimateNano: 1001 })).toMatchObject({ status: 'denied' });
			});
		});

		test('reports spending by scope, model, workflow and day of a time zone, with totals', async () => {
			const { ledger, goTo } = await ledgerAt();
			const spend = async (key: string, model: string, workflow: string, costNano: number) =>
				await ledger.settle({
					reservationId: idOf(await ledger.reserve({ scopes: [scope(10_000, { key })], estimateNano: 1000, model, workflow })),
					costNano,
				});
			await spend('a', 'r1', 'invoices', 100);
			goTo('2026-11-23T23:30:00Z');
			await spend('a', 'r1', 'mail', 20);
			await spend('b', 'flash', 'mail', 3);
			await ledger.reserve({ scopes: [scope(10_000, { key: 'a' })], estimateNano: 7, model: 'flash', workflow: 'mail' });
			const names = async (timeZone?: string, key?: string) => {
				const { models, workflows, days, totals } = await ledger.report({ timeZone, key });
				return {
					models: models.map(({ model, spentNano }) => [model, spentNano]),
					workflows: workflows.map(({ workflow, spentNano }) => [workflow, spentNano]),
					days: days.map(({ day, spentNano }) => [day, spentNano]),
					totals: [totals.spentNano, totals.reservedNano, totals.calls],
				};
			};
			expect(await names()).toEqual({
				models: [
					['flash', 3],
					['r1', 120],
				],
				workflows: [
					['invoices', 100],
					['mail', 23],
				],
				days: [['2026-11-23', 123]],
				totals: [123, 7, 4],
			});
			expect((await names('Europe/Berlin')).days).toEqual([
				['2026-11-23', 100],
				['2026-11-24', 23],
			]);
			expect((await names('Asia/Kolkata')).days).toEqual([
				['2026-11-23', 100],
				['2026-11-24', 23],
			]);
			expect(await names(undefined, 'b')).toMatchObject({ totals: [3, 0, 1] });
			expect((await ledger.report({ from: Date.parse('2026-11-23T23:00:00Z') })).totals.spentNano).toBe(23);
			expect((await ledger.report({ to: Date.parse('2026-11-23T23:00:00Z') })).totals.spentNano).toBe(100);
		});

		test('names the model that answered where a fallback took over', async () => {
			const { ledger } = await ledgerAt();
			const reservationId = idOf(await ledger.reserve({ scopes: [scope(1000)], estimateNano: 10, model: 'first' }));
			await ledger.settle({ reservationId, costNano: 4, model: 'fallback' });
			expect((await ledger.report()).models).toMatchObject([{ model: 'fallback', spentNano: 4 }]);
		});

		test('keeps everything when it is closed and opened again', async () => {
			const options = await fresh();
			const first = open(options);
			const reservationId = idOf(await first.reserve({ scopes: [scope(1000, { period: 'allTime' })], estimateNano: 400 }));
			const second = open(options);
			expect(await second.settle({ reservationId, costNano: 321 })).toMatchObject({ changed: true });
			expect(await standing(open(options))).toEqual([{ spentNano: 321, reservedNano: 0 }]);
		});

		test('is set up once when many workers open it at the same moment', async () => {
			const options = await fresh();
			const reserved = await Promise.all(
				Array.from({ length: 8 }, async () => await open(options).reserve({ scopes: [scope(1000)], estimateNano: 1 })),
			);
			expect(new Set(reserved.map((reservation) => idOf(reservation).split('_')[1])).size).toBe(1);
			expect(await standing(open(options))).toEqual([{ spentNano: 0, reservedNano: 8 }]);
		});

		describe('refuses', () => {
			const good = { scopes: [scope(1000)], estimateNano: 1 };
			test.each([
				{ name: 'a negative estimate', request: { ...good, estimateNano: -1 }, field: 'estimateNano' },
				{ name: 'a fraction of a nano-dollar', request: { ...good, estimateNano: 0.5 }, field: 'estimateNano' },
				{ name: 'an estimate that is not a number', request: { ...good, estimateNano: NaN }, field: 'estimateNano' },
				{ name: 'an endless estimate', request: { ...good, estimateNano: Infinity }, field: 'estimateNano' },
				{ name: 'a huge estimate', request: { ...good, estimateNano: 2 ** 53 }, field: 'estimateNano' },
				{ name: 'an estimate in words', request: { ...good, estimateNano: '5' }, field: 'estimateNano' },
				{ name: 'no scopes', request: { ...good, scopes: [] }, field: 'scopes' },
				{ name: 'too many scopes', request: { ...good, scopes: Array(21).fill(scope(1)) }, field: 'scopes' },
				{ name: 'a negative limit', request: { ...good, scopes: [scope(-1)] }, field: 'scopes[0].limitNano' },
				{ name: 'a limit that is not a number', request: { ...good, scopes: [scope(1), scope(NaN)] }, field: 'scopes[1].limitNano' },
				{ name: 'a limit in words', request: { ...good, scopes: [{ ...scope(1), limitNano: 'ten' }] }, field: 'scopes[0].limitNano' },
				{ name: 'a huge limit', request: { ...good, scopes: [scope(1e300)] }, field: 'scopes[0].limitNano' },
				{ name: 'an empty key', request: { ...good, scopes: [scope(1, { key: ' ' })] }, field: 'scopes[0].key' },
				{ name: 'a key of a whole prompt', request: { ...good, scopes: [scope(1, { key: 'x'.repeat(201) })] }, field: 'scopes[0].key' },
				{ name: 'a key with a NUL', request: { ...good, scopes: [scope(1, { key: 'a\0b' })] }, field: 'scopes[0].key' },
				{ name: 'an unknown period', request: { ...good, scopes: [{ ...scope(1), period: 'year' }] }, field: 'scopes[0].period' },
				{ name: 'an unknown time zone', request: { ...good, scopes: [scope(1, { timeZone: 'Mars/Base' })] }, field: 'scopes[0].timeZone' },
				{
					name: 'an execution without an id',
					request: { ...good, scopes: [scope(1, { period: 'execution' })] },
					field: 'scopes[0].executionId',
				},
				{ name: 'a lease of nothing', request: { ...good, leaseMs: 0 }, field: 'leaseMs' },
				{ name: 'a lease of half a millisecond', request: { ...good, leaseMs: 0.5 }, field: 'leaseMs' },
				{ name: 'a lease in words', request: { ...good, leaseMs: '60000' }, field: 'leaseMs' },
				{ name: 'a lease of more than 31 days', request: { ...good, leaseMs: 31 * 86_400_000 + 1 }, field: 'leaseMs' },
				{ name: 'a mark of sending in words', request: { ...good, dispatched: 'yes' }, field: 'dispatched' },
				{ name: 'an unknown end of a lease', request: { ...good, onExpiry: 'keep' }, field: 'onExpiry' },
				{ name: 'a model that is a prompt', request: { ...good, model: 'x'.repeat(300) }, field: 'model' },
			])('$name, naming the field, and charges nothing', async ({ request, field }) => {
				const { ledger } = await ledgerAt();
				const reserve: (request: never) => Promise<unknown> = ledger.reserve;
				await expect(reserve(request as never)).rejects.toMatchObject({ kind: 'invalid', field, message: expect.stringContaining(field) });
				expect((await ledger.report()).totals.calls).toBe(0);
			});

			test.each([
				{ name: 'a negative cost', costNano: -1 },
				{ name: 'a cost that is not a number', costNano: NaN },
				{ name: 'a huge cost', costNano: Number.MAX_VALUE },
			])('$name, and leaves the reservation as it was', async ({ costNano }) => {
				const { ledger } = await ledgerAt();
				const reservationId = idOf(await ledger.reserve(good));
				await expect(ledger.settle({ reservationId, costNano })).rejects.toMatchObject({ kind: 'invalid', field: 'costNano' });
				expect(await standing(ledger)).toEqual([{ spentNano: 0, reservedNano: 1 }]);
			});

			test.each([0.5, '5', NaN])('a report of a time that is none: %s', async (time) => {
				const { ledger } = await ledgerAt();
				await expect(ledger.report({ from: time as number })).rejects.toMatchObject({ kind: 'invalid', field: 'from' });
				await expect(ledger.report({ to: time as number })).rejects.toMatchObject({ kind: 'invalid', field: 'to' });
			});

			test.each([-1, 0.5])('pruning what was closed for %s ms', async (olderThanMs) => {
				const { ledger } = await ledgerAt();
				await expect(ledger.prune({ olderThanMs })).rejects.toMatchObject({ kind: 'invalid', field: 'olderThanMs' });
			});

			test('ids that it did not give out', async () => {
				const { ledger } = await ledgerAt();
				const other = open(await fresh());
				const foreign = idOf(await other.reserve(good));
				const own = idOf(await ledger.reserve(good));
				for (const close of [ledger.settle, ledger.release, ledger.extend]) {
					const closeId = async (reservationId: string) => await close({ reservationId, costNano: 1 });
					await expect(closeId(`${own}0`)).rejects.toMatchObject({ kind: 'unknownReservation', field: 'reservationId' });
					await expect(closeId(foreign)).rejects.toMatchObject({ kind: 'foreignReservation', field: 'reservationId' });
					await expect(closeId('')).rejects.toMatchObject({ kind: 'invalid', field: 'reservationId' });
				}
				expect(await standing(ledger)).toEqual([{ spentNano: 0, reservedNano: 1 }]);
			});

			test('one bad call among many good ones, and only that one', async () => {
				const { ledger } = await ledgerAt();
				const own = idOf(await ledger.reserve(good));
				const outcomes = await Promise.allSettled([
					ledger.reserve(good),
					ledger.settle({ reservationId: `${own}0`, costNano: 1 }),
					ledger.reserve({ scopes: [{ key: 'nolimit', period: 'day' }], estimateNano: 1 }),
					ledger.reserve({ scopes: [scope(1000), scope(0, { key: 'full' })], estimateNano: 1 }),
					ledger.reserve(good),
				]);
				expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled', 'fulfilled']);
				expect(await standing(ledger)).toEqual([{ spentNano: 0, reservedNano: 3 }]);
			});
		});
	});
});
