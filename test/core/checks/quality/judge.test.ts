import { describe, expect, test } from 'vitest';
import type { QualityEvidence, Reply, TaskEvidence } from '../../../../core/checks/quality/evidence';
import { judgeQuality } from '../../../../core/checks/quality/judge';

const facts = (model: string, hostId: string) => ({ model, hostId, host: hostId });
const reply = (outcome: Reply['outcome'], more: Partial<Reply> = {}): Reply => ({
	outcome,
	inputTokens: 100,
	outputTokens: 1000,
	costNanoUsd: 5000,
	ms: 2000,
	...more,
});
const task = (id: number, baseline: Reply, candidate: Reply, tags: string[] = []): TaskEvidence => ({
	id: String(id),
	tags,
	expected: 'x',
	baseline: [baseline],
	candidate: [candidate],
});

function judged(list: TaskEvidence[], more: Partial<QualityEvidence> = {}, thresholds = {}) {
	return judgeQuality(
		{
			tasks: list,
			flips: [],
			source: 'made up',
			planned: list.length,
			repeats: 1,
			baseline: facts('o1', 'openai'),
			candidate: facts('deepseek-r1', 'deepseek'),
			emulated: false,
			at: new Date('2025-06-01T12:00:00Z'),
			problems: [],
			settings: {},
			...more,
		},
		{ margin: 0.05, level: 0.95, minAccuracy: 0, maxErrorShare: 0.05, seed: 1, ...thresholds },
	);
}

describe('the judgement of made-up evidence', () => {
	const many = (count: number, baseline: Reply['outcome'], candidate: Reply['outcome'], tags: string[] = []) =>
		Array.from({ length: count }, (_, index) => task(index, reply(baseline), reply(candidate), tags));

	test.each([
		{ name: 'equal on many tasks passes', list: many(300, 'right', 'right'), verdict: 'pass' },
		{ name: 'equal on five tasks says how many would decide', list: many(5, 'right', 'right'), verdict: 'warn' },
		{ name: 'always worse fails', list: many(100, 'right', 'wrong'), verdict: 'fail' },
		{ name: 'no task at all is skipped', list: [], verdict: 'skipped' },
		{ name: 'answers that could not be graded are skipped', list: many(50, 'skipped', 'skipped'), verdict: 'skipped' },
		{ name: 'all of the candidate failing fails', list: many(50, 'right', 'error'), verdict: 'fail' },
		{ name: 'all of both failing fails', list: many(50, 'error', 'error'), verdict: 'fail' },
	])('$name', ({ list, verdict }) => {
		const result = judged(list);
		expect(result.verdict).toBe(verdict);
		if (verdict === 'warn') expect(result.summary).toMatch(/about \d+ more tasks \(\d+ in all\) would decide/);
	});

	test('tokens, cost and time a solved task stand next to the price of a token', () => {
		const list = [...many(2, 'right', 'right'), ...many(2, 'right', 'wrong')];
		const { perTask } = judged(list).figures as { perTask: Record<string, Record<string, unknown>> };
		expect(perTask.baseline).toMatchObject({
			outputTokensPerTask: 1000,
			outputTokensPerSolved: 1000,
			costUsdPerSolved: 0.000005,
			secondsPerSolved: 2,
		});
		expect(perTask.candidate).toMatchObject({
			outputTokensPerTask: 1000,
			outputTokensPerSolved: 2000,
			costUsdPerSolved: 0.00001,
			secondsPerSolved: 4,
		});
		expect(perTask.baseline).toMatchObject({ inputPrice: 15, outputPrice: 60 });
	});

	test('what is not known is unknown, not zero', () => {
		const list = [task(1, reply('right', { costNanoUsd: 'unknown', outputTokens: 'unknown' }), reply('wrong'))];
		const { perTask } = judged(list).figures as { perTask: Record<string, Record<string, unknown>> };
		expect(perTask.baseline).toMatchObject({ costUsdPerSolved: 'unknown', outputTokensPerSolved: 'unknown' });
		expect(perTask.candidate.outputTokensPerSolved).toBe('unknown');
	});

	test('published figures of both models stand beside, with source and sampling', () => {
		const table = judged(many(20, 'right', 'right'), { candidate: facts('deepseek/deepseek-r1-0528', 'openrouter') }).tables?.find(
			({ title }) => title.startsWith('Published'),
		);
		expect(table?.rows).toContainEqual(
			expect.objectContaining({ model: 'o1', name: 'AIME 2024', value: 79.2, source: expect.stringContaining('2501.12948') }),
		);
		expect(table?.rows).toContainEqual(
			expect.objectContaining({
				model: 'deepseek/deepseek-r1-0528',
				name: 'AIME 2024',
				value: 91.4,
				sampling: expect.stringContaining('temperature 0.6'),
			}),
		);
	});

	test('a slice that is clearly worse keeps an overall pass from passing', () => {
		const list = [...many(600, 'right', 'right', ['easy']), ...many(15, 'right', 'wrong', ['tax'])];
		const result = judged(list);
		expect(result).toMatchObject({ verdict: 'warn', summary: expect.stringContaining('Worse on tax') });
		expect(result.figures.slices).toContainEqual(
			expect.objectContaining({ tag: 'tax', tasks: 15, baselinePercent: 100, candidatePercent: 0 }),
		);
	});

	test('figures of nothing measured are unknown, and every chart and table is plain JSON', () => {
		const result = judged(many(4, 'error', 'error'));
		expect(result.figures).toMatchObject({ candidate: { accuracy: { percent: 'unknown' } }, differencePoints: { value: 'unknown' } });
		expect(JSON.parse(JSON.stringify(result.tables))).toEqual(result.tables);
		expect(JSON.parse(JSON.stringify(result.charts))).toEqual(result.charts);
	});

	test('two runs of the same evidence give the same result', () => {
		const list = [...many(40, 'right', 'right'), ...many(10, 'right', 'wrong'), ...many(8, 'wrong', 'right')];
		expect(judged(list)).toEqual(judged(list));
	});
});

describe('what a reader of the record gets', () => {
	const many = (count: number, baseline: Reply['outcome'], candidate: Reply['outcome'], tags: string[] = []) =>
		Array.from({ length: count }, (_, index) => task(index, reply(baseline), reply(candidate), tags));

	test('both sides, with slices, a judge model and a noise floor', () => {
		const list = [
			...many(30, 'right', 'right', ['maths']),
			...many(4, 'right', 'wrong', ['law']),
			...many(2, 'wrong', 'right', ['law']),
			task(90, reply('wrong', { extracted: '4', reason: 'not 5' }), reply('unanswered', { reason: 'cut off' })),
			task(91, reply('error', { errorKind: 'server', reason: 'down' }), reply('right')),
			task(92, reply('skipped', { reason: 'the judge model changed its mind' }), reply('right')),
		].map((one, index) => (index < 10 ? { ...one, again: reply(index < 2 ? 'wrong' : 'right') } : one));
		const result = judged(list, {
			planned: 50,
			emulated: true,
			stopped: 'cost cap',
			judge: { model: 'judge', asked: 20, agreed: 14, nonsense: 3 },
			samplePrompt: 'How much is 2 + 2?',
			problems: [{ file: 'tasks.jsonl', line: 7, reason: 'no answer' }],
			settings: { temperature: 0 },
		});
		expect(result).toMatchSnapshot();
	});

	test('the candidate alone', () => {
		expect(judged(many(40, 'right', 'right'), { baseline: undefined }, { minAccuracy: 0.8 })).toMatchSnapshot();
	});

	test.each([
		{
			name: 'surely not worse',
			list: many(300, 'right', 'right'),
			says: 'The candidate is not worse than the baseline by more than 5 points: 0 points (95 % interval -1.3 to +1.3) on 300 tasks.',
		},
		{
			name: 'surely worse',
			list: many(100, 'right', 'wrong'),
			says: /^The candidate is worse than the baseline by more than 5 points: -100 points \(95 % interval -100 to .*\) on 100 tasks\.$/,
		},
		{
			name: 'on the margin',
			list: [...many(95, 'right', 'right'), ...many(5, 'right', 'wrong')],
			says: /^Undecided at a margin of 5 points: -5 points .* on 100 tasks; the difference sits on the margin, so more tasks of this kind are unlikely to decide\.$/,
		},
		{
			name: 'nothing solved by either',
			list: many(40, 'wrong', 'wrong'),
			says: 'Undecided: nothing was solved by either model on 40 tasks, so there is nothing to compare.',
		},
		{
			name: 'all calls of the baseline failed',
			list: many(10, 'error', 'right'),
			says: '10 of 10 calls to the baseline failed (10 unknown), so its quality could not be measured.',
		},
		{
			name: 'half of the calls of the candidate failed',
			list: [...many(5, 'right', 'right'), ...many(5, 'right', 'error')],
			says: '5 of 10 calls to the candidate failed (5 unknown), so its quality could not be measured.',
		},
	])('says what was found: $name', ({ list, says }) => {
		const { summary } = judged(list);
		if (typeof says === 'string') expect(summary).toBe(says);
		else expect(summary).toMatch(says);
	});

	test.each([
		{ planned: 0, stopped: undefined, says: 'No task could be asked: the task set is empty.' },
		{ planned: 9, stopped: undefined, says: 'No task was asked.' },
		{ planned: 9, stopped: 'cancelled' as const, says: 'No task was asked: stopped by the user.' },
		{ planned: 9, stopped: 'cost cap' as const, says: 'No task was asked: stopped by the cost cap.' },
	])('nothing asked of $planned, $stopped: $says', ({ planned, stopped, says }) => {
		expect(judged([], { planned, stopped })).toMatchObject({ verdict: 'skipped', summary: says });
	});

	test('answers that could not be graded say why; none that both gave is a doubt', () => {
		const ungraded = [task(1, reply('right'), reply('skipped', { reason: 'no judge model is named' }))];
		expect(judged(ungraded)).toMatchObject({ verdict: 'skipped', summary: 'No task could be graded: no judge model is named.' });
		const apart = [
			...Array.from({ length: 3 }, (_, index) => task(index, reply('skipped', { reason: 'x' }), reply('right'))),
			task(9, reply('right'), reply('error')),
		];
		expect(judged(apart)).toMatchObject({
			verdict: 'warn',
			summary: 'No task was answered by both models, so nothing could be compared.',
		});
	});

	const alone = (list: TaskEvidence[], minAccuracy: number) => {
		const { verdict, summary } = judged(list, { baseline: undefined }, { minAccuracy });
		return [verdict, summary];
	};
	test('without a baseline a level decides, and none is never a pass', () => {
		expect(alone(many(40, 'right', 'right'), 0)).toEqual([
			'warn',
			'100 % right (91.2 to 100) on 40 tasks, and nothing to hold this against: name a baseline model, or the least accuracy that you need.',
		]);
		expect(alone(many(40, 'right', 'right'), 0.8)).toEqual(['pass', 'The candidate reaches 80 %: 100 % right (91.2 to 100) on 40 tasks.']);
		expect(alone(many(40, 'right', 'wrong'), 0.8)).toEqual(['fail', 'The candidate stays below 80 %: 0 % right (0 to 8.8) on 40 tasks.']);
		expect(alone(many(10, 'right', 'right'), 0.8)).toEqual([
			'warn',
			expect.stringMatching(/^Undecided at 80 %: 100 % right \(72\.2 to 100\) on 10 tasks; about \d+ tasks would decide\.$/),
		]);
		expect(alone([...many(32, 'right', 'right'), ...many(8, 'right', 'wrong')], 0.8)).toEqual([
			'warn',
			'Undecided at 80 %: 80 % right (65.2 to 89.5) on 40 tasks; more tasks are unlikely to decide.',
		]);
	});

	const good = many(300, 'right', 'right');
	test.each([
		{
			name: 'stopped by the user',
			list: good,
			more: { stopped: 'cancelled' as const, planned: 400 },
			says: 'Only 300 of 400 tasks were asked: stopped by the user; and 1 more.',
		},
		{
			name: 'the judge model changed its mind',
			list: good,
			more: { judge: { model: 'j', asked: 20, agreed: 17, nonsense: 0 } },
			says: 'Undecided: the judge model changed its mind on 3 of 20 answers when the texts were swapped; and 1 more.',
		},
		{
			name: 'the judge model could not be read',
			list: good,
			more: { judge: { model: 'j', asked: 20, agreed: 17, nonsense: 3 } },
			says: 'The judge model gave no readable verdict on 3 of 20 answers; and 1 more.',
		},
		{
			name: 'failed calls of the baseline',
			list: [...good, ...many(20, 'error', 'right')],
			more: {},
			says: '20 of 320 calls to the baseline failed and are not counted; and 1 more.',
		},
		{
			name: 'answers that could not be judged',
			list: [...good, ...many(20, 'right', 'skipped')],
			more: {},
			says: 'Undecided: 20 of 320 tasks are not counted, since an answer could not be judged or its call failed; the rest may not be like them; and 1 more.',
		},
	])('a pass is not trusted: $name', ({ list, more, says }) => {
		expect(judged(list, more)).toMatchObject({ verdict: 'warn', summary: says });
	});

	test.each([
		{
			name: 'a judge model that changes its mind on a tenth',
			list: good,
			more: { judge: { model: 'j', asked: 20, agreed: 18, nonsense: 0 } },
		},
		{ name: 'one that is unreadable on a tenth', list: good, more: { judge: { model: 'j', asked: 20, agreed: 18, nonsense: 2 } } },
		{ name: 'as many failed calls as are allowed', list: [...good, ...many(15, 'right', 'error')], more: {} },
	])('a pass is trusted with $name', ({ list, more }) => {
		expect(judged(list, more).verdict).toBe('pass');
	});

	test('a failure stays one, with its doubts behind it', () => {
		const { verdict, summary } = judged(many(100, 'right', 'wrong'), { stopped: 'cost cap', planned: 200 });
		expect([verdict, summary]).toEqual(['fail', expect.stringMatching(/^The candidate is worse .*; and 1 more\.$/)]);
	});
});
