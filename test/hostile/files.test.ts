import { execFileSync } from 'node:child_process';
import { globSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IDataObject, IExecuteFunctions, INodeProperties, INodeType } from 'n8n-workflow';
import { afterAll, describe, expect, test } from 'vitest';
import { R1N8nApi } from '../../credentials/R1N8nApi.credentials';
import { MigrateWorkflows } from '../../nodes/MigrateWorkflows/MigrateWorkflows.node';
import { RouteByQueryClass } from '../../nodes/RouteByQueryClass/RouteByQueryClass.node';
import { filesOf } from '../../nodes/shared/files';
import { ledgerFile } from '../../nodes/shared/ledgerFile';
import { ledgerOf } from '../../nodes/shared/withinBudget';
import manifest from '../../package.json';
import { chainOf, runChecks } from '../core/checks/runChecks';
import { runGuard } from '../nodes/CostGuard/runGuard';
import { compatible, runNode } from '../nodes/R1Reason/runNode';
import { runWorkflow } from '../support/runWorkflow';

const root = path.join(import.meta.dirname, '..', '..');
const base = mkdtempSync(path.join(tmpdir(), 'r1-hostile-'));
const allowed = path.join(base, 'allowed');
const outside = path.join(base, 'outside');
const own = path.join(String(process.env.N8N_USER_FOLDER), '.n8n');
const pack = path.join(own, 'nodes', 'node_modules', 'n8n-nodes-other');
const canary = 'canary-3f9c0d';
afterAll(() => rmSync(base, { recursive: true }));

for (const folder of [allowed, outside, pack]) mkdirSync(folder, { recursive: true });
for (const name of ['secret.txt', 'secret.jsonl']) writeFileSync(path.join(outside, name), `{"id":"${canary}","prompt":"${canary}"}\n`);
writeFileSync(path.join(pack, 'package.json'), `{"name":"${canary}"}`);
const database = new DatabaseSync(path.join(own, 'database.sqlite'));
database.exec(`CREATE TABLE IF NOT EXISTS credentials_entity (data TEXT); INSERT INTO credentials_entity VALUES ('${canary}')`);
database.close();
symlinkSync(path.join(pack, 'package.json'), path.join(allowed, 'link.txt'));
symlinkSync(outside, path.join(allowed, 'folder'));
symlinkSync(path.join(outside, 'made-by-link.txt'), path.join(allowed, 'dangling.txt'));
symlinkSync('/proc/self', path.join(allowed, 'self'));
execFileSync('mkfifo', [path.join(allowed, 'fifo.txt')]);
// n8n reads these when it is first asked.
process.env.N8N_RESTRICT_FILE_ACCESS_TO = allowed;
process.env.R1_LEDGER_FOLDERS = `${allowed};${own}`;

const attacks: Record<string, string> = {
	'a path outside': path.join(outside, 'secret.txt'),
	'a folder outside': outside,
	"n8n's database": path.join(own, 'database.sqlite'),
	"n8n's own folder": own,
	"another pack's package.json by a link": path.join(allowed, 'link.txt'),
	'two dots': `${allowed}/../outside/secret.jsonl`,
	'two dots from the folder that n8n was started in': path.relative(process.cwd(), path.join(outside, 'secret.txt')),
	'a file that does not exist yet, outside': path.join(outside, 'new', 'made.txt'),
	"a file that does not exist yet, in n8n's folder": path.join(own, 'nodes', 'made.txt'),
	'a linked folder': path.join(allowed, 'folder', 'secret.txt'),
	'a new file in a linked folder': path.join(allowed, 'folder', 'made.txt'),
	'a link that leads nowhere yet': path.join(allowed, 'dangling.txt'),
	'the environment of n8n': '/proc/self/environ',
	'the environment of n8n by a link': path.join(allowed, 'self', 'environ'),
	'a device': '/dev/zero',
	'a pipe': path.join(allowed, 'fifo.txt'),
	'a folder whose name begins like the allowed one': `${allowed}-not/made.txt`,
};

const check = async (parameters: IDataObject) => {
	const { byNode, error } = await runChecks(chainOf([parameters]), 'http://127.0.0.1:9/v1');
	return { error, items: byNode };
};
const quality = { operation: 'quality', candidateCredential: 'r1CompatibleApi', candidateModel: 'm' };
const route = async (parameters: IDataObject) => {
	const node = { id: '1', position: [0, 0] as [number, number], typeVersion: 1 };
	const { byNode, error } = await runWorkflow(
		{
			name: 'Route',
			nodes: [
				{ ...node, id: '0', name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
				{ ...node, name: 'Route', type: 'n8n-nodes-r1.routeByQueryClass', parameters: parameters as never },
			],
			connections: { Start: { main: [[{ node: 'Route', type: 'main', index: 0 }]] } },
		},
		{
			nodes: { 'n8n-nodes-r1.routeByQueryClass': new RouteByQueryClass() },
			input: Array.from({ length: 20 }, (_, index) => (index % 2 ? 'simple' : 'coding')).map((label, index) => ({
				json: { query: `What is ${index}?`, label },
			})),
		},
	);
	return { error, items: byNode };
};
const guard = async (file: string) =>
	await runGuard({ parameters: { operation: 'budget', change: 'set', key: 'x', period: 'day', limitUsd: '1', options: { file } } });

const runOne = async (type: INodeType, name: string, parameters: IDataObject): Promise<Run> => {
	const node = { id: '1', position: [0, 0] as [number, number], typeVersion: 1 };
	const { byNode, error } = await runWorkflow(
		{
			name: 'W',
			nodes: [
				{ ...node, id: '0', name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
				{ ...node, name: 'Node', type: name, parameters: parameters as never, credentials: { r1N8nApi: { id: '1', name: 'Instance' } } },
			],
			connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
		},
		{
			nodes: { [name]: type },
			credentialTypes: { r1N8nApi: new R1N8nApi() },
			credentials: { r1N8nApi: { url: 'http://127.0.0.1:9', apiKey: 'key' } },
			input: [{ json: {} }],
		},
	);
	return { error, items: byNode };
};
const migrate = async (parameters: IDataObject) => await runOne(new MigrateWorkflows(), 'n8n-nodes-r1.migrateWorkflows', parameters);

/** Opens its file as the shadow model does, which tells its problems to the log and never to the live answer. */
const shadow = async (file: string) => {
	const type: INodeType = {
		description: { ...new RouteByQueryClass().description, outputs: ['main'], properties: [], credentials: [] },
		async execute(this: IExecuteFunctions) {
			await filesOf(this).keep(file);
			return [[]];
		},
	};
	return await runOne(type, 'test.shadow', {});
};

interface Run {
	error?: { message: string; description?: string | null };
	items: unknown;
}

const recordedCalls = path.join(allowed, 'calls.jsonl');
writeFileSync(
	recordedCalls,
	JSON.stringify({
		id: '1:a:0:0',
		execution: { id: '1', startedAt: '2026-11-01T00:00:00Z', workflowId: 'w', workflowName: 'W' },
		node: { id: 'a', name: 'A', type: 't', typeVersion: 1, runIndex: 0, itemIndex: 0 },
		cluster: '1',
		round: 0,
		request: { model: 'm', messages: [{ role: 'user', content: 'Yes or no?' }] },
		answer: { text: 'yes', toolCalls: [] },
		rebuilt: { level: 'exact', why: [] },
		use: { kind: 'label', labels: ['yes', 'no'], from: 'classifier' },
	}),
);

/** Every field that names a file, with a run that gives it one. */
const fields: Record<string, (file: string) => Promise<Run>> = {
	'migrationCheck.paths': async (paths) => await check({ operation: 'inventory', source: 'files', paths }),
	'migrationCheck.fixDir': async (fixDir) => await check({ operation: 'inventory', source: 'items', fixDir }),
	'migrationCheck.taskFiles': async (taskFiles) => await check({ ...quality, taskSource: 'files', taskFiles }),
	'migrationCheck.caseFiles': async (caseFiles) => await check({ ...quality, operation: 'tools', caseSource: 'files', caseFiles }),
	'migrationCheck.usageFile': async (usageFile) => await check({ operation: 'cost', usageSource: 'file', usageFile }),
	'migrationCheck.traceFile': async (traceFile) =>
		await check({ ...quality, operation: 'latency', loadMode: 'trace', traceFile, allowedHosts: '127.0.0.1:9' }),
	'migrationCheck.policy': async (policy) => await check({ operation: 'privacy', policy }),
	'migrationCheck.answersFile': async (answersFile) => await check({ ...quality, taskSource: 'items', runOptions: { answersFile } }),
	'routeByQueryClass.adaptationFile': async (adaptationFile) => await route({ query: 'What?', options: { adaptationFile } }),
	'routeByQueryClass.filePath': async (filePath) =>
		await route({ operation: 'teach', query: '={{ $json.query }}', label: '={{ $json.label }}', saveTo: 'file', filePath }),
	'migrationCheck.evidenceFile': async (evidenceFile) =>
		await check({ operation: 'inventory', source: 'items', inventoryOptions: { evidenceFile } }),
	'migrationCheck.historyFile': async (historyFile) => await check({ ...quality, taskSource: 'history', historyFile }),
	'migrationCheck.anchorsFile': async (anchorsFile) =>
		await check({ ...quality, taskSource: 'history', historyFile: recordedCalls, historyOptions: { anchorsFile } }),
	'migrationCheck.folder': async (folder) =>
		await check({ ...quality, taskSource: 'history', historyFile: recordedCalls, historyOptions: { folder } }),
	'migrateWorkflows.journalFile': async (journalFile) => await migrate({ operation: 'rollBack', journalFile }),
	'migrateWorkflows.evidenceFile': async (evidenceFile) => await migrate({ operation: 'plan', target: 'm', planOptions: { evidenceFile } }),
	'r1Reason.file': shadow,
	// Its records are kept by the same function, with the same option.
	'r1ChatModel.file': shadow,
	'costGuard.file': guard,
	'r1Reason.ledgerFile': async (file) =>
		await runNode({
			credentials: compatible('http://127.0.0.1:9/v1'),
			parameters: { options: { ledgerFile: file, retries: 0, budgets: { entries: [{ key: 'x', limitUsd: '1', period: 'day' }] } } },
		}),
	// Its ledger is opened by the same function, with the same field.
	'r1ChatModel.ledgerFile': async (file) => {
		const context = { getCredentials: async () => ({}) } as unknown as Parameters<typeof ledgerOf>[0];
		return await ledgerOf(context, 'sqlite', file).then(
			() => ({ items: [] }),
			(error: Error) => ({ error, items: [] }),
		);
	},
};

/** Everything below a folder with its content, to see that nothing was written. */
const stateOf = (folder: string) =>
	globSync('**', { cwd: folder, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name))
		// What n8n writes there by itself.
		.filter((file) => !file.startsWith(path.join(own, 'storage')) && file !== path.join(own, 'config'))
		.map((file) => `${file} ${lstatSync(file).size} ${readFileSync(file, 'base64').slice(0, 400)}`)
		.sort();

describe.each(Object.entries(fields))('%s', (field, run) => {
	test.each(Object.entries(attacks))('refuses %s', async (name, file) => {
		const before = [stateOf(outside), stateOf(own)];
		const { error, items } = await run(file);
		expect([stateOf(outside), stateOf(own)]).toEqual(before);
		expect(JSON.stringify([items, error?.message, error?.description])).not.toContain(canary);
		// What does not look like a file there is the policy itself.
		if (field === 'migrationCheck.policy' && !file.endsWith('.txt')) return;
		expect(error?.message, name).toMatch(/^n8n does not allow access to "|^The ledger ".*" can't be used$/);
		expect(error?.description).toBeTruthy();
	});
});

describe('what is allowed', () => {
	test.each(Object.entries(fields))('%s takes a file in an allowed folder', async (field, run) => {
		const { error } = await run(path.join(allowed, field, 'file.txt'));
		expect(error?.message ?? '').not.toMatch(/does not allow|can't be used/);
	});

	test("a named ledger lies in the ledgers' folder", async () => {
		const { error } = await guard('billing');
		expect(error).toBeUndefined();
		expect(stateOf(path.join(own, 'r1-ledgers')).join()).toContain('billing.sqlite');
		expect(await ledgerFile(path.join(own, 'r1-ledgers', 'billing.sqlite'))).toBe(await ledgerFile('billing'));
	});

	test('an empty ledger field, and the path of the default ledger, mean the default', async () => {
		expect(await ledgerFile('  ')).toBeUndefined();
		expect(await ledgerFile(path.join(own, 'r1-budget.sqlite'))).toBeUndefined();
	});

	test("a link in the ledgers' folder is refused", async () => {
		mkdirSync(path.join(own, 'r1-ledgers'), { recursive: true });
		symlinkSync(path.join(own, 'database.sqlite'), path.join(own, 'r1-ledgers', 'linked.sqlite'));
		await expect(ledgerFile('linked')).rejects.toThrow("can't be used");
	});

	test('a ledger that cannot stay where it is says how it moves', async () => {
		await expect(ledgerFile('/srv/old/team budget.sqlite')).rejects.toMatchObject({
			description: expect.stringMatching(/r1-ledgers\/team-budget\.sqlite and write team-budget into the field.*R1_LEDGER_FOLDERS/s),
		});
	});
});

describe('where n8n allows everything', () => {
	const files = filesOf({ helpers: { isFilePathBlocked: () => false } });

	test("n8n's own folder stays closed, also from the folder above it", async () => {
		const above = path.dirname(own);
		const listed = await files.list(above);
		const inside = listed.filter((file) => file.startsWith(own));
		expect(inside.length).toBeGreaterThan(0);
		for (const file of inside) await expect(files.read(file, 1e6)).rejects.toThrow('n8n does not allow access');
	});

	test.each(['/proc/self/environ', '/dev/stdin', '/sys/kernel/version'])('%s stays closed', async (file) => {
		await expect(files.read(file, 1e6)).rejects.toThrow('n8n does not allow access');
	});
});

test('an n8n that cannot say what is allowed allows nothing', async () => {
	await expect(filesOf({ helpers: {} }).read(path.join(allowed, 'x'), 1)).rejects.toThrow('n8n does not allow access');
});

/** Fields whose words speak of files, though nobody can name one in them. */
const namesNoFile: Record<string, string> = { 'chineseOutputDetector.name': "a path within the item's JSON" };

test('every field that speaks of a file, folder or path is attacked here', async () => {
	const speaks = /\b(files?|folders?|paths?|director(y|ies)|dir)\b|(file|dir|folder|path)s?$/i;
	const found: string[] = [];
	for (const built of manifest.n8n.nodes) {
		const file = path.join(root, built.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
		const module: Record<string, new () => INodeType> = await import(file);
		const { description } = new module[path.basename(file, '.node.ts')]();
		for (const { name, displayName, description: text = '', placeholder = '', type } of flatten(description.properties)) {
			if (!['string', 'json', 'resourceLocator'].includes(type)) continue;
			const words = `${displayName} ${text}`;
			if (speaks.test(words) || speaks.test(name) || /^(\/|\.\/|[A-Z]:\\)/.test(placeholder)) found.push(`${description.name}.${name}`);
		}
	}
	const known = [...Object.keys(fields), ...Object.keys(namesNoFile)];
	expect([...new Set(found)].filter((field) => !known.includes(field))).toEqual([]);
	expect(Object.keys(fields).filter((field) => !found.includes(field))).toEqual([]);
});

/** Every property, those inside collections too. */
function flatten(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.options ?? []).flatMap((option) => {
			if ('values' in option) return flatten(option.values);
			return 'type' in option ? flatten([option]) : [];
		}),
	]);
}
