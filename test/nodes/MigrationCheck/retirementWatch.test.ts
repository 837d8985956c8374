import { describe, expect, test } from 'vitest';
import { R1N8nApi } from '../../../credentials/R1N8nApi.credentials';
import { MigrationCheck } from '../../../nodes/MigrationCheck/MigrationCheck.node';
import watch from '../../../workflows/retirement-watch.json';
import { chatWorkflow, startFakeN8n } from '../../support/fakeN8n';
import { hasCoreNodes } from '../../support/nodeTypes';
import { runWorkflow, type WorkflowJson } from '../../support/runWorkflow';

const day = 24 * 60 * 60 * 1_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();

/** The workflow as it is imported, with the credential chosen; Data Tables need a server (test/n8n/migrateNodes.test.ts has one). */
function imported(): WorkflowJson {
	const nodes = (watch.nodes as WorkflowJson['nodes']).map((node) => ({
		...node,
		...(node.type === 'n8n-nodes-base.dataTable' ? { disabled: true } : {}),
		...(node.name === 'Inventory' ? { credentials: { r1N8nApi: { id: '1', name: 'Instance' } } } : {}),
	}));
	return { ...(watch as unknown as WorkflowJson), nodes };
}

describe.skipIf(!hasCoreNodes)("workflows/retirement-watch.json (needs n8n's own nodes)", { timeout: 60_000 }, () => {
	const run = async (url: string) =>
		await runWorkflow(imported(), {
			start: 'Try it',
			nodes: { 'n8n-nodes-r1.migrationCheck': new MigrationCheck() },
			credentialTypes: { r1N8nApi: new R1N8nApi() },
			credentials: { r1N8nApi: { url, apiKey: 'key' } },
		});

	test('tells what is gone and runs, the busiest first, and leaves out what does not run', async () => {
		const n8n = await startFakeN8n({
			workflows: [
				chatWorkflow('quiet', 'o1', { active: false }),
				chatWorkflow('rare', 'o1', { active: true }),
				chatWorkflow('busy', 'deepseek-reasoner', { active: true }),
				chatWorkflow('fine', 'gpt-6.1-terra', { active: true }),
				chatWorkflow('archived', 'o1', { isArchived: true }),
			],
			runs: [1, 2, 3].map((days) => ({ workflowId: 'busy', mode: 'trigger', startedAt: ago(days) })),
		});
		const { byNode, error } = await run(n8n.url);
		expect(error).toBeUndefined();
		expect(byNode['Due and running']?.[0]?.map(({ json }) => [json.workflow, json.runs30Days])).toEqual([
			['Workflow busy', 3],
			['Workflow rare', 0],
		]);
		const message = byNode.Message?.[0]?.[0]?.json;
		expect(message?.subject).toBe('2 models to replace, 2 of them gone');
		expect(message?.text).toContain(
			`- Workflow busy / Model: deepseek-reasoner (gone since 2026-07-24, Ada, 3 runs in 30 days) ${n8n.url}/workflow/busy`,
		);
	});

	test('sends nothing where nothing is due', async () => {
		const n8n = await startFakeN8n({ workflows: [chatWorkflow('fine', 'gpt-6.1-terra', { active: true })] });
		const { byNode, error } = await run(n8n.url);
		expect(error).toBeUndefined();
		expect(byNode.Message ?? []).toEqual([]);
	});
});
