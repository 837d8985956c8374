import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isBuilt, root } from './runAudit';

const executions = path.join(root, 'test/data/executions');

describe.skipIf(!isBuilt)('the history command (needs a build)', { timeout: 60_000 }, () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'history-cli-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	/** The published command in a process of its own. */
	async function history(args: string[]) {
		const child = spawn(process.execPath, [path.join(root, 'dist/cli/main.js'), 'history', ...args], {
			cwd: folder,
			env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' },
		});
		const output = { stdout: '', stderr: '' };
		child.stdout.on('data', (part) => (output.stdout += part));
		child.stderr.on('data', (part) => (output.stderr += part));
		const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
		return { code, ...output };
	}

	test('shows what there is, and writes nothing', async () => {
		const { code, stdout } = await history([executions, '--candidate', 'deepseek-flash']);
		expect(code).toBe(0);
		expect(stdout).toMatch(/339 calls of language models in 61 executions/);
		expect(stdout).toMatch(/Not exact, because/);
		expect(stdout).toMatch(/3 × it called tools, and only its last answer is recorded \(openai18-tools \/ OpenAI\)/);
		expect(stdout).toMatch(/A replay of all \d+ on deepseek-flash/);
		expect(stdout).toMatch(/Nothing was written, and nothing was sent/);
	});

	test('writes a sample that a replay reads', async () => {
		const { code, stdout } = await history([executions, '--out', 'out/calls.jsonl', '--sample', '60', '--redact', 'sum=6\\*7']);
		expect(stdout).toMatch(/× sum, 1 different/);
		expect(code).toBe(0);
		const text = readFileSync(path.join(folder, 'out/calls.jsonl'), 'utf8');
		expect(text).toContain('[sum 1]');
		expect(text).not.toContain('6*7');
		for (const line of text.trim().split('\n'))
			expect(JSON.parse(line)).toMatchObject({ request: { messages: expect.any(Array) }, sample: { weight: expect.any(Number) } });
		const again = await history([executions, '--out', 'out/calls.jsonl']);
		expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/is there already/) });
	});

	test('a dry run lists and writes nothing', async () => {
		const { stdout } = await history([executions, '--dry-run', '--out', 'dry.jsonl', '--redact', 'sum=6\\*7']);
		expect(stdout).toMatch(/Personal data that would be taken out\n.*× sum, 1 different\n.*in agent/);
		expect(existsSync(path.join(folder, 'dry.jsonl'))).toBe(false);
	});

	test.each([
		[['missing.json'], 1, /There is no such file/],
		[['--n8n', 'not a url'], 2, /Name the instance/],
		[['--n8n', 'http://127.0.0.1:1'], 2, /N8N_API_KEY is not set/],
		[[executions, '--country', 'XX'], 2, /no country code/],
		[[executions, '--redact', 'x'], 2, /NAME=REGEX/],
		[[executions, '--redact', 'x=('], 2, /--redact/],
		[[executions, '--sample', '0'], 2, /whole number/],
		[['--nonsense'], 2, /See --help/],
	])('%j', async (args, code, said) => {
		const finished = await history(args);
		expect(finished.code).toBe(code);
		expect(finished.stdout + finished.stderr).toMatch(said);
	});
});
