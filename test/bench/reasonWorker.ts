/** One measurement in a fresh process: `reasonWorker.ts MODE BASE_URL`; the figures go to the parent. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createRequire } from 'node:module';
import path from 'node:path';
import pLimit from 'p-limit';
import type * as Pack from '../../core/index';
import { bareRead } from './bareRead';

const require = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, '../..');
const [mode, baseURL, ...rest] = process.argv.slice(2);

export interface Figures {
	wallMs: number;
	cpuMs: number;
	peakMbAboveIdle: number;
	longestStallMs: number;
	tokens: number;
}

const modes: Record<string, () => Promise<() => Promise<number>>> = {
	'node items': async () => {
		const run = await nodeRunner(Number(rest[0]), Number(rest[1]));
		return async () => {
			const { byNode, error } = await run();
			if (error) throw error;
			const [items] = byNode['R1 Reason'];
			if (items.length !== Number(rest[0]) || items.some(({ json }) => !json.answer))
				throw new Error('An item came back without its answer');
			return items.reduce((sum, { json }) => sum + Number((json.usage as { outputTokens: number }).outputTokens), 0);
		};
	},
	/** With all of n8n's engine in the process, as the node has it: that alone makes streams dearer. */
	'bare items beside n8n-core': async () => {
		await import('../support/runWorkflow');
		return await modes['bare items']();
	},
	'bare items': async () => {
		const limit = pLimit(Number(rest[1]));
		return async () => {
			const lengths = await Promise.all(
				Array.from({ length: Number(rest[0]) }, (_, index) => limit(() => bareRead(baseURL, `Question ${index}?`))),
			);
			return lengths.reduce((sum, { tokens }) => sum + tokens, 0);
		};
	},
	'reason items': async () => {
		const { reason }: typeof Pack = require(path.join(root, 'dist/core/index.js'));
		const limit = pLimit(Number(rest[1]));
		return async () => {
			const results = await Promise.all(
				Array.from({ length: Number(rest[0]) }, (_, index) =>
					limit(() =>
						reason({ model: 'lab-right', messages: [{ role: 'user', content: `Question ${index}?` }] }, { baseURL, apiKey: 'bench' }),
					),
				),
			);
			return results.reduce((sum, { usage }) => sum + (usage === 'unknown' ? 0 : usage.outputTokens), 0);
		};
	},
};

async function nodeRunner(count: number, concurrency: number) {
	const { runWorkflow } = await import('../support/runWorkflow');
	const { loadBuiltPack } = await import('../support/nodeTypes');
	const pack = loadBuiltPack();
	const node = (name: string, type: string, parameters = {}) => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
	});
	const workflow = {
		name: 'bench',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			{
				...node('R1 Reason', 'n8n-nodes-r1.r1Reason', {
					host: 'r1CompatibleApi',
					model: { __rl: true, mode: 'id', value: 'lab-right' },
					prompt: '={{ $json.question }}',
					options: { concurrency },
				}),
				credentials: { r1CompatibleApi: { id: '1', name: 'Lab' } },
			},
		],
		connections: { Start: { main: [[{ node: 'R1 Reason', type: 'main' as const, index: 0 }]] } },
	};
	return () =>
		runWorkflow(workflow, {
			nodes: pack.nodes,
			credentialTypes: pack.credentials,
			credentials: { Lab: { baseUrl: baseURL, apiKey: 'bench' } },
			input: Array.from({ length: count }, (_, index) => ({ json: { question: `Question ${index}?` } })),
		});
}

async function measure(): Promise<Figures> {
	const run = await modes[mode]();
	globalThis.gc?.();
	const idle = process.memoryUsage.rss();
	let peak = idle;
	const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
	const delays = monitorEventLoopDelay({ resolution: 5 });
	delays.enable();
	const cpu = process.cpuUsage();
	const startedMs = performance.now();
	const tokens = await run();
	const wallMs = performance.now() - startedMs;
	const { user, system } = process.cpuUsage(cpu);
	delays.disable();
	clearInterval(sampler);
	peak = Math.max(peak, process.memoryUsage.rss());
	return {
		wallMs,
		cpuMs: (user + system) / 1_000,
		peakMbAboveIdle: (peak - idle) / 2 ** 20,
		longestStallMs: Math.max(0, delays.max / 1e6 - 5),
		tokens,
	};
}

async function main() {
	// The first run loads and compiles; the last one counts.
	await measure();
	process.send?.(await measure());
	process.disconnect?.();
}

void main();
