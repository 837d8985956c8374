import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ledgerOpener } from './ledger/stores';
import type { Ledger } from '../../../core/budget/ledger/ledger';
import { LedgerError } from '../../../core/budget/ledger/ledgerError';
import { payFrom, payFreely, type Pay, type PaidCall, type Settlement } from '../../../core/budget/paidCall';
import { paidRequests, type PaidRequests } from '../../../core/budget/paidRequests';
import { dearestCase } from '../../../core/money/dearestCase';
import { plannedCallOf } from '../../../core/money/plannedCall';
import type { Usage } from '../../../core/money/cost';
import type { Attempt, OutgoingCall } from '../../../core/reason';

const folder = mkdtempSync(path.join(tmpdir(), 'r1-paid-requests-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = ledgerOpener();
let files = 0;
const ledger = () => open({ file: path.join(folder, `${files++}.sqlite`) });
const scope = { key: 'all', period: 'day' as const, limitNano: 1_000_000_000 };

const body = { model: 'deepseek-flash', messages: [{ role: 'user', content: 'Why is the sky blue?' }], max_tokens: 1000 };
const call = (change: object = {}): OutgoingCall => ({
	model: String({ ...body, ...change }.model),
	host: 'deepseek',
	texts: [],
	body: { ...body, ...change },
});

const usage: Usage = { inputTokens: 10, cachedTokens: 0, outputTokens: 20, reasoningTokens: 'unknown', answerTokens: 'unknown' };
const attempt = (change: Partial<Attempt> = {}): Attempt => ({
	model: 'deepseek-flash',
	host: 'deepseek',
	reason: 'first',
	outcome: 'answered',
	waitedMs: 0,
	tookMs: 1,
	usage,
	costUsd: 0.000_03,
	costNano: 30_000,
	...change,
});
const own = { inputUsdPerMillion: 1, outputUsdPerMillion: 2 };

/** What a request is reserved and settled with. */
async function paidFor(made: Attempt, { options, request }: { options?: PaidRequests; request?: OutgoingCall } = {}) {
	let paid: Omit<PaidCall<Attempt>, 'send'> | undefined;
	const pay: Pay = async (asked) => {
		const result = await asked.send();
		paid = {
			...asked,
			costOf: () => asked.costOf(result),
			modelOf: () => asked.modelOf?.(result),
			isAnswer: () => asked.isAnswer?.(result) ?? true,
		};
		return { status: 'done', result, settlement: { status: 'unlimited' } };
	};
	await paidRequests(pay, options)(request ?? call(), async () => made);
	if (!paid) throw new Error('Nothing was paid');
	return { ...paid, cost: paid.costOf(made), answeredBy: paid.modelOf?.(made), answered: paid.isAnswer?.(made) };
}

describe('a request', () => {
	test('is reserved at its dearest case, by the body that leaves', async () => {
		const { estimateNano, model } = await paidFor(attempt(), { request: call({ max_tokens: 5000 }) });
		expect(estimateNano).toBe(dearestCase([plannedCallOf({ ...body, max_tokens: 5000 }, 'deepseek')], new Date()));
		expect(model).toBe('deepseek-flash');
	});

	test('is reserved at a price of one’s own where one is given', async () => {
		const { estimateNano } = await paidFor(attempt(), { options: { price: own }, request: call({ model: 'my-own' }) });
		expect(estimateNano).toBe(dearestCase([plannedCallOf({ ...body, model: 'my-own' }, 'deepseek', own)], new Date()));
		expect(estimateNano).toBeTypeOf('number');
	});

	test.each([
		{ name: 'the cost that the attempt says', made: attempt(), cost: 30_000 },
		{ name: 'nothing where it never left or was refused', made: attempt({ usage: 'none', costNano: 0 }), cost: 'none' },
		{
			name: 'the reservation in full where the usage is not known',
			made: attempt({ usage: 'unknown', costNano: 'unknown' }),
			cost: 'unknown',
		},
		{ name: 'the reservation in full where no price is known', made: attempt({ costNano: 'unknown' }), cost: 'unknown' },
		{
			name: 'its tokens at a price of one’s own where no other is known',
			made: attempt({ costNano: 'unknown' }),
			price: own,
			cost: 50_000,
		},
		{ name: 'the cost that is known rather than a price of one’s own', made: attempt(), price: own, cost: 30_000 },
		{
			name: 'the reservation in full where only the usage is missing',
			made: attempt({ usage: 'unknown', costNano: 'unknown' }),
			price: own,
			cost: 'unknown',
		},
	])('is charged $name', async ({ made, price, cost }) => {
		expect((await paidFor(made, { options: { price } })).cost).toBe(cost);
	});

	test('is booked on the model that answered, and an answer is one only where it came', async () => {
		expect(await paidFor(attempt({ model: 'deepseek-v4-flash' }))).toMatchObject({ answeredBy: 'deepseek-v4-flash', answered: true });
		expect(await paidFor(attempt({ outcome: 'unfinished' }))).toMatchObject({ answered: false });
	});

	test('with a name longer than the ledger takes is booked on its beginning', async () => {
		const long = 'm'.repeat(300);
		const paid = await paidFor(attempt({ model: long }), { request: call({ model: long }) });
		expect([paid.model, paid.answeredBy]).toEqual([long.slice(0, 200), long.slice(0, 200)]);
	});

	test('hands on the attempt, and says how it was settled', async () => {
		const settled: [Settlement, OutgoingCall][] = [];
		const request = call();
		const pay = paidRequests(payFrom({ ledger: ledger(), scopes: [scope] }), { onSettled: (...told) => settled.push(told) });
		expect(await pay(request, async () => attempt())).toEqual(attempt());
		expect(settled).toEqual([[expect.objectContaining({ status: 'settled', costNano: 30_000 }), request]]);
	});
});

describe('is not sent', () => {
	const refused = async (pay: Pay, request: OutgoingCall, options?: PaidRequests) => {
		let sent = 0;
		const made = paidRequests(pay, options)(request, async () => {
			sent += 1;
			return attempt();
		});
		const error: unknown = await made.then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		expect(sent).toBe(0);
		return error;
	};

	test('a request that the host charges by other rules, before anything is reserved', async () => {
		const books = ledger();
		expect(await refused(payFrom({ ledger: books, scopes: [scope] }), call({ service_tier: 'priority' }))).toMatchObject({
			kind: 'budget',
			message: expect.stringContaining('"service_tier"'),
			description: expect.stringMatching(/^Nothing was sent\. In Extra Body, .*; or remove the budget\.$/),
		});
		expect((await books.report()).totals).toMatchObject({ calls: 0, reservedNano: 0 });
	});

	test('a model without a price', async () => {
		const error = await refused(payFrom({ ledger: ledger(), scopes: [scope] }), call({ model: 'made-up' }));
		expect(error).toMatchObject({
			kind: 'budget',
			message: 'No price is known for "made-up", so a budget can\'t hold',
			description: expect.stringContaining('Price'),
		});
	});

	test('a model without an output limit', async () => {
		const error = await refused(payFrom({ ledger: ledger(), scopes: [scope] }), call({ model: 'made-up', max_tokens: undefined }), {
			price: own,
		});
		expect(error).toMatchObject({
			kind: 'budget',
			message: expect.stringContaining('output limit'),
			description: 'Nothing was sent. Set Max Tokens.',
		});
	});

	test('one that is too dear although nobody limits its output: the budget is named, not the limit', async () => {
		const denied: Pay = async () => ({
			status: 'overBudget',
			reservation: { status: 'denied', reason: 'overLimit', reservationId: null, estimateNano: 1, leftNano: 0, scopes: [] },
		});
		expect(await refused(denied, call({ model: 'made-up', max_tokens: undefined }))).toMatchObject({
			message: expect.stringContaining('does not fit'),
		});
	});

	test('one that does not fit, naming only the budgets that are full', async () => {
		const scopes = [
			{ ...scope, key: 'customer:1', limitNano: 1 },
			{ ...scope, key: 'customer:2', period: 'month' as const, limitNano: 2 },
			{ ...scope, key: 'everything' },
		];
		expect(await refused(payFrom({ ledger: ledger(), scopes }), call())).toMatchObject({
			kind: 'budget',
			message: 'The dearest case of a call to "deepseek-flash" does not fit into the budget',
			description: expect.stringContaining('No room in: customer:1 (day), customer:2 (month). '),
		});
	});
});

describe('an idempotency key', () => {
	const paying = (books: Ledger, options: PaidRequests = {}) =>
		paidRequests(payFrom({ ledger: books, scopes: [scope], origin: { executionId: '77' } }), { idempotencyKey: 'order 5', ...options });
	const send = async () => attempt();

	test('names each request of one item apart, so that retries are not taken for repeats', async () => {
		const keys: (string | undefined)[] = [];
		const pay: Pay = async (asked) => {
			keys.push(asked.idempotencyKey);
			return await payFreely(asked);
		};
		const requests = paidRequests(pay, { idempotencyKey: 'order 5' });
		for (let request = 0; request < 3; request++) await requests(call(), send);
		expect(keys).toEqual(['order 5', 'order 5 #2', 'order 5 #3']);
		await paidRequests(pay)(call(), send);
		expect(keys.at(-1)).toBeUndefined();
	});

	const again = async (books: Ledger) =>
		await paying(books)(call(), send).then(
			() => 'sent',
			(error: { kind: string; message: string; description: string }) => error,
		);

	test('of a request that was answered sends no second one, and says where the answer is', async () => {
		const books = ledger();
		await paying(books)(call(), send);
		expect(await again(books)).toMatchObject({
			kind: 'budget',
			message: 'This request was made before under the same idempotency key',
			description: expect.stringMatching(
				/^Nothing was sent\. On \d{4}-.*Z in execution 77, it was answered for \$0\.00003: take the answer/,
			),
		});
	});

	test('of a request that is on its way says so', async () => {
		const books = ledger();
		let told: unknown;
		await paying(books)(call(), async () => {
			told = await again(books);
			return attempt();
		});
		expect(told).toMatchObject({ description: expect.stringContaining('it was sent and is not answered yet') });
	});

	test('of a request that is reserved and not sent says so', async () => {
		const books = ledger();
		await books.reserve({ scopes: [scope], estimateNano: 5, idempotencyKey: 'order 5' });
		const told = await again(books);
		expect(told).toMatchObject({ description: expect.stringMatching(/Z, it is being sent\.$/) });
	});

	test('of a request that failed after it was sent says that it may have been paid, and asks for another key', async () => {
		const books = ledger();
		await paying(books)(call(), async () => attempt({ outcome: 'unfinished', usage: 'unknown', costNano: 'unknown' }));
		const told = await again(books);
		expect(told).toMatchObject({
			description: expect.stringMatching(/may have been paid \(\$0\.\d+\) and was never answered: to send it again, use another key\.$/),
		});
	});

	test('of a request whose lease ran out says how to free it', async () => {
		let now = Date.now();
		const books = open({ file: path.join(folder, `${files++}.sqlite`), clock: () => now });
		await books.reserve({ scopes: [scope], estimateNano: 5, idempotencyKey: 'order 5', dispatched: true, leaseMs: 1000 });
		now += 1000;
		expect(await again(books)).toMatchObject({
			description: expect.stringMatching(/release reservation \S+ with Cost Guard, or use another key\.$/),
		});
	});

	test('is left alone by a ledger that is away: its own error comes through', async () => {
		const away = new LedgerError('unavailable', 'The ledger is away', 'Wait.');
		await expect(paidRequests(() => Promise.reject(away))(call(), send)).rejects.toBe(away);
	});
});
