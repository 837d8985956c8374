import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import type { ReserveRequest, Scope } from '../../../../core/budget/ledger/input';
import type { Ledger } from '../../../../core/budget/ledger/ledger';
import type { LedgerOptions } from '../../../../core/budget/ledger/openLedger';
import { idOf, ledgerOpener, stores } from './stores';

const noon = Date.parse('2026-11-23T12:00:00Z');
const day = 86_400_000;
const scope = (more: Partial<Scope> = {}): Scope => ({ key: 'everything', period: 'day', limitNano: 1000, ...more });

describe.each(stores())('the books in $name', ({ skip, prepare, fresh }) => {
	describe.skipIf(skip)('stay true', () => {
		prepare();
		const open = ledgerOpener();
		async function ledgerAt(more: Partial<LedgerOptions> = {}) {
			let now = noon;
			const options = { ...(await fresh()), clock: () => now, ...more };
			return { ledger: open(options), twin: () => open(options), pass: (ms: number) => (now += ms), options };
		}
		const reserved = async (ledger: Ledger, more: Partial<ReserveRequest> = {}) =>
			idOf(await ledger.reserve({ scopes: [scope()], estimateNano: 100, leaseMs: 60_000, ...more }));

		describe('the time zone of a budget', () => {
			test('is the one of its first use, for workflows in any zone and in every process', async () => {
				const { ledger, twin } = await ledgerAt();
				// 12:00 in London is 23:00 in Sydney, an hour before its next day.
				await reserved(ledger, { scopes: [scope({ timeZone: 'Australia/Sydney' })], estimateNano: 600 });
				for (const other of [ledger, twin()]) {
					expect(await other.reserve({ scopes: [scope({ timeZone: 'America/New_York' })], estimateNano: 500 })).toMatchObject({
						status: 'denied',
						leftNano: 400,
						scopes: [{ timeZone: 'Australia/Sydney', endsAt: Date.parse('2026-11-23T13:00:00Z') }],
					});
				}
				expect((await ledger.report()).scopes).toMatchObject([{ key: 'everything', timeZone: 'Australia/Sydney', reservedNano: 600 }]);
			});

			test('is one where two processes use it first at the same moment', async () => {
				const { ledger, twin } = await ledgerAt();
				const other = twin();
				const outcomes = await Promise.all(
					Array.from({ length: 40 }, async (_, index) => {
						const timeZone = index % 2 ? 'Asia/Tokyo' : 'UTC';
						return await (index % 2 ? other : ledger).reserve({ scopes: [scope({ timeZone })], estimateNano: 100 });
					}),
				);
				expect(outcomes.filter(({ status }) => status === 'reserved')).toHaveLength(10);
				expect((await ledger.report()).scopes).toHaveLength(1);
			});

			test('belongs to a key and a period, and to no period without a calendar', async () => {
				const { ledger } = await ledgerAt();
				await reserved(ledger, { scopes: [scope({ timeZone: 'Asia/Tokyo' }), scope({ period: 'allTime', timeZone: 'Asia/Tokyo' })] });
				const second = await ledger.reserve({
					scopes: [scope({ period: 'month', timeZone: 'Europe/Berlin' }), scope({ period: 'allTime', timeZone: 'UTC' })],
					estimateNano: 1,
				});
				expect(second.status === 'reserved' && second.scopes.map(({ period, timeZone }) => [period, timeZone]).sort()).toEqual([
					['allTime', null],
					['month', 'Europe/Berlin'],
				]);
			});

			test('can be set before the first use, and not again', async () => {
				const { ledger } = await ledgerAt();
				const budget = { key: 'everything', period: 'day' as const, limitNano: 500 };
				await ledger.setBudget({ ...budget, timeZone: 'Asia/Tokyo' });
				await ledger.setBudget({ ...budget, timeZone: 'Asia/Tokyo' });
				await expect(ledger.setBudget({ ...budget, timeZone: 'UTC' })).rejects.toMatchObject({
					kind: 'invalid',
					field: 'timeZone',
					message: expect.stringContaining('Asia/Tokyo'),
				});
				expect(await ledger.reserve({ scopes: [scope()], estimateNano: 501 })).toMatchObject({
					status: 'denied',
					scopes: [{ timeZone: 'Asia/Tokyo' }],
				});
			});
		});

		describe('pruning', () => {
			/** Two days of calls of every ending, by two models and workflows. */
			async function busy(ledger: Ledger, pass: (ms: number) => number) {
				const wide = (key: string) => [
					scope({ key, limitNano: 1e9 }),
					scope({ key: 'run', period: 'execution', executionId: key, limitNano: 1e9 }),
				];
				// Sent, never settled, and free: it was not paid.
				await reserved(ledger, { estimateNano: 0, dispatched: true, model: 'm0', workflow: 'w0' });
				for (let index = 0; index < 24; index++) {
					const labels = { model: `m${index % 2}`, workflow: `w${index % 3}`, scopes: wide(`customer:${index % 4}`) };
					const reservationId = await reserved(ledger, { ...labels, estimateNano: 100 + index, dispatched: index % 6 === 5 });
					if (index % 6 === 0) await ledger.settle({ reservationId, costNano: 50 });
					if (index % 6 === 1) await ledger.settle({ reservationId, costNano: 500 });
					if (index % 6 === 2) await ledger.settle({ reservationId, costNano: 'unknown', answered: false });
					if (index % 6 === 3) await ledger.release({ reservationId });
					pass(2 * 3_600_000);
				}
				await reserved(ledger, { leaseMs: 30 * day, model: 'm9' });
			}

			test('leaves every sum of the report as it was, in every time zone', async () => {
				const { ledger, pass, twin } = await ledgerAt();
				await busy(ledger, pass);
				pass(10 * day);
				const other = twin();
				const questions = ['UTC', 'Asia/Kolkata', 'America/New_York'].flatMap((timeZone) => [
					{ timeZone },
					{ timeZone, key: 'customer:1' },
					{ timeZone, from: noon + day, to: noon + 2 * day },
				]);
				const sums = async () =>
					await Promise.all(
						questions.map(async (question) => {
							const { models, workflows, days, totals } = await other.report(question);
							return { models, workflows, days, totals };
						}),
					);
				const before = await sums();
				expect(before[0].totals).toMatchObject({ calls: 18, overruns: 4, chargedOnExpiry: 5, unanswered: 8 });
				expect(await ledger.prune({ olderThanMs: 9 * day })).toMatchObject({ reservations: 25 });
				expect(await sums()).toEqual(before);
				expect(await ledger.prune({ olderThanMs: 0 })).toEqual({ reservations: 0, executions: 0 });
				expect(await sums()).toEqual(before);
			});

			test('adds to sums that are there', async () => {
				const { ledger, pass } = await ledgerAt();
				for (const costNano of [1, 2, 3]) {
					await ledger.settle({ reservationId: await reserved(ledger, { model: 'm' }), costNano });
					pass(1);
					expect(await ledger.prune({ olderThanMs: 0 })).toMatchObject({ reservations: 1 });
				}
				expect((await ledger.report()).models).toMatchObject([{ model: 'm', spentNano: 6, calls: 3 }]);
			});

			test('leaves what is held and what was closed lately, and tells of a reservation that is gone', async () => {
				const { ledger, pass } = await ledgerAt();
				const old = await reserved(ledger);
				await ledger.settle({ reservationId: old, costNano: 1 });
				const held = await reserved(ledger, { leaseMs: 30 * day });
				pass(20 * day);
				const late = await reserved(ledger);
				await ledger.settle({ reservationId: late, costNano: 2 });
				expect(await ledger.prune({ olderThanMs: 10 * day })).toMatchObject({ reservations: 1 });
				await expect(ledger.settle({ reservationId: old, costNano: 9 })).rejects.toMatchObject({
					kind: 'unknownReservation',
					description: expect.stringContaining('pruned'),
				});
				expect(await ledger.settle({ reservationId: held, costNano: 5 })).toMatchObject({ changed: true });
				expect((await ledger.report()).totals).toMatchObject({ spentNano: 8, calls: 3 });
			});

			test('happens by itself while the ledger is used', async () => {
				const { ledger, twin, pass } = await ledgerAt({ keepMs: 31 * day });
				const old = await reserved(ledger);
				await ledger.settle({ reservationId: old, costNano: 7 });
				pass(32 * day);
				await reserved(twin());
				await expect
					.poll(async () => await ledger.settle({ reservationId: old, costNano: 7 }).catch(({ kind }: { kind: string }) => kind))
					.toBe('unknownReservation');
				expect((await ledger.report()).totals).toMatchObject({ spentNano: 7, calls: 2 });
			});

			test('never makes a report count twice or not at all that reads at the same time', async () => {
				const { ledger, twin, pass } = await ledgerAt();
				const scopes = [scope({ limitNano: 1e9 })];
				for (let round = 0; round < 3; round++) {
					const ids = await Promise.all(Array.from({ length: 400 }, async () => await reserved(ledger, { scopes })));
					await Promise.all(ids.map(async (reservationId) => await ledger.settle({ reservationId, costNano: 1 })));
				}
				pass(1000);
				const other = twin();
				const pruning = ledger.prune({ olderThanMs: 0 });
				const reports = await Promise.all(Array.from({ length: 5 }, async () => await other.report()));
				expect(await pruning).toMatchObject({ reservations: 1200 });
				for (const { totals } of reports) expect(totals).toMatchObject({ calls: 1200, spentNano: 1200 });
			});

			test('forgets the windows of old executions, whose spending stays in the sums', async () => {
				const { ledger, pass } = await ledgerAt();
				const scopes = [scope({ key: 'run', period: 'execution', executionId: '7' })];
				await ledger.settle({ reservationId: await reserved(ledger, { scopes }), costNano: 30 });
				expect((await ledger.report()).scopes).toHaveLength(1);
				pass(2 * day);
				expect(await ledger.prune({ olderThanMs: 0 })).toMatchObject({ reservations: 1, executions: 1 });
				const { scopes: left, totals } = await ledger.report({ key: 'run' });
				expect(left).toEqual([]);
				expect(totals).toMatchObject({ spentNano: 30 });
			});
		});

		describe('the report', () => {
			test('of thousands of executions and windows lists the latest, and says that there are more', async () => {
				const { ledger } = await ledgerAt();
				const settle = async (scopes: Scope[]) => await ledger.settle({ reservationId: await reserved(ledger, { scopes }), costNano: 1 });
				await settle([scope({ period: 'month' })]);
				await Promise.all(
					Array.from({ length: 550 }, async (_, index) => {
						const run = scope({ key: 'run', period: 'execution', executionId: String(index) });
						await settle([scope({ key: `customer:${index}`, period: 'hour' }), run]);
					}),
				);
				const { scopes, moreScopes, totals } = await ledger.report();
				expect(scopes).toHaveLength(600);
				expect(moreScopes).toBe(true);
				expect(scopes.filter(({ period }) => period === 'execution')).toHaveLength(100);
				expect(scopes).toContainEqual(expect.objectContaining({ key: 'everything', period: 'month', spentNano: 1 }));
				expect(totals).toMatchObject({ calls: 551, spentNano: 551 });
				expect(await ledger.report({ key: 'customer:3' })).toMatchObject({ moreScopes: false, scopes: [{ key: 'customer:3' }] });
			}, 60_000);

			test('lists 500 windows and 100 executions without a word, and one more of either with one', async () => {
				const { ledger, pass } = await ledgerAt();
				const use = async (scopes: Scope[]) => await ledger.settle({ reservationId: await reserved(ledger, { scopes }), costNano: 1 });
				const run = (index: number) => scope({ key: 'run', period: 'execution', executionId: String(index) });
				const customer = (index: number) => scope({ key: `customer:${index}`, period: 'week' });
				await Promise.all(
					Array.from({ length: 500 }, async (_, index) => await use([customer(index), ...(index < 100 ? [run(index)] : [])])),
				);
				expect(await ledger.report()).toMatchObject({ moreScopes: false, scopes: { length: 600 } });
				await use([run(100)]);
				expect(await ledger.report()).toMatchObject({ moreScopes: true, scopes: { length: 600 } });
				pass(2 * day);
				await ledger.prune({ olderThanMs: 0 });
				expect(await ledger.report()).toMatchObject({ moreScopes: false, scopes: { length: 500 } });
				await use([customer(500)]);
				expect(await ledger.report()).toMatchObject({ moreScopes: true, scopes: { length: 500 } });
			}, 60_000);

			test('names windows in the order of key, period and time, with what is left of each', async () => {
				const { ledger, pass } = await ledgerAt();
				for (let hour = 0; hour < 2; hour++) {
					const scopes = [scope({ key: 'b' }), scope({ key: 'a', period: 'hour' }), scope({ key: 'a', limitNano: 700 })];
					await ledger.settle({ reservationId: await reserved(ledger, { scopes }), costNano: 30 });
					pass(3_600_000);
				}
				const { scopes } = await ledger.report();
				expect(scopes.map(({ key, period, startsAt, leftNano }) => [key, period, startsAt, leftNano])).toEqual([
					['a', 'day', noon - day / 2, 640],
					['a', 'hour', noon, 970],
					['a', 'hour', noon + 3_600_000, 970],
					['b', 'day', noon - day / 2, 940],
				]);
			});

			test('of more groups than one page holds is whole after pruning, too', async () => {
				const { ledger, pass } = await ledgerAt();
				const scopes = [scope({ limitNano: 1e9 })];
				await Promise.all(
					Array.from({ length: 1001 }, async (_, index) => {
						const reservationId = await reserved(ledger, { scopes, model: `m${String(index).padStart(4, '0')}` });
						await ledger.settle({ reservationId, costNano: index });
					}),
				);
				const { models, totals } = await ledger.report();
				expect(models.map(({ spentNano }) => spentNano)).toEqual(Array.from({ length: 1001 }, (_, index) => index));
				pass(1000);
				expect(await ledger.prune({ olderThanMs: 0 })).toMatchObject({ reservations: 1001 });
				expect(await ledger.report()).toMatchObject({ models, totals });
			}, 60_000);

			test('lists the latest hundred of what was never answered, the latest first', async () => {
				const { ledger, pass } = await ledgerAt();
				// More than a report reads at once.
				for (let step = 0; step < 11; step++) {
					await Promise.all(
						Array.from({ length: 60 }, async () => {
							const reservationId = await reserved(ledger, { estimateNano: 1 });
							await ledger.settle({ reservationId, costNano: 'unknown', answered: false });
						}),
					);
					pass(1);
				}
				const { unanswered, totals } = await ledger.report();
				expect(totals.unanswered).toBe(660);
				expect(unanswered.map(({ reservedAt }) => reservedAt - noon)).toEqual([
					...Array<number>(60).fill(10),
					...Array<number>(40).fill(9),
				]);
			}, 60_000);

			test('lists what may have been paid and was never answered, with where it came from', async () => {
				const { ledger, pass } = await ledgerAt();
				const origin = { executionId: '4711', workflowId: 'abc', item: 3 };
				const lost = await reserved(ledger, { origin, model: 'm', workflow: 'W', dispatched: true });
				const failed = await reserved(ledger, { model: 'm' });
				await ledger.settle({ reservationId: failed, costNano: 'unknown', answered: false });
				const free = await reserved(ledger);
				await ledger.settle({ reservationId: free, costNano: 0, answered: false });
				const answered = await reserved(ledger);
				await ledger.settle({ reservationId: answered, costNano: 100 });
				await reserved(ledger);
				pass(60_000);
				const { unanswered, totals } = await ledger.report();
				expect(totals).toMatchObject({ unanswered: 2, chargedOnExpiry: 1 });
				expect(unanswered.sort((one) => (one.reservationId === lost ? -1 : 1))).toEqual([
					{
						reservationId: lost,
						why: 'leaseEnded',
						sent: true,
						reservedAt: noon,
						chargedNano: 100,
						model: 'm',
						workflow: 'W',
						workflowId: 'abc',
						executionId: '4711',
						item: 3,
					},
					expect.objectContaining({ reservationId: failed, why: 'failed', sent: false, executionId: null, item: null, workflow: null }),
				]);
				await ledger.settle({ reservationId: lost, costNano: 20 });
				expect((await ledger.report()).unanswered.map(({ reservationId }) => reservationId)).toEqual([failed]);
			});
		});

		describe('an idempotency key', () => {
			const asked = async (ledger: Ledger, more: Partial<ReserveRequest> = {}) =>
				await ledger.reserve({ scopes: [scope()], estimateNano: 100, leaseMs: 60_000, idempotencyKey: 'call-1', ...more });

			test('finds the earlier reservation, and how far it is', async () => {
				const { ledger, twin } = await ledgerAt();
				const first = idOf(await asked(ledger, { origin: { executionId: '9' }, model: 'm' }));
				const again = async () => {
					const outcome = await asked(twin());
					return outcome.status === 'repeated' ? outcome.earlier : outcome.status;
				};
				const known = { reservationId: first, estimateNano: 100, reservedAt: noon, model: 'm', executionId: '9' };
				expect(await again()).toEqual({ ...known, state: 'held', sent: false, answered: 'unknown', costNano: 0 });
				await ledger.extend({ reservationId: first, dispatched: true });
				expect(await again()).toMatchObject({ state: 'held', sent: true });
				await ledger.settle({ reservationId: first, costNano: 40 });
				expect(await again()).toEqual({ ...known, state: 'settled', sent: true, answered: true, costNano: 40 });
				expect((await ledger.report()).totals).toMatchObject({ calls: 1, spentNano: 40, reservedNano: 0 });
			});

			test.each([
				{ name: 'given back', state: 'released' },
				{ name: 'freed at the end of its lease', state: 'freed' },
			])('of a reservation that was $name reserves anew', async ({ state }) => {
				const { ledger, pass } = await ledgerAt();
				const first = idOf(await asked(ledger));
				if (state === 'released') await ledger.release({ reservationId: first });
				else pass(60_000);
				const second = idOf(await asked(ledger));
				expect(second).not.toBe(first);
				expect(await asked(ledger)).toMatchObject({ status: 'repeated', earlier: { reservationId: second } });
			});

			test('of a call that was charged at the end of its lease says that it may be paid', async () => {
				const { ledger, pass } = await ledgerAt();
				await asked(ledger, { dispatched: true });
				pass(60_000);
				expect(await asked(ledger)).toMatchObject({
					status: 'repeated',
					earlier: { state: 'charged', sent: true, answered: 'unknown', costNano: 100 },
				});
			});

			test('lets one of many at the same moment through', async () => {
				const { ledger, twin } = await ledgerAt();
				const other = twin();
				const outcomes = await Promise.all(Array.from({ length: 20 }, async (_, index) => await asked(index % 2 ? ledger : other)));
				expect(outcomes.filter(({ status }) => status === 'reserved')).toHaveLength(1);
				expect(outcomes.filter(({ status }) => status === 'repeated')).toHaveLength(19);
			});

			test('is free again where there was no room', async () => {
				const { ledger } = await ledgerAt();
				expect(await asked(ledger, { estimateNano: 1001 })).toMatchObject({ status: 'denied' });
				expect(await asked(ledger)).toMatchObject({ status: 'reserved' });
			});
		});

		test('an expired lease stops counting in what is left at a set interval, with money to spare', async () => {
			const { ledger, pass } = await ledgerAt({ sweepEveryMs: 1000 });
			await reserved(ledger, { estimateNano: 400 });
			pass(60_000);
			expect(await ledger.reserve({ scopes: [scope()], estimateNano: 1 })).toMatchObject({ leftNano: 999 });
		});

		test.each([
			{ name: 'was not sent', more: {}, changed: true, left: 1000 },
			{ name: 'was sent', more: { dispatched: true }, changed: false, left: 900 },
			{ name: 'is charged in any case', more: { onExpiry: 'charge' as const }, changed: false, left: 900 },
		])('giving back unless sent, of a reservation that $name', async ({ more, changed, left }) => {
			const { ledger } = await ledgerAt();
			const reservationId = await reserved(ledger, more);
			expect(await ledger.release({ reservationId, unlessSent: true })).toMatchObject({ changed });
			expect(await ledger.reserve({ scopes: [scope()], estimateNano: 0 })).toMatchObject({ leftNano: left });
		});

		test('a ledger of the version before is taken over with all that is in it', async () => {
			const dump = readFileSync(path.join(import.meta.dirname, 'version2.sql'), 'utf8');
			const options = await fresh();
			if (options.file) {
				const database = new DatabaseSync(options.file);
				database.exec(dump);
				database.close();
			} else {
				const client = new Client(options.postgres);
				await client.connect();
				await client.query(dump.replaceAll(' WITHOUT ROWID', ''));
				await client.end();
			}
			const ledger = open({ ...options, clock: () => Date.parse('2026-10-01T10:10:00Z') });
			const { totals, scopes, unanswered } = await ledger.report();
			expect(totals).toMatchObject({ calls: 3, spentNano: 1503, reservedNano: 77, chargedOnExpiry: 1 });
			expect(scopes).toMatchObject([
				{ key: 'everything', timeZone: null, limitNano: 500_000_000, spentNano: 1503, reservedNano: 77 },
				{ key: 'run', executionId: '7', spentNano: 1503 },
			]);
			expect(unanswered).toMatchObject([{ chargedNano: 1003, sent: true, executionId: null }]);
			const scopesNow = [{ key: 'everything', period: 'day' as const, timeZone: 'Europe/Berlin' }];
			expect(await ledger.reserve({ scopes: scopesNow, estimateNano: 1 })).toMatchObject({ leftNano: 500_000_000 - 1503 - 77 - 1 });
			const held = 'r1_69571e3c7b5a_mupd7lgg461fb46af81d8cc33857';
			expect(await ledger.settle({ reservationId: held, costNano: 7 })).toMatchObject({ changed: true, estimateNano: 77 });
			expect(await ledger.prune({ olderThanMs: 0 })).toMatchObject({ reservations: 4 });
			expect((await ledger.report()).totals).toMatchObject({ calls: 4, spentNano: 1510, reservedNano: 1, chargedOnExpiry: 1 });
		});
	});
});
