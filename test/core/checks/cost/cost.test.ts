import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CheckContext } from '../../../../core/checks/check';
import type { Conclusion } from '../../../../core/checks/checkResult';
import { check } from '../../../../core/checks/cost/run';
import { inLastWeek } from '../../../../core/checks/cost/pricing';
import { weekOf } from '../../../../core/checks/cost/profile';
import { fit, gpus, holds, host } from '../../../../core/checks/cost/selfHosting';
import { payback } from '../../../../core/checks/cost/sensitivity';
import { totalOf } from '../../../../core/checks/cost/usage';
import { findOpenWeights, type OpenWeights } from '../../../../core/catalogue/openWeights';
import { hasSharedData, sharedData } from '../../../support/sharedData';
import { diskFiles } from '../../../../core/diskFiles';

const now = new Date('2026-11-23T12:00:00Z');
const context: CheckContext = { now, concurrency: 1, files: diskFiles(), earlier: {}, items: [] };
const run = async (raw: Record<string, unknown>, more: Partial<CheckContext> = {}) =>
	await check.run(check.parse(raw), { ...context, ...more });
const scenario = (result: Conclusion, kind: string) => result.findings.filter((finding) => finding.kind === kind);

function log(name: string, content: string | Uint8Array): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'cost-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	writeFileSync(path.join(folder, name), content);
	return path.join(folder, name);
}

describe("the founding article's figures that contradict each other come out right", () => {
	const asked = {
		requestsPerDay: 10_000,
		inputTokensPerRequest: 1_000,
		outputTokensPerRequest: 0,
		costBaselineModel: 'o1',
		costCandidateModel: 'deepseek-reasoner',
		costOptions: { gpuHourUsd: 35 / 8, gpuCount: 8, gpu: 'H100 80 GB', selfHostModel: 'deepseek-r1', distillModel: '' },
	};
	const article = { now: new Date('2025-02-01T12:00:00Z') };

	test('ten million input tokens a day: $150 with o1, $5.50 with R1, $2,007.50 a year', async () => {
		const result = await run(asked, article);
		expect(scenario(result, 'baseline')).toMatchObject([{ usdPerDay: 150 }]);
		expect(scenario(result, 'candidate')).toMatchObject([{ usdPerDay: 5.5, usdPerYear: 2007.5 }]);
		expect(result.figures.costRatio).toBeCloseTo(1 / 27.27, 4);
	});

	test('eight rented cards cost $840 a day, $306,600 a year: 153 times the API, not $73', async () => {
		const [eight] = scenario(await run(asked, article), 'self-hosted');
		expect(eight).toMatchObject({ usdPerDay: 840, usdPerYear: 306_600, gpuCount: 8 });
		expect(Number(eight.usdPerDay) / 5.5).toBeCloseTo(152.7, 1);
	});

	test('eight cards of 80 GB do not hold 671 GB, and the number that does is priced too', async () => {
		const [eight, enough] = scenario(await run(asked, article), 'self-hosted');
		expect(eight.holdsWeights).toBe(false);
		expect(enough).toMatchObject({ holdsWeights: true, gpuCount: 16, usdPerDay: 1680 });
	});

	test('they pay from 1.5 billion input tokens a day, not from 100 million, and do not give that much', async () => {
		const result = await run(
			{ ...asked, outputTokensPerRequest: 0, costOptions: { ...asked.costOptions, replicaTokensPerSecond: 20 } },
			article,
		);
		expect(result.figures.breakEven).toMatchObject([
			{ tokensPerDay: expect.closeTo(1.527e9, -6), holdsWeights: false },
			{ tokensPerDay: expect.closeTo(3.055e9, -6) },
		]);
	});

	test('with output, which the article leaves out, the output is most of the cost, and the cards cannot give the volume', async () => {
		const result = await run(
			{
				...asked,
				outputTokensPerRequest: 2_000,
				costOptions: { ...asked.costOptions, replicaTokensPerSecond: 20, utilisationPercent: 100 },
			},
			article,
		);
		const [candidate] = scenario(result, 'candidate');
		expect(candidate.usdPerDay).toBeCloseTo(5.5 + 43.8, 6);
		expect(result.figures.breakEven).toMatchObject([{ isReachable: false }, { isReachable: false }]);
		expect(scenario(result, 'self-hosted')[0].gpuCount).toBe(8 * Math.ceil(20_000_000 / (20 * 86_400)));
	});

	test('a log without output tokens is no basis for a pass', async () => {
		expect((await run(asked, article)).verdict).toBe('warn');
	});
});

describe('cards that really hold the weights', () => {
	const serving = (gpu: string, precision: 'native' | 'bf16' | 'fp8' | 'int4' = 'native') => ({
		gpu: gpus.find(({ name }) => name === gpu) ?? gpus[0],
		precision,
		concurrentRequests: 1,
		contextTokens: 32_768,
		usableShare: 0.9,
	});
	const weights = (id: string): OpenWeights => findOpenWeights(id) ?? expect.unreachable(id);
	test.each([
		{ id: 'deepseek-r1', gpu: 'H100 80 GB', precision: 'native' as const, count: 16 },
		{ id: 'deepseek-r1', gpu: 'H200 141 GB', precision: 'native' as const, count: 8 },
		{ id: 'deepseek-r1', gpu: 'H100 80 GB', precision: 'bf16' as const, count: 24 },
		{ id: 'deepseek-r1', gpu: 'H100 80 GB', precision: 'int4' as const, count: 8 },
		{ id: 'deepseek-r1-distill-qwen-32b', gpu: 'A100 80 GB', precision: 'native' as const, count: 2 },
		{ id: 'deepseek-r1-distill-qwen-32b', gpu: 'RTX 4090 24 GB', precision: 'int4' as const, count: 2 },
		{ id: 'deepseek-r1-distill-qwen-32b', gpu: 'RTX 4090 24 GB', precision: 'bf16' as const, count: 4 },
		{ id: 'deepseek-r1-distill-qwen-1.5b', gpu: 'RTX 4090 24 GB', precision: 'native' as const, count: 1 },
	])('$id in $precision takes $count x $gpu', ({ id, gpu, precision, count }) => {
		const { gpuCount, neededGb, usableGb } = fit(weights(id), serving(gpu, precision));
		expect(gpuCount).toBe(count);
		expect(usableGb).toBeGreaterThanOrEqual(neededGb);
	});

	test.each([
		{ name: 'FP8 on eight of 80 GB', count: 8, precision: 'fp8' as const },
		{ name: 'BF16 on sixteen', count: 16, precision: 'bf16' as const },
		{ name: '4 bits on four', count: 4, precision: 'int4' as const },
	])('R1 in $name does not fit', ({ count, precision }) => {
		expect(holds(weights('deepseek-r1'), serving('H100 80 GB', precision), count)).toBe(false);
	});

	test('a 32 billion distill in 16 bits fits one card of 80 GB without a long cache', () => {
		expect(holds(weights('deepseek-r1-distill-qwen-32b'), { ...serving('A100 80 GB', 'bf16'), contextTokens: 8_192 }, 1)).toBe(true);
	});

	test('more traffic than one replica gives takes more of them', () => {
		expect(host(8, 10_000_000, { gpuHourUsd: 2, tokensPerSecond: 100, utilisation: 0.5 })).toEqual({
			replicas: 3,
			gpuCount: 24,
			usdPerDay: 24 * 2 * 24,
			capacityPerDay: 3 * 4_320_000,
		});
	});
});

describe('hours', () => {
	test('a call of last year falls on the same weekday and hour', () => {
		// 2025-11-24 was a Monday too.
		expect(inLastWeek(new Date('2025-11-24T02:30:00Z'), now).toISOString()).toBe('2026-11-23T02:30:00.000Z');
		expect(inLastWeek(new Date('2026-11-23T12:00:00Z'), now)).toEqual(now);
	});

	test('a week of even traffic has the exact tokens', () => {
		const { rows } = weekOf(
			{ requestsPerDay: 1000, inputTokens: 333, outputTokens: 77, cacheShare: 0, hours: { from: 0, to: 24 }, weekdaysOnly: false },
			now,
		);
		expect([rows.length, totalOf(rows, 'inputTokens'), totalOf(rows, 'outputTokens')]).toEqual([168, 7 * 333_000, 7 * 77_000]);
	});

	test('even traffic meets 35 peak hours of 168, working hours in Beijing nearly all of them', async () => {
		const profile = {
			requestsPerDay: 240,
			inputTokensPerRequest: 0,
			outputTokensPerRequest: 1_000_000,
			costCandidateModel: 'deepseek-flash',
		};
		const even = await run(profile);
		const beijing = await run({ ...profile, costOptions: { hoursUtc: '1-10', weekdaysOnly: true } });
		expect(scenario(even, 'candidate')[0].peakShare).toBeCloseTo(35 / 168, 10);
		expect(scenario(beijing, 'candidate')[0].peakShare).toBeCloseTo(7 / 9, 10);
		expect(scenario(even, 'candidate')[0].usdPerDay).toBeCloseTo(240 * 0.6 * (1 + 35 / 168), 6);
	});

	test('rows without an hour get the share of the week', async () => {
		const result = await run(
			{ usageSource: 'items', costCandidateModel: 'deepseek-flash' },
			{ items: [{ input_tokens: 0, output_tokens: 1_000_000 }] },
		);
		expect(scenario(result, 'candidate')[0].usdPerDay).toBeCloseTo(0.6 * (1 + 35 / 168), 6);
	});
});

describe('the verdict', () => {
	const profile = { requestsPerDay: 1000, inputTokensPerRequest: 1000, outputTokensPerRequest: 2000 };
	const o1 = { ...profile, costBaselineModel: 'o1' };
	const quality = (baseline: number, candidate: number, emulated = false): Partial<CheckContext> => ({
		files: diskFiles(),
		earlier: {
			quality: {
				id: 'quality',
				title: '',
				verdict: 'pass',
				summary: '',
				thresholds: {},
				findings: [],
				emulated,
				figures: {
					perTask: {
						baseline: { outputTokensPerTask: baseline, outputTokensPerSolved: baseline * 1.25 },
						candidate: { outputTokensPerTask: candidate, outputTokensPerSolved: candidate * 2 },
					},
				},
			},
		},
	});
	test.each<{ name: string; raw: Record<string, unknown>; more?: Partial<CheckContext>; verdict: string; says: RegExp }>([
		{
			name: 'a cheaper candidate passes',
			raw: { ...o1, costCandidateModel: 'deepseek-flash' },
			verdict: 'pass',
			says: /% of the baseline/,
		},
		{
			name: 'a dearer one fails',
			raw: { ...profile, costBaselineModel: 'gpt-6-luna', costCandidateModel: 'gpt-6.1-sol' },
			verdict: 'fail',
			says: /% of the baseline/,
		},
		{
			name: 'a dearer one may be allowed',
			raw: { ...profile, costBaselineModel: 'gpt-6.1-terra', costCandidateModel: 'gpt-6.1-sol', costOptions: { maxCostRatio: 5 } },
			verdict: 'pass',
			says: /./,
		},
		{
			name: 'a budget that is passed fails',
			raw: { ...o1, costCandidateModel: 'deepseek-flash', costOptions: { budgetUsdPerMonth: 1 } },
			verdict: 'fail',
			says: /budget/,
		},
		{
			name: 'an effort that takes too long warns',
			raw: { ...o1, costCandidateModel: 'deepseek-flash', migrationCostUsd: 1e7 },
			verdict: 'warn',
			says: /paid back/,
		},
		{
			name: 'a price that is not known warns',
			raw: { ...o1, costCandidateModel: 'made-up' },
			verdict: 'warn',
			says: /price of made-up is not known/,
		},
		{ name: 'no candidate warns', raw: o1, verdict: 'warn', says: /no candidate/i },
		{ name: 'no baseline warns', raw: { ...profile, costCandidateModel: 'deepseek-flash' }, verdict: 'warn', says: /no baseline/i },
		{ name: 'no usage is skipped', raw: { costCandidateModel: 'deepseek-flash' }, verdict: 'skipped', says: /No usage was given/ },
		{
			name: 'a saving that twice the output eats, unmeasured, warns',
			raw: { ...profile, costBaselineModel: 'gpt-6.1-sol', costCandidateModel: 'gpt-6-sol', costOptions: { maxCostRatio: 1.05 } },
			verdict: 'warn',
			says: /run the quality check first/,
		},
		{
			name: 'measured tokens decide',
			raw: { ...profile, costBaselineModel: 'gpt-6.1-sol', costCandidateModel: 'gpt-6.1-terra' },
			more: quality(1000, 5000),
			verdict: 'fail',
			says: /% of the baseline/,
		},
	])('$name', async ({ raw, more, verdict, says }) => {
		const result = await run(raw, more);
		expect([result.verdict, result.summary]).toEqual([verdict, expect.stringMatching(says)]);
	});

	test('the tokens that the quality check measured change the cost of the candidate, and it says whether they are emulated', async () => {
		const result = await run({ ...o1, costCandidateModel: 'gpt-6.1-sol' }, quality(1000, 3000, true));
		expect(result).toMatchObject({ emulated: true, figures: { outputRatio: 3, ratioSource: 'measured' } });
		expect(scenario(result, 'candidate')[0].usdPerDay).toBeCloseTo(1000 * (1000 * 2e-6 + 6000 * 10e-6), 6);
		expect(scenario(result, 'baseline')[0].usdPerDay).toBeCloseTo(1000 * (1000 * 15e-6 + 2000 * 60e-6), 6);
	});

	test('a short log says how many more calls are needed', async () => {
		const usageFile = log('short.csv', 'time,input_tokens,output_tokens\n2026-11-20T10:00:00Z,10,10\n');
		expect((await run({ usageSource: 'file', usageFile, costBaselineModel: 'o1', costCandidateModel: 'deepseek-flash' })).summary).toMatch(
			/99 more are needed/,
		);
	});

	test('a log with negative tokens names the line and counts the rest', async () => {
		const rows = Array.from({ length: 200 }, () => '2026-11-20T12:00:00Z;1000;1000').join('\n');
		const usageFile = log('usage.csv', `\uFEFFtime;input_tokens;output_tokens\n2026-11-19T12:00:00Z;-5;10\n${rows}\n`);
		const result = await run({ usageSource: 'file', usageFile, costBaselineModel: 'o1', costCandidateModel: 'deepseek-flash' });
		expect(result).toMatchObject({
			verdict: 'warn',
			problems: [{ file: 'usage.csv', line: 2, reason: expect.stringContaining('negative') }],
			figures: { requestsPerDay: 200 },
		});
	});

	test('a file that does not exist is named', async () => {
		expect(await run({ usageSource: 'file', usageFile: '/nowhere/usage.csv' })).toMatchObject({
			verdict: 'warn',
			problems: [{ reason: 'There is no such file.' }],
		});
	});

	test('a gzipped log in UTF-16 is read', async () => {
		const usageFile = log(
			'usage.csv.gz',
			gzipSync(Buffer.from('\uFEFFtime,input_tokens,output_tokens\n2026-11-20T12:00:00Z,5,6\n', 'utf16le')),
		);
		expect((await run({ usageSource: 'file', usageFile })).figures).toMatchObject({ inputTokensPerDay: 5, outputTokensPerDay: 6 });
	});

	test('what the log cost as it was is priced at its own models and moments', async () => {
		const items = [
			{ time: '2026-11-23T02:00:00Z', model: 'deepseek-flash', input_tokens: 0, output_tokens: 1_000_000 },
			{ time: '2026-11-23T05:00:00Z', model: 'o1', input_tokens: 1_000_000, output_tokens: 0 },
		];
		expect((await run({ usageSource: 'items' }, { items })).figures.asBilledUsd).toBe(1.2 + 15);
	});
});

test('other hosts of the same weights are priced, a distill and rented cards too', async () => {
	const result = await run({
		requestsPerDay: 10,
		inputTokensPerRequest: 1000,
		outputTokensPerRequest: 1000,
		costCandidateModel: 'deepseek/deepseek-r1-0528',
		costBaselineModel: 'o1',
		costOptions: { gpuHourUsd: 2, replicaTokensPerSecond: 500 },
	});
	expect(
		scenario(result, 'other host')
			.map(({ host: id }) => id)
			.sort(),
	).toEqual(['cortecs', 'deepinfra', 'huggingface']);
	expect(scenario(result, 'self-hosted')).toMatchObject([{ model: 'deepseek-r1-0528', holdsWeights: true }]);
	expect(scenario(result, 'distill')).toMatchObject([{ model: 'deepseek-r1-distill-qwen-32b', holdsWeights: true }]);
	expect(result.tables?.map(({ title }) => title)).toEqual([
		'Cost of the same work',
		expect.stringContaining('rented cards'),
		'What if one assumption is off',
	]);
	expect(result.charts).toHaveLength(2);
});

test('the sensitivity table moves what it says', async () => {
	const result = await run({
		requestsPerDay: 1000,
		inputTokensPerRequest: 1000,
		outputTokensPerRequest: 1000,
		costBaselineModel: 'o1',
		costCandidateModel: 'deepseek-flash',
		migrationCostUsd: 1000,
	});
	const rows = new Map(result.tables?.at(-1)?.rows.map((row) => [row.what, row]));
	const value = (what: string, key = 'candidateUsdPerMonth') => Number(rows.get(what)?.[key]);
	expect(value('Ten times the traffic')).toBeCloseTo(10 * value('As given'), 6);
	expect(value('All in peak hours')).toBeCloseTo(2 * value('All in off-peak hours'), 6);
	expect(value("Candidate's price twice as high")).toBeCloseTo(2 * value('As given'), 4);
	expect(value('Nine tenths of the input from the cache')).toBeLessThan(value('No cache hits'));
	expect(value('Nine tenths of the input from the cache', 'baselineUsdPerMonth')).toBeLessThan(
		value('No cache hits', 'baselineUsdPerMonth'),
	);
	expect(value('Candidate gives twice the output')).toBeGreaterThan(value('As given'));
	expect(value('As given', 'paybackMonths')).toBeCloseTo(1000 / value('As given', 'savingUsdPerMonth'), 6);
});

test.each([
	{ effort: 1000, saving: 500, months: 2 },
	{ effort: 1000, saving: 0, months: 'never' },
	{ effort: 1000, saving: -5, months: 'never' },
	{ effort: 0, saving: 5, months: 0 },
	{ effort: 1000, saving: 'unknown' as const, months: 'unknown' },
])('an effort of $effort and $saving saved a month: $months', ({ effort, saving, months }) => {
	expect(payback(effort, saving)).toBe(months);
});

test.each([{ requestsPerDay: -1 }, { costOptions: { hoursUtc: 'office' } }, { usageSource: 'cloud' }])(
	'a wrong parameter is named: %j',
	(raw) => {
		expect(() => check.parse(raw)).toThrow(/can't be used|Expected/i);
	},
);

test.skipIf(!hasSharedData)('a real trace of a reasoning service is priced (skipped where the data folder is missing)', async () => {
	const result = await run({
		usageSource: 'file',
		usageFile: sharedData('traces-servegen-deepseek-r1.csv.gz'),
		costBaselineModel: 'o1',
		costCandidateModel: 'deepseek/deepseek-r1-0528',
	});
	expect(result.figures).toMatchObject({ requestsPerDay: 10_000, source: 'log' });
	expect(Number(result.figures.costRatio)).toBeLessThan(0.1);
});
