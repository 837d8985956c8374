import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../../core/checks/latency/evidence';
import { isClientBound, isGood, isSaturated, type StepFigures } from '../../../../core/checks/latency/figures';
import { judge } from '../../../../core/checks/latency/judge';
import { wilson } from '../../../../core/statistics';

const step = (over: Partial<StepFigures> = {}): StepFigures => ({
	side: 'candidate',
	step: 0,
	label: '4 at once',
	level: 4,
	requests: 100,
	answered: 100,
	errors: {},
	goodput: wilson(100, 100),
	total: { count: 100, p50: 100, p90: 150, p99: 200, max: 210 },
	goodPerSecond: 10,
	answeredPerSecond: 10,
	tokensPerSecond: 100,
	mostAtOnce: 4,
	client: { loopDelayP99Ms: 1, cpuShare: 0.1, sentLateP99Ms: 0.2 },
	overran: false,
	...over,
});
const evidence: Evidence = {
	steps: [{ label: '4 at once', level: 4 }],
	mode: 'steps',
	blocks: [],
	ending: 'finished',
	refused: [],
	emulated: false,
	models: {},
	problems: [],
};
const thresholds = { minGoodput: 0.95, maxSlowdown: 1.5, maxClientDelayMs: 25 };

describe('judgement over made-up evidence', () => {
	test.each([
		{ name: 'three times as slow', mine: 900, client: {}, warns: true },
		{ name: 'three times as slow, but within what the client cannot tell', mine: 9, theirs: 3, client: {}, warns: false },
		{ name: 'three times as slow, while the client was busy', mine: 900, client: { loopDelayP99Ms: 80 }, warns: 'client' },
		{ name: 'as fast', mine: 310, client: {}, warns: false },
	])('a candidate that is $name', ({ mine, theirs = 300, client, warns }) => {
		const times = (p50: number) => ({ count: 100, p50, p90: p50, p99: p50, max: p50 });
		const candidate = step({ firstAnswer: times(mine), client: { ...step().client, ...client } });
		const { summary } = judge(evidence, [candidate, step({ side: 'baseline', firstAnswer: times(theirs) })], thresholds);
		expect(/times the baseline's/.test(summary)).toBe(warns === true);
		expect(/bottleneck/.test(summary)).toBe(warns === 'client');
	});

	test.each([
		{ name: 'all good is a pass', figures: [step()], verdict: 'pass', summary: /kept at every step up to 4 at once/ },
		{
			name: 'few requests are a warning that says how many decide',
			figures: [step({ requests: 20, answered: 20, goodput: wilson(20, 20) })],
			verdict: 'warn',
			summary: /about \d+ requests would decide/,
		},
		{ name: 'surely too few good ones is a fail', figures: [step({ goodput: wilson(70, 100) })], verdict: 'fail', summary: /70 % of 100/ },
		{ name: 'in between is a warning', figures: [step({ goodput: wilson(95, 100) })], verdict: 'warn', summary: /95 % of 100/ },
		{
			name: 'a busy client decides nothing, not even a fail',
			figures: [step({ goodput: wilson(10, 100), client: { loopDelayP99Ms: 80, cpuShare: 0.5, sentLateP99Ms: 0 } })],
			verdict: 'warn',
			summary: /this machine itself was the bottleneck/,
		},
		{ name: 'nothing measured is never a pass', figures: [], verdict: 'warn', summary: /nothing was measured/i },
		{
			name: 'one bad step fails the test',
			figures: [step(), step({ step: 1, label: '16 at once', level: 16, goodput: wilson(50, 100) })],
			verdict: 'fail',
			summary: /16 at once/,
		},
	])('$name', ({ figures, verdict, summary }) => {
		const result = judge(evidence, figures, thresholds);
		expect(result.verdict).toBe(verdict);
		expect(result.summary).toMatch(summary);
	});

	test.each([
		{ client: { loopDelayP99Ms: 30, cpuShare: 0, sentLateP99Ms: 0 }, bound: true },
		{ client: { loopDelayP99Ms: 0, cpuShare: 0.99, sentLateP99Ms: 0 }, bound: true },
		{ client: { loopDelayP99Ms: 0, cpuShare: 0, sentLateP99Ms: 30 }, bound: true },
		{ client: { loopDelayP99Ms: 20, cpuShare: 0.9, sentLateP99Ms: 20 }, bound: false },
	])('the client was the bottleneck: $client -> $bound', ({ client, bound }) => {
		expect(isClientBound(step({ client }), thresholds)).toBe(bound);
	});

	test.each([
		{ name: 'twice the load, twice the answers', after: step({ level: 8, answeredPerSecond: 19 }), saturated: false },
		{
			name: 'twice the load, the same answers, slower',
			after: step({ level: 8, answeredPerSecond: 10.5, total: { count: 1, p50: 190, p90: 1, p99: 1, max: 1 } }),
			saturated: true,
		},
		{
			name: 'the same answers, but no slower: the load did not grow',
			after: step({ level: 8, answeredPerSecond: 10.5 }),
			saturated: false,
		},
		{ name: 'a third refused', after: step({ level: 8, answeredPerSecond: 19, errors: { rate_limit: 33 } }), saturated: true },
		{ name: 'a line that grew over its limit', after: step({ level: 8, overran: true }), saturated: true },
	])('saturation: $name -> $saturated', ({ after, saturated }) => {
		expect(isSaturated(step(), after)).toBe(saturated);
	});

	const sample = {
		index: 0,
		isWarmUp: false,
		sentLateMs: 0,
		firstTokenMs: 100,
		firstAnswerMs: 200,
		totalMs: 300,
		meanGapMs: 10,
		outputTokens: 20,
	};
	test.each([
		{ name: 'within all', sample, objectives: { firstTokenMs: 100, firstAnswerMs: 200, totalMs: 300, betweenTokensMs: 10 }, good: true },
		{ name: 'first token late', sample, objectives: { firstTokenMs: 99 }, good: false },
		{ name: 'tokens too far apart', sample, objectives: { betweenTokensMs: 9 }, good: false },
		{ name: 'failed', sample: { ...sample, error: 'server' }, objectives: {}, good: false },
		{
			name: 'cut short before the answer: the first token counts',
			sample: { ...sample, firstAnswerMs: null },
			objectives: { firstAnswerMs: 150 },
			good: true,
		},
	])('a good answer: $name -> $good', ({ sample, objectives, good }) => {
		expect(isGood(sample, objectives)).toBe(good);
	});
});

describe('what a reader of the record gets', () => {
	const times = (p50: number) => ({ count: 100, p50, p90: p50 * 1.5, p99: p50 * 2, max: p50 * 2.5 });
	const steps = [
		{ label: '4 at once', level: 4 },
		{ label: '8 at once', level: 8 },
		{ label: '16 at once', level: 16 },
	];

	test('two sides over two steps, emulated', () => {
		const figures = [
			step({ firstToken: times(50.126), firstAnswer: times(150.4), betweenTokens: times(9.876) }),
			step({ side: 'baseline', firstToken: times(40), total: undefined }),
			step({
				step: 1,
				label: '8 at once',
				level: 8,
				answered: 70,
				errors: { rate_limit: 20, server: 10 },
				goodput: wilson(60, 100),
				firstToken: times(900),
				mostAtOnce: 8,
			}),
			step({ side: 'baseline', step: 1, label: '8 at once', level: 8, requests: 0, answered: 0, goodput: wilson(0, 0) }),
		];
		const result = judge(
			{ ...evidence, steps, emulated: true, ending: 'saturated', problems: [{ file: 'trace.csv', line: 2, reason: 'no time' }] },
			figures,
			{ ...thresholds, firstAnswerMs: 500, totalMs: undefined },
		);
		expect(result).toMatchSnapshot();
	});

	test('all kept, without a trace', () => {
		expect(judge(evidence, [step({ firstAnswer: times(123.456) })], thresholds)).toMatchSnapshot();
	});

	test('a host that nobody named', () => {
		expect(judge({ ...evidence, refused: [{ side: 'candidate', host: 'api.example.com' }] }, [], thresholds)).toMatchSnapshot();
	});

	test('a baseline that nobody named forbids a pass', () => {
		expect(judge({ ...evidence, refused: [{ side: 'baseline', host: 'api.example.com' }] }, [step()], thresholds)).toMatchObject({
			verdict: 'warn',
			summary: 'The baseline was not loaded, since "api.example.com" is not among the named hosts.',
		});
	});

	const good = step();
	test.each([
		{ ending: 'finished' as const, figures: [], verdict: 'warn', says: 'Nothing was measured.' },
		{
			ending: 'saturated' as const,
			figures: [good],
			verdict: 'warn',
			says: 'The endpoint was saturated at 4 at once, 2 higher steps were not run.',
		},
		{
			ending: 'saturated' as const,
			figures: [step({ client: { loopDelayP99Ms: 80, cpuShare: 0.5, sentLateP99Ms: 3 } })],
			verdict: 'warn',
			says: 'This machine sent no faster from 4 at once on, 2 higher steps were not run; 4 at once: this machine itself was the bottleneck, so a faster one would decide.',
		},
		{
			ending: 'too many errors' as const,
			figures: [good, step({ step: 1, label: '8 at once' })],
			verdict: 'fail',
			says: 'Most requests failed at 8 at once, so the test was ended there, 1 higher step was not run.',
		},
		{
			ending: 'cost cap' as const,
			figures: [],
			verdict: 'warn',
			says: 'The cost cap ended the test at the first step, 3 higher steps were not run.',
		},
		{
			ending: 'cancelled' as const,
			figures: [good, step({ step: 1 }), step({ step: 2 })],
			verdict: 'warn',
			says: 'The test was cancelled at 4 at once.',
		},
	])('$ending after $figures.length steps: $says', ({ ending, figures, verdict, says }) => {
		const result = judge({ ...evidence, steps, ending }, figures, thresholds);
		expect([result.verdict, result.summary]).toEqual([verdict, says]);
		expect(result.stopped).toBe(ending === 'cost cap' || ending === 'cancelled' ? ending : undefined);
	});

	test.each([
		{ name: 'just kept', goodput: { value: 1, low: 0.95, high: 1 }, verdict: 'pass' },
		{ name: 'just not surely missed', goodput: { value: 0.9, low: 0.8, high: 0.95 }, verdict: 'warn' },
		{ name: 'surely missed', goodput: { value: 0.9, low: 0.8, high: 0.949 }, verdict: 'fail' },
	])('goodput $name: $verdict', ({ goodput, verdict }) => {
		expect(judge(evidence, [step({ goodput })], thresholds).verdict).toBe(verdict);
	});

	test('how many requests would decide, or that none would', () => {
		const says = (share: number, requests: number) =>
			judge(
				evidence,
				[step({ requests, answered: requests - 1, errors: { server: 1 }, goodput: wilson(share * requests, requests) })],
				thresholds,
			).findings[0].text;
		expect(says(1, 20)).toBe(
			'4 at once: 100 % of 20 requests kept the objectives (95 % interval 83.9 % to 100 %, wanted 95 %); 1 failed (1 server); about 75 requests would decide it',
		);
		expect(says(0.95, 100)).toContain('; the share is so near to the threshold that more requests would not decide it');
	});

	test.each([
		{ name: 'just as slow as allowed', mine: 450, theirs: 300, slower: false },
		{ name: 'slower than allowed', mine: 451, theirs: 300, slower: true },
		{ name: 'slower within what the client cannot tell', mine: 45, theirs: 20, slower: false },
		{ name: 'slower than that', mine: 46, theirs: 20, slower: true },
	])('a candidate that is $name', ({ mine, theirs, slower }) => {
		const result = judge(
			evidence,
			[step({ firstToken: times(mine) }), step({ side: 'baseline', firstToken: times(theirs) }), step({ side: 'baseline', step: 1 })],
			thresholds,
		);
		expect(result.verdict).toBe(slower ? 'warn' : 'pass');
		if (slower)
			expect(result.summary).toMatch(
				/^4 at once: the first answer token takes \d+ ms in the median, [\d.]+ times the baseline's \d+ ms\.$/,
			);
	});

	test.each([
		{ name: 'of another step', baseline: step({ side: 'baseline', step: 1, firstToken: times(100) }) },
		{
			name: 'for which this machine was the bottleneck',
			baseline: step({ side: 'baseline', firstToken: times(100), client: { ...step().client, loopDelayP99Ms: 80 } }),
		},
		{ name: 'that measured no first token', baseline: step({ side: 'baseline' }) },
	])('a candidate is not held against a baseline $name', ({ baseline }) => {
		const { summary } = judge(evidence, [step({ firstToken: times(900) }), baseline], thresholds);
		expect(summary).not.toContain("times the baseline's");
	});

	test('how many requests would show that the objectives are not kept, and how many failed of those asked', () => {
		const few = step({ requests: 20, answered: 18, errors: { server: 2 }, goodput: wilson(17, 20) });
		expect(judge(evidence, [few], thresholds).findings[0].text).toBe(
			'4 at once: 85 % of 20 requests kept the objectives (95 % interval 64 % to 94.8 %, wanted 95 %); 2 failed (2 server)',
		);
		const open = step({ requests: 20, answered: 20, goodput: wilson(18, 20) });
		expect(judge(evidence, [open], thresholds).findings[0].text).toMatch(/wanted 95 %\); about \d+ requests would decide it$/);
	});

	test('the highest level that kept the objectives is told, steps without requests left out', () => {
		const level = (figures: StepFigures[]) => judge(evidence, figures, thresholds).figures.highestGoodLevel;
		expect(
			level([
				step(),
				step({ step: 1, level: 8, goodput: { value: 0.95, low: 0.9, high: 1 } }),
				step({ level: 16, goodput: wilson(1, 100) }),
			]),
		).toBe(8);
		expect(level([step(), step({ level: 32, requests: 0 })])).toBe(4);
		expect(level([step({ goodput: wilson(1, 100) })])).toBe('unknown');
	});

	test('a busy client is named at each step, once in the sentence', () => {
		const busy = { loopDelayP99Ms: 80.4, cpuShare: 0.987, sentLateP99Ms: 3.14159 };
		const result = judge(
			{ ...evidence, steps },
			[step({ client: busy }), step({ step: 1, label: '8 at once', client: busy }), step({ step: 2, requests: 0 })],
			thresholds,
		);
		expect(result.summary).toBe(
			'4 at once: nothing was measured; 4 at once, 8 at once: this machine itself was the bottleneck, so a faster one would decide.',
		);
		expect(result.findings[0].text).toBe(
			'4 at once: this machine itself was the bottleneck (event loop late by 80.4 ms and sending late by 3.14 ms in 1 of 100 cases, 98.7 % of a core), so the figures say little about the endpoint',
		);
	});
});
