import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLab, type Lab } from '../../lab';
import { labCredentials, withCredentials } from '../support/labCredentials';
import { credentialTypesOf } from '../support/nodeTypes';
import type { WorkflowJson } from '../support/runWorkflow';
import { itemsOf, N8n } from './n8n';

let n8n: N8n;
let lab: Lab;
const canary = 'canary-7b21e4';

/** A Manual Trigger, two nodes that make items, and the node under attack. */
const workflow = (id: string, type: string, parameters: object, items: object[] = [{}]): WorkflowJson => {
	const node = (name: string, of: string, given: object, x: number, typeVersion = 1) => ({ id: name, name, type: of, typeVersion, position: [x, 0] as [number, number], parameters: given }); // prettier-ignore
	const rows = { mode: 'raw', jsonOutput: JSON.stringify({ rows: items }), options: {} };
	return {
		id,
		name: id,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}, 0),
			node('Rows', 'n8n-nodes-base.set', rows, 200, 3.4),
			node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'rows', options: {} }, 400),
			node('Attack', type, parameters, 600),
		] as WorkflowJson['nodes'],
		connections: {
			Start: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] },
			Rows: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
			Items: { main: [[{ node: 'Attack', type: 'main', index: 0 }]] },
		},
	};
};

beforeAll(async () => {
	lab = await startLab();
	n8n = await N8n.install();
	await n8n.importCredentials(labCredentials(lab));
	mkdirSync(path.join(n8n.folder, 'outside'));
	for (const name of ['secret.txt', 'secret.jsonl']) writeFileSync(path.join(n8n.folder, 'outside', name), `{"id":"${canary}","prompt":"${canary}"}\n`);
	symlinkSync(path.join(n8n.folder, 'outside'), path.join(n8n.files, 'linked'));
	const workflows = [...fields.map(attackOnFiles), attackByCode()];
	await n8n.importWorkflows(workflows.map((each) => withCredentials(each, labCredentials(lab), credentialTypesOf)));
	await n8n.start();
}); // prettier-ignore
afterAll(async () => {
	await n8n.stop();
	await lab.close();
});

/** Relative to the folder of this n8n. */
const targets = ['outside/secret.txt', 'outside/secret.jsonl', 'files/linked/secret.txt', 'files/../outside/made.txt', '.n8n/database.sqlite', '.n8n/config', '.n8n/nodes/package.json', '.n8n/nodes/made.txt']; // prettier-ignore

const fields: { name: string; type: string; of: (file: string) => object }[] = [
	{ name: 'policy', type: 'migrationCheck', of: (policy) => ({ operation: 'privacy', policy }) },
	{ name: 'paths', type: 'migrationCheck', of: (paths) => ({ operation: 'inventory', source: 'files', paths }) },
	{ name: 'fixDir', type: 'migrationCheck', of: (fixDir) => ({ operation: 'inventory', source: 'items', fixDir }) },
	{ name: 'usageFile', type: 'migrationCheck', of: (usageFile) => ({ operation: 'cost', usageSource: 'file', usageFile }) },
	{ name: 'file of the ledger', type: 'costGuard', of: (file) => ({ operation: 'budget', change: 'set', key: 'x', period: 'day', limitUsd: '1', options: { file } }) },
	{ name: 'filePath', type: 'routeByQueryClass', of: (filePath) => ({ operation: 'teach', query: '=What is {{ $itemIndex }}?', label: '={{ $itemIndex % 2 ? "simple" : "reasoning" }}', saveTo: 'file', filePath }) },
]; // prettier-ignore

/** All targets in one run. */
function attackOnFiles({ name, type, of }: (typeof fields)[number]): WorkflowJson {
	const id = `files${name.replace(/\W/g, '')}`.padEnd(16, '0').slice(0, 16);
	// Teaching wants ten rows before it looks at its file.
	const base = workflow(
		id,
		`n8n-nodes-r1.${type}`,
		{},
		Array.from({ length: 12 }, (_, row) => ({ row })),
	);
	const nodes = targets.map((target, index) => ({
		...base.nodes[3],
		id: `a${index}`,
		name: `Attack ${index}`,
		parameters: of(path.join(n8n.folder, target)) as never,
		onError: 'continueRegularOutput' as const,
	}));
	const links = nodes.map((node) => ({ node: node.name, type: 'main' as const, index: 0 }));
	return { ...base, nodes: [...base.nodes.slice(0, 3), ...nodes], connections: { ...base.connections, Items: { main: [links] } } };
}

/** A model's code that looks for its host; its answer comes from the lab. */
function attackByCode(): WorkflowJson {
	const task = {
		id: 't',
		prompt: 'Write a function double(n) in JavaScript.',
		type: 'javascript code',
		entry_point: 'double',
		tests: 'assert.equal(double(2), 4);',
	};
	const parameters = { operation: 'quality', candidateCredential: 'r1CompatibleApi', candidateModel: 'lab-right', baselineCredential: 'none', taskSource: 'items', qualityOptions: { runCode: 'javascript' } }; // prettier-ignore
	return workflow('codeInRealN8n001', 'n8n-nodes-r1.migrationCheck', parameters, [task]);
}

describe('files in the real n8n, at its own settings', () => {
	test.each(fields)('$name reads and writes nothing outside the folder that workflows may use', { timeout: 600_000 }, async (field) => {
		const before = readFileSync(path.join(n8n.folder, '.n8n/config'), 'utf8');
		const { id = '', nodes } = attackOnFiles(field);
		const execution = await n8n.execute(id);
		for (const node of nodes.slice(3)) {
			const said = JSON.stringify(execution.data.resultData.runData[node.name] ?? 'did not run');
			expect(said, node.name).not.toContain(canary);
			// A policy that names no kind of file is taken for the policy itself: nothing was read.
			expect(said, node.name).toMatch(/not allow|is not allowed|may not|refuse|restrict|Access to|operator|outside|the text in the field/i);
		}
		expect(readFileSync(path.join(n8n.folder, '.n8n/config'), 'utf8')).toBe(before);
		expect(existsSync(path.join(n8n.folder, '.n8n/nodes/made.txt'))).toBe(false);
		expect(readdirSync(path.join(n8n.folder, 'outside')).sort()).toEqual(['secret.jsonl', 'secret.txt']);
	}); // prettier-ignore
});

describe('code of a model in the real n8n', () => {
	test('finds no host, opens no inspector and is not right', async () => {
		const written = [
			'try { process.kill(process.ppid, "SIGUSR1"); } catch {}',
			'try { require("node:fs").writeFileSync("/tmp/r1-escaped", "x"); } catch {}',
			'try { Function("return process")().mainModule.require("node:child_process").execSync("touch /tmp/r1-escaped"); } catch {}',
			'const double = (n) => (typeof process === "undefined" && typeof require === "undefined" ? 0 : 2 * n);',
		].join('\n');
		lab.script(...Array.from({ length: 4 }, () => ({ answer: `\`\`\`js\n${written}\n\`\`\`` })));
		const execution = await n8n.execute('codeInRealN8n001');
		expect(execution.data.resultData.error?.message).toBeUndefined();
		const [record] = itemsOf(execution, 'Attack');
		expect(JSON.stringify(record)).toMatch(/"outcome":"wrong"|wrong/);
		expect(existsSync('/tmp/r1-escaped')).toBe(false);
	});
});
