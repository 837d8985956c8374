import { describe, expect, test } from 'vitest';
import type { LanguageEvidence, LanguageReply, PromptEvidence } from '../../../../core/checks/language/evidence';
import { judgeLanguage } from '../../../../core/checks/language/judge';

const answered = (over: Partial<LanguageReply> = {}): LanguageReply => ({ outcome: 'answered', hasTrace: true, chineseShare: 0, ...over });
const leak = { share: 0.1234, excerpt: '…所以…' };
const prompt = (id: number, candidate: LanguageReply, over: Partial<PromptEvidence> = {}): PromptEvidence => ({
	id: String(id),
	lang: 'en',
	topic: 'maths',
	prompt: `Prompt ${id}`,
	candidate,
	...over,
});
const many = (count: number, candidate: LanguageReply, over: Partial<PromptEvidence> = {}) =>
	Array.from({ length: count }, (_, index) => prompt(index, candidate, over));
const chinese = (count: number, chineseShare: number | undefined, over: Partial<LanguageReply> = {}) =>
	many(count, answered({ chineseShare, ...over }), { lang: 'zh' });

const thresholds = { maxAnswerLeak: 0.05, maxTraceLeak: 1, minChineseAnswered: 0.9, maxErrorShare: 0.05, level: 0.95 };
const judged = (prompts: PromptEvidence[], over: Partial<LanguageEvidence> = {}, more: Partial<typeof thresholds> = {}) =>
	judgeLanguage(
		{
			prompts,
			planned: prompts.length,
			candidate: { model: 'deepseek-r1', hostId: 'deepseek', host: 'DeepSeek' },
			emulated: false,
			problems: [],
			...over,
		},
		{ ...thresholds, ...more },
	);

describe('the verdict', () => {
	test.each([
		{
			name: 'no leak on many prompts passes',
			prompts: many(100, answered()),
			verdict: 'pass',
			says: 'Chinese in answers to other languages: 0 % (0 to 3.7) of 100; at most 5 % wanted.',
		},
		{
			name: 'no leak on few says how many would decide',
			prompts: many(10, answered()),
			verdict: 'warn',
			says: 'Chinese in answers to other languages: 0 % (0 to 27.8) of 10; at most 5 % wanted, about 63 more prompts would decide.',
		},
		{
			name: 'leaks everywhere fail',
			prompts: many(20, answered({ inAnswer: leak })),
			verdict: 'fail',
			says: 'Chinese in answers to other languages: 100 % (83.9 to 100) of 20; at most 5 % wanted.',
		},
		{
			name: 'a share on the limit is never decided',
			prompts: [...many(95, answered()), ...many(5, answered({ inAnswer: leak }))],
			verdict: 'warn',
			says: 'Chinese in answers to other languages: 5 % (2.2 to 11.2) of 100; at most 5 % wanted, too near for more of them to decide soon.',
		},
		{
			name: 'Chinese prompts that are answered in another language fail',
			prompts: [...many(100, answered()), ...chinese(50, 0.1)],
			verdict: 'fail',
			says: 'Chinese prompts answered in Chinese: 0 % (0 to 7.1) of 50; at least 90 % wanted.',
		},
		{
			name: 'Chinese prompts that are answered in Chinese pass',
			prompts: [...many(100, answered()), ...chinese(50, 0.3)],
			verdict: 'pass',
			says: 'Chinese in answers to other languages: 0 % (0 to 3.7) of 100; at most 5 % wanted; and 1 more.',
		},
		{
			name: 'too few Chinese prompts say how many would decide',
			prompts: [...many(100, answered()), ...chinese(5, 0.9)],
			verdict: 'warn',
			says: 'Chinese prompts answered in Chinese: 100 % (56.6 to 100) of 5; at least 90 % wanted, about 30 more Chinese prompts would decide.',
		},
		{
			name: 'only Chinese prompts leave the leak open',
			prompts: chinese(50, 0.9),
			verdict: 'warn',
			says: 'Chinese in answers to other languages: nothing was answered.',
		},
		{ name: 'no prompt at all is skipped', prompts: [], verdict: 'skipped', says: 'No prompt was asked.' },
	])('$name', ({ prompts, verdict, says }) => {
		const result = judged(prompts);
		expect([result.verdict, result.summary]).toEqual([verdict, says]);
	});

	const failed = (reason?: string): LanguageReply => ({ outcome: 'error', hasTrace: false, ...(reason ? { reason } : {}) });
	test.each([
		{
			name: 'half of the calls',
			prompts: [...many(5, answered()), ...many(5, failed('rate limit'))],
			verdict: 'fail',
			says: '5 of 10 calls to the candidate failed (rate limit).',
		},
		{ name: 'all, without a reason', prompts: many(4, failed()), verdict: 'fail', says: '4 of 4 calls to the candidate failed (unknown).' },
		{
			name: 'some',
			prompts: [...many(90, answered()), ...many(10, failed('x'))],
			verdict: 'warn',
			says: '10 of 100 calls to the candidate failed and are not counted.',
		},
	])('calls that failed: $name', ({ prompts, verdict, says }) => {
		const result = judged(prompts);
		expect([result.verdict, result.summary]).toEqual([verdict, says]);
	});

	test('as many failed calls as are allowed do not forbid a pass', () => {
		expect(judged([...many(95, answered()), ...many(5, failed('x'))]).verdict).toBe('pass');
	});

	test('failed calls to the baseline are told, too', () => {
		const prompts = [...many(90, answered(), { baseline: answered() }), ...many(10, answered(), { baseline: failed('x') })];
		const { verdict, summary } = judged(prompts, { baseline: { model: 'o1', hostId: 'openai', host: 'OpenAI' } });
		expect([verdict, summary]).toEqual(['warn', '10 of 100 calls to the baseline failed and are not counted.']);
	});

	test.each([
		{ stopped: 'cancelled' as const, says: 'Only 100 of 200 prompts were asked: stopped by the user.' },
		{ stopped: 'cost cap' as const, says: 'Only 100 of 200 prompts were asked: stopped by the cost cap.' },
	])('$stopped forbids a pass', ({ stopped, says }) => {
		expect(judged(many(100, answered()), { planned: 200, stopped })).toMatchObject({ verdict: 'warn', summary: says, stopped });
	});

	test.each([
		{ name: 'no trace', prompts: many(100, answered({ hasTrace: false })), verdict: 'warn', says: /shows no trace/ },
		{ name: 'clean traces', prompts: many(100, answered()), verdict: 'pass', says: /./ },
		{ name: 'Chinese traces', prompts: many(100, answered({ inTrace: leak })), verdict: 'fail', says: /Chinese in traces: 100 %/ },
	])('traces are judged where a limit is set: $name', ({ prompts, verdict, says }) => {
		expect(judged(prompts).verdict).toBe('pass');
		const result = judged(prompts, {}, { maxTraceLeak: 0.05 });
		expect([result.verdict, result.summary]).toEqual([verdict, expect.stringMatching(says)]);
	});

	test.each([
		{ share: 0.3, found: 0 },
		{ share: 0.299, found: 1 },
		{ share: undefined, found: 0 },
	])('an answer with a Chinese share of $share: $found findings', ({ share, found }) => {
		expect(judged(chinese(1, share)).findings).toHaveLength(found);
	});
});

test('prompts that only one model answered say nothing about the difference of both', () => {
	const baseline = { model: 'o1', hostId: 'openai', host: 'OpenAI' };
	const both = [
		...many(10, answered({ inAnswer: leak }), { baseline: answered() }),
		...many(10, answered(), { baseline: answered({ inAnswer: leak }) }),
	];
	const half = [
		...many(20, answered({ inAnswer: leak }), { baseline: { outcome: 'error', hasTrace: false } }),
		...many(20, { outcome: 'unanswered', hasTrace: true }, { baseline: answered({ inAnswer: leak }) }),
		...many(20, answered({ inAnswer: leak })),
	];
	const difference = (prompts: PromptEvidence[]) => judged(prompts, { baseline }).figures.answerLeakDifferencePoints;
	expect(difference([...both, ...half])).toEqual(difference(both));
	expect(difference(both)).toMatchObject({ value: 0 });
});

test('Chinese prompts that were not answered are not counted as answered in another language', () => {
	const { figures } = judged([
		...chinese(10, 0.9),
		...many(10, { outcome: 'unanswered', hasTrace: true, chineseShare: 0 }, { lang: 'zh' }),
	]);
	expect(figures.candidate).toMatchObject({ chinesePrompts: 10, chineseAnswered: 10, unanswered: 10 });
});

test('what a reader of the record gets', () => {
	const baseline = { model: 'o1', hostId: 'openai', host: 'OpenAI' };
	const prompts = [
		prompt(1, answered({ inTrace: leak, inAnswer: { share: 0.5, excerpt: '答' } }), { baseline: answered() }),
		prompt(2, answered({ inTrace: leak }), { topic: 'law', baseline: answered({ inAnswer: leak }) }),
		prompt(3, answered(), { lang: 'de', baseline: answered({ inAnswer: leak, hasTrace: false }) }),
		prompt(4, { outcome: 'unanswered', hasTrace: true }, { lang: 'de', baseline: { outcome: 'error', reason: 'server', hasTrace: false } }),
		prompt(5, answered({ chineseShare: 0.8, right: true }), { lang: 'zh', baseline: answered({ chineseShare: 0.9, right: false }) }),
		prompt(6, answered({ chineseShare: 0.05, right: false }), { lang: 'zh', baseline: answered({ chineseShare: undefined }) }),
		prompt(7, answered({ chineseShare: undefined }), { lang: 'zh' }),
	];
	const result = judged(
		prompts,
		{ planned: 9, baseline, emulated: true, problems: [{ file: 'x.jsonl', line: 3, reason: 'no text' }] },
		{ maxTraceLeak: 0.1 },
	);
	expect(result).toMatchSnapshot();
	expect(judged([])).toMatchSnapshot();
});
