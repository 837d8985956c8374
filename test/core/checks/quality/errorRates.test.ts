import { afterAll, describe, expect, test } from 'vitest';
import type { CheckContext } from '../../../../core/checks/check';
import { judgeLanguage } from '../../../../core/checks/language/judge';
import type { LanguageReply, PromptEvidence } from '../../../../core/checks/language/evidence';
import { check as quality } from '../../../../core/checks/quality/run';
import type { Reply, TaskEvidence } from '../../../../core/checks/quality/evidence';
import { judgeQuality } from '../../../../core/checks/quality/judge';
import { bundledTasks } from '../../../../core/tasks/bundled';
import type { CaseEvidence, CaseReply } from '../../../../core/checks/tools/evidence';
import { judgeTools } from '../../../../core/checks/tools/judge';
import { seededRandom } from '../../../../core/statistics';
import { startLab } from '../../../../lab';
import { diskFiles } from '../../../../core/diskFiles';

const audits = 200;
/** Largest count of 200 that an error of 2.5 % a side shows with 99.9 % probability. */
const most = 13;

const facts = { model: 'm', hostId: 'unknown', host: 'lab' };
const rows: Record<string, string | number>[] = [];

afterAll(() => console.table(rows));

interface Verdicts {
	pass: number;
	warn: number;
	fail: number;
	skipped: number;
}

function tally(verdictOf: (seed: number) => keyof Verdicts): Verdicts {
	const verdicts: Verdicts = { pass: 0, warn: 0, fail: 0, skipped: 0 };
	for (let seed = 1; seed <= audits; seed += 1) verdicts[verdictOf(seed)] += 1;
	return verdicts;
}

const reply = (right: boolean): Reply => ({ outcome: right ? 'right' : 'wrong', inputTokens: 10, outputTokens: 20, costNanoUsd: 1, ms: 1 });

/** Answers whose luck is partly common to both models, as hard tasks are hard for both. */
function tasksOf(
	seed: number,
	{ tasks, baseline, difference, repeats = 1 }: { tasks: number; baseline: number; difference: number; repeats?: number },
): TaskEvidence[] {
	const random = seededRandom(seed * 7 + Math.round(difference * 1000) + tasks);
	return Array.from({ length: tasks }, (_, index) => {
		const [shared, isShared] = [random(), random() < 0.6];
		const luck = () => (isShared ? shared : random());
		const replies = (accuracy: number) => Array.from({ length: repeats }, () => reply(luck() < accuracy));
		return { id: String(index), tags: [], expected: '', baseline: replies(baseline), candidate: replies(baseline + difference) };
	});
}

function qualityVerdict(tasks: TaskEvidence[], repeats = 1) {
	return judgeQuality(
		{
			tasks,
			flips: [],
			source: '',
			planned: tasks.length,
			repeats,
			baseline: facts,
			candidate: facts,
			emulated: true,
			at: new Date(0),
			problems: [],
			settings: {},
		},
		{ margin: 0.05, level: 0.95, minAccuracy: 0, maxErrorShare: 0.05, seed: 1 },
	);
}

describe('quality: 200 audits with a known true difference, margin 5 points', { timeout: 120_000 }, () => {
	test.each([
		{ difference: 0, tasks: 300, repeats: 1 },
		{ difference: -0.03, tasks: 300, repeats: 1 },
		{ difference: -0.05, tasks: 300, repeats: 1 },
		{ difference: -0.1, tasks: 300, repeats: 1 },
		{ difference: 0, tasks: 1000, repeats: 1 },
		{ difference: -0.03, tasks: 1000, repeats: 1 },
		{ difference: -0.05, tasks: 1000, repeats: 1 },
		{ difference: -0.1, tasks: 1000, repeats: 1 },
		{ difference: 0, tasks: 40, repeats: 1 },
		{ difference: -0.05, tasks: 40, repeats: 1 },
		{ difference: -0.1, tasks: 40, repeats: 1 },
		{ difference: -0.05, tasks: 100, repeats: 4 },
		{ difference: -0.1, tasks: 100, repeats: 4 },
		{ difference: 0, tasks: 100, repeats: 4 },
	])('$difference on $tasks tasks, $repeats a task', ({ difference, tasks, repeats }) => {
		let covered = 0;
		const verdicts = tally((seed) => {
			const result = qualityVerdict(tasksOf(seed, { tasks, baseline: 0.8, difference, repeats }), repeats);
			const { low, high } = result.figures.differencePoints as { low: number; high: number };
			if (low <= difference * 100 + 0.05 && difference * 100 - 0.05 <= high) covered += 1;
			return result.verdict;
		});
		rows.push({
			figure: `quality, ${repeats} repeat(s)`,
			'true value': `${difference * 100} points`,
			n: tasks,
			...verdicts,
			'covered %': (100 * covered) / audits,
		});
		// Truly worse by the margin or more: a pass is an error. Truly within it: a fail is one.
		if (difference <= -0.05) expect(verdicts.pass).toBeLessThanOrEqual(most);
		if (difference >= -0.05) expect(verdicts.fail).toBeLessThanOrEqual(most);
		expect(covered).toBeGreaterThanOrEqual(audits * 0.9);
	});

	test('the audit is not merely silent: equal models pass and much worse ones fail when there are tasks enough', () => {
		const equal = tally((seed) => qualityVerdict(tasksOf(seed, { tasks: 1000, baseline: 0.8, difference: 0 })).verdict);
		const worse = tally((seed) => qualityVerdict(tasksOf(seed, { tasks: 1000, baseline: 0.8, difference: -0.1 })).verdict);
		expect(equal.pass).toBeGreaterThan(audits * 0.9);
		expect(worse.fail).toBeGreaterThan(audits * 0.9);
	});
});

const answered = (leaks: boolean): LanguageReply => ({
	outcome: 'answered',
	hasTrace: true,
	chineseShare: 0,
	...(leaks ? { inAnswer: { share: 0.5, excerpt: '' } } : {}),
});

describe('language: 200 audits with a known true leak rate, limit 5 %', { timeout: 120_000 }, () => {
	test.each([
		{ rate: 0, prompts: 330 },
		{ rate: 0.02, prompts: 330 },
		{ rate: 0.05, prompts: 330 },
		{ rate: 0.1, prompts: 330 },
		{ rate: 0.05, prompts: 1500 },
		{ rate: 0.1, prompts: 60 },
	])('$rate on $prompts prompts', ({ rate, prompts }) => {
		let covered = 0;
		const verdicts = tally((seed) => {
			const random = seededRandom(seed * 31 + prompts);
			const evidence = Array.from({ length: prompts }, (_, index): PromptEvidence => ({
				id: String(index),
				lang: 'en',
				topic: 't',
				prompt: '',
				candidate: answered(random() < rate),
			}));
			const result = judgeLanguage(
				{ prompts: evidence, planned: prompts, candidate: facts, emulated: true, problems: [] },
				{ maxAnswerLeak: 0.05, maxTraceLeak: 1, minChineseAnswered: 0.9, maxErrorShare: 0.05, level: 0.95 },
			);
			const { low, high } = (result.figures.candidate as { answerLeakRate: { low: number; high: number } }).answerLeakRate;
			if (low <= rate * 100 + 0.05 && rate * 100 - 0.05 <= high) covered += 1;
			return result.verdict;
		});
		rows.push({ figure: 'leak rate', 'true value': `${rate * 100} %`, n: prompts, ...verdicts, 'covered %': (100 * covered) / audits });
		if (rate >= 0.05) expect(verdicts.pass).toBeLessThanOrEqual(most);
		if (rate <= 0.05) expect(verdicts.fail).toBeLessThanOrEqual(most);
		expect(covered).toBeGreaterThanOrEqual(audits * 0.9);
	});
});

const callReply = (right: boolean, valid: boolean): CaseReply => ({
	outcome: right ? 'right' : 'wrong',
	called: true,
	calls: 1,
	validCalls: Number(valid),
});

describe('tools: 200 audits with known true rates, margin 5 points and 95 % valid arguments', { timeout: 120_000 }, () => {
	test.each([
		{ difference: 0, valid: 1, cases: 400 },
		{ difference: -0.05, valid: 1, cases: 400 },
		{ difference: -0.1, valid: 1, cases: 400 },
		{ difference: 0, valid: 0.95, cases: 1000 },
		{ difference: 0, valid: 0.9, cases: 1000 },
	])('right calls $difference, valid $valid on $cases cases', ({ difference, valid, cases }) => {
		const verdicts = tally((seed) => {
			const random = seededRandom(seed * 17 + cases + Math.round(difference * 1000));
			const evidence = Array.from({ length: cases }, (_, index): CaseEvidence => {
				const [shared, isShared] = [random(), random() < 0.5];
				const luck = () => (isShared ? shared : random());
				return {
					id: String(index),
					category: 'simple',
					due: true,
					baseline: callReply(luck() < 0.85, true),
					candidate: callReply(luck() < 0.85 + difference, random() < valid),
				};
			});
			return judgeTools(
				{
					cases: evidence,
					probes: [],
					planned: cases,
					source: '',
					baseline: facts,
					candidate: facts,
					emulated: true,
					problems: [],
					exhibits: [],
				},
				{ margin: 0.05, level: 0.95, minValidShare: 0.95, minRightShare: 0, maxErrorShare: 0.05, seed: 1 },
			).verdict;
		});
		rows.push({ figure: `tools, ${valid * 100} % valid`, 'true value': `${difference * 100} points`, n: cases, ...verdicts });
		if (difference <= -0.05 || valid <= 0.95) expect(verdicts.pass).toBeLessThanOrEqual(most);
		if (difference >= -0.05 && valid >= 0.95) expect(verdicts.fail).toBeLessThanOrEqual(most);
	});
});

describe('through the lab, whose true rates are set', () => {
	const tasks = bundledTasks({ seed: 2, count: 90 });
	const runs = 8;

	test.each([
		{ difference: 0, never: 'fail' },
		{ difference: -0.03, never: 'fail' },
		{ difference: -0.4, never: 'pass' },
	] as const)(
		'$difference never ends as $never beyond chance, and each answer is graded as the lab meant it',
		{ timeout: 120_000 },
		async ({ difference, never }) => {
			const verdicts: Verdicts = { pass: 0, warn: 0, fail: 0, skipped: 0 };
			for (let seed = 1; seed <= runs; seed += 1) {
				const lab = await startLab({
					seed,
					tasks,
					models: { before: { accuracy: 0.8, thinkingTokens: 3 }, after: { accuracy: 0.8 + difference, thinkingTokens: 3 } },
				});
				try {
					const side = (model: string) => ({ endpoint: { baseURL: lab.baseURL }, model, emulated: true });
					const context: CheckContext = {
						baseline: side('before'),
						candidate: side('after'),
						now: new Date(0),
						concurrency: 16,
						files: diskFiles(),
						earlier: {},
						items: tasks.map((task) => ({ ...task })),
					};
					const result = await quality.run(quality.parse({ taskSource: 'items', qualityOptions: { noiseTasks: 0 } }), context);
					verdicts[result.verdict] += 1;
					const right = (model: string) => lab.records.filter((record) => record.model === model && record.truth?.right).length;
					const percent = (model: string) => Math.round((right(model) / tasks.length) * 1000) / 10;
					expect(result.figures).toMatchObject({
						baseline: { accuracy: { percent: percent('before') } },
						candidate: { accuracy: { percent: percent('after') } },
					});
				} finally {
					await lab.close();
				}
			}
			rows.push({ figure: 'quality through the lab', 'true value': `${difference * 100} points`, n: tasks.length, ...verdicts });
			expect(verdicts[never]).toBeLessThanOrEqual(2);
		},
	);
});
