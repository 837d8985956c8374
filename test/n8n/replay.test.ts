import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import replayWorkflow from '../../workflows/replay-history.json';
import { startAnsweringHost } from './answeringHost';
import { N8n } from './n8n';
import { signIn, type Session } from './session';

const root = path.join(import.meta.dirname, '../..');
const langchain = '@n8n/n8n-nodes-langchain.';
const labels = ['billing', 'delivery', 'refund', 'other'];
const ticketOf = (text: string) => Number(/Ticket (\d+)/.exec(text)?.[1] ?? 0);
const labelOf = (text: string) => labels[ticketOf(text) % labels.length];
const count = 60;

type Host = Awaited<ReturnType<typeof startAnsweringHost>>;
type Json = Record<string, unknown>;

describe('a replay of what a real n8n has recorded', { timeout: 300_000 }, () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'replay-n8n-'));
	let n8n: N8n;
	let session: Session;
	let old: Host;
	let candidate: Host;
	let key = '';
	let all = '';
	let ticketsId = '';

	const api = async (method: string, route: string, body?: unknown) => {
		const response = await fetch(`${n8n.url}/api/v1${route}`, {
			method,
			headers: { 'X-N8N-API-KEY': all, 'content-type': 'application/json' },
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text.slice(0, 600)}`);
		return JSON.parse(text) as { id: string; data: Json[]; nodes: Json[]; connections: Json; name: string };
	};
	async function publish(workflow: Json): Promise<string> {
		const { id } = await api('POST', '/workflows', { settings: {}, ...workflow });
		await api('POST', `/workflows/${id}/publish`, {});
		return id;
	}
	async function call(hook: string, body: object): Promise<{ text: string; milliseconds: number }> {
		for (let attempt = 0; ; attempt++) {
			const started = performance.now();
			const response = await fetch(`${n8n.url}/webhook/${hook}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			const text = await response.text();
			// Publishing takes effect a little after it is answered.
			if (response.status !== 404 || attempt > 80) return { text, milliseconds: performance.now() - started };
			await sleep(250);
		}
	}
	/** The published command in a process of its own. */
	function start(args: string[], env: Record<string, string> = {}) {
		const child = spawn(process.execPath, [path.join(root, 'dist/cli/main.js'), ...args], {
			cwd: folder,
			env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', N8N_API_KEY: key, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let said = '';
		child.stdout.on('data', (part) => (said += part));
		child.stderr.on('data', (part) => (said += part));
		const ended = new Promise<{ code: number | null; said: string }>((resolve, reject) =>
			child.on('error', reject).on('close', (code) => resolve({ code, said })),
		);
		return { child, ended };
	}
	const command = (...args: string[]) => start(args).ended;
	const replay = (out: string, ...more: string[]) => [
		...['replay', 'calls.jsonl', '--candidate', `new-model@${candidate.url}`, '--margin', '20', '--calls', '50', '--n8n', n8n.url],
		...['--out', out, ...more],
	];

	beforeAll(async () => {
		[old, candidate] = await Promise.all([startAnsweringHost(labelOf), startAnsweringHost(labelOf)]);
		n8n = await N8n.install();
		const of = (id: string, type: string, data: object) => ({ id, name: id, type, data });
		await n8n.importCredentials([
			of('openai0000000001', 'openAiApi', { apiKey: 'sk-x', url: old.url }),
			of('candidate0000001', 'r1CompatibleApi', { apiKey: 'k', baseUrl: candidate.url }),
			of('live000000000001', 'r1CompatibleApi', { apiKey: 'k', baseUrl: old.url }),
			of('shadow0000000001', 'r1ShadowApi', { apiKey: 'k', baseUrl: candidate.url, profile: 'deepseek' }),
		]);
		await n8n.start();
		session = await signIn(n8n);
		all = await session.newKey();
		key = await session.newKey(['execution:list', 'execution:read', 'workflow:read']);
		await n8n.importCredentials([of('instance00000001', 'r1N8nApi', { url: n8n.url, apiKey: key })]);
		ticketsId = await publish(ticketsWorkflow);
		const limit = pLimit(3);
		await Promise.all(
			Array.from({ length: count }, (_, index) =>
				limit(() => call('tickets', { text: `Ticket ${index} of anna.schmidt@example.com: what is it about?` })),
			),
		);
		await vi.waitFor(async () => expect((await api('GET', '/executions?limit=250')).data).toHaveLength(count), { timeout: 60_000 });
	}, 600_000);

	afterAll(async () => {
		await n8n?.stop();
		await Promise.all([old?.close(), candidate?.close()]);
		if (n8n) rmSync(n8n.folder, { recursive: true, force: true });
		rmSync(folder, { recursive: true, force: true });
	}, 60_000);

	test('the command reads the instance: first a list, then a file without persons', async () => {
		const dry = await command('history', '--n8n', n8n.url, '--dry-run', '--out', 'dry.jsonl', '--candidate', 'deepseek-flash');
		expect(dry.said).toMatch(new RegExp(`${count} calls of language models in ${count} executions`));
		expect(dry.said).toMatch(/Personal data that would be taken out\n.*e-mail address, 1 different/);
		expect(existsSync(path.join(folder, 'dry.jsonl'))).toBe(false);
		const wrote = await command('history', '--n8n', n8n.url, '--out', 'calls.jsonl');
		expect(wrote).toMatchObject({ code: 0, said: expect.stringMatching(/Written {2}calls\.jsonl/) });
		const text = readFileSync(path.join(folder, 'calls.jsonl'), 'utf8');
		expect(text).not.toContain('anna.schmidt');
		const calls = text
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Json);
		expect(calls).toHaveLength(count);
		for (const one of calls) expect(one).toMatchObject({ rebuilt: { level: 'exact' }, use: { kind: 'label', from: 'branch' } });
		expect(candidate.received).toHaveLength(0);
	});

	test('nothing is sent before somebody says yes', async () => {
		const { code, said } = await command(...replay('asked'));
		expect(code).toBe(2);
		expect(said).toMatch(/Prompts go to:\n\s+candidate\s+50 requests to new-model at 127\.0\.0\.1/);
		expect(said).toMatch(/Cost of all of it: /);
		expect(said).toMatch(/say --yes if the prompts may be sent/);
		expect(candidate.received).toHaveLength(0);
	});

	test('a run that is killed goes on without asking again, and ends in a verdict', async () => {
		candidate.delayMs = 300;
		const { child, ended } = start(replay('equal', '--yes'));
		await vi.waitFor(() => expect(candidate.received.length).toBeGreaterThan(12), { timeout: 60_000 });
		child.kill('SIGKILL');
		await ended;
		candidate.delayMs = 0;
		const { code, said } = await command(...replay('equal', '--yes'));
		expect(said).toMatch(/not\s+worse\s+than\s+the\s+old\s+model/i);
		expect(said).toMatch(/Went on with the answers of an interrupted run/);
		expect(code).toBe(0);
		const prompts = candidate.received.map(({ messages }) => JSON.stringify(messages));
		// Only what was under way when it was killed is asked twice.
		expect(prompts.length - new Set(prompts).size).toBeLessThanOrEqual(8);
		expect(prompts.join()).not.toContain('anna.schmidt');
		expect(JSON.parse(readFileSync(path.join(folder, 'equal/gate.json'), 'utf8'))).toMatchObject({ margin: 0.2, cases: 50 });
		const report = JSON.parse(readFileSync(path.join(folder, 'equal/report.json'), 'utf8')) as { checks: Json[] };
		expect(report.checks.find(({ id }) => id === 'quality')).toMatchObject({
			verdict: 'pass',
			figures: { source: 'history', workflows: 1, gate: { valid: true } },
		});
	});

	test('a candidate that answers past the labels fails', async () => {
		candidate.answer = (text) => (ticketOf(text) % 2 === 0 ? 'I would rather not say.' : labelOf(text));
		const { code, said } = await command(...replay('worse', '--yes'));
		candidate.answer = labelOf;
		expect(said).toMatch(/Fail: worse than the old model/);
		expect(code).toBe(1);
	});

	test('the bundled workflow lists at the first click, and gives a verdict once it may send', async () => {
		const text = JSON.stringify(replayWorkflow).replaceAll('/home/node/.n8n-files', n8n.files);
		const json = JSON.parse(text) as { name: string; nodes: Json[]; connections: object };
		const pick = (id: string) => ({ id, name: id });
		const nodes = json.nodes.map((node): Json => ({
			...node,
			credentials:
				node.name === 'Residency' || node.name === 'Replay'
					? { r1CompatibleApi: pick('candidate0000001'), ...(node.name === 'Replay' ? { r1N8nApi: pick('instance00000001') } : {}) }
					: {},
			parameters: {
				...(node.parameters as Json),
				...(node.name === 'Residency' ? { allowedCountries: '', allowedOperators: '127.0.0.1' } : {}),
				...(node.name === 'Replay' ? { marginPoints: 20 } : {}),
			},
		}));
		const { id } = await api('POST', '/workflows', { name: json.name, nodes, connections: json.connections, settings: {} });
		candidate.received.length = 0;
		const listed = await click(id);
		expect(listed).toMatchObject({ verdict: 'skipped', figures: { source: 'executions', listedOnly: true, callsInHistory: count } });
		expect(listed.summary).toMatch(/^Nothing was sent\. \d+ calls of 1 workflow would go to deepseek-flash at 127\.0\.0\.1/);
		expect(candidate.received).toHaveLength(0);
		const workflow = await api('GET', `/workflows/${id}`);
		await api('PUT', `/workflows/${id}`, {
			name: workflow.name,
			settings: {},
			connections: workflow.connections,
			nodes: nodes.map((node) =>
				node.name === 'Replay' ? { ...node, parameters: { ...(node.parameters as Json), listOnly: false } } : node,
			),
		});
		const done = await click(id);
		expect(done.summary).toMatch(/^Not worse than the old model/);
		expect(done).toMatchObject({ verdict: 'pass', figures: { source: 'history', gate: { valid: true } } });
		expect(candidate.received.length).toBeGreaterThan(10);
		expect(JSON.stringify(candidate.received)).not.toContain('anna.schmidt');
		expect(existsSync(path.join(n8n.files, 'replay/gate.json'))).toBe(true);
	});

	/** Starts a workflow as the editor does, and gives the record of its quality check. */
	async function click(id: string): Promise<Json> {
		const { executionId } = (await session.rest('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: 'Start' } })) as {
			executionId: string;
		};
		const ended = async () => {
			const execution = (await session.rest('GET', `/executions/${executionId}`)) as { finished: boolean; status: string };
			expect(execution.status).toMatch(/success|error/);
			return execution.status;
		};
		expect(await vi.waitFor(ended, { timeout: 120_000, interval: 500 })).toBe('success');
		const { data } = (await api('GET', `/executions/${executionId}?includeData=true`)) as unknown as {
			data: { resultData: { runData: Record<string, { data: { main: { json: Json }[][] } }[]> } };
		};
		const [report] = data.resultData.runData.Report[0].data.main[0];
		return (report.json.checks as Json[]).find((check) => check.id === 'quality') ?? {};
	}

	test('a gate falls once the workflow has changed', async () => {
		const { name, nodes, connections } = await api('GET', `/workflows/${ticketsId}`);
		const change = (text: string) => ({
			...{ name, connections, settings: {} },
			nodes: nodes.map((node) => (node.name === 'Chain' ? { ...node, parameters: { ...(node.parameters as Json), text } } : node)),
		});
		await api('PUT', `/workflows/${ticketsId}`, change('=Sort this: {{ $json.body.text }}'));
		const stale = await command(...replay('equal', '--yes'));
		expect(stale.said).toMatch(/the workflow "Tickets" has\s+changed\s+since\s+the\s+gate\s+was\s+written/i);
		expect(stale.code).toBe(1);
	});

	test("a shadow model of an agent's R1 Chat Model delays and changes nothing, and pauses by itself", async () => {
		const file = path.join(n8n.files, 'shadow.jsonl');
		await publish(agentWorkflow('agent-shadow', file, 5));
		candidate.received.length = 0;
		candidate.answer = (text) => `Shadow of ${text}`;
		candidate.delayMs = 20_000;
		const first = await call('agent-shadow', { text: 'Ticket 1 of anna.schmidt@example.com?' });
		expect(first.text).toContain('delivery');
		// The shadow model is asked at once, and is still at it when the answer has long gone out.
		await vi.waitFor(() => expect(candidate.received).toHaveLength(1), { timeout: 15_000 });
		expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe('');
		const [live] = old.received.slice(-1);
		expect(candidate.received[0]?.messages).toEqual(live?.messages);
		await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toMatch(/\n$/), { timeout: 60_000, interval: 500 });
		const record = readFileSync(file, 'utf8');
		expect(record).not.toContain('anna.schmidt');
		expect(JSON.parse(record)).toMatchObject({
			call: { answer: { text: 'delivery' } },
			candidate: { answer: { text: expect.stringMatching(/Shadow of .*\[e-mail address 1\]/) } },
		});
		candidate.delayMs = 0;
		candidate.answer = () => 503;
		candidate.received.length = 0;
		for (let index = 0; index < 6; index += 1) {
			expect((await call('agent-shadow', { text: `Ticket ${index}` })).text).toContain(labelOf(`Ticket ${index}`));
			await sleep(400);
		}
		expect(candidate.received.length).toBe(3);
		candidate.answer = labelOf;
	});
});

const node = (name: string, type: string, typeVersion: number, parameters: object, more: object = {}) => ({
	...{ id: name.toLowerCase().replaceAll(' ', '-'), name, type, typeVersion, position: [0, 0], parameters },
	...more,
});
const hook = (place: string) =>
	node(
		'Hook',
		'n8n-nodes-base.webhook',
		2,
		{ path: place, httpMethod: 'POST', responseMode: 'lastNode', options: {} },
		{ webhookId: place },
	);
const main = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
const modelId = (value: string) => ({ __rl: true, mode: 'id', value });
const model = (name: string) => ({ ai_languageModel: [[{ node: name, type: 'ai_languageModel', index: 0 }]] });

const rule = (label: string) => ({
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [{ id: label, leftValue: '={{ $json.text }}', rightValue: label, operator: { type: 'string', operation: 'equals' } }],
		combinator: 'and',
	},
});

const ticketsWorkflow = {
	name: 'Tickets',
	nodes: [
		hook('tickets'),
		node('Chain', `${langchain}chainLlm`, 1.7, {
			promptType: 'define',
			text: '={{ $json.body.text }}',
			messages: { messageValues: [{ type: 'SystemMessagePromptTemplate', message: `Answer one of: ${labels.join(', ')}` }] },
		}),
		node(
			'Model',
			`${langchain}lmChatOpenAi`,
			1.3,
			{ model: modelId('old-model'), responsesApiEnabled: false, options: { temperature: 0.2 } },
			{ credentials: { openAiApi: { id: 'openai0000000001', name: 'openai0000000001' } } },
		),
		node('Sort', 'n8n-nodes-base.switch', 3.2, { rules: { values: labels.map(rule) }, options: { fallbackOutput: 'extra' } }),
	],
	connections: { Hook: main('Chain'), Chain: main('Sort'), Model: model('Chain') },
};

const agentWorkflow = (place: string, file: string, dailyUsd: number) => ({
	name: `Agent ${place}`,
	nodes: [
		hook(place),
		node('Agent', `${langchain}agent`, 3.1, { promptType: 'define', text: '={{ $json.body.text }}', options: {} }),
		node(
			'Model',
			'n8n-nodes-r1.r1ChatModel',
			1,
			{
				host: 'r1CompatibleApi',
				model: modelId('old-model'),
				options: { shadow: { entry: { model: 'deepseek-flash', sharePercent: 100, dailyUsd, file } } },
			},
			{
				credentials: {
					r1CompatibleApi: { id: 'live000000000001', name: 'live000000000001' },
					r1ShadowApi: { id: 'shadow0000000001', name: 'shadow0000000001' },
				},
			},
		),
		node('Calculator', `${langchain}toolCalculator`, 1, {}),
	],
	connections: {
		Hook: main('Agent'),
		Model: model('Agent'),
		Calculator: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
	},
});
