import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json';
import { startLab, type Lab } from '../../lab';
import { labCredentials, withCredentials } from '../support/labCredentials';
import { credentialTypesOf, loadBuiltPack } from '../support/nodeTypes';
import type { WorkflowJson } from '../support/runWorkflow';
import { itemsOf, N8n, packTarball } from './n8n';

const root = path.join(import.meta.dirname, '../..');
const bundled = globSync('workflows/*.json', { cwd: root }).sort();
const idOf = (file: string) => `bundled${String(bundled.indexOf(file)).padStart(9, '0')}`;
let n8n: N8n;
let lab: Lab;
let loaded: string[];

const reasonAlone: WorkflowJson = {
	id: 'reasonInRealN8n1',
	name: 'R1 Reason in the real n8n',
	nodes: [
		{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: 'reason',
			name: 'R1 Reason',
			type: 'n8n-nodes-r1.r1Reason',
			typeVersion: 1,
			position: [220, 0],
			parameters: { prompt: 'What is 6 times 7?' },
		},
	],
	connections: { Start: { main: [[{ node: 'R1 Reason', type: 'main', index: 0 }]] } },
};

beforeAll(async () => {
	lab = await startLab();
	n8n = await N8n.install();
	await n8n.importCredentials(labCredentials(lab));
	const workflows = bundled.map((file): WorkflowJson => ({ ...JSON.parse(readFileSync(path.join(root, file), 'utf8')), id: idOf(file) }));
	await n8n.importWorkflows(
		[reasonAlone, ...workflows].map((workflow) => withCredentials(workflow, labCredentials(lab), credentialTypesOf)),
	);
	// Asked before the server holds the database.
	loaded = (await n8n.loadedNodes()).map(({ name }) => name);
	await n8n.start();
});

afterAll(async () => {
	await n8n.stop();
	await lab.close();
});

describe('the packed tarball', () => {
	test('is at most 4 MB and holds what docs/publishing.md says, with no test or source file in it', async () => {
		const tarball = await packTarball();
		expect(statSync(tarball).size).toBeLessThanOrEqual(4 * 1024 * 1024);
		const files = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).split('\n');
		expect(files.filter((file) => /\.(test|bench)\.|(?<!\.d)\.ts$|\/test\//.test(file))).toEqual([]);
		const { nodes, credentials } = manifest.n8n;
		const named = [...nodes, ...credentials, manifest.main, manifest.types, ...Object.values(manifest.bin), ...bundled];
		const codex = nodes.map((file) => file.replace(/\.js$/, '.json'));
		const besides = ['README.md', 'LICENSE', 'CHANGELOG.md', 'audit.example.yaml', 'package.json'];
		const ofDist = ['dist/report.schema.json', 'dist/sbom.cdx.json', 'dist/THIRD-PARTY-LICENCES.txt'];
		expect(files).toEqual(expect.arrayContaining([...named, ...codex, ...besides, ...ofDist].map((file) => `package/${file}`)));
		const allowed =
			/^package\/(dist\/|workflows\/[\w-]+\.(json|md)$|lab\/demo\/|README\.md$|LICENSE$|CHANGELOG\.md$|audit\.example\.yaml$|package\.json$)/;
		expect(files.filter((file) => file !== '' && !allowed.test(file))).toEqual([]);
	});

	test('gives n8n every node, and as a tool each that says so', async () => {
		const own = Object.values(loadBuiltPack().nodes).flatMap((node) => {
			const { name } = node.description;
			const tool = 'usableAsTool' in node.description && node.description.usableAsTool ? [`${name}Tool`] : [];
			return [name, ...tool].map((each) => `${manifest.name}.${each}`);
		});
		expect(own.length).toBeGreaterThanOrEqual(manifest.n8n.nodes.length);
		expect(loaded).toEqual(expect.arrayContaining(own));
	});

	test('runs R1 Reason against the lab', async () => {
		const execution = await n8n.execute('reasonInRealN8n1');
		expect(execution.data.resultData.error?.message).toBeUndefined();
		const [item] = itemsOf(execution, 'R1 Reason');
		expect(item).toMatchObject({ answer: expect.stringMatching(/\S/), thinking: expect.stringMatching(/\S/), finishReason: 'stop' });
	});

	test.each(bundled)('runs %s', async (file) => {
		const execution = await n8n.execute(idOf(file));
		const missing = needs[path.basename(file)];
		if (missing) expect(execution.data.resultData.error?.message).toMatch(missing);
		else expect(execution.data.resultData.error?.message).toBeUndefined();
	});
});

/** Workflows that need something of the user's first, and what they say at the first run without it. */
const needs: Record<string, RegExp> = {
	'replay-history.json': /The credential for "R1 N8n Instance API" is missing/,
	'shadow-report.json': /file or directory does not exist/,
	'retirement-watch.json': /The credential for "R1 N8n Instance API" is missing/,
};
