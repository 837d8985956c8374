import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ICredentialTestFunctions, IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testLedger } from '../../../nodes/shared/testLedger';
import { hasPostgres, postgresName, startPostgres, type Postgres } from '../../support/startPostgres';
import { runGuard } from './runGuard';

const folder = mkdtempSync(path.join(tmpdir(), 'r1-guard-node-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let file = '';
let files = 0;
beforeEach(() => {
	file = path.join(folder, `${files++}.sqlite`);
});

const budget = (limitUsd: unknown, more: IDataObject = {}) => ({ key: 'everything', period: 'day', limitUsd, ...more }) as IDataObject;
/** A million tokens in and out of deepseek-flash: 1.50 USD at its dearest; of deepseek-v4-pro 5.28 USD. */
const reserve = (entries: IDataObject[], options: IDataObject = {}, more: IDataObject = {}) => ({
	operation: 'checkAndReserve',
	ledger: 'sqlite',
	scopes: { entries },
	models: 'deepseek-flash',
	text: '',
	maxOutputTokens: 1_000_000,
	options: { file, inputTokens: 1_000_000, ...options },
	...more,
});
const settle = (more: IDataObject = {}, options: IDataObject = {}) => ({
	operation: 'settle',
	ledger: 'sqlite',
	reservationId: '={{ $json.budget.reservationId }}',
	usageFrom: 'item',
	options: { file, ...options },
	...more,
});
const release = () => ({ operation: 'release', ledger: 'sqlite', reservationId: '={{ $json.budget.reservationId }}', options: { file } });
const reportOf = async (options: IDataObject = {}, more: IDataObject = {}) => {
	const { items, error } = await runGuard({
		parameters: { operation: 'report', ledger: 'sqlite', from: '', to: '', options: { file, ...options }, ...more },
	});
	if (error) throw error;
	return items[0][0];
};
const reserveOne = async (limitUsd = 10) =>
	(await runGuard({ parameters: reserve([budget(limitUsd)]), items: [{ id: 7 }] })).items.flat()[0];

describe('Check and Reserve', () => {
	test('gives back what it reserved when a later item fails, since no call can follow', async () => {
		const parameters = reserve([budget('={{ $json.id === 4 ? "much" : "100" }}')]);
		const { error } = await runGuard({ parameters, items: [1, 2, 3, 4].map((id) => ({ id })) });
		expect(error).toBeDefined();
		expect((await reportOf()).totals).toMatchObject({ spentUsd: 0, reservedUsd: 0 });
	});

	test('reserves the dearest case where the estimate is 0, and passes the output limit on', async () => {
		const { items } = await runGuard({ parameters: reserve([budget(10)], { estimateUsd: 0 }) });
		expect(items[0][0].budget).toMatchObject({ estimateUsd: 1.5, maxOutputTokens: 1_000_000 });
	});

	test('lets items through while they fit, warns near the limit, and stops them over it', async () => {
		const { items, lanes, error } = await runGuard({ parameters: reserve([budget(5)]), items: [1, 2, 3, 4].map((id) => ({ id })) });
		expect(error).toBeUndefined();
		expect(items.map((lane) => lane.map(({ id }) => id))).toEqual([[1, 2], [3], [4]]);
		expect(lanes[2][0].pairedItem).toEqual({ item: 3 });
		expect(items[0][0].budget).toMatchObject({
			status: 'within',
			guarded: true,
			reservationId: expect.stringMatching(/^r1_/),
			model: 'deepseek-flash',
			estimateUsd: 1.5,
			leftUsd: 3.5,
			scopes: [{ key: 'everything', period: 'day', limitUsd: 5, spentUsd: 0, reservedUsd: 1.5, leftUsd: 3.5, over: false }],
			expiresAt: expect.stringMatching(/Z$/),
		});
		expect(items[2][0].budget).toMatchObject({
			status: 'over',
			reservationId: null,
			reason: 'overLimit',
			estimateUsd: 1.5,
			leftUsd: 0.5,
			scopes: [{ over: true }],
		});
	});

	test.each([
		{ percent: 0, expected: 'near' },
		{ percent: 30, expected: 'near' },
		{ percent: 31, expected: 'within' },
		{ percent: 100, expected: 'within' },
	])('is near the limit from $percent percent on: $expected', async ({ percent, expected }) => {
		const { items } = await runGuard({ parameters: reserve([budget(5)], { nearLimitPercent: percent }) });
		expect(items.flat()[0].budget).toMatchObject({ status: expected });
	});

	test('reserves for the first model that fits, and hands its name on', async () => {
		const models = { models: 'deepseek-v4-pro, my-own-model, deepseek-flash' };
		const { items } = await runGuard({ parameters: reserve([budget(4)], {}, models) });
		expect(items.flat()[0].budget).toMatchObject({
			model: 'deepseek-flash',
			estimateUsd: 1.5,
			passedOver: [
				{ model: 'deepseek-v4-pro', reason: 'overLimit' },
				{ model: 'my-own-model', reason: 'unpriced' },
			],
		});
		const first = await runGuard({ parameters: reserve([budget(100, { key: 'rich' })], {}, models) });
		expect(first.items[0][0].budget).toMatchObject({ model: 'deepseek-v4-pro', estimateUsd: 5.28, scopes: [{ reservedUsd: 5.28 }] });
		const none = await runGuard({ parameters: reserve([budget(1)], {}, models) });
		expect(none.items[2][0].budget).toMatchObject({ status: 'over', model: 'deepseek-flash', reservationId: null });
	});

	test('denies a model without a price, and takes a price that is given', async () => {
		const models = { models: 'my-own-model' };
		const denied = await runGuard({ parameters: reserve([budget(100)], {}, models) });
		expect(denied.items[2][0].budget).toMatchObject({ reason: 'unpriced', estimateUsd: 'unknown' });
		const prices = { entries: [{ model: 'My-Own-Model', inputUsdPerMillion: 1, outputUsdPerMillion: 2 }] };
		const priced = await runGuard({ parameters: reserve([budget(100)], { prices }, models) });
		expect(priced.items[0][0].budget).toMatchObject({ estimateUsd: 3, model: 'my-own-model' });
	});

	test('adds up the calls of an item and its fallbacks', async () => {
		const { items } = await runGuard({ parameters: reserve([budget(1000)], { calls: 3, fallbackModels: 'deepseek-v4-pro' }) });
		expect(items[0][0].budget).toMatchObject({ estimateUsd: 3 * (1.5 + 5.28) });
	});

	test('estimates a text from above where no tokens are given', async () => {
		const text = '推理模型会先思考再回答。'.repeat(100);
		const { items } = await runGuard({ parameters: reserve([budget(10)], { inputTokens: undefined }, { text, maxOutputTokens: 1 }) });
		// 1,200 characters are at least 720 tokens of DeepSeek at 0.30 USD per million.
		const { estimateUsd } = items[0][0].budget as { estimateUsd: number };
		expect(estimateUsd).toBeGreaterThan(720 * 0.3e-6);
		expect(estimateUsd).toBeLessThan(1900 * 0.3e-6);
	});

	test('takes from several budgets or from none, and counts the day of the workflow’s time zone', async () => {
		const scopes = [
			budget(10),
			budget('2', { key: 'customer:{{ 7 }}', period: 'allTime' }),
			budget(50, { key: 'run', period: 'execution' }),
		];
		const { items } = await runGuard({ parameters: reserve(scopes), items: [{}, {}] });
		const [{ budget: within }] = items.flat() as { budget: { scopes: { startsAt: string | null; key: string }[] } }[];
		const day = within.scopes.find(({ key }) => key === 'everything');
		expect(new Date(day?.startsAt ?? '').toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })).toBe('00:00:00');
		expect(items[2]).toHaveLength(1);
		expect((await reportOf()).totals).toMatchObject({ calls: 1, reservedUsd: 1.5 });
	});

	test.each([
		{ name: 'an empty scope', entries: [budget(1, { key: ' ' })], says: /"Budget 1: Scope"/ },
		{ name: 'a negative limit', entries: [budget(-1)], says: /"Budget 1: Limit \(USD\)"/ },
		{ name: 'a limit in words', entries: [budget('ten')], says: /"Budget 1: Limit \(USD\)"/ },
		{ name: 'a huge limit', entries: [budget(1e12)], says: /"Budget 1: Limit \(USD\)"/ },
		{ name: 'an unknown period', entries: [budget(1, { period: 'year' })], says: /"Budget 1: Per"/ },
		{ name: 'an unknown time zone', entries: [budget(1)], options: { timeZone: 'Mars/Base' }, says: /"Time Zone"/ },
		{ name: 'no budget', entries: [], says: /"Budgets"/ },
		{ name: 'a negative estimate', entries: [budget(1)], options: { estimateUsd: -1 }, says: /"Estimate \(USD\)"/ },
		{ name: 'no model', entries: [budget(1)], more: { models: ' , ' }, says: /"Models"/ },
		{ name: 'an output limit in words', entries: [budget(1)], more: { maxOutputTokens: 'much' }, says: /"Output Limit \(Tokens\)"/ },
	])('stops at $name with an error that names the field', async ({ entries, options, more, says }) => {
		const { error } = await runGuard({ parameters: reserve(entries, options, more) });
		expect(error?.message).toMatch(says);
		expect((await reportOf()).totals).toMatchObject({ calls: 0, reservedUsd: 0 });
	});

	test('sends items that could not be checked to Over Budget under Continue On Fail', async () => {
		const { items, error } = await runGuard({
			parameters: reserve([budget('={{ $json.limit }}')]),
			items: [{ limit: 'x' }, { limit: 4 }],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items).toMatchObject([[{ limit: 4 }], [], [{ limit: 'x', error: expect.stringContaining('Limit (USD)') }]]);
	});

	describe('when the ledger can’t be used', () => {
		beforeEach(() => writeFileSync(file, 'this is no ledger, but quite another file'.repeat(100)));

		test('stops', async () => {
			const { error } = await runGuard({ parameters: reserve([budget(10)]) });
			expect(error?.message).toContain('is damaged or is not a ledger');
		});

		test('lets items through with a flag where that is chosen, and their settle passes too', async () => {
			const { items } = await runGuard({ parameters: reserve([budget(10)], { ifLedgerFails: 'letThrough' }) });
			expect(items[0][0].budget).toMatchObject({ guarded: false, reservationId: null, reason: expect.stringContaining('not a ledger') });
			const settled = await runGuard({ parameters: settle(), items: items[0] });
			expect(settled.items[0][0]).toMatchObject({ settlement: { state: 'unguarded', changed: false } });
		});
	});
});

describe('Settle', () => {
	test.each([
		{ name: 'the cost that R1 Reason found', answer: { costUsd: 0.25, usage: { inputTokens: 1, outputTokens: 1 } }, costUsd: 0.25 },
		{
			name: 'n8n’s OpenAI output',
			answer: { model: 'my-model', usage: { prompt_tokens: 1, completion_tokens: 1 } },
			costUsd: 1.5,
			costKnown: false,
		},
		{ name: 'an answer without usage, in full', answer: { text: 'x' }, costUsd: 1.5, costKnown: false },
		{
			name: 'what the item says of the model reserved for',
			answer: { usage: { prompt_tokens: 1_000_000, completion_tokens: 0 } },
			options: { sentAt: '2026-11-23T02:00:00Z' },
			costUsd: 0.3,
		},
		{
			name: 'off-peak hours at their price',
			answer: { usage: { prompt_tokens: 1_000_000, completion_tokens: 0 } },
			options: { sentAt: '2026-11-23T12:00:00Z' },
			costUsd: 0.15,
		},
		{
			name: 'another model that answered',
			answer: { usage: { prompt_tokens: 1_000_000, completion_tokens: 0 } },
			options: { sentAt: '2026-11-23T12:00:00Z', model: 'deepseek-v4-pro' },
			costUsd: 0.66,
		},
	])('charges $name', async ({ answer, options, costUsd, costKnown = true }) => {
		const item = await reserveOne();
		const { items } = await runGuard({ parameters: settle({}, options), items: [{ ...item, ...answer }] });
		expect(items[0][0]).toMatchObject({
			id: 7,
			settlement: { state: 'settled', changed: true, costUsd, costKnown, estimateUsd: 1.5, givenBackUsd: 1.5 - costUsd, overrun: false },
		});
		expect((await reportOf()).totals).toMatchObject({ calls: 1, spentUsd: costUsd, reservedUsd: 0 });
	});

	test('takes tokens or a cost from fields', async () => {
		const tokens = { usageFrom: 'fields', inputTokens: 1_000_000, cachedTokens: 1_000_000, outputTokens: 0 };
		const first = await runGuard({ parameters: settle(tokens, { sentAt: '2026-11-23T12:00:00Z' }), items: [await reserveOne()] });
		expect(first.items[0][0]).toMatchObject({ settlement: { costUsd: 0.003 } });
		const second = await runGuard({ parameters: settle({ usageFrom: 'cost', costUsd: 2 }), items: [await reserveOne()] });
		expect(second.items[0][0]).toMatchObject({ settlement: { costUsd: 2, overrun: true, overrunUsd: 0.5 } });
	});

	test('counts once, and says so the second time', async () => {
		const item = await reserveOne();
		const twice = [
			{ ...item, costUsd: 0.2 },
			{ ...item, costUsd: 0.3 },
		];
		const { items } = await runGuard({ parameters: settle(), items: twice });
		expect(items[0].map(({ settlement }) => settlement)).toMatchObject([
			{ changed: true, costUsd: 0.2 },
			{ changed: false, costUsd: 0.2 },
		]);
	});

	test('a second settle at another cost warns, and changes nothing', async () => {
		const item = await reserveOne();
		const { items } = await runGuard({ parameters: settle(), items: [0.2, 0.2, 0.3].map((costUsd) => ({ ...item, costUsd })) });
		expect(items[0].map(({ settlement }) => settlement)).toMatchObject([
			{ changed: true, costUsd: 0.2 },
			{ changed: false, costUsd: 0.2 },
			{ changed: false, costUsd: 0.2, warning: expect.stringMatching(/closed before at \$0\.2.*says \$0\.3/) },
		]);
		expect(items[0][1].settlement).not.toHaveProperty('warning');
	});

	const tokens = (inputTokens: number, outputTokens: number) => ({
		inputTokens,
		cachedTokens: 0,
		outputTokens,
		reasoningTokens: 'unknown',
		answerTokens: 'unknown',
	});

	test.each([
		{
			name: 'an attempt whose usage got lost is not covered by the others',
			answer: { usage: 'unknown', costUsd: 'unknown', attempts: [{ usage: 'unknown' }, { usage: tokens(1, 1), costUsd: 0.1 }] },
			reason: /1 of 2 attempts/,
		},
		{
			name: 'what R1 Reason calls unknown is not priced by the catalogue',
			answer: { model: 'deepseek-flash', usage: tokens(10, 10), costUsd: 'unknown', attempts: [{ model: 'deepseek-flash' }] },
			reason: /No price/,
		},
		{
			name: 'a failed call is not priced by what an earlier one left',
			answer: { usage: tokens(1, 1), costUsd: 0.1, error: 'Timed out', details: { kind: 'timeout', attempts: [{ usage: 'unknown' }] } },
			reason: /attempts/,
		},
		{ name: 'counts that are none', answer: { usage: { prompt_tokens: -1, completion_tokens: 5 } }, reason: /negative/ },
	])('charges in full, with the reason: $name', async ({ answer, reason }) => {
		const item = await reserveOne();
		const { items } = await runGuard({ parameters: settle(), items: [{ ...item, ...answer }] });
		expect(items[0][0].settlement).toMatchObject({
			state: 'settled',
			costUsd: 1.5,
			costKnown: false,
			reason: expect.stringMatching(reason),
		});
	});

	test('charges in full what the host charges beside its tokens, also at a price of one’s own', async () => {
		const prices = { entries: [{ model: 'my-model', inputUsdPerMillion: 1, outputUsdPerMillion: 2 }] };
		const reserved = await runGuard({ parameters: reserve([budget(10)], { prices }, { models: 'my-model' }) });
		const [item] = reserved.items.flat();
		const counted = { ...tokens(1000, 100), apart: 'The host charges 2 web searches by the piece' };
		const answer = { model: 'my-model', usage: counted, costUsd: 'unknown', attempts: [{ model: 'my-model', usage: counted }] };
		const { items } = await runGuard({ parameters: settle(), items: [{ ...item, ...answer }] });
		expect(items[0][0].settlement).toMatchObject({ costKnown: false, reason: expect.stringMatching(/2 web searches/) });
	});

	test.each([
		{ name: 'was refused', details: { kind: 'auth', attempts: [{ usage: 'none', costUsd: 0 }] } },
		{ name: 'was never sent', details: { sent: false } },
	])('gives the reservation of a call back that $name', async ({ details }) => {
		const item = await reserveOne();
		const { items } = await runGuard({ parameters: settle(), items: [{ ...item, error: 'No', details }] });
		expect(items[0][0].settlement).toMatchObject({ state: 'released', costUsd: 0, costKnown: true });
		expect((await reportOf()).totals).toMatchObject({ spentUsd: 0, reservedUsd: 0 });
	});

	test('takes the price that was reserved with', async () => {
		const prices = { entries: [{ model: 'My-Model', inputUsdPerMillion: 1, outputUsdPerMillion: 2 }] };
		const reserved = await runGuard({ parameters: reserve([budget(10)], { prices }, { models: 'my-model' }) });
		const [item] = reserved.items.flat();
		const answer = { model: 'my-model', usage: tokens(1_000_000, 100_000), costUsd: 'unknown', attempts: [{ model: 'my-model' }] };
		const { items } = await runGuard({ parameters: settle(), items: [{ ...item, ...answer }] });
		expect(items[0][0].settlement).toMatchObject({ costUsd: 1.2, costKnown: true });
	});

	test.each([
		{ name: 'an AI Agent', type: '@n8n/n8n-nodes-langchain.agent', tool: true, reason: /AI Agent .*R1 Chat Model/ },
		{ name: 'a vendor’s node with a tool', type: '@n8n/n8n-nodes-langchain.openAi', tool: true, reason: /last turn/ },
		{ name: 'a vendor’s node without one', type: '@n8n/n8n-nodes-langchain.openAi', tool: false, reason: undefined },
	])('knows what an item of $name counts', async ({ type, tool, reason }) => {
		const item = { ...(await reserveOne()), usage: { prompt_tokens: 1_000_000, completion_tokens: 1000 } };
		const { items } = await runGuard({ parameters: settle({}, { sentAt: '2026-11-23T12:00:00Z' }), items: [item], behind: { type, tool } });
		const { settlement } = items[0][0];
		expect(settlement).toMatchObject(
			reason ? { costKnown: false, reason: expect.stringMatching(reason) } : { costKnown: true, costUsd: 0.1506 },
		);
	});

	test.each([
		{ name: 'an item without a reservation', item: {} },
		{ name: 'an unknown id', item: { budget: { reservationId: 'r1_000000000000_mwtf3qgc04de8da1e6280752b4c4' } } },
		{ name: 'an id that is none', item: { budget: { reservationId: 'hello' } } },
	])('stops at $name', async ({ item }) => {
		const { error } = await runGuard({ parameters: settle(), items: [{ ...item, costUsd: 1 }] });
		expect(error?.message).toMatch(/reservation/i);
		expect((await reportOf()).totals).toMatchObject({ calls: 0 });
	});
});

test.each(['settle', 'release'])('%s says where the reservation is when the item has lost it', async (operation) => {
	const { error } = await runGuard({ parameters: settle({ operation }), items: [{ answer: 'x' }] });
	expect(error?.message).toBe('The field "Reservation ID" can\'t be used');
	expect(error?.description).toMatch(
		/^It is empty for this item, and nothing was charged\. It is in budget\.reservationId of Check and Reserve/,
	);
});

test('Release gives the whole reservation back, once', async () => {
	const item = await reserveOne();
	const { items } = await runGuard({ parameters: release(), items: [item, item] });
	expect(items[0].map(({ settlement }) => settlement)).toMatchObject([
		{ state: 'released', changed: true, givenBackUsd: 1.5 },
		{ changed: false },
	]);
	expect((await reportOf()).totals).toMatchObject({ calls: 0, reservedUsd: 0 });
});

describe('Set or Reset Budget', () => {
	const change = (parameters: IDataObject) => ({
		operation: 'budget',
		ledger: 'sqlite',
		key: 'everything',
		period: 'day',
		options: { file },
		...parameters,
	});

	test('stores a limit that Check and Reserve takes where its own is empty', async () => {
		const { items } = await runGuard({ parameters: change({ change: 'set', limitUsd: 2 }), items: [{ id: 7 }] });
		expect(items[0][0]).toMatchObject({ id: 7, budget: { key: 'everything', period: 'day', change: 'set', limitUsd: 2 } });
		const { items: lanes } = await runGuard({ parameters: reserve([budget('')]), items: [{}, {}] });
		expect(lanes.map((lane) => lane.length)).toEqual([1, 0, 1]);
		await runGuard({ parameters: change({ change: 'remove' }) });
		expect((await runGuard({ parameters: reserve([budget('')]) })).error?.message).toContain('No limit is known');
	});

	test('resets what is spent', async () => {
		await runGuard({ parameters: settle({ usageFrom: 'cost', costUsd: 1.5 }), items: [await reserveOne(2)] });
		expect((await runGuard({ parameters: reserve([budget(2)]) })).items[2]).toHaveLength(1);
		const { items } = await runGuard({ parameters: change({ change: 'reset' }) });
		expect(items[0][0]).toMatchObject({ budget: { change: 'reset', windows: 1, forgivenUsd: 1.5 } });
		expect((await runGuard({ parameters: reserve([budget(2)]) })).items[0]).toHaveLength(1);
	});
});

test('Report adds up by scope, model, workflow and day, as lists, a table and a page', async () => {
	await runGuard({ parameters: settle({ usageFrom: 'cost', costUsd: 0.5 }), items: [await reserveOne()] });
	await runGuard({
		parameters: reserve([budget(100, { key: '<b>customer</b>' })], { workflow: 'Mail & more' }, { models: 'deepseek-v4-pro' }),
	});
	const report = await reportOf();
	const day = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
	expect(report).toMatchObject({
		timeZone: 'Europe/Berlin',
		totals: { spentUsd: 0.5, reservedUsd: 5.28, calls: 2, overruns: 0, chargedOnExpiry: 0 },
		days: [{ day, spentUsd: 0.5 }],
		models: [
			{ model: 'deepseek-flash', spentUsd: 0.5 },
			{ model: 'deepseek-v4-pro', spentUsd: 0, reservedUsd: 5.28 },
		],
		workflows: [{ workflow: 'Guarded', spentUsd: 0.5 }, { workflow: 'Mail & more' }],
		scopes: [
			{ key: '<b>customer</b>', limitUsd: 100 },
			{ key: 'everything', limitUsd: 10, leftUsd: 9.5 },
		],
	});
	expect(report.table).toHaveLength(5);
	expect(report.html).toContain('$0.50');
	expect(report.html).toContain('Mail &#38; more');
	expect(report.html).not.toContain('<b>customer');
	expect((await reportOf({ key: 'everything' })).totals).toMatchObject({ calls: 1, reservedUsd: 0 });
	expect((await reportOf({}, { from: '2099-01-01T00:00:00Z' })).totals).toMatchObject({ calls: 0 });
});

test('a report of an empty ledger is a page that says so', async () => {
	expect(await reportOf()).toMatchObject({
		totals: { calls: 0, spentUsd: 0 },
		days: [],
		table: [],
		html: expect.stringContaining('Nothing was spent'),
	});
});

test('neither texts nor answers nor keys reach the ledger', async () => {
	const secret = 'secret-prompt-and-key-4711';
	const { items } = await runGuard({
		parameters: reserve([budget(10)], { inputTokens: undefined }, { text: secret }),
		items: [{ prompt: secret, apiKey: secret }],
	});
	await runGuard({ parameters: settle(), items: [{ ...items[0][0], answer: secret, thinking: secret, costUsd: 0.1 }] });
	await runGuard({ parameters: reserve([budget(10)], {}, { models: secret.repeat(9) }) });
	const stored = readdirSync(folder)
		.filter((name) => name.startsWith(path.basename(file)))
		.map((name) => readFileSync(path.join(folder, name), 'latin1'));
	expect(stored.join('')).toContain('deepseek-flash');
	expect(stored.join('')).not.toContain(secret);
});

describe.skipIf(!hasPostgres)(`with a ledger in ${postgresName}`, () => {
	let server: Postgres;
	beforeAll(async () => {
		server = await startPostgres();
	});
	afterAll(async () => await server.stop());
	const inPostgres = (parameters: IDataObject): IDataObject => ({ ...parameters, ledger: 'postgres' });

	test('the node reserves and settles through its credential', async () => {
		const credential = { ...server.connection, tls: 'off' };
		const { items } = await runGuard({ parameters: inPostgres(reserve([budget(2)])), items: [{}, {}], credential });
		expect(items.map((lane) => lane.length)).toEqual([1, 0, 1]);
		const settled = await runGuard({ parameters: inPostgres(settle()), items: [{ ...items[0][0], costUsd: 0.25 }], credential });
		expect(settled.items[0][0]).toMatchObject({ settlement: { costUsd: 0.25 } });
	});

	test.each([
		{ name: 'tells that it works', change: {}, expected: { status: 'OK' } },
		{
			name: 'tells what is wrong',
			change: { password: 'guess' },
			expected: { status: 'Error', message: expect.stringContaining('wrong user or password') },
		},
		{
			name: 'tells what is missing',
			change: { database: '' },
			expected: { status: 'Error', message: expect.stringContaining('postgres.database') },
		},
	])('the credential test $name', async ({ change, expected }) => {
		const data = { ...server.connection, tls: 'off', ...change };
		const result = await testLedger.call({} as ICredentialTestFunctions, { id: '1', name: 'x', type: 'r1LedgerPostgresApi', data });
		expect(result).toMatchObject(expected);
	});
});
