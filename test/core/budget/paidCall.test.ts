import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { payFreely, payFrom, payOutOf, type PaidCall, type PurseOfBudgets } from '../../../core/budget/paidCall';
import type { ExtendRequest, Ledger } from '../../../core/budget/ledger/ledger';
import { LedgerError } from '../../../core/budget/ledger/ledgerError';
import { openLedger } from '../../../core/budget/ledger/openLedger';

const folder = mkdtempSync(path.join(tmpdir(), 'r1-guarded-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function fresh() {
	let now = Date.parse('2026-11-23T12:00:00Z');
	const ledger = openLedger({ file: path.join(folder, `${files++}.sqlite`), clock: () => now });
	return { ledger, pass: (ms: number) => (now += ms) };
}
const scopes = [{ key: 'all', period: 'day' as const, limitNano: 1000 }];
const totalsOf = async (ledger: Ledger) => {
	const { spentNano, reservedNano, calls } = (await ledger.report()).totals;
	return { spentNano, reservedNano, calls };
};
const away = () => Promise.reject(new LedgerError('unavailable', 'The ledger is away', 'Wait.'));

const guardedCall = <Result>({ ledger, scopes: own, workflow, leaseMs, ...call }: PurseOfBudgets & PaidCall<Result>) =>
	payFrom({ ledger, scopes: own, workflow, leaseMs })(call);

describe('a paid call', () => {
	test('settles its true cost and hands its answer on', async () => {
		const { ledger } = fresh();
		const outcome = await guardedCall({
			ledger,
			scopes,
			estimateNano: 900,
			model: 'm',
			send: async () => ({ nano: 30 }),
			costOf: ({ nano }) => nano,
		});
		expect(outcome).toMatchObject({
			status: 'done',
			result: { nano: 30 },
			settlement: { status: 'settled', estimateNano: 900, costNano: 30, leftNano: 970 },
		});
		expect(await totalsOf(ledger)).toEqual({ spentNano: 30, reservedNano: 0, calls: 1 });
	});

	test('is not sent when it does not fit, and that is an answer', async () => {
		const { ledger } = fresh();
		let sent = 0;
		const send = async () => void sent++;
		const outcome = await guardedCall({ ledger, scopes, estimateNano: 1001, send, costOf: () => 0 });
		expect(outcome).toMatchObject({ status: 'overBudget', reservation: { reason: 'overLimit', leftNano: 1000 } });
		expect(await guardedCall({ ledger, scopes, estimateNano: 'unknown', send, costOf: () => 0 })).toMatchObject({
			status: 'overBudget',
			reservation: { reason: 'unpriced' },
		});
		expect(sent).toBe(0);
	});

	test.each([
		{ name: 'is charged in full when its cost is unknown', cost: 'unknown' as const, spentNano: 900, overrunNano: 0 },
		{ name: 'is charged more than was reserved when it cost more', cost: 950, spentNano: 950, overrunNano: 50 },
	])('$name', async ({ cost, spentNano, overrunNano }) => {
		const { ledger } = fresh();
		const outcome = await guardedCall({ ledger, scopes, estimateNano: 900, send: async () => 1, costOf: () => cost });
		expect(outcome).toMatchObject({ settlement: { costNano: spentNano, overrunNano } });
		expect(await totalsOf(ledger)).toEqual({ spentNano, reservedNano: 0, calls: 1 });
	});

	test.each([
		{ name: 'was never sent costs nothing', charge: 0 as const, spentNano: 0, calls: 0 },
		{ name: 'may have run is charged in full', charge: 'unknown' as const, spentNano: 900, calls: 1 },
		{ name: 'ran for a known part costs that part', charge: 12, spentNano: 12, calls: 1 },
		{ name: 'nobody can tell about is charged in full', charge: undefined, spentNano: 900, calls: 1 },
	])('that failed and $name; its own error comes through', async ({ charge, spentNano, calls }) => {
		const { ledger } = fresh();
		const failure = new Error('502');
		const chargeOf = charge === undefined ? undefined : () => charge;
		const call = guardedCall({ ledger, scopes, estimateNano: 900, send: () => Promise.reject(failure), costOf: () => 0, chargeOf });
		await expect(call).rejects.toBe(failure);
		expect(await totalsOf(ledger)).toEqual({ spentNano, reservedNano: 0, calls });
	});

	test('still hands on its answer when the ledger is away by then, and the lease charges it', async () => {
		const { ledger, pass } = fresh();
		const outcome = await guardedCall({
			ledger: { ...ledger, settle: away },
			scopes,
			estimateNano: 900,
			send: async () => 'answer',
			costOf: () => 3,
		});
		expect(outcome).toMatchObject({ status: 'done', result: 'answer', settlement: { status: 'unsettled', problem: 'The ledger is away' } });
		pass(120_000);
		expect(await totalsOf(ledger)).toEqual({ spentNano: 900, reservedNano: 0, calls: 1 });
	});

	test('is not sent when it cannot be marked as sent', async () => {
		const { ledger } = fresh();
		let sent = 0;
		const call = guardedCall({
			ledger: { ...ledger, extend: away },
			scopes,
			estimateNano: 900,
			send: async () => void sent++,
			costOf: () => 3,
		});
		await expect(call).rejects.toMatchObject({ kind: 'unavailable' });
		expect(sent).toBe(0);
		expect(await totalsOf(ledger)).toEqual({ spentNano: 0, reservedNano: 0, calls: 0 });
	});

	test('goes through uncounted when the ledger is away and set to let calls through', async () => {
		const { ledger } = fresh();
		const reserve: Ledger['reserve'] = async () => ({ status: 'unguarded', reservationId: null, estimateNano: 900, reason: 'away' });
		const outcome = await guardedCall({
			ledger: { ...ledger, reserve },
			scopes,
			estimateNano: 900,
			send: async () => 'answer',
			costOf: () => 3,
		});
		expect(outcome).toEqual({ status: 'done', result: 'answer', settlement: { status: 'unguarded', problem: 'away' } });
	});

	test('that runs longer than its lease keeps it', async () => {
		const { ledger } = fresh();
		let renewals = 0;
		const extend: Ledger['extend'] = async (request) => {
			if (!request.dispatched) renewals++;
			return await ledger.extend(request);
		};
		const send = async () => {
			while (renewals < 2) await new Promise((resolve) => setTimeout(resolve, 5));
			return 1;
		};
		await guardedCall({ ledger: { ...ledger, extend }, scopes, estimateNano: 900, leaseMs: 30, send, costOf: () => 1 });
		expect(await totalsOf(ledger)).toEqual({ spentNano: 1, reservedNano: 0, calls: 1 });
	});

	test('is marked as sent before it is sent', async () => {
		const { ledger, pass } = fresh();
		const hangs = guardedCall({
			ledger,
			scopes,
			estimateNano: 900,
			send: async () => {
				pass(120_000);
				const spent = await totalsOf(ledger);
				expect(spent).toEqual({ spentNano: 900, reservedNano: 0, calls: 1 });
				return 1;
			},
			costOf: () => 7,
		});
		await hangs;
		expect(await totalsOf(ledger)).toEqual({ spentNano: 7, reservedNano: 0, calls: 1 });
	});

	test('in a loop stops at the budget, however many turns the loop wants', async () => {
		const { ledger } = fresh();
		let turns = 0;
		for (;;) {
			const outcome = await guardedCall({ ledger, scopes, estimateNano: 300, send: async () => ++turns, costOf: () => 250 });
			if (outcome.status === 'overBudget') break;
		}
		expect(turns).toBe(3);
		expect((await totalsOf(ledger)).spentNano).toBe(750);
	});

	test.each([
		{ name: 'whose lease ran out', spoil: (ledger: Ledger, id: string, pass: (ms: number) => number) => void pass(120_000) },
		{ name: 'that was released', spoil: async (ledger: Ledger, id: string) => void (await ledger.release({ reservationId: id })) },
	])('is not sent on a reservation $name', async ({ spoil }) => {
		const { ledger, pass } = fresh();
		const reserve: Ledger['reserve'] = async (request) => {
			const reservation = await ledger.reserve(request);
			await spoil(ledger, reservation.reservationId ?? '', pass);
			return reservation;
		};
		let sent = 0;
		const call = guardedCall({ ledger: { ...ledger, reserve }, scopes, estimateNano: 900, send: async () => void sent++, costOf: () => 3 });
		await expect(call).rejects.toMatchObject({ kind: 'expired' });
		expect(sent).toBe(0);
		expect((await totalsOf(ledger)).spentNano).toBe(0);
	});

	test('that was refused gives its money back and is no call', async () => {
		const { ledger } = fresh();
		const outcome = await guardedCall({ ledger, scopes, estimateNano: 900, send: async () => 1, costOf: () => 'none' });
		expect(outcome).toMatchObject({ settlement: { status: 'released' } });
		expect(await totalsOf(ledger)).toEqual({ spentNano: 0, reservedNano: 0, calls: 0 });
	});
});

describe('a call out of a reservation that was made before', () => {
	const held = async (ledger: Ledger) => (await ledger.reserve({ scopes, estimateNano: 900, leaseMs: 1000 })).reservationId ?? '';

	test('marks it as sent, and leaves it to be settled', async () => {
		const { ledger, pass } = fresh();
		const reservationId = await held(ledger);
		await payOutOf({ ledger, reservationId, leaseMs: 1000 })({ estimateNano: 0, send: async () => 1, costOf: () => 1 });
		expect(await totalsOf(ledger)).toEqual({ spentNano: 0, reservedNano: 900, calls: 1 });
		pass(1000);
		expect(await totalsOf(ledger)).toEqual({ spentNano: 900, reservedNano: 0, calls: 1 });
	});

	test('that is settled neither holds nor forbids a later call', async () => {
		const { ledger } = fresh();
		const reservationId = await held(ledger);
		await ledger.settle({ reservationId, costNano: 5 });
		const outcome = await payOutOf({ ledger, reservationId })({ estimateNano: 0, send: async () => 1, costOf: () => 1 });
		expect(outcome).toMatchObject({ status: 'done', result: 1 });
		expect((await totalsOf(ledger)).spentNano).toBe(5);
	});

	test('is not sent once its lease ran out', async () => {
		const { ledger, pass } = fresh();
		const reservationId = await held(ledger);
		pass(1000);
		let sent = 0;
		const call = payOutOf({ ledger, reservationId })({ estimateNano: 0, send: async () => void sent++, costOf: () => 1 });
		await expect(call).rejects.toMatchObject({ kind: 'expired' });
		expect(sent).toBe(0);
	});
});

describe('the lease of a call', () => {
	/** Time that the test moves; only the renewals wait for it. */
	function heldTime() {
		vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
		onTestFinished(() => void vi.useRealTimers());
		return async (ms: number) => await vi.advanceTimersByTimeAsync(ms);
	}

	/** A ledger that only notes how leases are made longer. */
	function leases(state: 'held' | 'settled' | 'released' | 'charged' = 'held') {
		const asked: ExtendRequest[] = [];
		const extend: Ledger['extend'] = async (request) => {
			asked.push(request);
			return { reservationId: request.reservationId, state, changed: state === 'held', expiresAt: 0 };
		};
		return { asked, ledger: { extend } };
	}
	const call = (send: () => Promise<unknown>): PaidCall<unknown> => ({ estimateNano: 0, send, costOf: () => 0 });

	test('is renewed three times in its length while the call runs, for as long again, and no more after it', async () => {
		const pass = heldTime();
		const { asked, ledger } = leases();
		await payOutOf({ ledger, reservationId: 'r', leaseMs: 900 })(call(() => pass(900)));
		const renewal = { reservationId: 'r', leaseMs: 900 };
		expect(asked).toEqual([{ ...renewal, dispatched: true }, renewal, renewal, renewal]);
		await pass(9000);
		expect(asked).toHaveLength(4);
	});

	test('lasts two minutes where nobody says', async () => {
		const pass = heldTime();
		const { asked, ledger } = leases();
		await payOutOf({ ledger, reservationId: 'r' })(call(() => pass(40_000)));
		expect(asked.map(({ leaseMs }) => leaseMs)).toEqual([120_000, 120_000]);
	});

	test('ends with a call that failed, too', async () => {
		const pass = heldTime();
		const { asked, ledger } = leases();
		const failure = new Error('502');
		await expect(payOutOf({ ledger, reservationId: 'r', leaseMs: 900 })(call(() => Promise.reject(failure)))).rejects.toBe(failure);
		await pass(9000);
		expect(asked).toHaveLength(1);
	});

	test('that could not be renewed once does not end the call', async () => {
		const pass = heldTime();
		let asked = 0;
		const extend: Ledger['extend'] = async ({ reservationId }) => {
			asked += 1;
			if (asked > 1) return await away();
			return { reservationId, state: 'held', changed: true, expiresAt: 0 };
		};
		const outcome = await payOutOf({ ledger: { extend }, reservationId: 'r', leaseMs: 900 })(call(async () => (await pass(600), 'answer')));
		expect(outcome).toEqual({ status: 'done', result: 'answer', settlement: { status: 'held', reservationId: 'r' } });
		expect(asked).toBe(3);
	});

	test('that can’t be begun keeps the call from being sent', async () => {
		let sent = 0;
		const held = payOutOf({ ledger: { extend: away }, reservationId: 'r' })(call(async () => void sent++));
		await expect(held).rejects.toMatchObject({ kind: 'unavailable' });
		expect(sent).toBe(0);
	});

	test.each([
		{ state: 'released' as const, says: 'The reservation of this call is released already, so the call was not sent' },
		{ state: 'charged' as const, says: 'The lease of the reservation ran out before the call was sent, so it was not sent' },
	])('that is over says what became of the reservation: $state', async ({ state, says }) => {
		let sent = 0;
		const held = payOutOf({ ledger: leases(state).ledger, reservationId: 'r' })(call(async () => void sent++));
		await expect(held).rejects.toMatchObject({ kind: 'expired', message: says, field: 'reservationId' });
		expect(sent).toBe(0);
	});

	test('of a reservation of its own that somebody else settled sends nothing', async () => {
		const { ledger } = fresh();
		const reserve: Ledger['reserve'] = async (request) => {
			const reservation = await ledger.reserve(request);
			await ledger.settle({ reservationId: reservation.reservationId ?? '', costNano: 1 });
			return reservation;
		};
		let sent = 0;
		const own = guardedCall({ ledger: { ...ledger, reserve }, scopes, estimateNano: 900, send: async () => void sent++, costOf: () => 3 });
		await expect(own).rejects.toMatchObject({ kind: 'expired', message: expect.stringContaining('is settled already') });
		expect(sent).toBe(0);
	});
});

describe('in the books', () => {
	const unanswered = async (ledger: Ledger) => (await ledger.report()).unanswered.map(({ why }) => why);

	test('a call that answered is answered, one that failed is not', async () => {
		const { ledger } = fresh();
		const paid = { ledger, scopes, estimateNano: 100, costOf: () => 30 };
		await guardedCall({ ...paid, send: async () => 1 });
		expect(await unanswered(ledger)).toEqual([]);
		await guardedCall({ ...paid, send: async () => 1, isAnswer: () => false });
		await guardedCall({ ...paid, send: () => Promise.reject(new Error('502')) }).catch(() => undefined);
		expect(await unanswered(ledger)).toEqual(['failed', 'failed']);
	});

	test('stands the model that answered, else the one that was asked', async () => {
		const { ledger } = fresh();
		const paid = { ledger, scopes, estimateNano: 100, model: 'asked', send: async () => 1, costOf: () => 30 };
		await guardedCall({ ...paid, modelOf: () => 'answered' });
		await guardedCall(paid);
		expect((await ledger.report()).models.map(({ model }) => model)).toEqual(['answered', 'asked']);
	});

	test('a call is made once under its key', async () => {
		const { ledger } = fresh();
		let sent = 0;
		const paid = { ledger, scopes, estimateNano: 100, send: async () => ++sent, costOf: () => 30, idempotencyKey: 'order 5' };
		expect((await guardedCall(paid)).status).toBe('done');
		expect(await guardedCall(paid)).toMatchObject({ status: 'repeated', earlier: { state: 'settled', costNano: 30 } });
		expect(sent).toBe(1);
	});
});

test('without a budget a call is sent, and nothing holds it', async () => {
	const outcome = await payFreely({ estimateNano: 'unknown', send: async () => 'answer', costOf: () => 'unknown' });
	expect(outcome).toEqual({ status: 'done', result: 'answer', settlement: { status: 'unlimited' } });
});
