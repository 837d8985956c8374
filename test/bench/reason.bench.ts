import { fork } from 'node:child_process';
import path from 'node:path';
import { spawnLab, type SpawnedLab } from '../../lab';
import type { Figures } from './reasonWorker';

const worker = path.join(import.meta.dirname, 'reasonWorker.ts');

function measure(mode: string, { baseURL }: SpawnedLab, args: number[]): Promise<Figures> {
	const child = fork(worker, [mode, baseURL, ...args.map(String)], { execArgv: ['--import', 'tsx', '--expose-gc'] });
	return new Promise((resolve, reject) => {
		child.once('message', (figures) => resolve(figures as Figures));
		child.once('exit', (code) => code && reject(new Error(`${mode} ended with code ${code}`)));
	});
}

const median = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

/** Takes turns, so that whatever else the machine does hits all alike. */
async function inTurns(names: string[], lab: SpawnedLab, args: number[], rounds: number) {
	const all = new Map<string, Figures[]>(names.map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const name of names) {
			all.get(name)?.push(await measure(name, lab, args));
			await lab.reset();
		}
	}
	const of = (name: string, key: keyof Figures) => median((all.get(name) ?? []).map((figures) => figures[key]));
	return { of };
}

/** R1 Reason against a bare fetch reader in the same run; the lab is a process of its own. All of it is emulated. */
export default async function reasonBench() {
	await items();
	await longTrace();
	await cpuPerToken();
}

async function items() {
	const [count, concurrency, latencyMs] = [1_000, 100, 200];
	const ideal = (count / concurrency) * latencyMs;
	const lab = await spawnLab('--first-token', String(latencyMs));
	await lab.script({ models: { 'lab-right': { thinkingTokens: 16 } } });
	const names = ['node items', 'reason items', 'bare items'];
	const { of } = await inTurns(names, lab, [count, concurrency], 3);
	await lab.close();
	console.log(
		`\n${count} items, concurrency ${concurrency}, answered after ${latencyMs} ms with ${Math.round(of('bare items', 'tokens') / count)} tokens: ideal ${ideal} ms, target within 15 % (${ideal * 1.15} ms). Median of 3, emulated.`,
	);
	console.table(
		names.map((name) => ({
			reader: label(name),
			'wall ms': round(of(name, 'wallMs')),
			'above ideal': `${round((of(name, 'wallMs') / ideal - 1) * 100)} %`,
			'cpu ms': round(of(name, 'cpuMs')),
		})),
	);
}

async function longTrace() {
	const tokens = 200_000;
	const lab = await spawnLab();
	const rows = [];
	for (const name of ['node items', 'bare items']) {
		// The short call before loads what is loaded on first use.
		await lab.script({
			replies: [
				{ thinking: 10, answer: 'Yes.' },
				{ thinking: tokens, answer: 'It is 3.' },
			],
		});
		const { tokens: read, peakMbAboveIdle, longestStallMs, wallMs, cpuMs } = await measure(name, lab, [1, 1]);
		await lab.reset();
		rows.push({
			reader: label(name),
			tokens: read,
			'peak MB above idle': round(peakMbAboveIdle),
			'longest stall ms': round(longestStallMs),
			'wall ms': round(wallMs),
			'cpu ms': round(cpuMs),
		});
	}
	await lab.close();
	console.log(
		`\nA trace of ${tokens} tokens in one stream, in a fresh process. Targets: peak under 150 MB above idle, no stall over 50 ms. Emulated.`,
	);
	console.table(rows);
}

async function cpuPerToken() {
	const names = ['node items', 'bare items beside n8n-core', 'reason items', 'bare items'];
	for (const { title, flags, args } of [
		{ title: '100 streams of 2,000 tokens as fast as they come', flags: [], args: [100, 20] },
		{ title: '200 streams of 200 tokens, 10 ms from token to token', flags: ['--between-tokens', '10'], args: [200, 200] },
	]) {
		const lab = await spawnLab(...flags);
		await lab.script({ models: { 'lab-right': { thinkingTokens: flags.length ? 180 : 1_980 } } });
		const { of } = await inTurns(names, lab, args, 3);
		await lab.close();
		const perToken = (name: string) => (of(name, 'cpuMs') / of(name, 'tokens')) * 1_000;
		console.log(`\n${title}: processor time per token. Target: at most 1.5 times the bare reader. Median of 3, emulated.`);
		console.table(
			names.map((name) => ({
				reader: label(name),
				'µs per token': round(perToken(name)),
				'times bare in the same process': round2(
					perToken(name) / perToken(name === 'node items' ? 'bare items beside n8n-core' : 'bare items'),
				),
				'times bare alone': round2(perToken(name) / perToken('bare items')),
				'longest stall ms': round(of(name, 'longestStallMs')),
			})),
		);
	}
}

const label = (name: string) =>
	({
		'node items': 'R1 Reason on n8n-core',
		'reason items': 'reason()',
		'bare items': 'bare fetch reader',
		'bare items beside n8n-core': 'bare fetch reader beside n8n-core',
	})[name] ?? name;
const round2 = (value: number) => Math.round(value * 100) / 100;
const round = (value: number) => Math.round(value * 10) / 10;
