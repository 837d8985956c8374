import { describe, expect, test } from 'vitest';
import type { CaseEvidence, CaseReply, FeatureProbe, ToolsEvidence } from '../../../../core/checks/tools/evidence';
import { judgeTools } from '../../../../core/checks/tools/judge';

const reply = (outcome: CaseReply['outcome'], over: Partial<CaseReply> = {}): CaseReply => ({
	outcome,
	called: outcome !== 'unanswered' && outcome !== 'error',
	calls: outcome === 'error' ? 0 : 1,
	validCalls: outcome === 'right' ? 1 : 0,
	...over,
});
const right = reply('right');
const wrong = reply('wrong', { reason: 'another city', validCalls: 1 });
const failed = (reason?: string) => reply('error', reason ? { reason } : {});
const one = (candidate: CaseReply, baseline?: CaseReply, over: Partial<CaseEvidence> = {}): CaseEvidence => ({
	id: 'c',
	category: 'simple',
	due: true,
	candidate,
	...(baseline ? { baseline } : {}),
	...over,
});
const many = (count: number, candidate: CaseReply, baseline?: CaseReply, over: Partial<CaseEvidence> = {}) =>
	Array.from({ length: count }, (_, index) => one(candidate, baseline, { id: `c${index}`, ...over }));

const facts = (model: string) => ({ model, hostId: 'x', host: 'X' });
const thresholds = { margin: 0.05, level: 0.95, minValidShare: 0.95, minRightShare: 0, maxErrorShare: 0.05, seed: 1 };
const judged = (cases: CaseEvidence[], over: Partial<ToolsEvidence> = {}, more: Partial<typeof thresholds> = {}) =>
	judgeTools(
		{
			cases,
			probes: [],
			planned: cases.length,
			source: 'bundled',
			candidate: facts('deepseek-r1'),
			...(cases.some(({ baseline }) => baseline) ? { baseline: facts('o1') } : {}),
			emulated: false,
			problems: [],
			exhibits: [],
			...over,
		},
		{ ...thresholds, ...more },
	);
const told = (cases: CaseEvidence[], over?: Partial<ToolsEvidence>, more?: Partial<typeof thresholds>) => {
	const { verdict, summary } = judged(cases, over, more);
	return [verdict, summary];
};

describe('against a baseline', () => {
	test.each([
		{
			name: 'equal on many cases',
			cases: many(300, right, right),
			verdict: 'pass',
			says: 'Right calls are not worse by more than 5 points: 0 points (-1.3 to 1.3) on 300 cases; Arguments of 100 % of 300 calls are valid (98.7 to 100).',
		},
		{
			name: 'worse',
			cases: many(100, wrong, right),
			verdict: 'fail',
			says: /^Right calls are worse by more than 5 points: -100 points \(.* to .*\) on 100 cases\.$/,
		},
		{
			name: 'better',
			cases: many(100, right, wrong),
			verdict: 'pass',
			says: /^Right calls are not worse by more than 5 points: \+100 points/,
		},
		{
			name: 'few',
			cases: many(10, right, right),
			verdict: 'warn',
			says: /^Right calls undecided at a margin of 5 points: 0 points \(.*\) on 10 cases; about \d+ more would decide; and 1 more\.$/,
		},
		{
			name: 'none that both answered',
			cases: [...many(40, right), ...many(5, right, failed('x')), ...many(20, right)],
			verdict: 'warn',
			says: '5 of 5 calls to the baseline failed, so nothing can be compared; and 2 more.',
		},
	])('$name: $verdict', ({ cases, verdict, says }) => {
		expect(told(cases)).toEqual([verdict, typeof says === 'string' ? says : expect.stringMatching(says)]);
	});

	test('a baseline without a case in common leaves nothing to compare', () => {
		expect(told(many(100, right), { baseline: facts('o1') })).toEqual(['warn', 'No case was answered by both models.']);
	});

	test('calling in other places than the baseline, which is steady with itself, is a doubt', () => {
		const quiet = reply('right', { called: false, calls: 0, validCalls: 0 });
		const cases = [...many(150, right, right, { again: right }), ...many(150, quiet, right, { again: right })];
		const says = 'It calls in other places than the baseline: F1 66.7 % against 100 % of the baseline with itself.';
		expect(told(cases)).toEqual(['warn', says]);
		expect(told(many(300, right, right, { again: right }))[0]).toBe('pass');
	});
});

describe('alone', () => {
	test.each([
		{
			name: 'nothing to hold it against',
			cases: many(100, right),
			least: 0,
			verdict: 'warn',
			says: /^100 % right \(96\.3 to 100\) on 100 cases, and nothing to hold this against: name a baseline model/,
		},
		{
			name: 'surely enough',
			cases: many(100, right),
			least: 0.9,
			verdict: 'pass',
			says: '100 % right (96.3 to 100) on 100 cases; and 1 more.',
		},
		{
			name: 'surely too few',
			cases: many(100, wrong),
			least: 0.9,
			verdict: 'fail',
			says: '0 % right (0 to 3.7) on 100 cases, below 90 %.',
		},
		{
			name: 'in between',
			cases: [...many(90, right), ...many(10, wrong)],
			least: 0.9,
			verdict: 'warn',
			says: /^Undecided at 90 %: 90 % right \(82\.6 to 94\.5\) on 100 cases; more cases are needed/,
		},
	])('$name: $verdict', ({ cases, least, verdict, says }) => {
		expect(told(cases, {}, { minRightShare: least })).toEqual([
			verdict,
			typeof says === 'string' ? expect.stringContaining(says.slice(0, 40)) : expect.stringMatching(says),
		]);
	});
});

describe('arguments', () => {
	const valid = (count: number, validCalls: number) => [
		...many(validCalls, right, right),
		...many(count - validCalls, reply('right', { validCalls: 0 }), right),
	];
	test.each([
		{ cases: valid(300, 300), verdict: 'pass', says: 'Arguments of 100 % of 300 calls are valid (98.7 to 100).' },
		{
			cases: valid(300, 285),
			verdict: 'warn',
			says: 'Arguments of 95 % of 300 calls are valid (91.9 to 96.9): undecided at 95 %, more cases are needed.',
		},
		{ cases: valid(300, 150), verdict: 'fail', says: 'Arguments of 50 % of 300 calls are valid (44.4 to 55.6), below 95 %.' },
		{
			cases: many(300, reply('right', { called: false, calls: 0, validCalls: 0 }), right),
			verdict: 'warn',
			says: 'No call was made, so arguments could not be checked.',
		},
	])('$says', ({ cases, verdict, says }) => {
		const result = judged(cases);
		expect(result.verdict).toBe(verdict);
		expect(JSON.stringify([result.summary, result.tables?.[0].rows])).toContain(says.replace(/\.$/, ''));
	});
});

describe('what failed, stopped or was never asked', () => {
	test.each([
		{
			name: 'half of the calls',
			cases: [...many(5, right), ...many(5, failed('overloaded'))],
			told: ['fail', '5 of 10 calls to the candidate failed (overloaded).'],
		},
		{ name: 'all, without a reason', cases: many(3, failed()), told: ['fail', '3 of 3 calls to the candidate failed (unknown).'] },
	])('$name', ({ cases, told: expected }) => {
		expect(told(cases)).toEqual(expected);
	});

	test('some failed calls are a doubt, of either side; as many as are allowed are none', () => {
		expect(told([...many(280, right, right), ...many(20, failed('x'), right)])).toEqual([
			'warn',
			'20 of 300 calls to the candidate failed and are not counted.',
		]);
		expect(told([...many(280, right, right), ...many(20, right, failed('x'))])).toEqual([
			'warn',
			'20 of 300 calls to the baseline failed and are not counted.',
		]);
		expect(told([...many(285, right, right), ...many(15, failed('x'), right)])[0]).toBe('pass');
	});

	test.each([
		{ stopped: 'cancelled' as const, says: 'Only 300 of 400 cases were asked: stopped by the user.' },
		{ stopped: 'cost cap' as const, says: 'Only 300 of 400 cases were asked: stopped by the cost cap.' },
	])('$stopped', ({ stopped, says }) => {
		expect(judged(many(300, right, right), { stopped, planned: 400 })).toMatchObject({ verdict: 'warn', summary: says, stopped });
	});

	test('no case is no verdict', () => {
		expect(told([])).toEqual(['skipped', 'No case was asked.']);
		expect(told([], { planned: 5 })).toEqual(['skipped', 'No case was asked.']);
		expect(judged([], { planned: 5 })).toMatchSnapshot();
	});
});

describe('features of the endpoint', () => {
	const probe = (over: Partial<FeatureProbe> = {}): FeatureProbe => ({
		feature: 'parallel_calls',
		tried: 3,
		worked: 3,
		rejected: 0,
		failed: 0,
		...over,
	});
	const agent = { workflow: 'Support', node: 'Agent', uses: ['agent'] };
	test.each([
		{ name: 'one that works', probes: [probe()], verdict: 'pass', says: /./ },
		{ name: 'a lacking one that nobody needs', probes: [probe({ worked: 0 })], verdict: 'pass', says: /./ },
		{
			name: 'a lacking one without which nothing works',
			probes: [probe({ feature: 'second_turn', worked: 0 })],
			verdict: 'fail',
			says: /^A second turn with the result of the tool: does not work\.$/,
		},
		{ name: 'the same, partly', probes: [probe({ feature: 'second_turn', worked: 1 })], verdict: 'pass', says: /./ },
		{
			name: 'a rejected one that a workflow needs',
			probes: [probe({ feature: 'second_turn_without_trace', worked: 0, rejected: 3 })],
			needs: [agent],
			verdict: 'fail',
			says: /: rejected by the endpoint, but needed by Support: Agent\.$/,
		},
		{
			name: 'one that works sometimes and that two need',
			probes: [probe({ feature: 'second_turn_without_trace', worked: 1 })],
			needs: [agent, { ...agent, node: 'Other' }],
			verdict: 'warn',
			says: /: works only sometimes, but needed by Support: Agent and 1 more\.$/,
		},
	])('$name: $verdict', ({ probes, needs, verdict, says }) => {
		expect(told(many(300, right, right), { probes, needs })).toEqual([verdict, expect.stringMatching(says)]);
	});

	test('the table says who needs what, or that nobody knows', () => {
		const probes = [probe({ feature: 'tool_choice.none', worked: 1, failed: 1, detail: 'a call came' }), probe()];
		const rows = (needs?: ToolsEvidence['needs']) => judged(many(1, right), { probes, needs }).tables?.at(-1)?.rows;
		expect(rows()).toMatchObject([
			{ neededBy: 'unknown: run the inventory first', worked: '1 of 2', detail: 'a call came' },
			{ detail: '', workaround: '' },
		]);
		expect(
			rows([
				{ ...agent, uses: ['tool_choice.none'] },
				{ workflow: 'W', node: 'N', uses: ['tool_choice.none'] },
			]),
		).toMatchObject([{ neededBy: 'Support: Agent; W: N' }, { neededBy: 'no workflow' }]);
	});
});

test('what a reader of the record gets', () => {
	const cases = [
		one(right, right, { id: 'a', again: right }),
		one(wrong, right, { id: 'b', again: wrong, category: 'parallel' }),
		one(reply('wrong', { validCalls: 0 }), wrong, { id: 'c', category: 'parallel' }),
		one(reply('unanswered', { calls: 0 }), right, { id: 'd', due: false }),
		one(failed('server'), right, { id: 'e', again: failed('x') }),
		one(right, failed('rate limit'), { id: 'f', due: false }),
		one(reply('wrong', { reason: 'a call too many', calls: 2, validCalls: 1 }), undefined, { id: 'g', category: 'none', due: false }),
	];
	const result = judged(cases, {
		planned: 9,
		emulated: true,
		sample: '{"tools":[]}',
		problems: [{ file: 'cases.jsonl', line: 4, reason: 'no functions' }],
		exhibits: [{ id: 'b', request: 'Weather?', due: 'weather(Paris)', made: 'weather(London)', reason: 'another city' }],
		probes: [
			{ feature: 'parallel_calls', tried: 2, worked: 2, rejected: 0, failed: 0 },
			{ feature: 'strict_schemas', tried: 2, worked: 0, rejected: 2, failed: 0, detail: 'strict is not supported' },
		],
		needs: [{ workflow: 'W', node: 'N', uses: ['strict'] }],
	});
	expect(result).toMatchSnapshot();
	expect(judged([one(right)], { emulated: false })).toMatchSnapshot();
	expect(judged([one(reply('right', { called: false, calls: 0, validCalls: 0 }))])).toMatchSnapshot();
});
