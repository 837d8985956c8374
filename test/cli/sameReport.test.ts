import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { run } from '../../cli/audit';
import { checkRecord } from '../../core/checks/checkRecord';
import { readReport } from '../../core/report/readReport';
import { bundledTasks } from '../../core/tasks/bundled';
import { startLab, type Lab } from '../../lab';
import { jsonOf, runChecks } from '../core/checks/runChecks';
import type { WorkflowJson } from '../support/runWorkflow';

const root = path.join(import.meta.dirname, '../..');
const checks = ['inventory', 'quality', 'residency', 'privacy', 'cost'] as const;
const taskCount = 20;
const date = '2026-11-23';
const traffic = { requestsPerDay: 1000, inputTokensPerRequest: 800, outputTokensPerRequest: 1200 };

const folder = mkdtempSync(path.join(tmpdir(), 'same-report-'));
const exports = path.join(folder, 'exports');
let lab: Lab;
beforeAll(async () => {
	cpSync(path.join(root, 'lab/demo/exports'), exports, { recursive: true });
	lab = await startLab({
		seed: 7,
		tasks: bundledTasks({ count: taskCount }),
		models: { 'deepseek-flash': { accuracy: 0.7 }, 'gpt-5.6-terra': { accuracy: 0.9 } },
	});
});
afterAll(async () => {
	await lab.close();
	rmSync(folder, { recursive: true, force: true });
});

type Parameters = Record<string, unknown>;

/** The bundled workflow with the checks that measure no time, on these exports. */
function auditWorkflow(): WorkflowJson {
	const workflow: WorkflowJson = JSON.parse(readFileSync(path.join(root, 'workflows/migration-audit.json'), 'utf8'));
	const given: Parameters = { inventory: { paths: exports }, quality: { qualityOptions: { taskCount } }, cost: traffic };
	const nodes = workflow.nodes.map((node) => {
		if (node.type !== 'n8n-nodes-r1.migrationCheck') return node;
		const id = String(node.parameters.operation);
		const added = given[id] as Parameters | undefined;
		const disabled = !checks.some((each) => each === id);
		return { ...node, disabled, parameters: { ...node.parameters, ...added, runOptions: { date } } };
	});
	return { ...workflow, nodes } as WorkflowJson;
}

/** The same audit for the command: what the workflow's nodes are set to, under the names of the config file. */
function auditConfig({ nodes }: WorkflowJson): Parameters {
	const of = (id: string) => nodes.find(({ parameters }) => parameters.operation === id)?.parameters ?? {};
	const { candidateModel, baselineModel } = of('quality');
	const { policy, processor, country } = of('privacy');
	const baseURL = `${lab.baseURL}/v1`;
	return {
		workflows: exports,
		target: of('inventory').target,
		candidate: { baseURL, model: candidateModel },
		baseline: { baseURL, model: baselineModel },
		date,
		only: checks,
		checks: { quality: { taskCount }, privacy: { policy, processor, country }, cost: traffic },
	};
}

/** What was found, without when, how long and for how much of the run. */
const findingsOf = (records: unknown) =>
	checkRecord
		.array()
		.parse(JSON.parse(JSON.stringify(records, (key, value) => (key === 'secondsPerSolved' ? undefined : value))))
		.filter(({ id }) => checks.some((each) => each === id))
		.map((record) => ({ ...record, run: undefined }));

test('the bundled workflow and the command say the same of the same workflows and models', { timeout: 120_000 }, async () => {
	const workflow = auditWorkflow();
	const { byNode, error } = await runChecks(workflow, `${lab.baseURL}/v1`);
	expect(error).toBeUndefined();
	const [fromWorkflow] = jsonOf(byNode.Report[0]);
	const asked = lab.chats.length;
	lab.reset();

	const config = path.join(folder, 'audit.yaml');
	const out = path.join(folder, 'out');
	mkdirSync(out);
	writeFileSync(config, stringify(auditConfig(workflow)));
	const said = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockReturnValue(true));
	await run(['--config', config, '--out', out]).finally(() => said.forEach((spy) => spy.mockRestore()));
	const fromCommand = readReport(readFileSync(path.join(out, 'report.json'), 'utf8'));

	expect(lab.chats).toHaveLength(asked);
	expect(asked).toBeGreaterThanOrEqual(2 * taskCount);
	expect(findingsOf(fromCommand.checks)).toEqual(findingsOf(fromWorkflow.checks));
	expect(fromCommand.verdict).toBe(fromWorkflow.verdict);
});
