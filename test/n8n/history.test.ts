import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import * as n8nWorkflow from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect, type Collected } from '../../core/history/collect';
import { fromInstance } from '../../core/history/fromInstance';
import { n8nEvaluator, type N8nWorkflow } from '../../core/history/n8nEvaluator';
import type { RecordedCall } from '../../core/history/recordedCall';
import { openInstance } from '../../core/migrate/n8nApi';
import { compareWithReceived } from '../support/compareWithReceived';
import { historyWorkflows } from './historyWorkflows';
import { startModelHost } from './modelHost';
import { N8n } from './n8n';
import { signIn } from './session';

/** HISTORY_FIXTURES=1 writes test/data/executions, which test/core/history reads without n8n. */
const fixtures = path.join(import.meta.dirname, '../data/executions');

describe('the history of a real n8n', { timeout: 600_000 }, () => {
	let n8n: N8n;
	let host: Awaited<ReturnType<typeof startModelHost>>;
	let key = '';
	let expected = 0;
	const calls: RecordedCall[] = [];
	let collected: Collected;

	beforeAll(async () => {
		host = await startModelHost();
		n8n = await N8n.install();
		const credentials = {
			openAi: 'openai0000000001',
			deepSeek: 'deepseek00000001',
			anthropic: 'anthropic0000001',
			gemini: 'gemini0000000001',
			r1: 'r100000000000001',
		};
		await n8n.importCredentials([
			{ id: credentials.openAi, name: credentials.openAi, type: 'openAiApi', data: { apiKey: 'sk-x', url: `${host.url}/v1` } },
			{ id: credentials.deepSeek, name: credentials.deepSeek, type: 'deepSeekApi', data: { apiKey: 'sk-y', url: `${host.url}/v1` } },
			{ id: credentials.anthropic, name: credentials.anthropic, type: 'anthropicApi', data: { apiKey: 'sk-z', url: host.url } },
			{ id: credentials.gemini, name: credentials.gemini, type: 'googlePalmApi', data: { apiKey: 'g', host: host.url } },
			{ id: credentials.r1, name: credentials.r1, type: 'r1CompatibleApi', data: { apiKey: 'k', baseUrl: `${host.url}/v1` } },
		]);
		await n8n.start();
		const session = await signIn(n8n);
		const all = await session.newKey();
		key = await session.newKey(['execution:list', 'execution:read']);
		const api = async (method: string, route: string, body?: unknown) => {
			const response = await fetch(`${n8n.url}/api/v1${route}`, {
				method,
				headers: { 'X-N8N-API-KEY': all, 'content-type': 'application/json' },
				...(body ? { body: JSON.stringify(body) } : {}),
			});
			const text = await response.text();
			if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text.slice(0, 600)}`);
			return JSON.parse(text) as { id: string; data: { id: string }[] };
		};
		const workflows = historyWorkflows(host.url, credentials);
		for (const { name, nodes, connections, settings } of workflows) {
			const { id } = await api('POST', '/workflows', { name, nodes, connections, settings }).catch((error: Error) => {
				throw new Error(`${name}: ${error.message}`);
			});
			const publish = () => api('POST', `/workflows/${id}/publish`, {});
			await publish()
				.catch(publish)
				.catch((error: Error) => {
					throw new Error(`${name}: ${error.message}`);
				});
		}
		// The summariser takes more than a minute, since LangChain looks for a tokenizer in the network: others go on meanwhile.
		const limit = pLimit(3);
		await Promise.all(
			workflows.map(({ name, calls: bodies }) =>
				limit(async () => {
					for (const body of bodies) {
						const headers = { 'content-type': 'application/json' };
						const ask = () => fetch(`${n8n.url}/webhook/history-${name}`, { method: 'POST', headers, body: JSON.stringify(body) });
						let response = await ask();
						// Publishing takes effect a little after it is answered.
						for (let attempt = 0; response.status === 404 && attempt < 60; attempt++) {
							await sleep(250);
							response = await ask();
						}
						await response.text();
						expected += 1;
					}
				}),
			),
		);
		for (let attempt = 0; attempt < 60; attempt++) {
			const { data } = await api('GET', '/executions?limit=250');
			if (data.length >= expected) break;
			await sleep(250);
		}
		const source = fromInstance({ api: openInstance({ url: n8n.url, apiKey: key, fetch }) });
		collected = await collect({
			executions: source.executions(),
			evaluator: n8nEvaluator(n8nWorkflow as unknown as N8nWorkflow),
			onCall: (call) => calls.push(call),
		});
		if (process.env.HISTORY_FIXTURES) await writeFixtures();
	}, 900_000);

	async function writeFixtures() {
		rmSync(fixtures, { recursive: true, force: true });
		mkdirSync(fixtures, { recursive: true });
		const source = fromInstance({ api: openInstance({ url: n8n.url, apiKey: key, fetch }) });
		for await (const execution of source.executions()) {
			const { id, workflowData } = execution as { id: string; workflowData: { name: string } };
			writeFileSync(path.join(fixtures, `${workflowData.name}.${id}.json`), JSON.stringify(execution));
		}
		writeFileSync(path.join(fixtures, 'received.jsonl'), host.received.map((each) => `${JSON.stringify(each)}\n`).join(''));
	}

	afterAll(async () => {
		await n8n?.stop();
		await host?.close();
		if (n8n) rmSync(n8n.folder, { recursive: true, force: true });
	}, 60_000);

	test('is read whole', () => {
		expect(collected.executions).toBe(expected);
		expect(collected.executionsLeftOut).toEqual([]);
	});

	test('no call is called exact that differs from what the host received, and nearly all that can be are', () => {
		const { exact, wrong, unmatched } = compareWithReceived(calls, host.received);
		console.log(
			`${calls.length} calls read of ${host.received.length} requests; ${exact} exact, ${wrong.length} of them wrong; left out: ${JSON.stringify(collected.callsLeftOut)}`,
		);
		expect(wrong).toEqual([]);
		expect(unmatched).toEqual([]);
		expect(exact / host.received.length).toBeGreaterThan(0.8);
	});
});
