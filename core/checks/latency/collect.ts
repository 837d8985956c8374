import path from 'node:path';
import { seededRandom } from '../../statistics';
import type { Files } from '../../files';
import type { CheckContext, Side } from '../check';
import { mayLoad } from './allowedHosts';
import { watchClient } from './client';
import type { Block, Ending, Evidence, SideName } from './evidence';
import { figuresOf, isClientBound, isOverrun, isSaturated, type StepFigures } from './figures';
import type { Histograms } from './histogram';
import { planSteps, poisson, takeTurns, type Load, type Step } from './load';
import type { LatencyParameters } from './parameters';
import { loadPrompts } from './prompts';
import { runBlock } from './runBlock';
import { createSender } from './sender';
import { readTrace } from './trace';

type NamedSide = Side & { name: SideName };

/** Runs the load test, step by step and side by side, until it is done or something ends it. */
export async function collect(parameters: LatencyParameters, context: CheckContext, histograms: Histograms): Promise<Evidence> {
	const given: NamedSide[] = [];
	if (context.candidate) given.push({ ...context.candidate, name: 'candidate' });
	if (context.baseline) given.push({ ...context.baseline, name: 'baseline' });
	const named = parameters.allowedHosts;
	const refused = given
		.filter(({ endpoint, emulated }) => !mayLoad(endpoint.baseURL, { named, emulated }))
		.map(({ name, endpoint }) => ({ side: name, host: new URL(endpoint.baseURL).host }));
	const isCandidateRefused = refused.some(({ side }) => side === 'candidate');
	const sides = isCandidateRefused ? [] : given.filter(({ name }) => !refused.some(({ side }) => side === name));
	const { steps, problems } = isCandidateRefused ? { steps: [], problems: [] } : await plan(parameters, context.files);

	const evidence: Evidence = {
		steps: steps.map(({ label, level }) => ({ label, level })),
		mode: parameters.loadMode,
		blocks: [],
		ending: 'finished',
		refused,
		emulated: sides.some(({ emulated }) => emulated),
		models: Object.fromEntries(given.map(({ name, model }) => [name, model])),
		problems,
	};
	if (sides.length > 0) evidence.ending = await runSteps(steps, sides, evidence, parameters, context, histograms);
	return evidence;
}

async function plan(parameters: LatencyParameters, files: Files): Promise<{ steps: Step[]; problems: Evidence['problems'] }> {
	const { loadMode, concurrencySteps, requestsPerStep, ratesPerSecond, secondsPerRate, latencyOptions } = parameters;
	const { warmUpRequests, warmUpShare, seed, traceSpeed } = latencyOptions;
	const random = seededRandom(seed);
	// The generator's first draws are near 1 for every small seed.
	for (let skipped = 0; skipped < 32; skipped++) random();
	if (loadMode === 'steps') {
		const warmUp = warmUpRequests < 0 ? undefined : warmUpRequests;
		return {
			steps: planSteps({ mode: 'steps', concurrencies: concurrencySteps, requests: requestsPerStep, warmUp }, random),
			problems: [],
		};
	}
	if (loadMode === 'poisson') {
		return { steps: planSteps({ mode: 'poisson', rates: ratesPerSecond, seconds: secondsPerRate, warmUpShare }, random), problems: [] };
	}
	const file = parameters.traceFile;
	const { arrivals, hasTimes, problems } = readTrace(await readRows(file, files), latencyOptions.traceRequests);
	if (arrivals.length === 0) throw new Error(`The trace ${path.basename(file)} has no row with a time and two counts of tokens`);
	const [perSecond] = ratesPerSecond;
	const times = hasTimes ? [] : poisson(perSecond, (arrivals.length / perSecond) * 3 + 60, random);
	const timed = hasTimes ? arrivals : arrivals.map((arrival, index) => ({ ...arrival, atMs: times[index]?.atMs ?? 0 }));
	return {
		steps: planSteps({ mode: 'trace', arrivals: timed, speed: traceSpeed, warmUpShare }, random),
		problems: problems.map(({ line, reason }) => ({ file: path.basename(file), line, reason })),
	};
}

const maxTraceBytes = 200e6;

async function readRows(file: string, files: Files): Promise<Record<string, string>[]> {
	const bytes = await files.read(file, maxTraceBytes);
	const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
	const { gunzipSync } = await import('node:zlib');
	const { parse } = await import('csv-parse/sync');
	const text = new TextDecoder().decode(isZipped ? gunzipSync(bytes, { maxOutputLength: maxTraceBytes }) : bytes);
	return parse(text, {
		columns: true,
		bom: true,
		skip_empty_lines: true,
		trim: true,
		relax_column_count: true,
		delimiter: [',', ';', '\t'],
	});
}

async function runSteps(
	steps: readonly Step[],
	sides: readonly NamedSide[],
	evidence: Evidence,
	parameters: LatencyParameters,
	context: CheckContext,
	histograms: Histograms,
): Promise<Ending> {
	const sizeOf = (load: Load) => (load.kind === 'concurrency' ? load.requests : load.arrivals.length);
	const total = steps.flatMap(({ blocks }) => blocks).reduce((sum, load) => sum + sizeOf(load), 0) * sides.length;
	let done = 0;
	let before: Partial<Record<SideName, StepFigures>> = {};
	for (const [index, step] of steps.entries()) {
		for (const [turn, { side, load }] of takeTurns(sides, step.blocks).entries()) {
			const onDone = () => context.onProgress?.(++done, total);
			const key = JSON.stringify(['latency', side.endpoint.baseURL, side.model, side.name, turn, step, parameters.latencyOptions]);
			const kept = context.memory?.get(key);
			const { block, ending } = isBlock(kept)
				? { block: kept, ending: undefined }
				: await measure(side, index, load, parameters, context, histograms, onDone);
			evidence.blocks.push(block);
			if (ending) return ending;
			if (kept === undefined) context.memory?.set(key, block);
		}
		const figures = figuresOf(evidence, parameters.latencyOptions, histograms).filter(({ step: own }) => own === index);
		const tells = (now: StepFigures) => isOverrun(now) || !isClientBound(now, parameters.latencyOptions);
		if (figures.some((now) => tells(now) && isSaturated(before[now.side], now))) return 'saturated';
		before = Object.fromEntries(figures.map((now) => [now.side, now]));
	}
	return 'finished';
}

const isBlock = (value: unknown): value is Block => typeof value === 'object' && value !== null && 'samples' in value && 'gaps' in value;

async function measure(
	side: NamedSide,
	step: number,
	load: Load,
	{ latencyOptions }: LatencyParameters,
	context: CheckContext,
	histograms: Histograms,
	onDone: () => void,
): Promise<{ block: Block; ending?: Ending }> {
	const gaps = histograms.create();
	const elapsedMs = () => performance.now();
	let ending: Ending | undefined;
	let sent = 0;
	let failed = 0;
	const own = latencyOptions.prompts.split('\n').filter((line) => line.trim());
	const send = await createSender({
		side,
		context,
		prompts: own.length > 0 ? own : loadPrompts,
		maxTokens: latencyOptions.maxTokens,
		gaps,
		histograms,
		elapsedMs,
		onNotSent: () => (ending = 'cost cap'),
		onSample({ error }) {
			onDone();
			sent++;
			if (error !== undefined && error !== 'rate_limit' && error !== 'overloaded') failed++;
			if (failed >= 5 && failed > sent / 2) ending ??= 'too many errors';
		},
	});
	const client = watchClient();
	const ran = await runBlock(load, {
		send,
		stopReason: () => ending,
		mostAtOnce: latencyOptions.mostAtOnce,
		signal: context.signal,
		elapsedMs,
	});
	if (context.signal?.aborted) ending = 'cancelled';
	return { block: { side: side.name, step, gaps: histograms.encode(gaps), client: client.stop(), ...ran }, ending };
}
