import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { check } from '../../../../core/checks/latency/run';
import { mayLoad, readHosts } from '../../../../core/checks/latency/allowedHosts';
import type { StepFigures } from '../../../../core/checks/latency/figures';
import { loadHistograms, percentilesOf } from '../../../../core/checks/latency/histogram';
import { planSteps, poisson, takeTurns } from '../../../../core/checks/latency/load';
import { promptFor } from '../../../../core/checks/latency/sender';
import { readTrace } from '../../../../core/checks/latency/trace';
import type { CheckContext, Side } from '../../../../core/checks/check';
import { seededRandom } from '../../../../core/statistics';
import { startLab, type LabOptions, type LabRecord } from '../../../../lab';
import { hasSharedData, sharedData } from '../../../support/sharedData';
import { diskFiles } from '../../../../core/diskFiles';
import { payTimes } from '../payTimes';

async function setUp(options: LabOptions = {}) {
	const lab = await startLab(options);
	onTestFinished(() => lab.close());
	const side = (model: string, emulated = true): Side => ({ endpoint: { baseURL: lab.baseURL, apiKey: 'any' }, model, emulated });
	const run = (raw: Record<string, unknown>, context: Partial<CheckContext> = {}) =>
		check.run(check.parse({ ...raw, latencyOptions: { maxClientDelayMs: 5_000, ...(raw.latencyOptions ?? {}) } }), {
			candidate: side('lab-candidate'),
			now: new Date('2026-11-23'),
			concurrency: 4,
			files: diskFiles(),
			earlier: {},
			items: [],
			...context,
		});
	return { lab, side, run };
}

const oneStep = { concurrencySteps: '4', requestsPerStep: 12 };

describe('what is sent', () => {
	test('every step runs at its concurrency, with warm-up on top that is not counted', async () => {
		const { lab, run } = await setUp({ timing: { firstToken: 20 } });
		const { figures } = await run({ concurrencySteps: '1, 5', requestsPerStep: 20 });
		expect(lab.chats).toHaveLength(20 + 2 + 20 + 2 * 5);
		expect(figures.candidate).toMatchObject([
			{ level: 1, requests: 20, answered: 20, mostAtOnce: 1 },
			{ level: 5, requests: 20, answered: 20, mostAtOnce: 5 },
		]);
	});

	test('baseline and candidate take turns', async () => {
		const { lab, run, side } = await setUp();
		await run({ concurrencySteps: '1', requestsPerStep: 6, latencyOptions: { warmUpRequests: 0 } }, { baseline: side('lab-baseline') });
		const turns = lab.chats.map(({ model }) => (model === 'lab-candidate' ? 'c' : 'b')).join('');
		expect(turns).toBe('cccbbbbbbccc');
	});

	test('no two prompts are the same, so that no cache answers', async () => {
		const { lab, run } = await setUp();
		await run(oneStep);
		const prompts = lab.chats.map(({ messages }) => messages[0].content);
		expect(new Set(prompts.slice(0, 12)).size).toBe(12);
	});

	test('random arrivals do not wait for a slow endpoint', async () => {
		const { run } = await setUp({ timing: { firstToken: 600 } });
		const { figures } = await run({ loadMode: 'poisson', ratesPerSecond: '25', secondsPerRate: 2 });
		const [step] = figures.candidate as StepFigures[];
		expect(step.mostAtOnce).toBeGreaterThan(8);
		expect(step.requests).toBeGreaterThan(25);
	});

	test('a trace is played with its own sizes', async () => {
		const { lab, run } = await setUp();
		const folder = mkdtempSync(path.join(tmpdir(), 'trace-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const file = path.join(folder, 'trace.csv.gz');
		const rows = Array.from({ length: 12 }, (_, index) => `${index * 10},${index + 30},${index + 5}`);
		writeFileSync(file, gzipSync(`t_seconds,input_tokens,output_tokens\nnonsense,1,2\n${rows.join('\n')}\n`));
		const result = await run({ loadMode: 'trace', traceFile: file, latencyOptions: { traceSpeed: 500, warmUpShare: 0 } });
		const sent = lab.chats.toSorted((one, other) => (one.max_tokens ?? 0) - (other.max_tokens ?? 0));
		expect(sent.map(({ max_tokens }) => max_tokens)).toEqual(Array.from({ length: 12 }, (_, index) => index + 5));
		const lengths = sent.map(({ messages }) => String(messages[0].content).length);
		expect(lengths[11] - lengths[0]).toBeGreaterThan(30);
		expect(result.figures.candidate).toMatchObject([{ requests: 12, answered: 12 }]);
		expect(result.problems).toEqual([{ file: 'trace.csv.gz', line: 2, reason: 'expected a time and two counts of tokens' }]);
	});

	test.skipIf(!hasSharedData).each(['traces-azure-conv-2023.csv.gz', 'traces-servegen-deepseek-r1.csv.gz'])(
		'the public trace %s plays (needs the optional data folder)',
		async (name) => {
			const { lab, run } = await setUp();
			const { figures } = await run({
				loadMode: 'trace',
				traceFile: sharedData(name),
				ratesPerSecond: '50',
				latencyOptions: { traceRequests: 40, traceSpeed: 200, warmUpShare: 0, maxTokens: 60 },
			});
			expect(lab.chats).toHaveLength(40);
			expect(figures.candidate).toMatchObject([{ requests: 40 }]);
		},
	);
});

describe('what ends it', () => {
	test('a host that nobody named is not loaded', async () => {
		const { lab, run, side } = await setUp();
		const result = await run(oneStep, { candidate: side('lab-candidate', false) });
		expect(lab.received).toHaveLength(0);
		expect(result).toMatchObject({ verdict: 'skipped', summary: expect.stringContaining(new URL(lab.baseURL).host) });
	});

	test('a host that was named is', async () => {
		const { run, side } = await setUp();
		const result = await run({ ...oneStep, allowedHosts: '127.0.0.1' }, { candidate: side('lab-candidate', false) });
		expect(result.figures.candidate).toMatchObject([{ answered: 12 }]);
	});

	test('a saturated endpoint ends the steps', async () => {
		const { run } = await setUp({ capacity: { streams: 2 }, timing: { firstToken: 40 } });
		const { verdict, summary, figures } = await run({ concurrencySteps: '1,2,8,32,64', requestsPerStep: 32 });
		expect(figures.ending).toBe('saturated');
		expect((figures.candidate as unknown[]).length).toBeLessThan(5);
		expect(verdict).toBe('warn');
		expect(summary).toMatch(/saturated at \d+ at once, \d higher steps? (was|were) not run/);
	});

	test('arrivals that pile up end the test', async () => {
		const { run } = await setUp({ capacity: { streams: 1 }, timing: { firstToken: 100 } });
		const { figures } = await run({ loadMode: 'poisson', ratesPerSecond: '100', secondsPerRate: 2, latencyOptions: { mostAtOnce: 15 } });
		expect(figures).toMatchObject({ ending: 'saturated', candidate: [{ mostAtOnce: 15 }] });
	});

	test('the cost cap ends it, and what was paid is told', async () => {
		const { lab, run } = await setUp();
		const paid: unknown[] = [];
		const { verdict, summary, figures } = await run({ concurrencySteps: '1', requestsPerStep: 20 }, { pay: payTimes(7, paid) });
		expect(lab.chats).toHaveLength(7);
		expect(paid).toHaveLength(7);
		expect(figures.ending).toBe('cost cap');
		expect(verdict).toBe('warn');
		expect(summary).toMatch(/cost cap ended the test/);
	});

	test('cancelling ends it at once with what is there', async () => {
		const { run } = await setUp({ timing: { firstToken: 50 } });
		const controller = new AbortController();
		const running = run(
			{ concurrencySteps: '2', requestsPerStep: 1_000 },
			{ signal: controller.signal, onProgress: (done) => done === 10 && controller.abort() },
		);
		const { figures, verdict } = await running;
		expect(figures.ending).toBe('cancelled');
		expect(figures.requests).toBeGreaterThan(4);
		expect(figures.requests).toBeLessThan(20);
		expect(verdict).toBe('warn');
	});

	test('an endpoint that only fails is not hammered', async () => {
		const { lab, run } = await setUp({ apiKey: 'another' });
		const { verdict, figures } = await run({ concurrencySteps: '1,2', requestsPerStep: 100 });
		expect(lab.received.length).toBeLessThan(10);
		expect(figures.ending).toBe('too many errors');
		expect(verdict).toBe('fail');
	});

	test('blocks that were kept are not sent again', async () => {
		const { lab, run } = await setUp();
		const kept = new Map<string, unknown>();
		const memory = {
			get: (key: string) => kept.get(key),
			set: (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
		};
		const first = await run(oneStep, { memory });
		const sent = lab.chats.length;
		const second = await run(oneStep, { memory });
		expect(lab.chats).toHaveLength(sent);
		expect(second).toEqual(first);
	});
});

describe('what is measured', () => {
	const timing = {
		firstToken: { kind: 'lognormal', median: 80, sigma: 0.4 } as const,
		betweenTokens: { kind: 'exponential', mean: 3 } as const,
	};

	test('measures agree with the lab’s own record', async () => {
		const { lab, run } = await setUp({ timing });
		const { figures } = await run({ concurrencySteps: '8', requestsPerStep: 64, latencyOptions: { warmUpRequests: 0 } });
		const histograms = await loadHistograms();
		const truth = (pick: (record: LabRecord) => number) => {
			const histogram = histograms.create();
			for (const record of lab.records) histograms.add(histogram, pick(record) - record.arrivedAt);
			return percentilesOf(histogram);
		};
		const [step] = figures.candidate as StepFigures[];
		// What the client times encloses what the lab times, so it is never shorter; how much longer it may be is held
		// by `npm run bench -- latency`, since here both share one busy process.
		const pairs = [
			[step.firstToken, truth(({ firstTokenAt }) => firstTokenAt ?? NaN)],
			[step.firstAnswer, truth(({ firstAnswerAt }) => firstAnswerAt ?? NaN)],
			[step.total, truth(({ endedAt }) => endedAt ?? NaN)],
		];
		for (const [measured, real] of pairs) {
			for (const percentile of ['p50', 'p90', 'p99'] as const) {
				expect(measured?.[percentile]).toBeGreaterThanOrEqual((real?.[percentile] ?? Infinity) * 0.999);
				expect(measured?.[percentile]).toBeLessThan((real?.[percentile] ?? 0) + 5_000);
			}
		}
		expect(step.firstToken?.count).toBe(64);
		const gaps = lab.records.reduce((sum, { tokenTimes }) => sum + tokenTimes.length - 1, 0);
		// A piece that may be the beginning of a mark is told with the one that decides it.
		expect(step.betweenTokens?.count).toBeLessThanOrEqual(gaps);
		expect(step.betweenTokens?.count).toBeGreaterThanOrEqual(gaps - 3 * 64);
	});

	test('thinking is told apart from answering', async () => {
		const { run } = await setUp({ timing: { firstToken: 10, betweenTokens: 10 } });
		const { figures } = await run(oneStep);
		const [step] = figures.candidate as StepFigures[];
		expect(step.firstAnswer?.p50).toBeGreaterThan((step.firstToken?.p50 ?? Infinity) + 50);
	});

	test('errors are counted by kind and are not good answers', async () => {
		const { run } = await setUp({
			faults: [
				{ fault: '503', every: 4 },
				{ fault: '429', nth: [2] },
			],
		});
		const { figures } = await run({ concurrencySteps: '1', requestsPerStep: 40, latencyOptions: { warmUpRequests: 0 } });
		const [step] = figures.candidate as StepFigures[];
		expect(step.errors).toEqual({ overloaded: 10, rate_limit: 1 });
		expect(step.goodput.value).toBeCloseTo(29 / 40);
	});

	test('both sides are in the figures and in the charts', async () => {
		const { run, side } = await setUp({ models: { slow: { timing: { firstToken: 300 } } } });
		const { figures, charts } = await run(
			{ concurrencySteps: '2', requestsPerStep: 6 },
			{ candidate: side('slow'), baseline: side('lab-baseline') },
		);
		expect(figures.candidate).toMatchObject([{ requests: 6, answered: 6 }]);
		expect(figures.baseline).toMatchObject([{ requests: 6, answered: 6 }]);
		const [candidate] = figures.candidate as StepFigures[];
		expect(candidate.firstToken?.p50).toBeGreaterThanOrEqual(299);
		expect(charts?.[0].series.map(({ name }) => name)).toEqual(['candidate p50', 'candidate p99', 'baseline p50', 'baseline p99']);
	});

	test.each([
		{ name: 'kept', firstTokenMs: 60_000, verdict: 'pass' },
		{ name: 'missed', firstTokenMs: 20, verdict: 'fail' },
	])('objectives that are $name end in $verdict', async ({ firstTokenMs, verdict }) => {
		const { run } = await setUp({ timing: { firstToken: 60 } });
		const result = await run({ concurrencySteps: '16', requestsPerStep: 80, latencyOptions: { firstTokenMs } });
		expect(result).toMatchObject({ verdict, emulated: true });
		expect(result.tables?.[0].title).toMatch(/emulated/);
	});
});

describe('plans', () => {
	test('arrivals at a rate have exponential gaps and the same seed gives the same', () => {
		const arrivals = poisson(50, 100, seededRandom(3));
		expect(arrivals.length / 5_000).toBeCloseTo(1, 1);
		const gaps = arrivals.slice(1).map(({ atMs }, index) => atMs - arrivals[index].atMs);
		const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
		const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
		expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
		expect(poisson(50, 100, seededRandom(3))).toEqual(arrivals);
	});

	test('requests of a step divide over two blocks only where each fills the concurrency', () => {
		const plan = (concurrency: number) => planSteps({ mode: 'steps', concurrencies: [concurrency], requests: 21 }, Math.random)[0].blocks;
		expect(plan(5)).toMatchObject([{ requests: 11 + 5 }, { requests: 10 + 5 }]);
		expect(plan(16)).toMatchObject([{ requests: 21 + 16 }]);
	});

	test('sides take turns being first', () => {
		const [{ blocks }] = planSteps({ mode: 'steps', concurrencies: [1], requests: 8 }, Math.random);
		expect(takeTurns(['a', 'b'], blocks).map(({ side }) => side)).toEqual(['a', 'b', 'b', 'a']);
	});

	test.each([
		{
			name: 'dates and Azure names',
			rows: [
				{ TIMESTAMP: '2023-11-16 18:15:46', ContextTokens: '5', GeneratedTokens: '6' },
				{ TIMESTAMP: '2023-11-16 18:15:48', ContextTokens: '7', GeneratedTokens: '8' },
			],
			at: [0, 2_000],
		},
		{
			name: 'seconds out of order',
			rows: [
				{ t_seconds: '3', input_tokens: '5', output_tokens: '6' },
				{ t_seconds: '1', input_tokens: '5', output_tokens: '6' },
			],
			at: [0, 2_000],
		},
	])('a trace with $name', ({ rows, at }) => {
		expect(readTrace(rows, 10).arrivals.map(({ atMs }) => atMs)).toEqual(at);
	});

	test('a table that is no trace is refused with what it needs', () => {
		expect(() => readTrace([{ name: 'x' }], 10)).toThrow(/needs columns like t_seconds/);
	});

	test('sizes from a trace fill the prompt', () => {
		expect(promptFor(['Why?'], 0, { atMs: 0, inputTokens: 100, outputTokens: 1 }).length).toBeGreaterThanOrEqual(400);
		expect(promptFor(['Why?'], 4)).toBe('(5) Why?');
	});
});

describe('fields', () => {
	test.each([
		{ text: 'api.deepseek.com', hosts: ['api.deepseek.com'] },
		{ text: 'https://API.DeepSeek.com/v1, 10.0.0.5:8000\nlocalhost', hosts: ['api.deepseek.com', '10.0.0.5:8000', 'localhost'] },
		{ text: '', hosts: [] },
	])('hosts in "$text"', ({ text, hosts }) => {
		expect(readHosts(text)).toEqual(hosts);
	});

	test('a wildcard names nobody', () => {
		expect(() => readHosts('*')).toThrow(/Expected the name of a host/);
		expect(() => readHosts('*.deepseek.com')).toThrow(/Expected the name of a host/);
	});

	test.each([
		{ baseURL: 'https://api.deepseek.com/v1', named: ['deepseek.com'], emulated: false, may: false },
		{ baseURL: 'https://api.deepseek.com/v1', named: ['api.deepseek.com'], emulated: false, may: true },
		{ baseURL: 'http://10.0.0.5:8000/v1', named: ['10.0.0.5:9000'], emulated: false, may: false },
		{ baseURL: 'http://127.0.0.1:8000/v1', named: [], emulated: false, may: false },
		{ baseURL: 'http://127.0.0.1:8000/v1', named: [], emulated: true, may: true },
		{ baseURL: 'https://lab.example.org/v1', named: [], emulated: true, may: false },
	])('$baseURL with $named named, emulated $emulated -> $may', ({ baseURL, named, emulated, may }) => {
		expect(mayLoad(baseURL, { named, emulated })).toBe(may);
	});

	test.each([
		{ raw: { concurrencySteps: 'many' }, text: /concurrencySteps/ },
		{ raw: { requestsPerStep: 0 }, text: /requestsPerStep/ },
		{ raw: { loadMode: 'trace' }, text: /Trace File is empty/ },
		{ raw: { latencyOptions: { minGoodput: 95 } }, text: /minGoodput/ },
	])('$raw is refused', ({ raw, text }) => {
		expect(() => check.parse(raw)).toThrow(text);
	});

	test('zero is no objective', () => {
		expect(check.parse({ latencyOptions: { firstTokenMs: 0 } }).latencyOptions.firstTokenMs).toBeUndefined();
	});
});
