import { readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import manifest from '../../package.json';
import { startLab, type Lab } from '../../lab';
import { N8n, packTarball, type Execution } from '../n8n/n8n';
import { signIn, type Session } from '../n8n/session';
import { labCredentials, withCredentials } from '../support/labCredentials';
import { credentialTypesOf } from '../support/nodeTypes';
import type { WorkflowJson } from '../support/runWorkflow';
import { mayDiffer } from './documented';
import { agreed, changed, leavesOf, type Leaves } from './leaves';
import { localRegistry } from './localRegistry';
import { firstVersion, olderPackage } from './olderPackage';

const name = manifest.name;
const older = olderPackage(process.env.UPGRADE_FROM ?? firstVersion);
const saved: (WorkflowJson & { id: string })[] = readdirSync(older.workflows)
	.filter((file) => file.endsWith('.json'))
	.map((file, index) => ({
		...JSON.parse(readFileSync(path.join(older.workflows, file), 'utf8')),
		id: `saved${String(index).padStart(11, '0')}`,
	}));
let lab: Lab;
let n8n: N8n;
let session: Session;
let registry: ReturnType<typeof localRegistry>;
/** What both runs of the older version agreed on. */
const before = new Map<string, Leaves>();

beforeAll(async () => {
	lab = await startLab();
	const folder = path.join(import.meta.dirname, '../../out/upgrade');
	rmSync(folder, { recursive: true, force: true });
	registry = localRegistry(path.join(folder, 'registry'));
	n8n = await N8n.install({
		folder,
		bare: true,
		env: { PATH: `${registry.path}:${path.dirname(process.execPath)}:${process.env.PATH}`, N8N_COMMUNITY_PACKAGES_ENABLED: 'true' },
	});
	await n8n.importCredentials(labCredentials(lab));
	await n8n.importWorkflows(saved.map((workflow) => withCredentials(workflow, labCredentials(lab), credentialTypesOf)));
	await n8n.start();
	session = await signIn(n8n);
	registry.publish(older.tarball, '0.1.0');
	await session.rest('POST', '/community-packages', { name });
	// In rounds, so that what grows from round to round, such as a ledger's sums, is no value that both agree on.
	const first = new Map<string, Leaves>();
	for (const { id } of saved) first.set(id, leavesOf(await click(id)));
	for (const { id } of saved) before.set(id, agreed(first.get(id) ?? new Map(), leavesOf(await click(id))));
});

afterAll(async () => {
	await n8n?.stop();
	await lab?.close();
});

/** Starts a workflow as the editor does and gives the finished execution. */
async function click(id: string): Promise<Execution> {
	const workflow = (await session.rest('GET', `/workflows/${id}`)) as WorkflowJson;
	const trigger = workflow.nodes.find(({ type }) => /Trigger$/.test(type));
	const { executionId } = (await session.rest('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: trigger?.name } })) as {
		executionId: string;
	};
	return await vi.waitFor(
		async () => {
			const execution = (await api(`/executions/${executionId}?includeData=true`)) as Execution & { status: string };
			expect(execution.status).toMatch(/success|error|crashed/);
			return execution;
		},
		{ timeout: 300_000, interval: 300 },
	);
}

let key: string | undefined;
async function api(address: string): Promise<unknown> {
	key ??= await session.newKey();
	const response = await fetch(`${n8n.url}/api/v1${address}`, { headers: { 'X-N8N-API-KEY': key } });
	return await response.json();
}

const opened = async (id: string) => {
	const { nodes, connections } = (await session.rest('GET', `/workflows/${id}`)) as WorkflowJson;
	return { nodes, connections };
};

describe('the update from the older version by n8n itself', () => {
	const asSaved = new Map<string, unknown>();

	beforeAll(async () => {
		for (const { id } of saved) asSaved.set(id, await opened(id));
		registry.publish(await packTarball(), manifest.version);
		await session.rest('PATCH', '/community-packages', { name });
		await n8n.stop();
		await n8n.start();
		session = await signIn(n8n);
	});

	test.each(saved)('leaves $name as it was saved, and its outputs say the same', async (workflow) => {
		const { id } = workflow;
		expect(await opened(id)).toEqual(asSaved.get(id));
		const was = before.get(id) ?? new Map();
		const now = leavesOf(await click(id));
		expect(was.size).toBeGreaterThan(0);
		expect(changed(was, now, mayDiffer(workflow, was, now))).toEqual([]);
	});
});

describe('the uninstall by n8n itself', () => {
	beforeAll(async () => {
		await session.rest('DELETE', `/community-packages?name=${name}`);
		await n8n.stop();
		await n8n.start();
		session = await signIn(n8n);
	});

	test('leaves nothing of the package in n8n: neither files nor rows of its database, but for the workflows that use it', () => {
		expect(readdirSync(path.join(n8n.folder, '.n8n/nodes/node_modules'))).toEqual([]);
		const database = new DatabaseSync(path.join(n8n.folder, '.n8n/database.sqlite'), { readOnly: true });
		const count = (table: string) => Object.values(database.prepare(`SELECT count(*) FROM ${table}`).get() ?? {})[0];
		const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
		expect(tables.filter((table) => /r1/i.test(String(table.name)))).toEqual([]);
		expect([count('installed_packages'), count('installed_nodes')]).toEqual([0, 0]);
		database.close();
	});

	test('leaves the workflows, which say which node is missing', async () => {
		const { id } = saved.find(({ nodes }) => nodes.some(({ type }) => type === `${name}.r1Reason`)) ?? saved[0];
		expect((await opened(id)).nodes.length).toBeGreaterThan(0);
		await expect(click(id)).rejects.toThrow(/Unrecognized node type: n8n-nodes-r1\./);
	});
});
