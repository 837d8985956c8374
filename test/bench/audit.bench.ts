import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CheckContext } from '../../nodes/MigrationCheck/checkDefinition';
import { check as language } from '../../nodes/MigrationCheck/checks/language';
import { check as quality } from '../../nodes/MigrationCheck/checks/quality';
import { bundledTasks } from '../../nodes/MigrationCheck/checks/quality/tasks/bundled';
import { check as tools } from '../../nodes/MigrationCheck/checks/tools';
import { bundledCases } from '../../nodes/MigrationCheck/checks/tools/cases/bundled';

const root = path.join(import.meta.dirname, '../..');
const toJsonl = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

/** Runs the checks that ask models against the lab in a process of its own, and 20,000 tasks against an answer made here. */
export default async function bench(): Promise<void> {
	const folder = mkdtempSync(path.join(tmpdir(), 'audit-bench-'));
	try {
		await againstLab(folder);
		await manyTasks(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function againstLab(folder: string): Promise<void> {
	const [taskFile, caseFile] = [path.join(folder, 'tasks.jsonl'), path.join(folder, 'cases.jsonl')];
	writeFileSync(taskFile, toJsonl(bundledTasks()));
	writeFileSync(caseFile, toJsonl(bundledCases({ count: 200 })));
	const { baseURL, close } = await startLabApart(['--first-token', 'lognormal:400:0.4', '--between-tokens', '12', '--tasks', taskFile, '--tools', caseFile, '--profile', 'openai']);
	const side = (model: string) => ({ endpoint: { baseURL: `${baseURL}/v1` }, model, emulated: true });
	const context: CheckContext = { baseline: side('lab-baseline'), candidate: side('lab-candidate'), now: new Date(), concurrency: 32, earlier: {}, items: [] };
	const rows: Record<string, string | number>[] = [];
	const measure = async (name: string, run: () => Promise<{ verdict: string }>) => {
		const [cpu, started] = [process.cpuUsage(), performance.now()];
		const { verdict } = await run();
		const { user, system } = process.cpuUsage(cpu);
		const [wallMs, cpuMs] = [performance.now() - started, (user + system) / 1000];
		rows.push({ check: name, verdict, seconds: seconds(wallMs), 'own work s': seconds(cpuMs), 'waiting %': Math.round((1 - cpuMs / wallMs) * 1000) / 10, 'memory MB': megabytes() });
	};
	try {
		await measure('quality, 300 tasks', async () => await quality.run(quality.parse({}), context));
		await measure('language', async () => await language.run(language.parse({}), context));
		await measure('tools, 200 cases', async () => await tools.run(tools.parse({}), context));
	} finally {
		close();
	}
	console.log('Both models at concurrency 32 against the lab in another process (emulated: first token about 0.4 s, 12 ms a token)');
	console.table(rows);
}

async function manyTasks(folder: string): Promise<void> {
	const count = Number(process.env.BENCH_TASKS ?? 20_000);
	const file = path.join(folder, 'many.jsonl');
	const padding = ' Think about it.'.repeat(20);
	writeFileSync(file, toJsonl(Array.from({ length: count }, (_, index) => ({ id: `t${index}`, prompt: `What is ${index} + 1?${padding}`, answer: index + 1, answerType: 'number', tags: [`slice ${index % 12}`] }))));
	const before = megabytes();
	let peak = before;
	const watch = setInterval(() => (peak = Math.max(peak, megabytes())), 20);
	const side = (model: string) => ({ endpoint: { baseURL: 'http://127.0.0.1:1/v1', profile: 'openai' }, model, emulated: true });
	const [cpu, started] = [process.cpuUsage(), performance.now()];
	const result = await quality.run(quality.parse({ taskSource: 'files', taskFiles: file }), {
		baseline: side('lab-baseline'),
		candidate: side('lab-candidate'),
		now: new Date(),
		concurrency: 32,
		earlier: {},
		items: [],
		fetch: answerAtOnce,
	});
	clearInterval(watch);
	const { user, system } = process.cpuUsage(cpu);
	console.log(`${count} tasks from a file, both models, answers of 4,000 characters made in this process`);
	console.table([{ verdict: result.verdict, calls: 2 * count + 50, seconds: seconds(performance.now() - started), 'own work s': seconds((user + system) / 1000), 'memory before MB': before, 'memory peak MB': peak }]);
}

/** An answer in the form of a stream: right nine times of ten, with a trace of 4,000 characters. */
const answerAtOnce: typeof fetch = async (_input, init) => {
	const index = Number(/What is (\d+) \+/.exec(String(init?.body))?.[1] ?? 0);
	const chunk = (delta: object, finish: string | null = null) => `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
	const usage = `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'm', choices: [], usage: { prompt_tokens: 80, completion_tokens: 1000, total_tokens: 1080 } })}\n\n`;
	const body = `${chunk({ role: 'assistant', reasoning_content: 'Wait, let me see. '.repeat(222) })}${chunk({ content: `The answer is \\boxed{${index % 10 === 0 ? index : index + 1}}.` })}${chunk({}, 'stop')}${usage}data: [DONE]\n\n`;
	return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
};

async function startLabApart(flags: string[]): Promise<{ baseURL: string; close: () => void }> {
	const child = fork(path.join(root, 'test/lab/main.ts'), flags, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	const baseURL = await new Promise<string>((resolve, reject) => {
		child.once('message', (message: { baseURL: string }) => resolve(message.baseURL));
		child.once('exit', (code) => reject(new Error(`The lab ended with code ${code}`)));
	});
	return { baseURL, close: () => void child.kill() };
}

const seconds = (ms: number) => Math.round(ms / 100) / 10;
const megabytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20);
