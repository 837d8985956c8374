import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as n8nWorkflow from 'n8n-workflow';
import { diskFiles } from '../../core/diskFiles';
import { collect } from '../../core/history/collect';
import { constantsOnly, type Evaluator } from '../../core/history/evaluator';
import { fromFiles, type Source } from '../../core/history/fromFiles';
import { fromInstance } from '../../core/history/fromInstance';
import { n8nEvaluator, type N8nWorkflow } from '../../core/history/n8nEvaluator';
import { openRedaction } from '../../core/history/redaction';
import { openInstance } from '../../core/migrate/n8nApi';
import { personalDataFinder } from '../../core/redact/personalData';

/** Executions of a real n8n, repeated: agents with a memory, tools and two calls of the model each. */
const fixtures = path.join(import.meta.dirname, '../data/executions');
const kinds = ['agent31-tools-memory.', 'agent22-tools-memory.'].map((start) => {
	const name = readdirSync(fixtures).find((file) => file.startsWith(start)) ?? '';
	return JSON.parse(readFileSync(path.join(fixtures, name), 'utf8')) as object;
});

const executionOf = (index: number) => ({ ...kinds[index % kinds.length], id: String(1_000_000 - index) });

/** Every text another one, as in a real history: nothing can be remembered from execution to execution. */
const textOf = (index: number) =>
	JSON.stringify(executionOf(index)).replaceAll(
		'How much is 6*7?',
		`How much is 6*7? Asked for the ${index}th time by a${index}@example.com`,
	);

interface Measured {
	calls: number;
	milliseconds: number;
	/** Of the processor alone: a busy machine makes the other one longer. */
	cpuMilliseconds: number;
	/** Most of the heap that was in use after a page, in MB. */
	heap: number;
}

async function read(source: Source, evaluator: Evaluator): Promise<Measured> {
	const redaction = openRedaction([personalDataFinder()]);
	let heap = 0;
	let executions = 0;
	const started = performance.now();
	const cpu = process.cpuUsage();
	const { calls } = await collect({
		executions: source.executions(),
		evaluator,
		onCall: (call) => void redaction.call(call),
		onExecution() {
			if ((executions += 1) % 500 === 0) {
				globalThis.gc?.();
				heap = Math.max(heap, process.memoryUsage().heapUsed);
			}
		},
	});
	const { user, system } = process.cpuUsage(cpu);
	return { calls, milliseconds: performance.now() - started, cpuMilliseconds: (user + system) / 1000, heap: heap / 1e6 };
}

export default async function bench() {
	const { setFlagsFromString } = await import('node:v8');
	const { runInNewContext } = await import('node:vm');
	setFlagsFromString('--expose-gc');
	globalThis.gc = runInNewContext('gc') as typeof globalThis.gc;
	const folder = mkdtempSync(path.join(tmpdir(), 'history-bench-'));
	const withN8n = n8nEvaluator(n8nWorkflow as unknown as N8nWorkflow);
	const fileOf = (count: number) => {
		const file = path.join(folder, `${count}.jsonl`);
		for (let index = 0; index < count; index += 1) appendFileSync(file, `${textOf(index)}\n`);
		return file;
	};
	// n8n itself takes 0.5 to 0.7 s for 500 of these; this one gives what it has at once.
	const pages = createServer((request, response) => {
		const url = new URL(request.url ?? '', 'http://x');
		const cursor = url.searchParams.get('cursor');
		const last = cursor ? Number((JSON.parse(Buffer.from(cursor, 'base64').toString()) as { lastId: string }).lastId) : 1_000_001;
		const first = 1_000_001 - last;
		const rows = Array.from(
			{ length: Math.min(Number(url.searchParams.get('limit')), Math.max(500 - first, 0)) },
			(_, index) => first + index,
		);
		const whole = url.searchParams.get('includeData') === 'true';
		response.end(
			`{"data":[${rows.map((index) => (whole ? textOf(index) : JSON.stringify({ id: String(1_000_000 - index), jsonSizeBytes: 20_000 }))).join(',')}],"nextCursor":null}`,
		);
	});
	await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
	const api = openInstance({ url: `http://127.0.0.1:${(pages.address() as AddressInfo).port}`, apiKey: 'k', fetch });
	try {
		const small = fileOf(500);
		const large = fileOf(5_000);
		const file = (name: string) => fromFiles([name], diskFiles());
		await read(file(small), withN8n);
		const rows: Record<string, unknown>[] = [];
		for (const [name, source, evaluator, executions] of [
			['500 from a file, n8n evaluates', () => file(small), withN8n, 500],
			['500 from an instance, n8n evaluates', () => fromInstance({ api }), withN8n, 500],
			['500 from a file, recorded prompts alone', () => file(small), constantsOnly, 500],
			['5,000 from a file, n8n evaluates', () => file(large), withN8n, 5_000],
		] as const) {
			const { calls, milliseconds, cpuMilliseconds, heap } = await read(source(), evaluator);
			rows.push({
				case: name,
				calls,
				seconds: Number((milliseconds / 1000).toFixed(2)),
				'CPU, s': Number((cpuMilliseconds / 1000).toFixed(2)),
				'ms per execution': Number((milliseconds / executions).toFixed(2)),
				'heap, MB': Math.round(heap),
			});
		}
		console.table(rows);
		console.log('Read, rebuilt and redacted; aim: 500 in under 2 s, and no more memory for ten times as many.');
	} finally {
		pages.close();
		rmSync(folder, { recursive: true, force: true });
	}
}
