import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkIds } from '../../../core/checks';
import { properties } from '../../../nodes/MigrationCheck/properties';
import { bundledTasks } from '../../../core/tasks/bundled';
import { startLab, type Lab } from '../../../lab';
import type { WorkflowJson } from '../../support/runWorkflow';
import { jsonOf, runChecks } from '../../core/checks/runChecks';

const root = path.join(import.meta.dirname, '../../..');
const files = globSync('workflows/migration-*.json', { cwd: root }).sort();
const read = (file: string): WorkflowJson => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const checksOf = ({ nodes }: WorkflowJson) => nodes.filter(({ type }) => type === 'n8n-nodes-r1.migrationCheck');

let lab: Lab;
beforeAll(async () => {
	lab = await startLab({ tasks: bundledTasks() });
});
afterAll(async () => await lab.close());

test('every check has a workflow of its own, and one workflow runs them all', () => {
	expect(files).toEqual(['workflows/migration-audit.json', ...checkIds.map((id) => `workflows/migration-check-${id}.json`).sort()]);
	expect(checksOf(read('workflows/migration-audit.json')).map(({ parameters }) => parameters.operation)).toEqual([...checkIds]);
});

describe.each(files)('%s', (file) => {
	const workflow = read(file);

	test('explains itself on notes, and has no Code node and no credential in it', () => {
		const notes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.length).toBeGreaterThan(0);
		expect(notes.every(({ parameters }) => String(parameters.content).length > 60)).toBe(true);
		expect(workflow.nodes.map(({ type }) => type)).not.toContain('n8n-nodes-base.code');
		expect(JSON.stringify(workflow)).not.toMatch(/"credentials"|sk-/);
	});

	test('sets only fields that the node has', () => {
		for (const { parameters } of checksOf(workflow)) {
			const known = properties
				.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(String(parameters.operation)) ?? true)
				.map(({ name }) => name);
			expect(Object.keys(parameters).filter((name) => !known.includes(name))).toEqual([]);
		}
	});
});

describe.each(files)('%s, headless against the lab', (file) => {
	test('ends in a report', { timeout: 120_000 }, async () => {
		const workflow = read(file);
		const nodes = workflow.nodes.map((node) => {
			const quick: Record<string, object> = {
				quality: { qualityOptions: { taskCount: 20 } },
				latency: { concurrencySteps: '1, 4', requestsPerStep: 8 },
			};
			return { ...node, parameters: { ...node.parameters, ...quick[String(node.parameters.operation)] } };
		});
		const { byNode, error } = await runChecks({ ...workflow, nodes } as WorkflowJson, `${lab.baseURL}/v1`);
		expect(error).toBeUndefined();
		const [report] = jsonOf(byNode.Report[0]);
		const ran = checksOf(workflow).map(({ parameters }) => parameters.operation);
		const records = Array.isArray(report.checks) ? report.checks : [];
		expect(records.filter(({ summary }) => summary !== 'Not part of this run.').map(({ id }) => id)).toEqual(ran);
		expect(records.filter(({ couldNotRun }) => couldNotRun)).toEqual([]);
		expect(Object.keys(byNode.Report[0][0].binary ?? {})).toEqual(['report.json', 'report.html', 'report.md', 'report.junit.xml']);
	});
});
