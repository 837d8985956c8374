import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLedger } from '../../core';
import { startLab } from '../../lab';
import { labels, tickets } from '../core/replay/madeUpCalls';
import { chatWorkflow, startFakeN8n } from '../support/fakeN8n';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'terminal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Clears the screen, sets the title, writes to the clipboard, turns text round, and begins a line anew. */
const evil = 'W\u001B[2J\u001B]0;pwned\u0007\u001B]52;c;cm0gLXJm\u0007\u009B31m\u202Ex\rY\u0008';
const harmful = /(?![\n\t])\p{Control}|[\u202A-\u202E\u2066-\u2069]/u;

/** What the built command writes, to both streams, without colours of its own. */
async function written(args: string[], env: Record<string, string> = {}): Promise<string> {
	const main = path.join(import.meta.dirname, '../../dist/cli/main.js');
	return await new Promise((resolve) => {
		execFile(
			process.execPath,
			[main, ...args],
			{ cwd: folder, env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', ...env } },
			(_, out, err) => resolve(`${out}${err}`),
		);
	});
}

test('a ledger whose models and workflows are called so', async () => {
	const file = path.join(folder, 'ledger.sqlite');
	const ledger = openLedger({ file });
	const scopes = [{ key: `${evil}key`, period: 'day' as const, limitNano: 1_000_000_000 }];
	const made = await ledger.reserve({ scopes, estimateNano: 5000, model: evil, workflow: evil, dispatched: true });
	if (made.status !== 'reserved') throw new Error('Nothing was reserved');
	await ledger.settle({ reservationId: made.reservationId, costNano: 5000, answered: false });
	await ledger.close();
	const text = await written(['ledger', 'report', '--file', file]);
	const json = await written(['ledger', 'report', '--file', file, '--json']);
	expect(text).toContain('Possibly paid');
	expect(JSON.stringify(JSON.parse(json))).toContain(JSON.stringify(evil).slice(1, -1));
	for (const each of [text, json]) expect(each).not.toMatch(harmful);
});

test('a migration of workflows and nodes that are called so', async () => {
	const workflow = chatWorkflow('w1', 'gpt-4-32k', { active: true });
	const nodes = workflow.nodes.map((node) => ({ ...node, name: `${evil}${node.name}` }));
	const instance = await startFakeN8n({ workflows: [{ ...workflow, name: evil, nodes, connections: {} }] });
	const env = { N8N_API_KEY: 'key' };
	const plan = await written(['migrate', 'plan', '--n8n', instance.url, '--target', 'deepseek-chat', '--out', 'out'], env);
	const status = await written(['migrate', 'status', 'out/plan.json'], env);
	const json = await written(['migrate', 'status', 'out/plan.json', '--json'], env);
	const applied = await written(['migrate', 'apply', 'out/plan.json', '--yes'], env);
	const undone = await written(['migrate', 'rollback', 'out/plan.json.journal', '--json'], env);
	expect(plan).toContain('1 workflow read');
	expect(JSON.parse(json.split('\n')[0] ?? '')).toMatchObject({ name: evil });
	for (const text of [plan, status, json, applied, undone]) expect(text).not.toMatch(harmful);
});

test('an audit of exports that are called so', async () => {
	mkdirSync(path.join(folder, 'exports'));
	const workflow = { ...chatWorkflow('w1', 'gpt-4-32k'), name: evil };
	writeFileSync(path.join(folder, 'exports', 'a\u001B[2J.json'), JSON.stringify(workflow));
	writeFileSync(path.join(folder, 'exports', `b\u0007.json`), '{');
	for (const more of [[], ['--json']]) {
		const text = await written(['audit', 'exports', '--out', 'out', ...more]);
		expect(text).toContain('gpt-4-32k');
		expect(text).not.toMatch(harmful);
	}
});

test('a history of executions whose workflow, nodes and file are called so', async () => {
	const recorded = readFileSync(path.join(import.meta.dirname, '../data/executions/agent17.1.json'), 'utf8');
	const execution = JSON.parse(recorded.replaceAll('"Model"', JSON.stringify(`Model${evil}`)).replaceAll('"Agent"', JSON.stringify(`Agent${evil}`)));
	execution.workflowData.name = evil;
	writeFileSync(path.join(folder, 'a\u009B31m.json'), JSON.stringify(execution));
	writeFileSync(path.join(folder, 'b\u001B[2J.json'), '{');
	for (const more of [[], ['--json'], ['--dry-run', '--redact', `${evil}=6\\*7`], ['--candidate', evil], ['--sample', '1']]) {
		const text = await written(['history', folder, ...more]);
		expect(text).toMatch(/3 calls of language models|"calls":3/);
		expect(text).not.toMatch(harmful);
	}
}); // prettier-ignore

test('a replay of calls whose workflow, node, model and answers are called so', async () => {
	const lab = await startLab({ reply: () => ({ answer: evil }) });
	try {
		const calls = tickets(24).map((call) => ({
			...call,
			execution: { ...call.execution, workflowName: evil },
			node: { ...call.node, name: evil },
			request: { ...call.request, model: evil },
			answer: { ...call.answer, text: `${evil}${labels[0]}` },
		}));
		writeFileSync(path.join(folder, 'calls.jsonl'), calls.map((call) => JSON.stringify(call)).join('\n'));
		const args = ['replay', 'calls.jsonl', '--candidate', `lab-\u009B31m@${lab.baseURL}/v1`, '--margin', '10'];
		const asked = await written(args);
		const text = await written([...args, '--yes']);
		const json = await written([...args, '--yes', '--json', '--out', 'other']);
		expect(asked).toContain('say --yes');
		expect(lab.chats.length).toBeGreaterThan(0);
		for (const each of [asked, text, json]) expect(each).not.toMatch(harmful);
	} finally {
		await lab.close();
	}
});

test.each([
	['a command', [evil]],
	['a step', ['migrate', evil, 'x']],
	['an option', ['audit', `--${evil}`]],
	['a file', ['migrate', 'status', `${evil}.json`]],
	['a plan that is no JSON', ['migrate', 'status', 'plan.json']],
])('%s is called so', async (_, args) => {
	writeFileSync(path.join(folder, 'plan.json'), `${evil} is no JSON`);
	const text = await written(args, { N8N_API_KEY: 'key' });
	expect(text).toContain('Could not run');
	expect(text).not.toMatch(harmful);
});
