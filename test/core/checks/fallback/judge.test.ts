import { describe, expect, test } from 'vitest';
import type { Evidence, Trial } from '../../../../core/checks/fallback/evidence';
import { judge } from '../../../../core/checks/fallback/judge';

describe('judgement over made-up evidence', () => {
	const trial = (over: Partial<Trial> = {}): Trial => ({
		fault: 'overloaded',
		lasting: 'once',
		item: 0,
		expected: 'primary',
		outcome: 'primary',
		model: 'm',
		tookMs: 1_000,
		requests: 2,
		faulted: 1,
		paid: 1,
		completed: 1,
		...over,
	});
	const evidence = (trials: Trial[], over: Partial<Evidence> = {}): Evidence => ({
		trials,
		planned: trials.length,
		ending: 'finished',
		candidate: 'm',
		fallbacks: [{ model: 'n', otherHost: false }],
		emulated: false,
		problems: [],
		...over,
	});
	const thresholds = { deadlineSeconds: 60, mustSurvive: ['overloaded'], retries: 2, fallBackOn: ['unavailable'] };

	test.each([
		{ name: 'as promised', given: evidence([trial()]), verdict: 'pass' },
		{ name: 'an item lost', given: evidence([trial(), trial({ outcome: 'lost' })]), verdict: 'fail', text: /was lost/ },
		{ name: 'an item answered twice', given: evidence([trial({ completed: 2, paid: 2 })]), verdict: 'fail', text: /answered 2 times/ },
		{
			name: 'an error where an answer was promised',
			given: evidence([trial({ fault: 'garbage', outcome: 'error', says: 'x' })]),
			verdict: 'fail',
			text: /should have helped/,
		},
		{
			name: 'a promised error for what must be survived',
			given: evidence([trial({ expected: 'error', outcome: 'error', says: 'x' })]),
			verdict: 'fail',
			text: /not answered by these settings/,
		},
		{
			name: 'a promised error for anything else',
			given: evidence([trial({ fault: 'silence', expected: 'error', outcome: 'error', says: 'x' })]),
			verdict: 'warn',
		},
		{
			name: 'an answer that nobody promised',
			given: evidence([trial({ fault: 'cut', expected: 'error' })]),
			verdict: 'warn',
			text: /does not promise/,
		},
		{ name: 'an answer too late', given: evidence([trial({ tookMs: 61_000 })]), verdict: 'fail', text: /later than the deadline/ },
		{
			name: 'a rejected parameter named',
			given: evidence([trial({ fault: 'rejected-parameter', expected: 'error', outcome: 'error', says: 'x' })]),
			verdict: 'pass',
		},
		{ name: 'nothing drilled', given: evidence([], { planned: 4, ending: 'cost cap' }), verdict: 'warn', text: /cost cap/ },
		{
			name: 'a fallback that could not be reached',
			given: evidence([trial()], { problems: [{ file: 'fallback list', reason: '"x" was left out' }] }),
			verdict: 'warn',
			text: /left out/,
		},
	])('$name -> $verdict', ({ given, verdict, text }) => {
		const result = judge(given, thresholds);
		expect(result.verdict).toBe(verdict);
		if (text) expect(result.summary).toMatch(text);
	});
});

describe('what a reader of the record gets', () => {
	const trial = (over: Partial<Trial>): Trial => ({
		fault: 'overloaded',
		lasting: 'once',
		item: 0,
		expected: 'primary',
		outcome: 'primary',
		model: 'm',
		tookMs: 1_234,
		requests: 2,
		faulted: 1,
		paid: 1,
		completed: 1,
		...over,
	});
	const drilled = (trials: Trial[], over: Partial<Evidence> = {}): Evidence => ({
		trials,
		planned: 12,
		ending: 'finished',
		candidate: 'm',
		fallbacks: [{ model: 'n', otherHost: false }],
		emulated: false,
		problems: [],
		...over,
	});
	const thresholds = { deadlineSeconds: 60, mustSurvive: ['overloaded', 'cut'], retries: 2, fallBackOn: ['unavailable', 'cut'] };

	test('every kind of end in one drill', () => {
		const trials = [
			trial({}),
			trial({ item: 1, model: 'n', outcome: 'fallback', expected: 'fallback', lasting: 'always', tookMs: 9_960, requests: 4 }),
			trial({ fault: 'rate-limit', outcome: 'lost', model: undefined, completed: 0, paid: 0 }),
			trial({ fault: 'server-error', completed: 3, paid: 3 }),
			trial({ fault: 'silence', tookMs: 60_001 }),
			trial({ fault: 'cut', outcome: 'error', expected: 'error', model: 'm', says: 'broke off', tookMs: 60_000 }),
			trial({ fault: 'garbage', outcome: 'error', expected: 'fallback', model: undefined, says: 'no JSON' }),
			trial({ fault: 'wrong-model', expected: 'error', outcome: 'error', says: 'there is no such model', tookMs: 250 }),
			trial({ fault: 'rejected-parameter', expected: 'error', outcome: 'error', says: 'temperature', tookMs: 61_000 }),
			trial({ fault: 'empty-body', expected: 'fallback' }),
			trial({ fault: 'host-down', paid: 2 }),
		];
		expect(judge(drilled(trials, { emulated: true }), thresholds)).toMatchSnapshot();
	});

	test('a drill that went well', () => {
		const result = judge(
			drilled([trial({}), trial({ lasting: 'always', outcome: 'fallback', expected: 'fallback', model: 'n' })]),
			thresholds,
		);
		expect(result).toMatchSnapshot();
	});

	test.each([
		{ ending: 'cost cap' as const, says: 'the cost cap ended the drill after 1 of 12 items', stopped: 'cost cap' },
		{ ending: 'cancelled' as const, says: 'the drill was cancelled after 1 of 12 items', stopped: 'cancelled' },
	])('$ending is told first and forbids a pass', ({ ending, says, stopped }) => {
		expect(judge(drilled([trial({})], { ending, fallbacks: [] }), thresholds)).toMatchObject({
			verdict: 'warn',
			stopped,
			summary: `1 of 1 items were answered through 1 kinds of faults: ${says}; no fallback model is set.`,
		});
	});

	test('a fallback that nobody promised warns, and more than one paid request does', () => {
		const { findings, summary } = judge(
			drilled([trial({ fault: 'cut', expected: 'error' }), trial({ fault: 'silence', paid: 2 })]),
			thresholds,
		);
		expect(findings.map(({ fault, verdict, why }) => [fault, verdict, why])).toEqual([
			['silence', 'warn', 'answered by m after 1.2 s, and 2 requests may be charged'],
			['cut', 'warn', 'answered by m, which R1 Reason does not promise here'],
		]);
		expect(summary).toBe(
			'2 of 2 items were answered through 2 kinds of faults: more than one request may be charged (1 of 2 cases); and 1 more.',
		);
	});

	test('of several items of one fault the worst decides, and each model that answered is named once', () => {
		const { findings, tables } = judge(
			drilled([trial({}), trial({ item: 1, paid: 2 }), trial({ item: 2, outcome: 'error', expected: 'error', model: 'm', says: 'x' })]),
			{ ...thresholds, mustSurvive: [] },
		);
		expect(findings).toMatchObject([{ verdict: 'warn', answeredBy: ['m'] }]);
		expect(tables?.at(-1)?.rows).toMatchObject([{ answered: '2 of 3', by: 'm', requests: 6, paid: 4, lost: 0, twice: 0 }]);
	});

	test('an error that a person must mend passes in time, and is a doubt beyond the deadline', () => {
		const named = (tookMs: number) =>
			judge(
				drilled([trial({ fault: 'rejected-parameter', expected: 'error', outcome: 'error', model: undefined, says: 'x', tookMs })]),
				thresholds,
			).findings[0];
		expect(named(60_000)).toMatchObject({ verdict: 'pass', why: 'an error after 60 s: x, which names what to change' });
		expect(named(60_001)).toMatchObject({
			verdict: 'warn',
			why: 'not answered by these settings; an error after 60 s: x; a lower silence timeout would say so within the deadline',
		});
	});

	test('a candidate that never answers leaves nothing to drill', () => {
		expect(judge(drilled([], { broken: 'no connection' }), thresholds)).toMatchSnapshot();
	});
});
