import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { properties } from '../../../nodes/MigrationCheck/properties';
import workflow from '../../../workflows/replay-history.json';
import shadowReport from '../../../workflows/shadow-report.json';
import { startLab, type Lab } from '../../../lab';
import { hasCoreNodes } from '../../support/nodeTypes';
import type { WorkflowJson } from '../../support/runWorkflow';
import { jsonOf, runChecks } from '../../core/checks/runChecks';
import { labels, tickets } from '../../core/replay/madeUpCalls';

const { folder } = vi.hoisted(() => {
	// n8n reads the folder that it may write to once, when it is loaded.
	const place = `${process.env.TMPDIR ?? '/tmp'}/r1-replay-${process.pid}`;
	process.env.N8N_RESTRICT_FILE_ACCESS_TO = place;
	return { folder: place };
});

let lab: Lab;
beforeAll(async () => {
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
	await lab.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The bundled workflow with its files below the test's folder, and a margin that 80 calls can decide. */
function adapted(policy: Record<string, unknown>): WorkflowJson {
	const text = JSON.stringify(workflow).replaceAll('/home/node/.n8n-files', folder);
	const json = JSON.parse(text) as WorkflowJson;
	const nodes = json.nodes.map((node) => ({
		...node,
		parameters: {
			...node.parameters,
			...(node.name === 'Replay' ? { marginPoints: 20 } : {}),
			...(node.name === 'Residency' ? policy : {}),
		},
	}));
	return { ...json, nodes };
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
	test('asks what the history holds, and ends in a report with the gate', async () => {
		const { byNode, error } = await runChecks(adapted({ allowedCountries: '', allowedOperators: '127.0.0.1' }), `${lab.baseURL}/v1`);
		expect(error).toBeUndefined();
		const [report] = jsonOf(byNode.Report[0]);
		const records = Array.isArray(report.checks) ? report.checks : [];
		expect(records.find(({ id }) => id === 'quality')).toMatchObject({ verdict: 'pass', figures: { source: 'history', workflows: 1 } });
		expect(JSON.parse(readFileSync(path.join(folder, 'replay/gate.json'), 'utf8'))).toMatchObject({ margin: 0.2 });
		expect(lab.chats.length).toBeGreaterThan(0);
	});

	test('where the policy forbids the host, nothing is sent, and the report says so', async () => {
		lab.reset();
		rmSync(path.join(folder, 'replay'), { recursive: true, force: true });
		const { byNode, error } = await runChecks(adapted({ allowedCountries: 'DE' }), 'https://api.deepseek.com');
		expect(error).toBeUndefined();
		const [report] = jsonOf(byNode.Report[0]);
		const records = Array.isArray(report.checks) ? report.checks : [];
		expect(records.find(({ id }) => id === 'residency')).toMatchObject({ verdict: 'fail' });
		expect(lab.chats).toHaveLength(0);
		expect(existsSync(path.join(folder, 'replay'))).toBe(false);
	});
});
