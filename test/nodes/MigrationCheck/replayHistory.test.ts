import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { properties } from '../../../nodes/MigrationCheck/properties';
import workflow from '../../../workflows/replay-history.json';
import shadowReport from '../../../workflows/shadow-report.json';
import { startLab, type Lab } from '../../../lab';
import { R1CompatibleApi } from '../../../credentials/R1CompatibleApi.credentials';
import { R1N8nApi } from '../../../credentials/R1N8nApi.credentials';
import { startExecutionsApi } from '../../support/executionsApi';
import { hasCoreNodes } from '../../support/nodeTypes';
import type { WorkflowJson } from '../../support/runWorkflow';
import { chainOf, jsonOf, runChecks } from '../../core/checks/runChecks';
import { labels, tickets } from '../../core/replay/madeUpCalls';

const { folder } = vi.hoisted(() => {
	// n8n reads the folder that it may write to once, when it is loaded.
	const place = `${process.env.TMPDIR ?? '/tmp'}/r1-replay-${process.pid}`;
	process.env.N8N_RESTRICT_FILE_ACCESS_TO = place;
	return { folder: place };
});

const canary = 'jane.roe@example.org';
const fixtures = path.join(import.meta.dirname, '../../data/executions');
const [classifier = ''] = readdirSync(fixtures).filter((file) => file.startsWith('classifier.'));
/** Executions of a classifier as n8n gives them, each with a text of its own that names a person. */
const executions = Array.from({ length: 30 }, (_, index) => {
	const text = readFileSync(path.join(fixtures, classifier), 'utf8');
	const json = JSON.parse(text.replaceAll('How much is 6*7?', `Mail ${index} of ${canary}`)) as object;
	return { ...json, id: String(900 - index), startedAt: new Date().toISOString(), jsonSizeBytes: text.length };
});

let instance: Awaited<ReturnType<typeof startExecutionsApi>>;
let lab: Lab;
beforeAll(async () => {
	instance = await startExecutionsApi(executions);
	lab = await startLab({
		reply: ({ messages }) => ({ answer: labels[Number(/Ticket (\d+)/.exec(String(messages.at(-1)?.content))?.[1] ?? 0) % 4] }),
	});
	mkdirSync(folder, { recursive: true });
	writeFileSync(
		path.join(folder, 'calls.jsonl'),
		tickets(80)
			.map((call) => JSON.stringify(call))
			.join('\n'),
	);
});
afterAll(async () => {
	await Promise.all([lab.close(), instance.close()]);
	rmSync(folder, { recursive: true, force: true });
});

/** The bundled workflow with its files below the test's folder, and a margin that these calls can decide. */
function adapted(policy: Record<string, unknown>, replay: Record<string, unknown> = {}): WorkflowJson {
	const text = JSON.stringify(workflow).replaceAll('/home/node/.n8n-files', folder);
	const json = JSON.parse(text) as WorkflowJson;
	const nodes = json.nodes.map((node) => ({
		...node,
		parameters: {
			...node.parameters,
			...(node.name === 'Replay' ? { marginPoints: 20, ...replay } : {}),
			...(node.name === 'Residency' ? policy : {}),
		},
	}));
	return { ...json, nodes };
}

const own = { allowedCountries: '', allowedOperators: '127.0.0.1' };

/** The quality record in the report at the end. */
async function qualityOf(json: WorkflowJson, baseUrl: string) {
	const [compatible, n8n] = [new R1CompatibleApi(), new R1N8nApi()];
	const { byNode, error } = await runChecks(json, baseUrl, {
		credentialTypes: { r1CompatibleApi: compatible, r1N8nApi: n8n },
		credentials: { r1CompatibleApi: { baseUrl, apiKey: 'lab' }, r1N8nApi: { url: instance.url, apiKey: 'k' } },
	});
	expect(error).toBeUndefined();
	const [report] = jsonOf(byNode.Report[0]);
	const records = Array.isArray(report.checks) ? report.checks : [];
	return { records, quality: records.find(({ id }) => id === 'quality') };
}

test.each([workflow, shadowReport])('$name sets only fields that the node has, and names no credential', (json) => {
	for (const { parameters } of json.nodes.filter(({ type }) => type === 'n8n-nodes-r1.migrationCheck')) {
		const known = properties
			.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(String(parameters.operation)) ?? true)
			.map(({ name }) => name);
		expect(Object.keys(parameters).filter((name) => !known.includes(name))).toEqual([]);
	}
	expect(JSON.stringify(json)).not.toMatch(/"credentials"|sk-/);
});

test("shadow-report.json ends in a verdict on n8n's engine, and asks no model", { timeout: 60_000 }, async () => {
	lab.reset();
	const taken = { inputTokens: 1, outputTokens: 1, costNanoUsd: 1, againNanoUsd: 0, ms: 1 };
	const lines = tickets(200).map((call) =>
		JSON.stringify({
			shadow: 1,
			at: '2026-11-28T10:00:00.000Z',
			call,
			candidate: { model: 'deepseek-flash', host: 'DeepSeek', answer: { text: call.answer.text, toolCalls: [] }, taken },
		}),
	);
	writeFileSync(path.join(folder, 'shadow.jsonl'), lines.join('\n'));
	const json = JSON.parse(JSON.stringify(shadowReport).replaceAll('/home/node/.n8n-files', folder)) as WorkflowJson;
	const { byNode, error } = await runChecks(json, `${lab.baseURL}/v1`);
	expect(error).toBeUndefined();
	const [report] = jsonOf(byNode.Report[0]);
	const records = Array.isArray(report.checks) ? report.checks : [];
	expect(records.find(({ id }) => id === 'quality')).toMatchObject({ verdict: 'pass', figures: { source: 'shadow', calls: 200 } });
	expect(lab.chats).toHaveLength(0);
});

describe.skipIf(!hasCoreNodes)("replay-history.json on n8n's engine, against the lab", { timeout: 120_000 }, () => {
	test('lists first what is there, who would get it and what it costs, and sends nothing', async () => {
		lab.reset();
		const { quality } = await qualityOf(adapted(own), `${lab.baseURL}/v1`);
		expect(quality).toMatchObject({ verdict: 'skipped', figures: { source: 'executions', listedOnly: true, executions: 30 } });
		expect(quality.summary).toMatch(/^Nothing was sent\. \d+ calls of 1 workflow would go to deepseek-flash at 127\.0\.0\.1/);
		expect(quality.tables.map(({ title }: { title: string }) => title)).toEqual(
			expect.arrayContaining(['Prompts would go to', 'Recorded calls', 'Personal data taken out']),
		);
		expect(JSON.stringify(quality)).not.toContain(canary);
		expect(lab.chats).toHaveLength(0);
		expect(existsSync(path.join(folder, 'replay/gate.json'))).toBe(false);
	});

	test('asks what the executions hold once it may, and ends in a report with the gate', async () => {
		lab.reset();
		const { quality } = await qualityOf(adapted(own, { listOnly: false }), `${lab.baseURL}/v1`);
		expect(quality).toMatchObject({
			figures: { source: 'history', workflows: 1, from: expect.stringMatching(/^from your own \d+ calls/) },
		});
		expect(quality.verdict).not.toBe('skipped');
		expect(JSON.parse(readFileSync(path.join(folder, 'replay/gate.json'), 'utf8'))).toMatchObject({ margin: 0.2 });
		expect(lab.chats.length).toBeGreaterThan(0);
		expect(JSON.stringify([quality, lab.chats])).not.toContain(canary);
		for (const file of readdirSync(path.join(folder, 'replay')).filter((name) => !name.includes('sqlite')))
			expect(readFileSync(path.join(folder, 'replay', file), 'utf8')).not.toContain(canary);
	});

	test('takes executions as items, too, and says which item is none', async () => {
		lab.reset();
		const json = chainOf([{ operation: 'quality', taskSource: 'executions', executionSource: 'items', candidateModel: 'deepseek-flash' }]);
		const { byNode, error } = await runChecks(json, `${lab.baseURL}/v1`, {
			input: [...executions.slice(0, 3), { id: 'none' }].map((one) => ({ json: one as IDataObject })),
		});
		expect(error).toBeUndefined();
		const [report] = jsonOf(byNode.Report[0]);
		const [quality] = (report.checks as { id: string; tables: { title: string; rows: object[] }[] }[]).filter(({ id }) => id === 'quality');
		expect(quality).toMatchObject({ verdict: 'skipped', figures: { executions: 3 } });
		expect(quality.tables.find(({ title }) => title === 'Not read')?.rows).toEqual([
			{ reason: 'It holds no execution of n8n.', count: 1, examples: 'item 3' },
		]);
		expect(lab.chats).toHaveLength(0);
	});

	test('where the policy forbids the host, nothing is sent, and the report says so', async () => {
		lab.reset();
		rmSync(path.join(folder, 'replay'), { recursive: true, force: true });
		const { records } = await qualityOf(adapted({ allowedCountries: 'DE' }, { listOnly: false }), 'https://api.deepseek.com');
		expect(records.find(({ id }) => id === 'residency')).toMatchObject({ verdict: 'fail' });
		expect(lab.chats).toHaveLength(0);
		expect(existsSync(path.join(folder, 'replay'))).toBe(false);
	});
});
