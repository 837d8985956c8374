import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { costAtRates, priceAt, ratesAt } from '../../money/cost';
import { findModel } from '../../catalogue/lookup';
import type { ModelRow } from '../../catalogue/model';
import { hostOf } from '../../reason/destination';
import type { CheckContext, Side } from '../check';
import { at as valueAt } from '../../json';
import type { CostEvidence, Measured } from './evidence';
import { asLogged, type Adaptation } from './pricing';
import { weekOf } from './profile';
import type { CostParameters } from './parameters';
import { readExecutions } from './readExecutions';
import { readUsageItems, readUsageLog } from './readUsageLog';
import { apiScenario, otherHosts, selfHosted, weightsOf, type Scenario } from './scenarios';
import { gpus } from './selfHosting';
import type { UsageLog, UsageRow } from './usage';

const maxBytes = 200 * 1024 * 1024;

/** Reads the usage and prices it under every scenario. */
export async function collect(parameters: CostParameters, context: CheckContext): Promise<CostEvidence> {
	const { now, candidate, baseline, earlier } = context;
	const log = await readUsage(parameters, context);
	const measured = measuredBy(earlier);
	const { adaptation, ratioSource } = adaptationOf(parameters, measured);
	const candidateName = parameters.costCandidateModel || candidate?.model;
	const baselineName = parameters.costBaselineModel || baseline?.model;
	const candidateRow = rowOf(candidateName, parameters.costCandidateModel ? undefined : candidate);
	const baselineRow = rowOf(baselineName, parameters.costBaselineModel ? undefined : baseline);
	const usage = { rows: log.rows, days: log.days ?? 1 };
	const problems = [
		...log.problems,
		...(log.rows.length > 0 && log.days === undefined
			? [{ file: parameters.usageFile || 'items', reason: 'No row has a time: the log is taken for one day.' }]
			: []),
	];

	const scenarios: Scenario[] = [];
	const cacheOnly: Adaptation = { ...asLogged, ...(adaptation.cacheShare !== undefined && { cacheShare: adaptation.cacheShare }) };
	if (log.rows.length > 0) {
		if (baselineName) scenarios.push(apiScenario('baseline', baselineRow, baselineName, usage, now, cacheOnly));
		if (candidateName) scenarios.push(apiScenario('candidate', candidateRow, candidateName, usage, now, adaptation));
		scenarios.push(...otherHosts(candidateRow, usage, now, adaptation), ...rented(parameters, candidateRow, usage, adaptation, context));
	}
	context.onProgress?.(1, 1);
	return {
		usage,
		source: log.rows.length === 0 && log.problems.length === 0 ? 'none' : parameters.usageSource === 'profile' ? 'declared' : 'log',
		problems,
		scenarios,
		asBilledNanoUsd: asBilled(log.rows),
		...(candidateRow && { candidate: candidateRow }),
		...(candidateName && { candidateName }),
		...(baselineRow && { baseline: baselineRow }),
		...(baselineName && { baselineName }),
		adaptation,
		ratioSource,
		...(measured && { measured }),
		now,
		emulated: ratioSource === 'measured' && measured?.emulated === true,
	};
}

async function readUsage(parameters: CostParameters, { items, now, files }: CheckContext): Promise<UsageLog> {
	const { usageSource, usageFile, requestsPerDay, inputTokensPerRequest, outputTokensPerRequest, costOptions } = parameters;
	if (usageSource === 'items') return readExecutions(items, 'items') ?? readUsageItems(items);
	if (usageSource === 'file') {
		const file = path.basename(usageFile);
		const found = await files.look(usageFile);
		if (!found || found.kind === 'folder') return { rows: [], problems: [{ file: usageFile, reason: 'There is no such file.' }] };
		if (found.bytes > maxBytes)
			return { rows: [], problems: [{ file, reason: `The file has more than ${maxBytes / 1024 / 1024} MB: split it.` }] };
		const bytes = await files.read(usageFile, maxBytes);
		const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
		const plain = isGzip ? await promisify(gunzip)(bytes, { maxOutputLength: maxBytes }) : bytes;
		return readUsageLog(decode(plain), file);
	}
	if (requestsPerDay <= 0 || inputTokensPerRequest + outputTokensPerRequest <= 0) return { rows: [], problems: [] };
	const [from, to] = costOptions.hoursUtc ? costOptions.hoursUtc.split('-').map(Number) : [0, 24];
	return weekOf(
		{
			requestsPerDay,
			inputTokens: inputTokensPerRequest,
			outputTokens: outputTokensPerRequest,
			cacheShare: Math.max(costOptions.cacheHitPercent, 0) / 100,
			hours: { from, to },
			weekdaysOnly: costOptions.weekdaysOnly,
		},
		now,
	);
}

/** UTF-8, or UTF-16 where a byte-order mark says so. */
function decode(bytes: Uint8Array): string {
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
	return new TextDecoder(encoding).decode(bytes);
}

function measuredBy(earlier: CheckContext['earlier']): Measured | undefined {
	const { quality } = earlier;
	const read = (side: 'candidate' | 'baseline', name: string) => {
		const value = valueAt(quality?.figures, `perTask.${side}.${name}`);
		return typeof value === 'number' && value > 0 ? value : undefined;
	};
	const candidateOutput = read('candidate', 'outputTokensPerTask');
	const baselineOutput = read('baseline', 'outputTokensPerTask');
	if (!quality || candidateOutput === undefined || baselineOutput === undefined) return undefined;
	return {
		candidateOutput,
		baselineOutput,
		candidateInput: read('candidate', 'inputTokensPerTask'),
		baselineInput: read('baseline', 'inputTokensPerTask'),
		candidateSolvedOutput: read('candidate', 'outputTokensPerSolved'),
		baselineSolvedOutput: read('baseline', 'outputTokensPerSolved'),
		emulated: quality.emulated,
	};
}

function adaptationOf({ costOptions }: CostParameters, measured: Measured | undefined): Pick<CostEvidence, 'adaptation' | 'ratioSource'> {
	const cache = costOptions.cacheHitPercent >= 0 ? { cacheShare: costOptions.cacheHitPercent / 100 } : {};
	if (costOptions.outputRatio > 0)
		return { adaptation: { inputRatio: 1, outputRatio: costOptions.outputRatio, ...cache }, ratioSource: 'declared' };
	if (!measured) return { adaptation: { ...asLogged, ...cache }, ratioSource: 'assumed' };
	const { candidateOutput, baselineOutput, candidateInput, baselineInput } = measured;
	const inputRatio = candidateInput && baselineInput ? candidateInput / baselineInput : 1;
	return { adaptation: { inputRatio, outputRatio: candidateOutput / baselineOutput, ...cache }, ratioSource: 'measured' };
}

/** The catalogue's row; for a stand-in or an address that is not known, the maker's own. */
function rowOf(name: string | undefined, side: Side | undefined): ModelRow | undefined {
	if (!name) return undefined;
	const hostId = side ? hostOf(side.endpoint).id : undefined;
	return hostId === undefined || hostId === 'unknown' || side?.emulated ? findModel(name) : findModel(name, hostId);
}

function rented(
	{ costOptions }: CostParameters,
	candidate: ModelRow | undefined,
	usage: { rows: readonly UsageRow[]; days: number },
	adaptation: Adaptation,
	{ earlier, candidate: side }: CheckContext,
): Scenario[] {
	const gpu = gpus.find(({ name }) => name === costOptions.gpu) ?? gpus[0];
	const serving = {
		gpu,
		precision: costOptions.precision,
		concurrentRequests: costOptions.concurrentRequests,
		contextTokens: costOptions.contextTokens,
		usableShare: costOptions.usableMemoryPercent / 100,
	};
	const tokensPerSecond = costOptions.replicaTokensPerSecond || loadTested(earlier, side) || 'unknown';
	const rent = { gpuHourUsd: costOptions.gpuHourUsd, tokensPerSecond, utilisation: costOptions.utilisationPercent / 100 } as const;
	const isAsked = costOptions.gpuHourUsd > 0 || costOptions.gpuCount > 0 || costOptions.selfHostModel !== '';
	if (!isAsked) return [];
	const own =
		weightsOf(costOptions.selfHostModel, candidate) ??
		(candidate?.id === 'deepseek-reasoner' ? weightsOf('deepseek-r1', undefined) : undefined);
	const distill = weightsOf(costOptions.distillModel, undefined);
	return [
		...(own ? selfHosted('self-hosted', own, usage, adaptation, { serving, rent, gpuCount: costOptions.gpuCount }) : []),
		...(distill
			? selfHosted('distill', distill, usage, adaptation, {
					serving,
					rent: { ...rent, tokensPerSecond: costOptions.distillTokensPerSecond || 'unknown' },
				})
			: []),
	];
}

/** Output tokens a second that the load test measured, if it was on a server of one's own. */
function loadTested({ latency }: CheckContext['earlier'], side: Side | undefined): number | undefined {
	if (!side || hostOf(side.endpoint).kind !== 'self-hosted') return undefined;
	const steps = valueAt(latency?.figures, 'candidate');
	if (!Array.isArray(steps) || latency?.emulated) return undefined;
	const rates = steps.map((step: unknown) => valueAt(step, 'tokensPerSecond')).filter((value) => typeof value === 'number');
	return rates.length > 0 ? Math.max(...rates) : undefined;
}

/** What the log cost at its own models and moments. */
function asBilled(rows: readonly UsageRow[]): number | 'unknown' {
	let sum = 0;
	for (const row of rows) {
		const model = row.model ? findModel(row.model) : undefined;
		const price = model && row.at ? priceAt(model, row.at) : undefined;
		// A sum over hours of different prices tells no one what was paid.
		const isMixed = row.until !== undefined && price?.hours !== undefined;
		const cost = price && row.at && !isMixed ? costAtRates(row, ratesAt(price, row.at), model?.id) : 'unknown';
		if (cost === 'unknown') return 'unknown';
		sum += cost;
	}
	return rows.length > 0 ? sum : 'unknown';
}
