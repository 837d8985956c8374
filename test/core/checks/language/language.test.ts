import { afterEach, describe, expect, test } from 'vitest';
import { detectChinese } from '../../../../core/chinese/detect';
import type { CheckContext } from '../../../../core/checks/check';
import { check } from '../../../../core/checks/language/run';
import { chinesePrompts, leakPrompts } from '../../../../core/checks/language/prompts';
import { bundledTasks } from '../../../../core/tasks/bundled';
import { startLab, type Lab, type LabOptions } from '../../../../lab';
import { diskFiles } from '../../../../core/diskFiles';

const labs: Lab[] = [];
afterEach(async () => {
	await Promise.all(labs.splice(0).map((lab) => lab.close()));
});

async function run(model: string, options: Record<string, unknown> = {}, labOptions: LabOptions = {}, context: Partial<CheckContext> = {}) {
	const lab = await startLab({ tasks: bundledTasks(), seed: 3, ...labOptions });
	labs.push(lab);
	const candidate = { endpoint: { baseURL: lab.baseURL }, model, emulated: true };
	const result = await check.run(
		check.parse({
			languageOptions: { promptCount: 120, chineseCount: 20, maxAnswerLeakPercent: 5, minChineseAnsweredPercent: 70, ...options },
		}),
		{
			candidate,
			now: new Date(0),
			concurrency: 16,
			files: diskFiles(),
			earlier: {},
			items: [],
			...context,
		},
	);
	return { result, lab };
}

describe('bundled prompts', () => {
	const prompts = leakPrompts();

	test('many, in eleven languages and on topics that trigger leaks, none the same', () => {
		expect(prompts.length).toBeGreaterThan(300);
		expect(Object.keys(Object.groupBy(prompts, ({ lang }) => lang))).toHaveLength(11);
		expect(Object.keys(Object.groupBy(prompts, ({ topic }) => topic))).toHaveLength(6);
		expect(new Set(prompts.map(({ prompt }) => prompt)).size).toBe(prompts.length);
	});

	test('no prompt holds Chinese itself, and each Chinese one is Chinese', () => {
		for (const { prompt } of prompts) expect([prompt, detectChinese(prompt).found]).toEqual([prompt, false]);
		for (const { prompt } of chinesePrompts()) expect(detectChinese(prompt).found).toBe(true);
	});
});

test('a model that leaks nothing and answers Chinese in Chinese passes', async () => {
	const { result } = await run('lab-right');
	expect(result).toMatchObject({
		verdict: 'pass',
		emulated: true,
		figures: { candidate: { answerLeaks: 0, traceLeaks: 0, chineseAnswered: 20 } },
	});
});

test.each(['lab-x?leakAnswer=0.3&leakThinking=0.6', 'lab-x?leakAnswer=0.05&leakThinking=0.1', 'lab-leaky'])(
	'leaks of %s are found as the lab put them in',
	async (model) => {
		const { result, lab } = await run(model);
		const others = lab.records.filter(({ truth }) => truth && truth.promptLanguage !== 'zh');
		expect(result.figures.candidate).toMatchObject({
			answers: others.length,
			answerLeaks: others.filter(({ truth }) => truth?.leakInAnswer).length,
			traceLeaks: others.filter(({ truth }) => truth?.leakInThinking).length,
		});
	},
);

test('a leaky model fails, with the passages; its trace is judged only where a limit is set', async () => {
	const { result } = await run('lab-x?leakAnswer=0.4');
	expect(result.verdict).toBe('fail');
	expect(result.findings[0]).toMatchObject({ where: 'answer', found: expect.stringMatching(/\p{Script=Han}/u) });
	const thinking = 'lab-x?leakThinking=0.9';
	expect((await run(thinking)).result.verdict).toBe('pass');
	expect((await run(thinking, { maxTraceLeakPercent: 20 })).result.verdict).toBe('fail');
});

test('Chinese prompts answered in English fail', async () => {
	const { result } = await run('lab-x?chinesePrompts=0.1');
	expect(result.verdict).toBe('fail');
	expect(result.summary).toContain('Chinese prompts answered in Chinese');
});

test('too few prompts warn and say how many more would decide', async () => {
	const { result } = await run('lab-right', { promptCount: 30, chineseCount: 0 });
	expect(result).toMatchObject({ verdict: 'warn', summary: expect.stringMatching(/about \d+ more prompts would decide/) });
});

test('half of the calls failing is a failure, not a rate of zero', async () => {
	const { result } = await run('lab-right', {}, { faults: [{ fault: { kind: 'status', status: 400 }, rate: 0.7 }] });
	expect(result.verdict).toBe('fail');
	expect(result.summary).toContain('calls to the candidate failed');
});

test('allowed terms are no leak', async () => {
	const reply = () => ({ answer: 'Please open 微信 and pay there.' });
	const leaks = async (allowedTerms: string) =>
		(await run('lab-right', { allowedTerms, chineseCount: 0, promptCount: 10 }, { reply })).result.figures.candidate;
	expect(await leaks('微信')).toMatchObject({ answerLeaks: 0 });
});

test('prompts come from items too, and an empty one is named', async () => {
	const { lab } = await run('lab-right', { promptCount: 1, chineseCount: 0 });
	const context = {
		candidate: { endpoint: { baseURL: lab.baseURL }, model: 'lab-right', emulated: true },
		now: new Date(0),
		concurrency: 2,
		files: diskFiles(),
		earlier: {},
		items: [{ prompt: 'Why is the sky blue?' }, { prompt: '天空为什么是蓝色的？' }, { prompt: ' ' }],
	};
	const result = await check.run(check.parse({ promptSource: 'items' }), context);
	expect(result.figures.candidate).toMatchObject({ answers: 1, chinesePrompts: 1, chineseAnswered: 1 });
	expect(result.problems).toEqual([{ file: 'items', line: 3, reason: 'has no prompt' }]);
});
