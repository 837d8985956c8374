import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readReport } from '../../core/report/readReport';
import { startLab, type LabOptions } from '../../lab';
import { labels, tickets } from '../core/replay/madeUpCalls';
import { isBuilt, runCommand } from './runAudit';

const secret = 'sk-very-secret-0123456789';

async function prepare(options: LabOptions, count = 120) {
	const lab = await startLab({ apiKey: secret, ...options });
	const cwd = mkdtempSync(path.join(tmpdir(), 'replay-cli-'));
	onTestFinished(async () => {
		await lab.close();
		rmSync(cwd, { recursive: true, force: true });
	});
	writeFileSync(
		path.join(cwd, 'calls.jsonl'),
		tickets(count)
			.map((call) => JSON.stringify(call))
			.join('\n'),
	);
	const out = path.join(cwd, 'out/replay');
	const args = ['calls.jsonl', '--candidate', `lab-c@${lab.baseURL}/v1`, '--margin', '10'];
	return {
		lab,
		cwd,
		out,
		args,
		env: { R1_CANDIDATE_KEY: secret },
		report: () => readReport(readFileSync(path.join(out, 'report.json'), 'utf8')),
	};
}

const right: LabOptions = {
	reply: ({ messages }) => ({ answer: labels[Number(/Ticket (\d+)/.exec(String(messages.at(-1)?.content))?.[1] ?? 0) % 4] }),
};

describe.skipIf(!isBuilt)('n8n-nodes-r1 replay (needs a build)', { timeout: 120_000 }, () => {
	test('says what would go where, asks for a yes, and sends nothing without one', async () => {
		const { lab, cwd, args, env, out } = await prepare(right);
		const { code, stderr } = await runCommand('replay', args, { cwd, env });
		expect(code).toBe(2);
		expect(stderr).toMatch(/120 recorded calls of 1 workflow/);
		expect(stderr).toMatch(/requests? to lab-c at 127\.0\.0\.1/);
		expect(stderr).toMatch(/say --yes/);
		expect(lab.chats).toHaveLength(0);
		expect(existsSync(path.join(out, 'gate.json'))).toBe(false);
	});

	test('with a yes it decides, writes gate and report, and never shows the key', async () => {
		const { cwd, args, env, out, report } = await prepare(right);
		const { code, stdout, stderr } = await runCommand('replay', [...args, '--yes', '--n8n', 'https://n8n.example.com'], { cwd, env });
		expect(stderr + stdout).not.toContain(secret);
		expect({ code, quality: report().checks.find(({ id }) => id === 'quality')?.verdict }).toEqual({ code: 0, quality: 'pass' });
		expect(stdout).toMatch(/from\s+your\s+own\s+\d+\s+calls\s+of\s+1\s+workflow/);
		expect(JSON.parse(readFileSync(path.join(out, 'gate.json'), 'utf8'))).toMatchObject({ margin: 0.1 });
		expect(existsSync(path.join(out, 'answers.jsonl'))).toBe(false);
		expect(readFileSync(path.join(out, 'report.html'), 'utf8')).toContain('The gate, as it was written before the run');
	});

	test('a policy that the candidate breaks stops it before anything is sent', async () => {
		const { lab, cwd, args, env } = await prepare(right);
		const far = args.map((arg) => (arg.startsWith('lab-c@') ? 'deepseek-reasoner@https://api.deepseek.com' : arg));
		writeFileSync(path.join(cwd, 'audit.yaml'), 'checks:\n  residency:\n    observeNetwork: false\n');
		const { code, stderr } = await runCommand('replay', [...far, '--yes', '--countries', 'DE', '--config', 'audit.yaml'], { cwd, env });
		expect(code).toBe(1);
		expect(stderr).toMatch(/not within the policy/);
		expect(stderr).toMatch(/Nothing was sent/);
		expect(lab.chats).toHaveLength(0);
	});

	test('Ctrl-C keeps what was answered; the same command goes on under the same gate', async () => {
		const { lab, cwd, args, env, out } = await prepare({ ...right, timing: { firstToken: 60 } });
		const first = await runCommand('replay', [...args, '--yes'], {
			cwd,
			env,
			interruptWhen: () => lab.records.filter(({ endedAt }) => endedAt !== undefined).length >= 10,
		});
		expect(first.code).not.toBe(0);
		const gate = readFileSync(path.join(out, 'gate.json'), 'utf8');
		const before = lab.chats.length;
		lab.set({ timing: {} });
		const second = await runCommand('replay', [...args, '--yes'], { cwd, env });
		expect(second.stdout).toContain('Went on with the answers of an interrupted run');
		expect(second.code).toBe(0);
		expect(readFileSync(path.join(out, 'gate.json'), 'utf8')).toBe(gate);
		// Only what was under way when it was stopped is asked twice.
		expect(lab.chats.length).toBeLessThanOrEqual(120 + 8);
		expect(before).toBeGreaterThanOrEqual(10);
	});

	test.each([
		[['none.jsonl', '--candidate', 'm@http://127.0.0.1:1/v1'], /no file none\.jsonl/],
		[['calls.jsonl'], /Name the model to move to/],
		[['calls.jsonl', '--candidate', 'm'], /Expected --candidate to be like/],
		[['calls.jsonl', '--candidate', 'm@http://127.0.0.1:1/v1', '--margin', 'five'], /Expected --margin to be a number/],
		[['calls.jsonl', '--candidate', 'm@http://127.0.0.1:1/v1', '--margn', '5'], /margn/],
	])('%j says what is wrong', async (args, message) => {
		const { cwd, env } = await prepare(right, 1);
		const { code, stderr } = await runCommand('replay', args, { cwd, env });
		expect(code).toBe(2);
		expect(stderr).toMatch(message);
	});
});
