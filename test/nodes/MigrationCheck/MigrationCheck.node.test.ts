import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IDataObject, ILoadOptionsFunctions, INodeExecutionData } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { bundledTasks } from '../../../core/tasks/bundled';
import { MigrationCheck } from '../../../nodes/MigrationCheck/MigrationCheck.node';
import { startLab, type Lab } from '../../../lab';
import { chainOf, jsonOf, runChecks } from '../../core/checks/runChecks';

let lab: Lab;
const folder = mkdtempSync(path.join(tmpdir(), 'checks-'));
beforeAll(async () => {
	lab = await startLab({ tasks: bundledTasks({ count: 20 }) });
});
beforeEach(() => lab.reset());
afterAll(async () => {
	await lab.close();
	rmSync(folder, { recursive: true });
});

const privacy = (policy: string) => ({ operation: 'privacy', policy, processor: 'DeepSeek', country: 'CN' });
const quality = (more: object = {}) => ({
	operation: 'quality',
	candidateCredential: 'r1CompatibleApi',
	candidateModel: 'lab-right',
	qualityOptions: { taskCount: 20 },
	...more,
});
const run = async (
	checks: Record<string, unknown>[],
	input?: IDataObject[],
	onError?: 'continueRegularOutput',
	report?: Record<string, unknown>,
) =>
	await runChecks(chainOf(checks, report, onError), lab.baseURL, { input: (input ?? [{}]).map((json): INodeExecutionData => ({ json })) });

describe('Migration Check', () => {
	test('puts out one item with the result, paired with all items that it looked at', async () => {
		const { byNode, error } = await run(
			[{ operation: 'privacy', policy: '' }],
			[{ text: 'We use DeepSeek.' }, { text: 'Last updated: 2020-01-01' }],
		);
		expect(error).toBeUndefined();
		const [items] = byNode['Check 1'];
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({ id: 'privacy', figures: { sentencesRead: 2 }, run: { durationMs: expect.any(Number) } });
		expect(items[0].pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('passes on the results of checks before it, and does not take them for its own evidence', async () => {
		const { byNode } = await run([privacy('We use DeepSeek.'), quality()]);
		expect(jsonOf(byNode['Check 2'][0]).map(({ id }) => id)).toEqual(['privacy', 'quality']);
		expect(byNode['Check 2'][0][0].pairedItem).toEqual({ item: 0 });
	});

	test('since version 1.1 the model is picked from the list of its endpoint', async () => {
		const workflow = chainOf([quality({ candidateModel: { __rl: true, mode: 'list', value: 'lab-right' } })]);
		const nodes = workflow.nodes.map((node) => (node.name === 'Check 1' ? { ...node, typeVersion: 1.1 } : node));
		const { byNode, error } = await runChecks({ ...workflow, nodes }, lab.baseURL);
		expect(error).toBeUndefined();
		expect(byNode['Check 1'][0][0].json).toMatchObject({ run: { candidate: { model: 'lab-right' } } });
	});

	test.each([
		{ asked: 'r1CompatibleApi', listed: true },
		{ asked: 'none', listed: false },
	])('an inventory with $asked as the endpoint to ask says whether models are listed there: $listed', async ({ asked, listed }) => {
		const node = { id: 'a', name: 'Model', type: '@n8n/n8n-nodes-langchain.lmChatDeepSeek', typeVersion: 1, position: [0, 0] };
		const workflow = {
			name: 'Old',
			nodes: [
				{ ...node, parameters: { model: 'lab-right' } },
				{ ...node, id: 'b', name: 'Other', parameters: { model: 'deepseek-reasoner' } },
			],
			connections: {},
		};
		const chain = chainOf([{ operation: 'inventory', source: 'items', candidateCredential: asked }]);
		const { byNode, error } = await runChecks(chain, lab.baseURL, {
			input: [{ json: workflow as unknown as IDataObject }],
			credentials: { r1CompatibleApi: { baseUrl: lab.baseURL, apiKey: 'lab', profile: 'deepseek' } },
		});
		expect(error).toBeUndefined();
		const [{ findings }] = jsonOf(byNode['Check 1'][0]) as unknown as [{ findings: { model: string; action: string }[] }];
		const actionOf = (wanted: string) => findings.find(({ model }) => model === wanted)?.action;
		expect(actionOf('lab-right')?.includes('Its endpoint lists it')).toBe(listed);
		expect(actionOf('deepseek-reasoner')?.includes('Its endpoint does not list it')).toBe(listed);
	});

	test.each([
		['searchCandidateModels', { candidateCredential: 'r1CompatibleApi' }],
		['searchBaselineModels', { candidateCredential: 'r1CompatibleApi', baselineCredential: 'same' }],
	] as const)('%s lists what the endpoint serves', async (name, chosen: Record<string, string>) => {
		const context = {
			helpers: {},
			getNode: () => ({}),
			getCurrentNodeParameter: (field: string) => chosen[field],
			getCredentials: async () => ({ baseUrl: lab.baseURL, apiKey: 'lab' }),
		};
		const { listSearch } = new MigrationCheck().methods;
		const { results } = await listSearch[name].call(context as unknown as ILoadOptionsFunctions, 'lab-r');
		expect(results.map(({ value }) => value)).toContain('lab-right');
	});

	test.each([
		[{ concurrency: 'many' }, 'The field "Concurrency" can\'t be used', 'Must be a number.'],
		[{ concurrency: 0 }, 'The field "Concurrency" can\'t be used', 'Must be a whole number from 1.'],
		[{ maxCostUsd: -1 }, 'The field "Maximum Cost (USD)" can\'t be used', 'Must be US dollars, from 0 to 9,007,199.'],
	])('run options %j are refused by their name', async (runOptions, message, description) => {
		const { error } = await run([{ ...privacy('We use DeepSeek.'), runOptions }]);
		expect(error).toMatchObject({ message, description });
	});

	test('run options that an expression leaves empty count as not set', async () => {
		const { error, byNode } = await run([
			{ ...privacy('We use DeepSeek.'), runOptions: { concurrency: '={{ $json.none }}', maxCostUsd: '' } },
		]);
		expect(error).toBeUndefined();
		expect(jsonOf(byNode['Check 1'][0])).toMatchObject([{ id: 'privacy' }]);
	});

	test('run twice in one workflow, the later result counts', async () => {
		const { byNode } = await run([privacy('We use OpenAI.'), privacy('DeepSeek processes the messages that you write to our assistant.')]);
		const results = jsonOf(byNode['Check 2'][0]);
		expect(results).toHaveLength(1);
		expect(results[0].findings).toEqual(expect.arrayContaining([expect.objectContaining({ clause: 'processor', status: 'found' })]));
	});

	test('knows the provider lab and says that what it measured there is emulated', async () => {
		const { byNode } = await run([quality()]);
		expect(jsonOf(byNode['Check 1'][0])[0]).toMatchObject({
			id: 'quality',
			emulated: true,
			run: { candidate: { model: 'lab-right' }, spentUsd: 0 },
		});
		expect(lab.chats).toHaveLength(20);
	});

	test('a check that breaks ends the run with a message that says what to do', async () => {
		const { error } = await run([quality({ candidateModel: '' })]);
		expect(error).toMatchObject({
			message: 'The field "Candidate Model" can\'t be used',
			description: expect.stringContaining('No candidate model is named'),
		});
	});

	test('under Continue On Fail a broken check is undecided, and the others go on', async () => {
		const { byNode, error } = await run([quality({ candidateModel: '' }), privacy('We use DeepSeek.')], undefined, 'continueRegularOutput');
		expect(error).toBeUndefined();
		const results = jsonOf(byNode['Check 2'][0]);
		expect(results[0]).toMatchObject({
			id: 'quality',
			verdict: 'warn',
			couldNotRun: true,
			summary: expect.stringContaining('No candidate model is named'),
		});
		expect(results[1]).toMatchObject({ id: 'privacy' });
		expect(jsonOf(byNode.Report[0])[0]).toMatchObject({ verdict: 'fail' });
	});

	test('answers are kept in a file that only its owner reads, and are not asked for again', async () => {
		const answersFile = path.join(folder, 'answers.jsonl');
		await run([quality({ runOptions: { answersFile } })]);
		expect(lab.chats).toHaveLength(20);
		const again = await run([quality({ runOptions: { answersFile } })]);
		expect(lab.chats).toHaveLength(20);
		expect(jsonOf(again.byNode['Check 1'][0])[0]).toMatchObject({ figures: { tasksCompared: 20 } });
		expect(readFileSync(answersFile, 'utf8')).not.toContain(bundledTasks({ count: 1 })[0].prompt);
		expect(existsSync(answersFile)).toBe(true);
	});

	test('a cost cap is never passed, and what it left unasked is no pass', async () => {
		// Seen through a forwarder that does not say it is the lab, so that its prices count.
		const forwarder = createServer((request, response) => {
			const target = httpRequest(`${lab.at('deepseek')}${request.url}`, { method: request.method, headers: request.headers }, (answer) => {
				delete answer.headers['x-provider-lab'];
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			});
			request.pipe(target);
		});
		await new Promise<void>((resolve) => forwarder.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void forwarder.close());
		const address = forwarder.address();
		const baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
		const maxCostUsd = 0.05;
		const { byNode, error } = await runChecks(
			chainOf([
				quality({
					candidateModel: 'deepseek-flash',
					qualityOptions: { taskCount: 20, maxTokens: 16_000 },
					runOptions: { maxCostUsd, concurrency: 20, answersFile: path.join(folder, 'capped.jsonl') },
				}),
			]),
			baseUrl,
			{ credentials: { r1CompatibleApi: { baseUrl, apiKey: 'x', profile: 'deepseek' } } },
		);
		expect(error).toBeUndefined();
		const [result] = jsonOf(byNode['Check 1'][0]);
		expect(lab.chats.length).toBeGreaterThan(0);
		expect(lab.chats.length).toBeLessThan(20);
		expect(result).toMatchObject({ emulated: false, summary: expect.stringContaining('cost cap'), run: { spentUsd: expect.any(Number) } });
		expect(result.verdict).not.toBe('pass');
		expect(Object(result.run).spentUsd).toBeGreaterThan(0);
		expect(Object(result.run).spentUsd).toBeLessThanOrEqual(maxCostUsd);
	});

	test('stops when the execution is cancelled in n8n', async () => {
		lab.set({ timing: { firstToken: 400 } });
		const stop = new AbortController();
		const running = runChecks(chainOf([quality({ runOptions: { concurrency: 2 } })]), lab.baseURL, { signal: stop.signal });
		await expect.poll(() => lab.chats.length, { timeout: 10_000 }).toBeGreaterThan(2);
		stop.abort();
		const { run: ended } = await running;
		lab.set({ timing: {} });
		expect(ended.status).toBe('canceled');
		expect(lab.chats.length).toBeLessThan(20);
	});

	test('tells its progress while it runs', async () => {
		const steps: unknown[] = [];
		const sendDataToUI = (_: string, data: unknown) => steps.push(data);
		await runChecks(chainOf([quality()]), lab.baseURL, { additionalData: { sendDataToUI } });
		expect(steps.at(-1)).toMatchObject({ messages: [{ check: 'quality', done: 20, total: 20 }] });
	});
});

describe('Migration Report', () => {
	test('puts out one item: the verdict as JSON and the report as four files', async () => {
		const { byNode } = await run([privacy('We use DeepSeek.'), quality()]);
		const [item] = byNode.Report[0];
		expect(item.json).toMatchObject({ verdict: 'fail', emulated: true });
		expect(item.json.checks).toHaveLength(9);
		expect(Object.entries(item.binary ?? {}).map(([name, { mimeType }]) => [name, mimeType])).toEqual([
			['report.json', 'application/json'],
			['report.html', 'text/html'],
			['report.md', 'text/markdown'],
			['report.junit.xml', 'application/xml'],
		]);
		expect(item.pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
		const text = await Container.get(BinaryDataService).getAsBuffer(item.binary?.['report.json'] ?? { data: '', mimeType: '' });
		expect(JSON.parse(text.toString())).toMatchObject({ schemaVersion: 1, title: 'Test' });
	});

	test('compares with an earlier report that is given as JSON', async () => {
		const first = await run([privacy('We use DeepSeek.')]);
		const against = JSON.stringify({
			schemaVersion: 1,
			title: 't',
			generatedAt: '2026-01-01T00:00:00Z',
			spentUsd: 0,
			...first.byNode.Report[0][0].json,
		});
		const { byNode } = await run([privacy('We use DeepSeek.')], undefined, undefined, { title: 'Test', options: { against } });
		const html = await Container.get(BinaryDataService).getAsBuffer(
			byNode.Report[0][0].binary?.['report.html'] ?? { data: '', mimeType: '' },
		);
		expect(html.toString()).toContain('Against the report of 2026-01-01');
	});

	test('refuses a date that is none, by the name of its field', async () => {
		const { error } = await run([privacy('We use DeepSeek.')], undefined, undefined, { title: 'Test', options: { date: 'soon' } });
		expect(error).toMatchObject({ message: 'The field "Date" can\'t be used', description: 'It must be a day, such as 2026-12-31.' });
	});

	test('refuses items that are no results, and says which', async () => {
		const { error } = await runChecks(
			{ ...chainOf([]), connections: { Start: { main: [[{ node: 'Report', type: 'main', index: 0 }]] } } },
			lab.baseURL,
			{ input: [{ json: { hello: 'world' } }] },
		);
		expect(error?.message).toBe('Item 0 is not the result of a Migration Check');
		expect(error?.description).toMatch(/^Connect Migration Check nodes before this one/);
	});
});
