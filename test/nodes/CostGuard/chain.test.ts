import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IDataObject, IExecuteFunctions, INode, INodeType } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../../core/budget/ledger/openLedger';
import { startLab, type Lab } from '../../../lab';
import { CostGuard } from '../../../nodes/CostGuard/CostGuard.node';
import { R1Reason } from '../../../nodes/R1Reason/R1Reason.node';
import { runWorkflow } from '../../support/runWorkflow';
import { credentialTypes } from '../R1Reason/runNode';

let lab: Lab;
const folder = mkdtempSync(path.join(tmpdir(), 'r1-chain-'));
let file = '';
let files = 0;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(async () => {
	await lab.close();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
	lab.reset();
	file = path.join(folder, `${files++}.sqlite`);
});

/** Hands its items on, whatever it is said to be. */
const passOn = {
	description: {
		displayName: 'Pass on',
		name: 'passOn',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
} as unknown as INodeType;

const dropAll = { ...passOn, execute: async () => [[]] } as unknown as INodeType;

const node = (name: string, type: string, parameters: object = {}, more: Partial<INode> = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: parameters as INode['parameters'],
	...more,
});
const reserve = (options: object = {}, typeVersion = 1.2) =>
	node(
		'Reserve',
		'n8n-nodes-r1.costGuard',
		{
			operation: 'checkAndReserve',
			ledger: 'sqlite',
			scopes: { entries: [{ key: 'team', limitUsd: '10', period: 'day' }] },
			models: 'deepseek-flash',
			text: 'Hello',
			maxOutputTokens: 1000,
			options: { file, ...options },
		},
		{ typeVersion },
	);
const reason = (options: object = {}, more: Partial<INode> = {}) =>
	node(
		'Reason',
		'n8n-nodes-r1.r1Reason',
		{
			host: 'r1DeepSeekApi',
			model: { __rl: true, mode: 'id', value: 'deepseek-flash' },
			prompt: '={{ $json.prompt ?? "Hello" }}',
			options: { retries: 0, concurrency: 1, ...options },
		},
		{ credentials: { r1DeepSeekApi: { id: 'lab', name: 'lab' } }, ...more },
	);

/** Runs nodes one after the other behind a trigger; `beside` are connected as models of the last one. */
async function chain(
	nodes: INode[],
	items: IDataObject[] = [{}],
	{ beside = [], signal }: { beside?: INode[]; signal?: AbortSignal } = {},
) {
	const all = [node('Start', 'n8n-nodes-base.manualTrigger'), ...nodes];
	const connections = Object.fromEntries(
		all.slice(0, -1).map(({ name }, index) => [name, { main: [[{ node: all[index + 1].name, type: 'main' as const, index: 0 }]] }]),
	);
	const last = all.at(-1)?.name ?? '';
	const models = Object.fromEntries(
		beside.map(({ name }) => [name, { ai_languageModel: [[{ node: last, type: 'ai_languageModel' as const, index: 0 }]] }]),
	);
	const others = [...nodes, ...beside].map(({ type }) => type).filter((type) => !type.startsWith('n8n-nodes-r1.'));
	return await runWorkflow(
		{ name: 'Chain', nodes: [...all, ...beside], connections: { ...connections, ...models } },
		{
			nodes: {
				'n8n-nodes-r1.r1Reason': new R1Reason(),
				'n8n-nodes-r1.costGuard': new CostGuard(),
				'n8n-nodes-r1.r1ChatModel': passOn,
				...Object.fromEntries(others.map((type) => [type, type.endsWith('.filter') ? dropAll : passOn])),
			},
			credentialTypes,
			credentials: { lab: { apiKey: 'k', baseUrl: lab.at('deepseek') } },
			input: items.map((json) => ({ json })),
			signal,
		},
	);
}

async function books(later = 0) {
	const ledger = openLedger({ file, clock: (now) => now + later });
	const report = await ledger.report();
	await ledger.close();
	return report;
}
const hour = 3_600_000;
const usage = { input: 1000, cached: 0, output: 100, reasoning: 50 };
const budgetOf = (items: { json: IDataObject }[] | undefined) => items?.[0]?.json.budget as IDataObject | undefined;

describe('the lease of a reservation', () => {
	const langchain = '@n8n/n8n-nodes-langchain';
	test.each([
		{ name: 'R1 Reason', after: 'n8n-nodes-r1.r1Reason', onExpiry: 'auto' },
		{ name: 'an agent on R1 Chat Model', after: `${langchain}.agent`, model: 'n8n-nodes-r1.r1ChatModel', onExpiry: 'auto' },
		{ name: 'an agent on another model', after: `${langchain}.agent`, model: `${langchain}.lmChatOpenAi`, onExpiry: 'charge' },
		{ name: "n8n's OpenAI node", after: `${langchain}.openAi`, onExpiry: 'charge' },
		{ name: 'an HTTP request', after: 'n8n-nodes-base.httpRequest', onExpiry: 'charge' },
		{ name: 'a node of somebody else', after: 'n8n-nodes-other.model', onExpiry: 'charge' },
		{ name: 'a sub-workflow', after: 'n8n-nodes-base.executeWorkflow', onExpiry: 'charge' },
		{ name: 'R1 Reason, by Cost Guard of before', after: 'n8n-nodes-r1.r1Reason', version: 1.1, onExpiry: 'charge' },
	])('that is sent by $name becomes at its end: $onExpiry', async ({ after, model, version, onExpiry }) => {
		const last = after.endsWith('r1Reason') ? reason() : node('After', after);
		const beside = model ? [node('Model', model)] : [];
		const { byNode } = await chain([reserve({}, version), last], [{}], { beside });
		expect(budgetOf(byNode.Reserve?.[0])).toMatchObject({ onExpiry, ledger: { store: 'sqlite', name: file } });
	});

	test('is charged in full once the call was sent, though nobody settles', async () => {
		lab.script({ answer: 'Yes', usage });
		await chain([reserve(), reason()]);
		const { totals, unanswered } = await books(hour);
		expect(totals).toMatchObject({ calls: 1, chargedOnExpiry: 1, reservedNano: 0 });
		expect(unanswered).toMatchObject([{ why: 'leaseEnded', sent: true, workflow: 'Chain', workflowId: 'workflow', item: 0 }]);
	});
});

describe('what was never sent is given back', () => {
	test.each([
		{ fault: '401', name: 'and that was refused', calls: 3 },
		{ fault: '500', name: 'and that was not served', calls: 3 },
		{ fault: 'reset', name: 'and that may have been charged', calls: 4 },
	] as const)('when a batch fails at its fourth item $name', async ({ fault, calls }) => {
		lab.script({ answer: '1', usage }, { answer: '2', usage }, { answer: '3', usage }, { fault });
		const { error } = await chain(
			[reserve(), reason()],
			[1, 2, 3, 4, 5, 6, 7].map((id) => ({ id })),
		);
		expect(error).toBeDefined();
		const { totals } = await books();
		// Nobody settled what was sent.
		expect(totals.calls).toBe(calls);
		expect(totals.reservedNano).toBeGreaterThan(0);
		expect((await books(hour)).totals).toMatchObject({ calls, chargedOnExpiry: calls });
	});

	test('but not what was refused once and charged at the second try', async () => {
		lab.script({ fault: '429' }, { fault: 'reset' });
		const { error } = await chain([reserve(), reason({ retries: 1 })]);
		expect(error).toBeDefined();
		expect((await books()).totals.calls).toBe(1);
		expect((await books(hour)).totals).toMatchObject({ calls: 1, chargedOnExpiry: 1 });
	});

	test('when the run is stopped', async () => {
		const stop = new AbortController();
		lab.script({ fault: 'silence' });
		const run = chain([reserve(), reason()], [{}, {}, {}], { signal: stop.signal });
		await expect.poll(() => lab.received.filter(({ method }) => method === 'POST').length).toBe(1);
		stop.abort();
		await run.catch(() => undefined);
		await expect.poll(async () => (await books()).totals.calls).toBe(1);
	});

	test('when no node took it', async () => {
		const filter = node('Filter', 'n8n-nodes-base.filter');
		await chain([reserve(), filter, reason()]);
		expect((await books()).totals).toMatchObject({ calls: 0, reservedNano: 0 });
	});
});

describe('a reservation of another process', () => {
	/** As Check and Reserve does it, but unknown to the nodes of this process. */
	async function elsewhere() {
		const ledger = openLedger({ file });
		const scopes = [{ key: 'team', period: 'day' as const, limitNano: 1e9 }];
		const reservation = await ledger.reserve({ scopes, estimateNano: 1000, leaseMs: 60_000 });
		await ledger.close();
		return String(reservation.reservationId);
	}

	test('is marked as sent all the same', async () => {
		const budget = { reservationId: await elsewhere(), onExpiry: 'auto', ledger: { store: 'sqlite', name: file } };
		lab.script({ answer: 'Yes', usage });
		const { byNode } = await chain([reason()], [{ budget }]);
		expect(byNode.Reason?.[0]?.[0]?.json).toMatchObject({ answer: 'Yes' });
		expect((await books(hour)).totals).toMatchObject({ spentNano: 1000, chargedOnExpiry: 1 });
	});

	test.each([
		{ name: 'in a file that is not here', ledger: () => ({ store: 'sqlite', name: `${file}.elsewhere` }), says: /is not on this machine/ },
		{
			name: 'in PostgreSQL without its credential',
			ledger: () => ({ store: 'postgres', name: '' }),
			says: /choose PostgreSQL under Options/,
		},
	])('that lies $name is not sent: it would be given back though it was paid', async ({ ledger, says }) => {
		const budget = { reservationId: await elsewhere(), onExpiry: 'auto', ledger: ledger() };
		const { error } = await chain([reason()], [{ budget }]);
		expect(error?.message).toMatch(/can't be marked as sent/);
		expect(error?.description).toMatch(says);
		expect(lab.chats).toHaveLength(0);
	});
});

describe('an idempotency key', () => {
	const key = '={{ $json.key }}';

	test('sends an item that was asked before to an output of its own, with what became of it', async () => {
		lab.script({ answer: 'Yes', usage });
		await chain([reserve({ idempotencyKey: key }), reason()], [{ key: 'a' }]);
		const { byNode } = await chain([reserve({ idempotencyKey: key }), reason()], [{ key: 'a' }, { key: 'b' }, {}]);
		expect(byNode.Reserve?.map((lane) => lane.length)).toEqual([2, 0, 0, 1]);
		expect(budgetOf(byNode.Reserve?.[3])).toMatchObject({
			status: 'repeated',
			reservationId: null,
			idempotencyKey: 'a',
			earlier: { state: 'held', sent: true, answered: 'unknown', executionId: expect.any(String) },
		});
		expect(lab.chats).toHaveLength(3);
	});

	test('of R1 Reason with budgets does not pay again, and says where the answer is', async () => {
		const options = { ledgerFile: file, budgets: { entries: [{ key: 'team', limitUsd: '10', period: 'day' }] }, idempotencyKey: key };
		lab.script({ answer: 'Yes', usage });
		await chain([reason(options)], [{ key: 'a' }]);
		const { error } = await chain([reason(options)], [{ key: 'a' }]);
		expect(error?.message).toMatch(/made before under the same idempotency key/);
		expect(error?.description).toMatch(/in execution \d+, it was answered for \$0\.0/);
		expect(lab.chats).toHaveLength(1);
		await chain([reason(options)], [{ key: 'b' }]);
		expect((await books()).totals.calls).toBe(2);
	});

	test('without budgets is an error, for nothing would be looked up', async () => {
		const { error } = await chain([reason({ idempotencyKey: 'a' })]);
		expect(error?.message).toMatch(/Idempotency Key/);
	});
});

test('an overrun of the budgets of R1 Reason is a field, a hint and a line of the report', async () => {
	const options = { ledgerFile: file, budgets: { entries: [{ key: 'team', limitUsd: '10', period: 'day' }] }, maxTokens: 100 };
	lab.script({ answer: 'Long', usage: { ...usage, output: 50_000 } });
	const { byNode, run } = await chain([reason(options)]);
	expect(byNode.Reason?.[0]?.[0]?.json.settlement).toMatchObject({ overrun: true, overrunUsd: expect.any(Number) });
	const hints = run.data.resultData.runData.Reason?.[0]?.hints ?? [];
	expect(hints.map(({ message }) => message).join()).toMatch(/1 of 1 requests cost more than was reserved/);
	expect((await books()).totals).toMatchObject({ overruns: 1 });
});
