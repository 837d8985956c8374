import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../../core/budget/ledger/openLedger';
import { startLab, type Lab } from '../../../lab';
import { rememberLedger, sharedLedger } from '../../../nodes/shared/sharedLedger';
import { compatible, runNode } from './runNode';

let lab: Lab;
const folder = mkdtempSync(path.join(tmpdir(), 'r1-reason-budget-'));
let ledgerFile = '';
let count = 0;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(async () => {
	await lab.close();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
	lab.reset();
	ledgerFile = path.join(folder, `${++count}.sqlite`);
});

const usage = { input: 1000, cached: 0, output: 2000, reasoning: 500 };
/** Whole output at the dear hour: 4,000 tokens at $1.20 per million, and a little input. */
const maxTokens = 4000;

const run = (limitUsd: string, more: object = {}, items: { model?: string }[] = [{}]) =>
	runNode({
		parameters: {
			host: 'r1DeepSeekApi',
			model: '={{ $json.model ?? "deepseek-flash" }}',
			options: {
				budgets: { entries: [{ key: 'team', limitUsd, period: 'day' }] },
				ledgerFile,
				maxTokens,
				concurrency: 10,
				retries: 0,
				...more,
			},
		},
		credentials: { r1DeepSeekApi: { apiKey: 'k', baseUrl: lab.at('deepseek') } },
		node: { onError: 'continueRegularOutput' },
		items,
	});

async function spent() {
	const ledger = openLedger({ file: ledgerFile });
	const report = await ledger.report();
	await ledger.close();
	return report;
}

describe('a budget', () => {
	test('is charged what the call cost, not its dearest case', async () => {
		lab.script({ answer: 'Yes', usage });
		const { items } = await run('1');
		const { costUsd } = items[0].json as { costUsd: number };
		expect(costUsd).toBeGreaterThan(0);
		expect((await spent()).totals).toMatchObject({ spentNano: Math.round(costUsd * 1e9), reservedNano: 0 });
	});

	test('that is too small lets nothing out, and says so', async () => {
		const { items } = await run('0.001');
		expect(items[0].json).toMatchObject({
			error: expect.stringMatching(/does not fit into the budget/),
			details: { kind: 'budget', description: expect.stringMatching(/team \(day\)/), attempts: [] },
		});
		expect(lab.chats).toHaveLength(0);
	});

	test('holds over items at the same time', async () => {
		const items = Array.from({ length: 20 }, () => ({}));
		lab.script(...items.map(() => ({ answer: 'Yes', usage: { ...usage, output: maxTokens } })));
		const result = await run('0.02', {}, items);
		const answered = result.items.filter(({ json }) => json.answer === 'Yes');
		expect(answered.length).toBeGreaterThan(0);
		expect(answered.length).toBeLessThan(20);
		expect(lab.chats).toHaveLength(answered.length);
		expect((await spent()).totals.spentNano).toBeLessThanOrEqual(20_000_000);
	});

	test('pays nothing for what was refused, and all of what may have been charged', async () => {
		await run('1', {}, [{ model: 'deepseek-flash' }]);
		const before = (await spent()).totals.spentNano;
		lab.script({ fault: '429' });
		await run('1');
		expect((await spent()).totals).toMatchObject({ spentNano: before, reservedNano: 0 });
		lab.script({ fault: 'no-finish-reason', usage });
		await run('1');
		expect((await spent()).totals.spentNano).toBeGreaterThan(before);
	});

	test('stands around every retry', async () => {
		lab.script({ fault: '503' }, { answer: 'Yes', usage });
		const { items } = await run('0.006', { retries: 1 });
		expect(items[0].json).toMatchObject({ answer: 'Yes', attempts: [{ outcome: 'overloaded' }, { outcome: 'answered' }] });
		lab.script({ answer: 'Yes', usage });
		const second = await run('0.006');
		expect(second.items[0].json).toMatchObject({ details: { kind: 'budget' } });
	});

	test('does not let a model out whose price nobody knows, unless it is given', async () => {
		const parameters = (more: object) => ({
			options: { budgets: { entries: [{ key: 'team', limitUsd: '1', period: 'day' }] }, ledgerFile, ...more },
		});
		const refused = await runNode({ parameters: parameters({}), credentials: compatible(lab.at('vllm')) });
		expect(refused.error?.message).toMatch(/No price is known/);
		expect(lab.chats).toHaveLength(0);
		lab.script({ answer: 'Yes', usage });
		const priced = await runNode({
			parameters: parameters({ price: { entry: { inputUsdPerMillion: 1, outputUsdPerMillion: 2 } } }),
			credentials: compatible(lab.at('vllm')),
		});
		expect(priced.items[0].json).toMatchObject({ answer: 'Yes' });
		expect((await spent()).totals.spentNano).toBe(5_000_000);
		expect(lab.chats[0]).toMatchObject({ max_tokens: 32_768 });
	});
});

describe('an item from Cost Guard', () => {
	const reserved = async () => {
		const ledger = sharedLedger({ file: ledgerFile });
		const scopes = [{ key: 'team', period: 'day' as const, limitNano: 1e9 }];
		const reservation = await ledger.reserve({ scopes, estimateNano: 1000, leaseMs: 60_000 });
		const reservationId = reservation.reservationId ?? '';
		rememberLedger(reservationId, ledger);
		return { ledger, reservationId };
	};
	const ask = (json: object, options: object = {}) =>
		runNode({
			parameters: { host: 'r1DeepSeekApi', model: 'deepseek-flash', options: { retries: 0, ...options } },
			credentials: { r1DeepSeekApi: { apiKey: 'k', baseUrl: lab.at('deepseek') } },
			node: { onError: 'continueRegularOutput' },
			items: [json as { model?: string }],
		});

	test.each([
		{ name: 'where none is set', set: {}, sent: 8192 },
		{ name: 'where more is set', set: { maxTokens: 60_000 }, sent: 8192 },
		{ name: 'unless less is set', set: { maxTokens: 100 }, sent: 100 },
	])('is asked with the limit that was reserved, $name', async ({ set, sent }) => {
		const { reservationId } = await reserved();
		await ask({ budget: { reservationId, maxOutputTokens: 8192 } }, set);
		expect(lab.received.findLast(({ method }) => method === 'POST')?.body).toMatchObject({ max_tokens: sent });
	});

	test.each([
		{ extraBody: { max_tokens: 60_000 }, says: /60000 output tokens, but 8192 were reserved/ },
		{ extraBody: { n: 8 }, says: /8 answers of 8192 output tokens/ },
		{ extraBody: { extra_body: { generationConfig: { maxOutputTokens: 60_000 } } }, says: /60000/ },
	])('is not sent with more in Extra Body than was reserved: $extraBody', async ({ extraBody, says }) => {
		const { reservationId } = await reserved();
		const { items } = await ask({ budget: { reservationId, maxOutputTokens: 8192 } }, { extraBody });
		expect(lab.chats).toHaveLength(0);
		expect(items[0].json).toMatchObject({ error: expect.stringMatching(says), details: { kind: 'budget' } });
	});

	test('is marked as sent once it is sent', async () => {
		const { ledger, reservationId } = await reserved();
		await ask({ budget: { reservationId, maxOutputTokens: 8192 } });
		expect(lab.chats).toHaveLength(1);
		const later = openLedger({ file: ledgerFile, clock: (now) => now + 86_400_000 });
		expect((await later.report()).totals).toMatchObject({ spentNano: 1000, chargedOnExpiry: 1 });
		await later.close();
		await ledger.settle({ reservationId, costNano: 10 });
	});

	test('is not sent when its reservation was given back', async () => {
		const { ledger, reservationId } = await reserved();
		await ledger.release({ reservationId });
		const { items } = await ask({ budget: { reservationId } });
		expect(lab.chats).toHaveLength(0);
		expect(items[0].json.error).toMatch(/released already/);
	});
});
