import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import { beforeEach, afterEach, describe, expect, test } from 'vitest';
import { MigrateWorkflows } from '../../../nodes/MigrateWorkflows/MigrateWorkflows.node';
import { R1N8nApi } from '../../../credentials/R1N8nApi.credentials';
import { chatWorkflow, startFakeN8n } from '../../support/fakeN8n';
import { runWorkflow, type WorkflowJson } from '../../support/runWorkflow';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'migrate-node-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true });
});

const step = (name: string, parameters: Record<string, unknown>) => ({
	id: name,
	name,
	type: 'n8n-nodes-r1.migrateWorkflows',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters,
	credentials: { r1N8nApi: { id: '1', name: 'Instance' } },
});
const start = {
	id: 's',
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

/** Steps in a row by their first outputs, as one puts an approval between them. */
async function run(url: string, steps: ReturnType<typeof step>[], input?: INodeExecutionData[]) {
	const names = ['Start', ...steps.map(({ name }) => name)];
	const json: WorkflowJson = {
		name: 'Migration',
		nodes: [start, ...steps],
		connections: Object.fromEntries(
			names.slice(0, -1).map((name, index) => [name, { main: [[{ node: names[index + 1] ?? '', type: 'main' as const, index: 0 }]] }]),
		),
	};
	return await runWorkflow(json, {
		nodes: { 'n8n-nodes-r1.migrateWorkflows': new MigrateWorkflows() },
		credentialTypes: { r1N8nApi: new R1N8nApi() },
		credentials: { r1N8nApi: { url, apiKey: 'key' } },
		...(input && { input }),
	});
}

const credentials = [
	{ id: 'openai', name: 'OpenAI', type: 'openAiApi' },
	{ id: 'deepseek', name: 'DeepSeek', type: 'deepSeekApi' },
];
const workflows = () => [
	chatWorkflow('live', 'o1', { active: true }),
	chatWorkflow('draft', 'gpt-4-32k'),
	chatWorkflow('fine', 'gpt-6.1-terra'),
	chatWorkflow('old', 'o1', { isArchived: true }),
];
const modelOf = (workflow: { nodes: readonly object[] } | undefined) => JSON.stringify(workflow?.nodes[0]);

describe('Migrate Workflows', { timeout: 30_000 }, () => {
	test('a plan is one item for each workflow that would change, and changes nothing', async () => {
		const n8n = await startFakeN8n({ workflows: workflows(), credentials });
		const { byNode, error } = await run(n8n.url, [step('Plan', { operation: 'plan', target: 'deepseek-flash' })]);
		expect(error).toBeUndefined();
		const [toChange = []] = byNode.Plan ?? [];
		expect(toChange.map(({ json }) => json.id)).toEqual(['live', 'draft']);
		expect(toChange[0]?.json.summary).toMatch(/Workflow live \(live\)\nModel: .*o1 is gone since 2026-10-23.*Evidence: none/s);
		expect(n8n.received.every(({ method }) => method === 'GET')).toBe(true);
	});

	test('what passed an approval is applied, the rest is not, and it is rolled back to the very version', async () => {
		const n8n = await startFakeN8n({ workflows: workflows(), credentials });
		const before = n8n.workflow('live')?.activeVersionId;
		const journalFile = path.join(folder, 'deep', 'plan.journal');
		const planned = await run(n8n.url, [step('Plan', { operation: 'plan', target: 'deepseek-flash' })]);
		const approved = (planned.byNode.Plan?.[0] ?? []).filter(({ json }) => json.id === 'live');
		const { byNode, error } = await run(n8n.url, [step('Apply', { operation: 'apply', journalFile })], approved);
		expect(error).toBeUndefined();
		expect(byNode.Apply?.[0]?.map(({ json, pairedItem }) => [json.id, json.result, pairedItem])).toEqual([
			['live', 'applied', { item: 0 }],
		]);
		expect(modelOf(n8n.workflow('live'))).toContain('deepseek-flash');
		expect(n8n.workflow('live')?.activeVersionId).not.toBe(before);
		expect(modelOf(n8n.workflow('draft'))).toContain('gpt-4-32k');
		expect(existsSync(`${journalFile}.backup/live.json`)).toBe(true);

		const undone = await run(n8n.url, [step('Undo', { operation: 'rollBack', journalFile: byNode.Apply?.[0]?.[0]?.json.journal })]);
		expect(undone.byNode.Undo?.[0]?.map(({ json }) => json.result)).toEqual(['rolled back']);
		expect(n8n.workflow('live')?.activeVersionId).toBe(before);
	});

	test('a plan can be handed over by a field, where an approval lies between', async () => {
		const n8n = await startFakeN8n({ workflows: workflows(), credentials });
		const { byNode, error } = await run(n8n.url, [
			step('Plan', { operation: 'plan', target: 'deepseek-flash' }),
			step('Apply', {
				operation: 'apply',
				planItems: "={{ $('Plan').all().map((item) => item.json) }}",
				journalFile: path.join(folder, 'plan.journal'),
				applyOptions: { first: 1 },
			}),
		]);
		expect(error).toBeUndefined();
		expect(byNode.Apply?.map((lane) => lane.map(({ json }) => [json.id, json.result]))).toEqual([
			[['live', 'applied']],
			[['draft', 'skipped']],
		]);
	});

	test.each([
		{ name: 'items that are no plan', parameters: { operation: 'apply' }, says: /not a workflow of a plan/ },
		{
			name: 'a journal that is not there',
			parameters: { operation: 'rollBack', journalFile: '/gone.journal' },
			says: /does not allow access|no journal/,
		},
		{ name: 'a rule that is none', parameters: { operation: 'plan', planOptions: { targets: 'colour:red: o1' } }, says: /no selector/ },
	])('says what is wrong: $name', async ({ parameters, says }) => {
		const n8n = await startFakeN8n({ workflows: workflows(), credentials });
		const { error } = await run(n8n.url, [step('Step', parameters)]);
		expect(error?.message).toMatch(says);
	});

	test('a journal must lie where n8n lets nodes write', async () => {
		const n8n = await startFakeN8n({ workflows: workflows(), credentials });
		const { error } = await run(n8n.url, [
			step('Plan', { operation: 'plan', target: 'deepseek-flash' }),
			step('Apply', { operation: 'apply', journalFile: '/var/elsewhere/plan.journal' }),
		]);
		expect(error?.message).toMatch(/does not allow access/);
		expect(modelOf(n8n.workflow('live'))).not.toContain('deepseek-flash');
	});

	test('a scope that lacks is named', async () => {
		const n8n = await startFakeN8n({ workflows: workflows(), credentials, forbidden: /credentials/ });
		const { error } = await run(n8n.url, [step('Plan', { operation: 'plan' })]);
		expect(error?.description).toMatch(/lacks the scope credential:list/);
	});
});

test('a credential that is missing is named as n8n shows it', async () => {
	const bare = { ...step('Plan', { operation: 'plan' }), credentials: {} };
	const { error } = await run('http://127.0.0.1:9', [bare as unknown as ReturnType<typeof step>]);
	expect(error).toMatchObject({
		message: 'The credential for "R1 N8n Instance API" is missing',
		description: "Pick one at the top of the node's panel.",
	});
});
