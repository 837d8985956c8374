import { describe, expect, test } from 'vitest';
import type { ModelRow } from '../../../../core/catalogue/model';
import type { CostEvidence, CostThresholds } from '../../../../core/checks/cost/evidence';
import { judge } from '../../../../core/checks/cost/judge';
import type { Scenario } from '../../../../core/checks/cost/scenarios';
import { daysPerMonth } from '../../../../core/checks/cost/sensitivity';

const now = new Date('2026-11-23T12:00:00Z');
const thresholds: CostThresholds = { maxCostRatio: 1, maxPaybackMonths: 12, budgetUsdPerMonth: 0, minRequests: 100, migrationUsd: 0 };

/** A model with round prices. */
const row = (id: string, output: number): ModelRow => ({
	...{ id, host: 'x', aliases: [], context: 1, maxOutput: 1, trace: 'none', tools: false, vision: false, jsonModes: [] },
	...{ systemPrompt: 'ok', rejectedParameters: [], served: 'yes', source: 'x', checkedAt: '2026-11-23' },
	prices: [{ input: 1, cachedInput: 0.5, output, from: '2026-01-01T00:00:00Z', source: 'x', checkedAt: '2026-11-23' }],
});

const scenario = (kind: Scenario['kind'], usdPerDay: number | 'unknown', more: Partial<Scenario> = {}): Scenario => ({
	kind,
	label: `${kind} model`,
	model: `${kind}-id`,
	host: 'x',
	usdPerDay,
	notes: [],
	...more,
});
const baseline = (usdPerDay: number | 'unknown') => scenario('baseline', usdPerDay);
const candidate = (usdPerDay: number | 'unknown') => scenario('candidate', usdPerDay);

/** Two days of a log: 500 calls a day. */
const evidence = (scenarios: Scenario[], more: Partial<CostEvidence> = {}): CostEvidence => ({
	usage: { rows: [{ inputTokens: 1_000_000, cachedTokens: 200_000, outputTokens: 4_000_000, requests: 1000 }], days: 2 },
	source: 'log',
	problems: [],
	scenarios,
	asBilledNanoUsd: 'unknown',
	adaptation: { inputRatio: 1, outputRatio: 1 },
	ratioSource: 'measured',
	now,
	emulated: false,
	...more,
});
const judged = (scenarios: Scenario[], more: Partial<CostThresholds> = {}, given: Partial<CostEvidence> = {}) =>
	judge(evidence(scenarios, given), { ...thresholds, ...more });

describe('the move', () => {
	test.each([
		{ name: 'that costs as much passes', usd: [10, 10], verdict: 'pass', says: 'the candidate costs 100 % of the baseline.' },
		{ name: 'that costs more fails', usd: [10, 10.1], verdict: 'fail', says: 'the candidate costs 101 % of the baseline.' },
		{
			name: 'that costs a tenth says so in whole per cent',
			usd: [10, 1],
			verdict: 'pass',
			says: 'the candidate costs 10 % of the baseline.',
		},
		{ name: 'that costs less says tenths', usd: [10, 0.512], verdict: 'pass', says: 'the candidate costs 5.1 % of the baseline.' },
		{ name: 'from nothing to nothing passes', usd: [0, 0], verdict: 'pass', says: 'neither model costs anything.' },
		{ name: 'from nothing to something fails', usd: [0, 1], verdict: 'fail', says: 'the baseline costs nothing.' },
	])('$name', ({ usd: [before = 0, after = 0], verdict, says }) => {
		const result = judged([baseline(before), candidate(after)]);
		expect([result.verdict, result.summary]).toEqual([verdict, expect.stringContaining(says)]);
	});

	test('to a price that is not known is undecided, on either side', () => {
		expect(judged([baseline('unknown'), candidate(1)])).toMatchObject({
			verdict: 'warn',
			summary: 'The price of the baseline is not known.',
			figures: { savingUsdPerMonth: 'unknown', costRatio: 'unknown', paybackMonths: 'unknown', baselineUsdPerMonth: 'unknown' },
		});
		expect(judged([baseline(1), candidate('unknown')], {}, { candidateName: 'new' })).toMatchObject({
			verdict: 'warn',
			summary: 'The price of new is not known.',
			figures: { savingUsdPerMonth: 'unknown', costRatio: 'unknown', candidateUsdPerMonth: 'unknown' },
		});
		expect(judged([baseline(1), candidate('unknown')]).summary).toBe('The price of the candidate is not known.');
		expect(judged([baseline(1)]).figures.candidateUsdPerMonth).toBe('unknown');
	});

	test.each([
		{ ratio: 1.5, usd: 15, verdict: 'pass' },
		{ ratio: 1.5, usd: 15.1, verdict: 'fail' },
		{ ratio: 0.5, usd: 5, verdict: 'pass' },
		{ ratio: 0.5, usd: 5.1, verdict: 'fail' },
	])('may cost $ratio times as much: $usd against 10 is a $verdict', ({ ratio, usd, verdict }) => {
		expect(judged([baseline(10), candidate(usd)], { maxCostRatio: ratio }).verdict).toBe(verdict);
	});

	test('to nobody is undecided', () => {
		expect(judged([baseline(10)])).toMatchObject({
			verdict: 'warn',
			summary: 'No candidate model is named, so nothing can be compared.',
		});
	});

	test('from a price of nothing has no ratio', () => {
		expect(judged([baseline(0), candidate(1)]).figures.costRatio).toBe('unknown');
		expect(judged([baseline(4), candidate(1)]).figures.costRatio).toBe(0.25);
	});

	test('leads with both costs, and with what is saved where something is', () => {
		const summary = (before: number, after: number) => judged([baseline(before), candidate(after)]).summary;
		expect(summary(100 / daysPerMonth, 1 / daysPerMonth)).toMatch(/^\$100 a month now, \$1\.00 with candidate-id \(\$99\.00 less\): /);
		expect(summary(1234.4 / daysPerMonth, 0.999 / daysPerMonth)).toMatch(
			/^\$1,234 a month now, \$0\.999 with candidate-id \(\$1,233 less\): /,
		);
		expect(summary(99.5 / daysPerMonth, 99.5 / daysPerMonth)).toMatch(/^\$99\.50 a month now, \$99\.50 with candidate-id: /);
		expect(summary(2 / daysPerMonth, 3 / daysPerMonth)).toMatch(/^\$2\.00 a month now, \$3\.00 with candidate-id: /);
	});
});

describe('a budget', () => {
	const month = 300 / daysPerMonth;
	test.each([
		{ name: 'that is just enough is kept', budget: 300, verdict: 'pass' },
		{ name: 'that is too small fails', budget: 299.99, verdict: 'fail' },
	])('$name', ({ budget, verdict }) => {
		const result = judged([baseline(month), candidate(month)], { budgetUsdPerMonth: budget });
		expect(result.verdict).toBe(verdict);
		expect(result.summary).toContain('$300 a month against a budget of $300');
	});

	test('decides alone where there is no baseline', () => {
		expect(judged([candidate(month)], { budgetUsdPerMonth: 301 }).verdict).toBe('pass');
		expect(judged([candidate(month)], { budgetUsdPerMonth: 299 }).verdict).toBe('fail');
		expect(judged([candidate(month)])).toMatchObject({ verdict: 'warn', summary: 'No baseline is named to compare with.' });
	});
});

describe('the effort', () => {
	const saves10 = [baseline(20 / daysPerMonth), candidate(10 / daysPerMonth)];
	test.each([
		{ name: 'that is paid back in time passes', migrationUsd: 120, verdict: 'pass', says: /paid back in 12\.0 months/ },
		{ name: 'that is paid back too late warns', migrationUsd: 121, verdict: 'warn', says: /paid back in 12\.1 months/ },
		{ name: 'of nothing is not spoken of', migrationUsd: 0, verdict: 'pass', says: /of the baseline\.$/ },
	])('$name', ({ migrationUsd, verdict, says }) => {
		const result = judged(saves10, { migrationUsd });
		expect(result).toMatchObject({ verdict, figures: { paybackMonths: migrationUsd / 10 } });
		expect(result.summary).toMatch(says);
	});

	test('that saves nothing is never paid back', () => {
		const result = judged([baseline(1), candidate(1)], { migrationUsd: 100 });
		expect(result).toMatchObject({ verdict: 'warn', figures: { paybackMonths: 'never' } });
		expect(result.summary).toContain('the effort is never paid back');
	});

	test('is not weighed where the move fails already', () => {
		expect(judged([baseline(1), candidate(2)], { migrationUsd: 100 }).summary).not.toContain('effort');
	});
});

describe('doubts about the log', () => {
	const sides = [baseline(2), candidate(1)];
	const calls = (requests: number, outputTokens = 10) => ({
		usage: { rows: [{ inputTokens: 10, cachedTokens: 0, outputTokens, requests }], days: 1 },
	});
	const problem = { file: 'usage.csv', line: 2, reason: 'A count is negative.' };
	test.each<{ name: string; given: Partial<CostEvidence>; summary: string }>([
		{ name: 'too few calls', given: calls(99), summary: 'the log holds 99 requests: 1 more are needed for a verdict' },
		{ name: 'a row that was not understood', given: { problems: [problem] }, summary: '1 row was left out or not understood' },
		{ name: 'rows that were not understood', given: { problems: [problem, problem] }, summary: '2 rows were left out or not understood' },
		{ name: 'no output', given: calls(100, 0), summary: 'no output tokens are counted: for a model that thinks they are most of the cost' },
	])('warn: $name', ({ given, summary }) => {
		const result = judged(sides, {}, given);
		expect(result.verdict).toBe('warn');
		expect(result.summary.endsWith(`: ${summary}.`)).toBe(true);
	});

	test.each<{ name: string; given: Partial<CostEvidence> }>([
		{ name: 'just enough calls', given: calls(100) },
		{ name: 'few calls in a profile that somebody stated', given: { ...calls(1), source: 'declared' } },
		{ name: 'no rows at all, whose output is not missing', given: { usage: { rows: [], days: 1 }, source: 'declared' } },
	])('do not arise from $name', ({ given }) => {
		expect(judged(sides, {}, given).verdict).toBe('pass');
	});
});

describe('tokens for each task that nobody measured', () => {
	// The candidate costs 0.6 of the baseline a token of output.
	const models = { baseline: row('old', 10), candidate: row('new', 6) };
	const sides = [baseline(20), candidate(12)];
	test.each<{ name: string; given: Partial<CostEvidence>; usd?: number; verdict: string }>([
		{ name: 'warn where twice the output eats the saving', given: { ...models, ratioSource: 'assumed' }, verdict: 'warn' },
		{ name: 'count where somebody states them', given: { ...models, ratioSource: 'declared' }, verdict: 'pass' },
		{
			name: 'pass where the saving outlives twice the output',
			given: { ...models, candidate: row('new', 2), ratioSource: 'assumed' },
			verdict: 'pass',
		},
		{ name: 'pass where no row of prices tells', given: { ratioSource: 'assumed' }, verdict: 'pass' },
		{ name: 'are not needed to see that it is dearer', given: { ...models, ratioSource: 'assumed' }, usd: 21, verdict: 'fail' },
	])('$name', ({ given, usd, verdict }) => {
		const result = judged(usd === undefined ? sides : [baseline(20), candidate(usd)], {}, given);
		expect(result.verdict).toBe(verdict);
		expect(result.summary.includes('run the quality check first')).toBe(verdict === 'warn');
	});
});

describe('rented cards', () => {
	const cards = (more: Partial<Scenario> = {}) => scenario('self-hosted', 100, { label: 'Cards', holdsWeights: true, ...more });
	const distill = scenario('distill', 40, { label: 'Small', holdsWeights: true });
	const chart = (scenarios: Scenario[], given: Partial<CostEvidence> = {}) =>
		judged(scenarios, {}, given).charts?.find(({ title }) => title === 'API against rented cards by volume');

	test('pay from the volume at which the API costs as much', () => {
		const { figures } = judged([baseline(50), candidate(10), cards({ capacityPerDay: 1 }), distill]);
		expect(figures.breakEven).toEqual([
			{ label: 'Cards', holdsWeights: true, requestsPerDay: 5000, tokensPerDay: 25_000_000, isReachable: false },
			{ label: 'Small', holdsWeights: true, requestsPerDay: 2000, tokensPerDay: 10_000_000, isReachable: 'unknown' },
		]);
	});

	test('that do not say whether they hold the weights are taken to', () => {
		const { figures } = judged([candidate(10), cards({ holdsWeights: undefined }), cards({ holdsWeights: false })]);
		expect(figures.breakEven).toMatchObject([{ holdsWeights: true }, { holdsWeights: false }]);
	});

	test('are drawn against the API up to half as much again as the dearest of them', () => {
		const drawn = chart([candidate(10), cards(), distill, scenario('other host', 5)]);
		expect(drawn?.series.map(({ name }) => name)).toEqual(['candidate model', 'Cards', 'Small']);
		const [api = [], own = []] = drawn?.series.map(({ points }) => points) ?? [];
		// 500 calls for 10 dollars: 100 dollars are 5,000 calls.
		expect(api.map(({ x }) => x)).toEqual([0, 938, 1875, 2813, 3750, 4688, 5625, 6563, 7500]);
		expect(api.at(-1)).toEqual({ x: 7500, value: 150 });
		expect(own.at(-1)).toEqual({ x: 7500, value: 100 });
	});

	test.each<{ name: string; scenarios: Scenario[]; given?: Partial<CostEvidence> }>([
		{ name: 'that do not hold the weights', scenarios: [candidate(10), cards({ holdsWeights: false })] },
		{ name: 'without a rent', scenarios: [candidate(10), cards({ usdPerDay: 'unknown' })] },
		{ name: 'without a candidate', scenarios: [baseline(10), cards()] },
		{ name: 'without a price of the candidate', scenarios: [candidate('unknown'), cards()] },
		{ name: 'without calls', scenarios: [candidate(10), cards()], given: { usage: { rows: [], days: 1 } } },
		{ name: 'that are none', scenarios: [candidate(10), scenario('other host', 5)] },
	])('are not drawn $name', ({ scenarios, given }) => {
		expect(chart(scenarios, given)).toBeUndefined();
	});

	test('that cost nothing with the candidate are drawn without a division by nothing', () => {
		const points = chart([candidate(0), cards({ usdPerDay: 0 })])?.series.flatMap((series) => series.points);
		expect(points?.every(({ value }) => value === 0)).toBe(true);
	});
});

describe('a solved task', () => {
	const measured = { baselineOutput: 100, baselineSolvedOutput: 125, candidateOutput: 200, candidateSolvedOutput: 600, emulated: true };
	const named = { baseline: row('old', 10), candidate: row('new', 6) };
	const table = (scenarios: Scenario[], given: Partial<CostEvidence>) =>
		Object.fromEntries(
			judged(scenarios, {}, given)
				.tables?.find(({ title }) => title === 'Cost of the same work')
				?.rows.map(({ label, request, solved }) => [label, { request, solved }]) ?? [],
		);

	test('costs what the tasks that failed cost, too: each side by its own measure', () => {
		expect(table([baseline(20), candidate(5), scenario('other host', 5)], { ...named, measured })).toEqual({
			'baseline: baseline model': { request: 0.04, solved: 0.05 },
			'candidate: candidate model': { request: 0.01, solved: 0.03 },
			'other host: other host model': { request: 0.01, solved: null },
		});
	});

	test.each<{ name: string; given: Partial<CostEvidence>; usd?: 'unknown' }>([
		{ name: 'nothing was measured', given: named },
		{ name: 'no task was solved', given: { ...named, measured: { ...measured, baselineSolvedOutput: 0 } } },
		{ name: 'no task gave output', given: { ...named, measured: { ...measured, baselineOutput: 0 } } },
		{ name: 'the side has no row of prices', given: { candidate: named.candidate, measured } },
		{ name: 'its price is not known', given: { ...named, measured }, usd: 'unknown' },
		{ name: 'there are no calls', given: { ...named, measured, usage: { rows: [], days: 1 } } },
	])('has no cost where $name', ({ given, usd }) => {
		expect(table([baseline(usd ?? 20)], given)['baseline: baseline model']?.solved).toBeNull();
	});

	test('and a request have none without calls', () => {
		expect(table([candidate(5)], { ...named, usage: { rows: [], days: 1 } })).toEqual({
			'candidate: candidate model': { request: null, solved: null },
		});
	});
});

test('without usage there is nothing to judge, and nobody is compared', () => {
	expect(judged([baseline(1), candidate(1)], {}, { source: 'none' })).toEqual({
		compared: undefined,
		emulated: false,
		thresholds,
		problems: [],
		verdict: 'skipped',
		summary: 'No usage was given: name a usage log, or state requests a day with their tokens.',
		figures: {},
		findings: [],
	});
});

describe('what a reader of the record gets', () => {
	test('of two models, other hosts and cards', () => {
		const scenarios = [
			baseline(50),
			candidate(10),
			scenario('other host', 'unknown', { notes: ['One note.', 'Another.'], peakShare: 0.2 }),
			scenario('self-hosted', 100, { label: 'Cards', holdsWeights: false, gpuCount: 8, capacityPerDay: 1e9 }),
			scenario('distill', 40, { label: 'Small', holdsWeights: true, gpuCount: 1, capacityPerDay: 'unknown' }),
		];
		expect(
			judged(
				scenarios,
				{ migrationUsd: 100 },
				{
					...{ baseline: row('old', 10), candidate: row('new', 6), asBilledNanoUsd: 12_345_678_900, emulated: true },
					problems: [{ file: 'usage.csv', line: 2, reason: 'A count is negative.' }],
					measured: { baselineOutput: 100, candidateOutput: 200, emulated: true },
				},
			),
		).toMatchSnapshot();
	});

	test('of a candidate alone', () => {
		expect(judged([candidate('unknown')], {}, { source: 'declared' })).toMatchSnapshot();
	});
});
