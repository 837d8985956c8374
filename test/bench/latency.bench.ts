import { collect } from '../../core/checks/latency/collect';
import type { RequestSample } from '../../core/checks/latency/evidence';
import { figuresOf } from '../../core/checks/latency/figures';
import { loadHistograms, percentilesOf, type Percentiles } from '../../core/checks/latency/histogram';
import { parse } from '../../core/checks/latency/parameters';
import { spawnLab, type LabRecord } from '../../lab';
import { diskFiles } from '../../core/diskFiles';

const streams = 200;
const requests = 800;

/** The latency check with 200 streams against the lab's own record of when each token left it. All of it is emulated. */
export default async function latencyBench() {
	const lab = await spawnLab('--first-token', 'lognormal:300:0.4', '--between-tokens', 'uniform:20:46');
	const histograms = await loadHistograms();
	const parameters = parse({ concurrencySteps: String(streams), requestsPerStep: requests });
	const side = { endpoint: { baseURL: lab.baseURL, apiKey: 'bench' }, model: 'lab-right', emulated: true };
	const context = { candidate: side, now: new Date(), concurrency: streams, files: diskFiles(), earlier: {}, items: [] };
	const evidence = await collect(parameters, context, histograms);
	const { received, records } = await lab.record();
	await lab.close();

	const [figures] = figuresOf(evidence, parameters.latencyOptions, histograms);
	// One prompt a request and block: blocks follow each other, so the lab's requests do too.
	const perBlock = evidence.blocks.map(({ samples }) => samples.length);
	const bodies = new Map(received.map(({ id, body }) => [id, JSON.stringify(body)]));
	const pairs: { sample: RequestSample; record: LabRecord }[] = [];
	let from = 0;
	for (const [block, count] of perBlock.entries()) {
		const byIndex = new Map(
			records.slice(from, from + count).map((record) => [Number(/"\((\d+)\)/.exec(bodies.get(record.id) ?? '')?.[1]) - 1, record]),
		);
		for (const sample of evidence.blocks[block].samples) {
			const record = byIndex.get(sample.index);
			if (record && !sample.isWarmUp) pairs.push({ sample, record });
		}
		from += count;
	}
	const over = (values: number[]) => {
		const histogram = histograms.create();
		for (const value of values) histograms.add(histogram, value);
		return percentilesOf(histogram);
	};
	const measures = [
		{
			name: 'first token',
			measured: figures.firstToken,
			mine: (sample: RequestSample) => sample.firstTokenMs,
			real: ({ firstTokenAt, arrivedAt }: LabRecord) => (firstTokenAt ?? NaN) - arrivedAt,
		},
		{
			name: 'first answer token',
			measured: figures.firstAnswer,
			mine: (sample: RequestSample) => sample.firstAnswerMs,
			real: ({ firstAnswerAt, arrivedAt }: LabRecord) => (firstAnswerAt ?? NaN) - arrivedAt,
		},
		{
			name: 'whole answer',
			measured: figures.total,
			mine: (sample: RequestSample) => sample.totalMs,
			real: ({ endedAt, arrivedAt }: LabRecord) => (endedAt ?? NaN) - arrivedAt,
		},
	];
	const rows = measures.map(({ name, measured, mine, real }) =>
		row(
			name,
			measured,
			over(pairs.map(({ record }) => real(record))),
			over(pairs.map(({ sample, record }) => Math.abs((mine(sample) ?? NaN) - real(record)))),
		),
	);
	const gaps = over(pairs.flatMap(({ record }) => record.tokenTimes.slice(1).map((at, index) => at - record.tokenTimes[index])));
	rows.push(row('between tokens', figures.betweenTokens, gaps, undefined));

	const { loopDelayP99Ms, cpuShare, sentLateP99Ms } = figures.client;
	console.log(`\n${pairs.length} requests, ${streams} streams, in ms. Target: measuring error at most 2 ms at p99. Emulated.`);
	console.table(rows);
	console.log(
		`Client: event loop late by ${round(loopDelayP99Ms)} ms and sending late by ${round(sentLateP99Ms)} ms at p99, ${Math.round(cpuShare * 100)} % of a core. Above ${parameters.latencyOptions.maxClientDelayMs} ms the check calls itself the bottleneck.`,
	);
}

function row(measure: string, measured: Percentiles | undefined, real: Percentiles | undefined, error: Percentiles | undefined) {
	const off = (key: 'p50' | 'p90' | 'p99') => round((measured?.[key] ?? NaN) - (real?.[key] ?? NaN));
	return {
		measure,
		'p99 measured': round(measured?.p99 ?? NaN),
		'p99 real': round(real?.p99 ?? NaN),
		'p50 off by': off('p50'),
		'p90 off by': off('p90'),
		'p99 off by': off('p99'),
		'one request off by (p50)': error ? round(error.p50) : '',
		'one request off by (p99)': error ? round(error.p99) : '',
	};
}

const round = (value: number) => Math.round(value * 100) / 100;
