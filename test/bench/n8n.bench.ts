import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { N8n, n8nFolder, type Execution } from '../n8n/n8n';
import { machineNow, tableOf, writeMeasured } from '../support/measuredTable';
import { contestants, workflowOf, type Contestant } from './n8n/contestants';

/** Fewer for a try. */
const items = Number(process.env.BENCH_ITEMS ?? 1000);
const atOnce = 100;
const delayMs = 200;
const folder = path.join(__dirname, 'n8n');

interface Figures {
	seconds: number;
	cpuSeconds: number;
	longestStallMs: number;
	answered: number;
}

/** R1 Reason beside n8n's own nodes in the real n8n, against a host of our own that answers after 200 ms: emulated. */
export default async function n8nBench() {
	if (!existsSync(path.join(n8nFolder, 'node_modules/.bin/n8n')))
		throw new Error('Put the real n8n in place first: node scripts/installN8n.mjs');
	const host = fork(path.join(folder, 'host.ts'), [String(delayMs)], { execArgv: ['--import', 'tsx'] });
	const port = await new Promise<number>((resolve) => host.once('message', (value) => resolve(Number(value))));
	const address = `http://127.0.0.1:${port}`;
	const samples = path.join(__dirname, '../../out/bench-samples');
	rmSync(samples, { recursive: true, force: true });
	mkdirSync(samples, { recursive: true });
	const n8n = await N8n.install({ env: { NODE_OPTIONS: `--require ${path.join(folder, 'measure.cjs')}`, BENCH_SAMPLES: samples } });
	try {
		const all = contestants(items, atOnce);
		await n8n.importCredentials([
			{ id: 'r1DeepSeekApi', name: 'r1DeepSeekApi', type: 'r1DeepSeekApi', data: { apiKey: 'k', baseUrl: address } },
			{ id: 'deepSeekApi', name: 'deepSeekApi', type: 'deepSeekApi', data: { apiKey: 'k', url: `${address}/v1` } },
			{ id: 'openAiApi', name: 'openAiApi', type: 'openAiApi', data: { apiKey: 'k', url: `${address}/v1` } },
		]);
		await n8n.importWorkflows(all.map((each) => workflowOf(each, address)));
		console.log(
			`${items} items, answers after ${delayMs} ms, emulated; ideal at ${atOnce} at once: ${(Math.ceil(items / atOnce) * delayMs) / 1000} s`,
		);
		const before = machineNow();
		const rows = [];
		for (const each of all) {
			const { seconds, cpuSeconds, longestStallMs, answered } = await measure(n8n, each, samples);
			if (answered !== each.items) console.log(`  only ${answered} of ${each.items} answered`);
			rows.push({
				'': each.name,
				items: answered,
				time: `${seconds.toFixed(2)} s`,
				'processor time': `${cpuSeconds.toFixed(2)} s`,
				'longest stall of the event loop': `${Math.round(longestStallMs)} ms`,
			});
			console.log(Object.values(rows.at(-1) ?? {}).join(' | '));
		}
		const table = tableOf(rows);
		writeMeasured('docs/speed.md', 'n8n table', `${table}\n\nEmulated. ${before}; at the end ${machineNow()}.`);
	} finally {
		host.kill();
		rmSync(n8n.folder, { recursive: true, force: true });
		rmSync(samples, { recursive: true, force: true });
	}
}

async function measure(n8n: N8n, { id, name }: Contestant, folder: string): Promise<Figures> {
	for (const file of readdirSync(folder)) rmSync(path.join(folder, file));
	const execution: Execution = await n8n.execute(id);
	const { error, runData } = execution.data.resultData;
	if (error) throw new Error(`${name}: ${error.message}`);
	const [run] = runData.Ask ?? [];
	if (!run || !('startTime' in run) || !('executionTime' in run)) throw new Error(`${name} did not run`);
	const [from, took] = [Number(run.startTime), Number(run.executionTime)];
	const [file] = readdirSync(folder);
	const all: [at: number, late: number, cpuMs: number][] = JSON.parse(readFileSync(path.join(folder, file ?? ''), 'utf8'));
	const within = all.filter(([at]) => at >= from && at <= from + took + 50);
	return {
		seconds: took / 1000,
		cpuSeconds: ((within.at(-1)?.[2] ?? 0) - (within[0]?.[2] ?? 0)) / 1000,
		longestStallMs: Math.max(...within.map(([, late]) => late)),
		answered: run.data?.main[0]?.length ?? 0,
	};
}
