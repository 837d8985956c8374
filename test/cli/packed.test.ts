import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readReport } from '../../core/report/readReport';
import { isBuilt, root } from './runAudit';

/** A Node of the oldest line that the command promises to run on, where this machine has one beside its own. */
const oldNode = ['/usr/local/bin/node', '/usr/bin/node'].find(
	(file) => existsSync(file) && execFileSync(file, ['--version'], { encoding: 'utf8' }).startsWith('v20.'),
);

const home = mkdtempSync(path.join(tmpdir(), 'packed-'));
/** An empty folder with the package in it, as `npm i n8n-nodes-r1` leaves it, far from this repository. */
const folder = path.join(home, 'empty');
const npmEnv = { ...process.env, npm_config_cache: path.join(home, 'cache'), npm_config_update_notifier: 'false' };
const npm = (args: string[], cwd: string) =>
	execFileSync('npm', args, { cwd, env: npmEnv, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

interface Finished {
	code: number | null;
	stdout: string;
	stderr: string;
}

async function run(program: string, args: string[], env: Record<string, string> = {}): Promise<Finished> {
	const child = spawn(program, args, {
		cwd: folder,
		env: {
			PATH: process.env.PATH,
			HOME: folder,
			TMPDIR: process.env.TMPDIR ?? tmpdir(),
			npm_config_cache: npmEnv.npm_config_cache,
			...env,
		},
	});
	const output = { stdout: '', stderr: '' };
	child.stdout.on('data', (part) => (output.stdout += part));
	child.stderr.on('data', (part) => (output.stderr += part));
	const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
	return { code, ...output };
}

const stackTrace = /^\s+at .+:\d+:\d+/m;
const escape = String.fromCharCode(27);

describe.skipIf(!isBuilt)('the command from the packed tarball (needs a build)', { timeout: 180_000 }, () => {
	beforeAll(() => {
		const name = npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', home], root).trim();
		mkdirSync(folder);
		writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
		npm(['install', '--offline', '--no-save', '--omit=peer', '--legacy-peer-deps', path.join(home, name)], folder);
		cpSync(path.join(root, 'lab/demo/exports'), path.join(folder, 'exports'), { recursive: true });
	}, 180_000);
	afterAll(() => rmSync(home, { recursive: true, force: true }));

	test('installs as one package that needs no other', () => {
		expect(readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['n8n-nodes-r1']);
	});

	test('npx runs it by name', async () => {
		const { code, stdout } = await run('npx', ['--offline', 'n8n-nodes-r1', '--help']);
		expect(code).toBe(0);
		expect(stdout).toMatch(/audit .+\n +migrate .+\n( +\w+ .+\n)* +demo /);
	});

	const command = path.join(folder, 'node_modules/n8n-nodes-r1/dist/cli/main.js');
	const nodes = [{ node: process.execPath, version: process.version }, ...(oldNode ? [{ node: oldNode, version: 'v20' }] : [])];

	describe.each(nodes)('on Node $version', ({ node }) => {
		const call = (args: string[], env?: Record<string, string>) => run(node, [command, ...args], env);

		test('audits a folder of exports and writes the reports, in plain text', async () => {
			const { code, stdout, stderr } = await call(['audit', 'exports', '--out', 'report', '--date', '2026-11-23']);
			expect(code).toBe(1);
			expect(stdout).toContain('Not ready');
			expect(stdout).not.toContain(escape);
			expect(stderr).not.toMatch(stackTrace);
			expect(readdirSync(path.join(folder, 'report')).sort()).toEqual(['report.html', 'report.json', 'report.junit.xml', 'report.md']);
			const { checks } = readReport(readFileSync(path.join(folder, 'report/report.json'), 'utf8'));
			expect(checks[0].figures).toMatchObject({ files: readdirSync(path.join(folder, 'exports')).length });
		});

		test('--json prints the report and nothing else', async () => {
			const { code, stdout } = await call(['audit', 'exports', '--json', '--out', 'json']);
			expect(code).toBe(1);
			expect(readReport(stdout).checks[0]).toMatchObject({ id: 'inventory', verdict: 'fail' });
		});

		test('the demonstration finds its own files and the lab; no check breaks off', async () => {
			const { code, stdout, stderr } = await call(['demo', '--out', 'demo', '--only', 'inventory,tools,privacy,cost']);
			expect(stdout.split('\n')[0]).toMatch(/^A demonstration: .*built in/);
			expect(stderr).not.toMatch(/warning/i);
			const { checks, emulated } = readReport(readFileSync(path.join(folder, 'demo/report.json'), 'utf8'));
			expect({ code, emulated }).toEqual({ code: 1, emulated: true });
			expect(checks.filter(({ couldNotRun }) => couldNotRun)).toEqual([]);
			expect(checks.find(({ id }) => id === 'privacy')).toMatchObject({ problems: [], figures: { clauses: 9 } });
		});

		test.each<{ name: string; args: string[]; code: number; says: RegExp }>([
			{ name: 'audit without arguments', args: ['audit'], code: 2, says: /audit \[PATH \.\.\.\]/ },
			{ name: 'audit --help', args: ['audit', '--help'], code: 0, says: /--max-cost USD/ },
			{ name: 'demo --help', args: ['demo', '--help'], code: 0, says: /provider lab/ },
			{ name: '--version', args: ['--version'], code: 0, says: /^\d+\.\d+\.\d+\n$/ },
			{ name: 'an unknown command', args: ['audti'], code: 2, says: /no command "audti"; there are audit, migrate, .*demo/ },
			{ name: 'an unknown option', args: ['audit', 'exports', '--colour'], code: 2, says: /--colour/ },
			{ name: 'a path that is not there', args: ['audit', 'nowhere'], code: 2, says: /no file or folder nowhere/ },
			{ name: 'a file that is no workflow', args: ['audit', 'package.json', '--out', 'none'], code: 2, says: /package\.json/ },
		])('$name ends in $code and says so', async ({ args, code, says }) => {
			const result = await call(args);
			expect(result.code).toBe(code);
			expect(result.stdout + result.stderr).toMatch(says);
			expect(result.stderr).not.toMatch(stackTrace);
		});
	});

	test.each([
		{ timing: '{ frstToken: 3 }', says: /audit\.yaml:1: candidate\.lab: .*frstToken/ },
		{ timing: '{ firstToken: soon }', says: /audit\.yaml:1: candidate\.lab\.firstToken: Expected milliseconds .*got soon/ },
	])('a lab: block of $timing is refused by its line', async ({ timing, says }) => {
		writeFileSync(path.join(folder, 'audit.yaml'), `candidate: { lab: ${timing} }\n`);
		const { code, stderr } = await run(process.execPath, [command, 'audit', '--config', 'audit.yaml']);
		expect(code).toBe(2);
		expect(stderr).toMatch(says);
	});

	test.skipIf(!oldNode)('a cost cap on a Node without SQLite is refused in one line', async () => {
		writeFileSync(path.join(folder, 'paid.yaml'), 'candidate: { baseURL: "http://127.0.0.1:9/v1", model: m }\nmaxCostUsd: 1\n');
		const { code, stdout, stderr } = await run(oldNode ?? '', [command, 'audit', '--config', 'paid.yaml', '--only', 'quality']);
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr.trim()).toMatch(/^Could not run: A cost cap needs Node 22\.16 or newer.*Node 20\.[\d.]+$/);
	});
});
