import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readReport } from '../../core/report/readReport';
import { hasSharedData, sharedData } from '../support/sharedData';
import { isBuilt, runAudit } from './runAudit';

const folder = mkdtempSync(path.join(tmpdir(), 'audit-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
/** A folder with workflow exports, and the audit run in it. */
async function audit(files: Record<string, string | Buffer>, args: string[] = ['exports'], env?: Record<string, string>) {
	const cwd = path.join(folder, String((count += 1)));
	mkdirSync(path.join(cwd, 'exports'), { recursive: true });
	for (const [name, content] of Object.entries(files)) writeFileSync(path.join(cwd, name), content);
	const result = await runAudit(args, { cwd, env });
	const written = readdirSync(cwd, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(cwd, path.join(entry.parentPath, entry.name)))
		.filter((name) => !(name in files))
		.sort();
	const report = () => readReport(readFileSync(path.join(cwd, 'out/audit/report.json'), 'utf8'));
	return { ...result, cwd, written, report };
}

const workflow = (name: string, model: string) =>
	JSON.stringify({
		name,
		nodes: [
			{ id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: '2',
				name: 'Chain',
				type: '@n8n/n8n-nodes-langchain.chainLlm',
				typeVersion: 1.5,
				position: [200, 0],
				parameters: { prompt: 'Hello' },
			},
			{
				id: '3',
				name: 'Model',
				type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
				typeVersion: 1.2,
				position: [200, 200],
				parameters: { model: { __rl: true, mode: 'id', value: model }, options: {} },
			},
		],
		connections: {
			Start: { main: [[{ node: 'Chain', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Chain', type: 'ai_languageModel', index: 0 }]] },
		},
	});

const reports = ['report.html', 'report.json', 'report.junit.xml', 'report.md'].map((name) => `out/audit/${name}`);

describe.skipIf(!isBuilt)('npm run audit (needs a build)', { timeout: 120_000 }, () => {
	test.concurrent('ends in 1 when a workflow names a retired model, and writes the four reports', async () => {
		const { code, stdout, written, report } = await audit({ 'exports/a.json': workflow('Support', 'o1') });
		expect(code).toBe(1);
		expect(written).toEqual(reports);
		expect(report()).toMatchObject({ verdict: 'fail', emulated: false, schemaVersion: 1 });
		expect(report().checks[0]).toMatchObject({ id: 'inventory', verdict: 'fail', figures: { references: 1 } });
		expect(report().checks[0].findings[0]).toMatchObject({
			workflow: 'Support',
			node: 'Model',
			nodeType: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			model: 'o1',
			provider: 'openai',
			status: 'retired',
			retiresOn: '2026-10-23',
		});
		expect(
			report()
				.checks.slice(1)
				.map(({ verdict }) => verdict),
		).toEqual(Array(8).fill('skipped'));
		expect(stdout).toContain('Not ready');
		expect(stdout).toMatch(/Support \/ Model +o1 +gone since 2026-10-23/);
	});

	test.concurrent('ends in 0 when a model only will retire, in 1 with --strict, and in 1 after that day', async () => {
		const files = { 'exports/a.json': workflow('Support', 'gpt-4o') };
		const date = ['--date', '2026-11-23'];
		expect((await audit(files, ['exports', ...date])).code).toBe(0);
		expect((await audit(files, ['exports', ...date, '--strict'])).code).toBe(1);
		expect((await audit(files, ['exports', '--date', '2027-01-15'])).code).toBe(1);
	});

	test.concurrent('ends in 0 when nothing is wrong', async () => {
		const { code, report } = await audit({ 'exports/a.json': JSON.stringify({ name: 'No model', nodes: [], connections: {} }) });
		expect(report().verdict).toBe('pass');
		expect(code).toBe(0);
	});

	test.concurrent('names bad input, skips it and audits the rest', async () => {
		const { code, stdout, report, written } = await audit({
			'exports/good.json': workflow('Good', 'o1'),
			'exports/broken.json': '{"nodes": [',
			'exports/other.json': '{"hello": "world"}',
			'exports/binary.json': Buffer.from([0xff, 0x00, 0xd8]),
			'exports/odd.json': JSON.stringify({
				name: '../../<img src=x onerror=alert(1)>',
				nodes: [null, 3, { type: 7 }],
				connections: { a: { main: [[{ node: 'a', type: 'main', index: 0 }]] } },
			}),
		});
		expect(code).toBe(1);
		expect(report().checks[0].findings).toHaveLength(1);
		const named = (report().checks[0].problems ?? []).map(({ file }) => path.basename(file));
		expect(named).toEqual(expect.arrayContaining(['broken.json', 'other.json', 'binary.json']));
		expect(stdout).toContain('broken.json');
		expect(written).toEqual(reports);
	});

	test.concurrent('could not run when no file holds a workflow, and says so', async () => {
		const { code, stdout } = await audit({ 'exports/broken.json': '{"nodes": [' });
		expect(code).toBe(2);
		expect(stdout).toContain('broken.json');
	});

	test.concurrent('--fix writes migrated copies beside, never in place', async () => {
		const before = workflow('Support', 'o1');
		const { written, cwd } = await audit({ 'exports/a.json': before }, ['exports', '--target', 'gpt-5.6-terra', '--fix', 'migrated']);
		expect(written.filter((name) => !name.startsWith('migrated/'))).toEqual(reports);
		expect(readFileSync(path.join(cwd, 'exports/a.json'), 'utf8')).toBe(before);
		expect(readFileSync(path.join(cwd, 'migrated/support.json'), 'utf8')).toContain('gpt-5.6-terra');
	});

	test.concurrent('--against says what got better', async () => {
		const first = await audit({ 'exports/a.json': workflow('Support', 'o1') });
		const old = path.join(first.cwd, 'out/audit/report.json');
		const { stdout, report } = await audit({ 'exports/a.json': workflow('Support', 'gpt-5.6-terra') }, ['exports', '--against', old]);
		expect(stdout).toMatch(/better +Inventory: fail →/);
		expect(report().comparison?.changes[0]).toMatchObject({ id: 'inventory', direction: 'better' });
	});

	test.concurrent('a privacy policy is read by the config file alone, without an endpoint', async () => {
		const { code, report } = await audit(
			{
				'policy.md': 'Last updated: 2020-01-01\n\nWe use OpenAI.',
				'audit.yaml': 'checks:\n  privacy:\n    policy: policy.md\n    processor: DeepSeek\n    homeCountry: DE\n',
			},
			['--config', 'audit.yaml'],
		);
		expect(code).toBe(1);
		expect(report().checks.find(({ id }) => id === 'privacy')).toMatchObject({ verdict: 'fail', figures: { clauses: 9 } });
		expect(report().checks[0]).toMatchObject({ verdict: 'skipped', summary: expect.stringContaining('No workflows given') });
	});

	test.concurrent('--help explains itself', async () => {
		const { code, stdout, written } = await audit({}, ['--help']);
		expect({ code, written }).toEqual({ code: 0, written: [] });
		expect(stdout).toMatch(/--max-cost USD/);
	});
});

describe.skipIf(!isBuilt)(
	'what cannot run ends in 2 with one line that says why, and writes nothing (needs a build)',
	{ timeout: 120_000 },
	() => {
		test.concurrent.each<{ name: string; args: string[]; files?: Record<string, string>; says: RegExp }>([
			{ name: 'a path that is not there', args: ['nowhere'], says: /There is no file or folder nowhere/ },
			{ name: 'an unknown option', args: ['exports', '--colour'], says: /--colour/ },
			{ name: 'an unknown check', args: ['exports', '--only', 'speed'], says: /no check "speed"; there are inventory, quality/ },
			{ name: 'a day that is none', args: ['exports', '--date', '2026-02-30'], says: /Expected a date like/ },
			{ name: 'a cost that is none', args: ['exports', '--max-cost', 'lots'], says: /number of US dollars/ },
			{ name: 'a config file that is not there', args: ['--config', 'audit.yaml'], says: /no config file audit\.yaml/ },
			{
				name: 'a config file that is no YAML',
				args: ['--config', 'audit.yaml'],
				files: { 'audit.yaml': 'a: b\n  c: [\n' },
				says: /audit\.yaml:\d: /,
			},
			{
				name: 'an unknown setting',
				args: ['--config', 'audit.yaml'],
				files: { 'audit.yaml': '\ncandidate:\n  baseURL: https://x.example\n  modle: y\n' },
				says: /audit\.yaml:\d: candidate/,
			},
			{
				name: 'an unknown option of a check',
				args: ['exports', '--config', 'audit.yaml'],
				files: { 'audit.yaml': 'checks:\n  privacy:\n    polcy: x\n' },
				says: /checks\.privacy has no option "polcy"; it has policy/,
			},
			{
				name: 'a key that is not in the environment',
				args: ['--config', 'audit.yaml'],
				files: { 'audit.yaml': 'candidate:\n  baseURL: https://x.example/v1\n  model: y\n  keyEnv: NO_SUCH_KEY\n' },
				says: /environment variable NO_SUCH_KEY is not set/,
			},
			{
				name: 'an earlier report that is none',
				args: ['exports', '--against', 'old.json'],
				files: { 'old.json': '{}' },
				says: /old\.json: .*not a report\.json/,
			},
			{
				name: 'checks that all need something',
				args: ['--only', 'privacy', 'exports'],
				says: /No check can run\. Needs your privacy policy/,
			},
		])('$name', async ({ args, files = {}, says }) => {
			const { code, stdout, stderr, written } = await audit(files, args);
			expect({ code, stdout, written }).toEqual({ code: 2, stdout: '', written: [] });
			expect(stderr.trim().split('\n')).toHaveLength(1);
			expect(stderr).toMatch(says);
		});
	},
);

describe.skipIf(!hasSharedData || !isBuilt)('the real exports (needs ../shared/data and a build)', { timeout: 120_000 }, () => {
	test('are all read, and their references counted', async () => {
		const { code, report } = await audit({}, [sharedData('workflows'), '--date', '2026-11-23']);
		expect(code).toBe(1);
		const [inventory] = report().checks;
		expect(inventory.figures).toMatchObject({ files: 184, workflows: 184, references: inventory.findings.length });
		expect(inventory.findings.length).toBeGreaterThan(200);
	});
});
