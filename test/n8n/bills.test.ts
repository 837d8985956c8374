import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Report } from '../../core/budget/ledger/report';
import { openLedger } from '../../core/budget/ledger/openLedger';
import { costOf } from '../../core/money/cost';
import type { WorkflowJson } from '../support/runWorkflow';
import { startBillingHost, type BillingHost } from './billingHost';
import { N8n } from './n8n';
import { signIn, type Session } from './session';

let host: BillingHost;
let n8n: N8n;
let session: Session;

const langchain = '@n8n/n8n-nodes-langchain';
const node = (name: string, type: string, typeVersion: number, parameters: object, credentials?: string): INode => ({
	...{ id: name, name, type, typeVersion, position: [0, 0] },
	parameters: parameters as INode['parameters'],
	...(credentials ? { credentials: { [credentials]: { id: credentials, name: credentials } } } : {}),
});
const model = (value: string) => ({ __rl: true, mode: 'id', value });

/** Reserve, a node of n8n that calls a model, Settle; with a tool or without. */
function guarded(id: string, caller: INode, asked: string, tool: boolean): WorkflowJson {
	const reserve = {
		...{ operation: 'checkAndReserve', ledger: 'sqlite', models: asked, text: 'What is 2+2?', maxOutputTokens: 1000 },
		scopes: { entries: [{ key: 'everything', limitUsd: '100', period: 'day' }] },
		options: { calls: 4 },
	};
	const settle = {
		...{ operation: 'settle', ledger: 'sqlite', usageFrom: 'item', options: {} },
		reservationId: "={{ $('Reserve').item.json.budget.reservationId }}",
	};
	return {
		id,
		name: id,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Reserve', 'n8n-nodes-r1.costGuard', 1.2, reserve),
			caller,
			node('Settle', 'n8n-nodes-r1.costGuard', 1.2, settle),
			...(tool ? [node('Calculator', `${langchain}.toolCalculator`, 1, {})] : []),
		],
		connections: {
			Start: { main: [[{ node: 'Reserve', type: 'main', index: 0 }]] },
			Reserve: { main: [[{ node: caller.name, type: 'main', index: 0 }]] },
			[caller.name]: { main: [[{ node: 'Settle', type: 'main', index: 0 }]] },
			...(tool ? { Calculator: { ai_tool: [[{ node: caller.name, type: 'ai_tool', index: 0 }]] } } : {}),
		},
	};
}

const vendors = [
	{
		name: 'OpenAI',
		asked: 'gpt-6.1-terra',
		caller: node(
			'Call',
			`${langchain}.openAi`,
			2,
			{
				...{ resource: 'text', operation: 'response', simplify: false, modelId: model('gpt-6.1-terra') },
				...{ responses: { values: [{ content: 'What is 2+2?' }] }, builtInTools: {}, options: {} },
			},
			'openAiApi',
		),
	},
	{
		name: 'Anthropic',
		asked: 'claude-sonnet-5',
		caller: node(
			'Call',
			`${langchain}.anthropic`,
			1,
			{
				...{ resource: 'text', operation: 'message', simplify: false, modelId: model('claude-sonnet-5') },
				...{ messages: { values: [{ content: 'What is 2+2?' }] }, options: {} },
			},
			'anthropicApi',
		),
	},
	{
		name: 'Gemini',
		asked: 'gemini-3.8-flash',
		caller: node(
			'Call',
			`${langchain}.googleGemini`,
			1,
			{
				...{ resource: 'text', operation: 'message', simplify: false, modelId: model('models/gemini-3.8-flash') },
				...{ messages: { values: [{ content: 'What is 2+2?' }] }, options: {} },
			},
			'googlePalmApi',
		),
	},
] as const;
const idOf = (name: string, tool: boolean) => `bills${name}${tool ? 'Tool' : 'Plain'}`.padEnd(16, '0');

/** The agent on R1 Chat Model with a budget and a tool. */
const agent: WorkflowJson = {
	id: 'billsAgent000000',
	name: 'Agent',
	nodes: [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Agent', `${langchain}.agent`, 3.1, { promptType: 'define', text: 'What is 2+2?', options: { enableStreaming: false } }),
		node('Calculator', `${langchain}.toolCalculator`, 1, {}),
		node(
			'Model',
			'n8n-nodes-r1.r1ChatModel',
			1,
			{
				...{ host: 'r1DeepSeekApi', model: model('deepseek-flash') },
				options: { retries: 0, budgets: { entries: [{ key: 'everything', limitUsd: '100', period: 'day' }] } },
			},
			'r1DeepSeekApi',
		),
	],
	connections: {
		Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
		Calculator: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
	},
};

/** The bundled workflow as it is, with a credential picked or none. */
function bundled(id: string, credential: boolean): WorkflowJson {
	const workflow: WorkflowJson = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../workflows/guarded-reasoning.json'), 'utf8'));
	const nodes = workflow.nodes.map((each) =>
		credential && each.type.endsWith('.r1Reason')
			? { ...each, credentials: { r1DeepSeekApi: { id: 'r1DeepSeekApi', name: 'r1DeepSeekApi' } } }
			: each,
	);
	return { ...workflow, id, name: id, nodes };
}

beforeAll(async () => {
	host = await startBillingHost();
	n8n = await N8n.install();
	const credential = (type: string, data: object) => ({ id: type, name: type, type, data });
	await n8n.importCredentials([
		credential('r1DeepSeekApi', { apiKey: 'k', baseUrl: `${host.url}/v1` }),
		credential('openAiApi', { apiKey: 'k', url: `${host.url}/v1` }),
		credential('anthropicApi', { apiKey: 'k', url: host.url }),
		credential('googlePalmApi', { apiKey: 'k', host: host.url }),
	]);
	await n8n.importWorkflows([
		bundled('billsGuarded0000', true),
		bundled('billsBare0000000', false),
		agent,
		...vendors.flatMap(({ name, caller, asked }) => [true, false].map((tool) => guarded(idOf(name, tool), caller, asked, tool))),
	]);
	await n8n.start();
	session = await signIn(n8n);
}, 180_000);
afterAll(async () => {
	await n8n.stop();
	await host.close();
});

async function books(laterMs = 0): Promise<Report> {
	const ledger = openLedger({ file: path.join(n8n.folder, '.n8n', 'r1-budget.sqlite'), clock: (now) => now + laterMs });
	const report = await ledger.report();
	await ledger.close();
	return report;
}

let before: Report['totals'];
beforeEach(async () => {
	host.reset();
	before = (await books()).totals;
});
const spentSince = async () => (await books()).totals.spentNano - before.spentNano;
const reservedSince = async () => (await books()).totals.reservedNano - before.reservedNano;

/** What the provider's bill comes to, by its own record of tokens. */
const bill = () =>
	host.charges.reduce((sum, { model: asked, at, ...tokens }) => {
		const cost = costOf({ ...tokens, cachedTokens: 0, reasoningTokens: 0, answerTokens: 0 }, asked, at);
		if (cost === 'unknown') throw new Error(`The catalogue has no price for ${asked}`);
		return sum + cost;
	}, 0);

const begin = async (id: string) =>
	String(
		((await session.rest('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: 'Start' } })) as { executionId: string })
			.executionId,
	);
const statusOf = async (execution: string) => ((await session.rest('GET', `/executions/${execution}`)) as { status: string }).status;

async function run(id: string) {
	const execution = await begin(id);
	await expect
		.poll(async () => await statusOf(execution), { timeout: 60_000, interval: 200 })
		.toMatch(/^(success|error|crashed|canceled)$/);
	return await statusOf(execution);
}

describe('the ledger in the real n8n, after guarded reasoning', () => {
	test('with the right key equals the bill to the nano-dollar', async () => {
		expect(await run('billsGuarded0000')).toBe('success');
		expect(host.charges).toHaveLength(1);
		expect(await spentSince()).toBe(bill());
		expect(await reservedSince()).toBe(0);
	});

	test('with a wrong key is as before', async () => {
		host.script('unauthorized', 'unauthorized', 'unauthorized');
		await run('billsGuarded0000');
		expect(host.requests()).toBeGreaterThan(0);
		expect([await spentSince(), await reservedSince()]).toEqual([0, 0]);
	});

	test('without a credential is as before, and nothing was sent', async () => {
		await run('billsBare0000000');
		expect(host.requests()).toBe(0);
		expect([await spentSince(), await reservedSince()]).toEqual([0, 0]);
	});

	test('with a cut stream charges in full, and says that it may be paid', async () => {
		host.script('cut');
		await run('billsGuarded0000');
		expect(host.charges).toHaveLength(1);
		expect(await spentSince()).toBeGreaterThan(bill());
		const { totals, unanswered } = await books();
		expect(totals.unanswered - before.unanswered).toBe(1);
		expect(unanswered[0]).toMatchObject({ why: 'failed', workflow: 'billsGuarded0000', workflowId: 'billsGuarded0000' });
	});

	test('that was stopped holds what was sent until its lease ends, and then says that it may be paid', async () => {
		host.script('slow');
		const execution = await begin('billsGuarded0000');
		await expect.poll(() => host.charges.length, { timeout: 30_000 }).toBe(1);
		await session.rest('POST', `/executions/${execution}/stop`, {});
		await expect.poll(async () => await statusOf(execution), { timeout: 30_000 }).toBe('canceled');
		expect(await reservedSince()).toBeGreaterThan(bill());
		const { unanswered } = await books(3_600_000);
		expect(unanswered[0]).toMatchObject({ why: 'leaseEnded', sent: true, executionId: execution, item: 0 });
	});
});

test('after an agent on R1 Chat Model, with a tool, equals the bill of all of its calls', async () => {
	host.script('tool', 'answer');
	expect(await run('billsAgent000000')).toBe('success');
	expect(host.charges).toHaveLength(2);
	expect(await spentSince()).toBe(bill());
});

describe.each(vendors)("after n8n's $name node", ({ name }) => {
	test('equals the bill', async () => {
		expect(await run(idOf(name, false))).toBe('success');
		expect(host.charges).toHaveLength(1);
		expect(await spentSince()).toBe(bill());
	});

	test('with a tool, whose earlier turns it does not tell, charges in full', async () => {
		host.script('tool', 'answer');
		expect(await run(idOf(name, true))).toBe('success');
		expect(host.charges).toHaveLength(2);
		expect(await spentSince()).toBeGreaterThan(bill());
		expect(await reservedSince()).toBe(0);
	});
});
