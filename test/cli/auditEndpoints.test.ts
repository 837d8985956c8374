import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findLocalServers } from '../../cli/localServers';
import { readReport } from '../../core/report/readReport';
import { bundledTasks } from '../../core/tasks/bundled';
import { startLab, type LabOptions } from '../../lab';
import { isBuilt, runAudit } from './runAudit';

const taskCount = 40;
const secret = 'sk-very-secret-0123456789';

/** A lab that knows the bundled tasks, and a folder with a config file that names it as candidate. */
async function prepare(options: LabOptions = {}, more = '', model = 'lab-right') {
	const lab = await startLab({ tasks: bundledTasks({ count: taskCount }), apiKey: secret, ...options });
	const cwd = mkdtempSync(path.join(tmpdir(), 'audit-lab-'));
	onTestFinished(async () => {
		await lab.close();
		rmSync(cwd, { recursive: true, force: true });
	});
	writeFileSync(
		path.join(cwd, 'audit.yaml'),
		`candidate:\n  baseURL: ${lab.baseURL}/v1\n  model: ${model}\n  keyEnv: LAB_KEY\nconcurrency: 2\n${more}checks:\n  quality:\n    taskCount: ${taskCount}\n`,
	);
	const out = path.join(cwd, 'out/audit');
	return { lab, cwd, out, report: () => readReport(readFileSync(path.join(out, 'report.json'), 'utf8')), env: { LAB_KEY: secret } };
}

const args = ['--config', 'audit.yaml', '--only', 'quality'];

describe.skipIf(!isBuilt)('npm run audit against an endpoint (needs a build)', { timeout: 120_000 }, () => {
	test('asks each task once, calls the lab emulated, and never shows the key', async () => {
		const { lab, cwd, out, report, env } = await prepare();
		const { stdout, stderr } = await runAudit(args, { cwd, env });
		expect(lab.chats).toHaveLength(taskCount);
		expect(report()).toMatchObject({ emulated: true, candidate: { model: 'lab-right' } });
		expect(report().checks[1]).toMatchObject({ id: 'quality', emulated: true, figures: { tasksPlanned: taskCount } });
		expect(stdout).toContain('EMULATED');
		const everything = [stdout, stderr, ...readdirSync(out).map((file) => readFileSync(path.join(out, file), 'utf8'))].join('\n');
		expect(everything).not.toContain(secret);
	});

	test('Ctrl-C still writes the report, and the same command goes on without paying again', async () => {
		const { lab, cwd, out, report, env } = await prepare({ timing: { firstToken: 60 } });
		const first = await runAudit(args, {
			cwd,
			env,
			interruptWhen: () => lab.records.filter(({ endedAt }) => endedAt !== undefined).length >= 10,
		});
		expect(first.code).toBe(2);
		expect(first.stdout).toContain('Run the same command again');
		expect(existsSync(path.join(out, 'report.html'))).toBe(true);
		const before = lab.chats.length;
		expect(before).toBeLessThan(taskCount);

		const second = await runAudit(args, { cwd, env });
		expect(second.stdout).toContain('Went on with the answers of an interrupted run');
		expect(report().checks[1].figures).toMatchObject({ tasksPlanned: taskCount });
		// Only what was under way when it was stopped is asked twice: two at once.
		expect(lab.chats.length).toBeLessThanOrEqual(taskCount + 2);
		expect(existsSync(path.join(out, 'answers.jsonl'))).toBe(false);
	});

	test('a wrong key does not pass, and the other checks go on', async () => {
		const { cwd, report, env } = await prepare();
		const { code } = await runAudit(['--config', 'audit.yaml', '--only', 'quality,residency'], { cwd, env: { ...env, LAB_KEY: 'wrong' } });
		expect(code).not.toBe(0);
		expect(['warn', 'fail']).toContain(report().checks[1].verdict);
	});

	test('an endpoint that does not answer does not pass either', async () => {
		const { cwd, report, env } = await prepare();
		const config = path.join(cwd, 'audit.yaml');
		writeFileSync(config, readFileSync(config, 'utf8').replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9'));
		await runAudit(args, { cwd, env });
		expect(report().checks[1].verdict).not.toBe('pass');
	});
});

describe('model servers on this machine', () => {
	test('are found by the model that they list, a reasoning model first', async () => {
		const lab = await startLab({ profile: 'vllm', models: { 'deepseek-r1:14b': {}, 'nomic-embed-text': {} } });
		onTestFinished(lab.close);
		const port = Number(new URL(lab.baseURL).port);
		expect(
			await findLocalServers([
				{ name: 'vLLM', port },
				{ name: 'Ollama', port: 9 },
			]),
		).toEqual([{ name: 'vLLM', baseURL: `${lab.baseURL}/v1`, model: expect.stringMatching(/r1/i) }]);
	});

	test('something else on a port is no model server', async () => {
		const answers = ['<html>Hello</html>', '{"data": []}', '{"data": [{"id": 7}, {"id": "text-embedding-3"}]}', 'null'];
		for (const answer of answers) expect(await findLocalServers([{ name: 'x', port: 1 }], async () => new Response(answer))).toEqual([]);
	});
});
