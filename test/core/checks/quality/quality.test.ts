import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { CheckContext, Side } from '../../../../core/checks/check';
import { check } from '../../../../core/checks/quality/run';
import type { QualityEvidence, Reply, TaskEvidence } from '../../../../core/checks/quality/evidence';
import { judgeQuality } from '../../../../core/checks/quality/judge';
import { bundledTasks } from '../../../../core/tasks/bundled';
import { startLab, type Lab, type LabOptions } from '../../../../lab';
import { diskFiles } from '../../../../core/diskFiles';
import { payTimes } from '../payTimes';

const tasks = bundledTasks({ count: 60 });
const labs: Lab[] = [];
afterEach(async () => {
	await Promise.all(labs.splice(0).map((lab) => lab.close()));
});

async function lab(options: LabOptions = {}) {
	const started = await startLab({ tasks, seed: 9, ...options });
	labs.push(started);
	return started;
}

const side = ({ baseURL }: Lab, model: string): Side => ({ endpoint: { baseURL }, model, emulated: true });

async function run(context: Partial<CheckContext>, options: Record<string, unknown> = {}, raw: Record<string, unknown> = {}) {
	return await check.run(check.parse({ marginPoints: 10, qualityOptions: { taskCount: 60, noiseTasks: 0, ...options }, ...raw }), {
		now: new Date('2026-11-23T12:00:00Z'),
		concurrency: 8,
		files: diskFiles(),
		earlier: {},
		items: [],
		...context,
	});
}

describe('against the lab', () => {
	test('equal models pass, each answer is graded as the lab meant it, and both are asked in turns', async () => {
		const endpoint = await lab();
		const progress: [number, number][] = [];
		const result = await run({
			baseline: side(endpoint, 'lab-right'),
			candidate: side(endpoint, 'lab-right'),
			onProgress: (done, total) => void progress.push([done, total]),
		});
		expect(result).toMatchObject({
			verdict: 'pass',
			emulated: true,
			figures: { tasksCompared: 60, candidate: { accuracy: { percent: 100 } }, mcnemarP: 1 },
			problems: [],
		});
		expect(progress.at(-1)).toEqual([60, 60]);
		expect(endpoint.chats).toHaveLength(120);
	});

	test('a much worse model fails, and each lost task is shown with both traces', async () => {
		const endpoint = await lab();
		const result = await run({ baseline: side(endpoint, 'lab-right'), candidate: side(endpoint, 'lab-x?accuracy=0.5') });
		expect(result.verdict).toBe('fail');
		const lost = result.findings.filter(({ change }) => change === 'lost');
		expect(lost).toHaveLength(Number(result.figures.onlyBaselineSolved));
		const flips = result.exhibits?.filter(({ title }) => title.endsWith('solved by the baseline only')) ?? [];
		expect(flips).toHaveLength(lost.length);
		expect(flips[0].sides).toMatchObject([
			{ label: 'lab-right', text: expect.stringMatching(/^TRACE\n[^\n]+/) },
			{ label: expect.stringMatching(/^lab-x/), text: expect.stringMatching(/^TRACE\n[^\n]+/) },
		]);
	});

	test('every prompt goes out in the user turn and ends with the form that is graded', async () => {
		const endpoint = await lab();
		await run({ candidate: side(endpoint, 'lab-right') });
		for (const { messages } of endpoint.chats)
			expect(messages).toMatchObject([{ role: 'user', content: expect.stringMatching(/boxed|Answer: |答案：/) }]);
	});

	test('repeats are asked anew and counted by task; a model that wavers is told from one that is steady', async () => {
		const endpoint = await lab();
		const result = await run(
			{ baseline: side(endpoint, 'lab-right'), candidate: side(endpoint, 'lab-x?accuracy=0.7') },
			{ repeats: 3, taskCount: 30 },
		);
		expect(endpoint.chats).toHaveLength(30 * 3 * 2);
		expect(result.figures).toMatchObject({
			tasksCompared: 30,
			repeats: 3,
			noiseFloor: { tasks: 30, flipped: 0 },
			baseline: { unstableTasks: 0 },
		});
		expect((result.figures.candidate as { unstableTasks: number }).unstableTasks).toBeGreaterThan(3);
	});

	test('the baseline is asked once more on some tasks, as noise floor', async () => {
		const endpoint = await lab();
		const result = await run(
			{ baseline: side(endpoint, 'lab-x?accuracy=0.5'), candidate: side(endpoint, 'lab-right') },
			{ noiseTasks: 20 },
		);
		expect(endpoint.chats).toHaveLength(140);
		const floor = result.figures.noiseFloor as { tasks: number; flipped: number };
		expect(floor.tasks).toBe(20);
		expect(floor.flipped).toBeGreaterThan(2);
	});

	test('half of the calls failing: of the candidate it is a failure, of the baseline nothing to compare with', async () => {
		const endpoint = await lab({
			faults: [{ fault: { kind: 'status', status: 400 }, rate: 0.7, model: 'lab-faulty' }],
			models: { 'lab-faulty': {} },
		});
		const candidate = await run({ baseline: side(endpoint, 'lab-right'), candidate: side(endpoint, 'lab-faulty') });
		expect(candidate.verdict).toBe('fail');
		expect(candidate.summary).toMatch(/\d+ of 60 calls to the candidate failed/);
		const baseline = await run({ baseline: side(endpoint, 'lab-faulty'), candidate: side(endpoint, 'lab-right') });
		expect(baseline.verdict).toBe('warn');
	});

	test('some calls failing are not counted as wrong, but forbid a pass', async () => {
		const endpoint = await lab({
			faults: [{ fault: { kind: 'status', status: 400 }, rate: 0.2, model: 'lab-faulty' }],
			models: { 'lab-faulty': {} },
		});
		const result = await run({ baseline: side(endpoint, 'lab-right'), candidate: side(endpoint, 'lab-faulty') }, {}, { marginPoints: 30 });
		const {
			errors,
			tasks: counted,
			accuracy,
		} = result.figures.candidate as { errors: number; tasks: number; accuracy: { percent: number } };
		expect(errors).toBeGreaterThan(4);
		expect(counted).toBe(60 - errors);
		expect(accuracy.percent).toBe(100);
		expect(result).toMatchObject({ verdict: 'warn', summary: expect.stringContaining('are not counted') });
		expect((result.figures.differenceWithErrorsAsWrongPoints as { value: number }).value).toBeLessThan(-5);
	});

	test('an answer that never came because the tokens were spent on thinking is not solved, and told apart', async () => {
		const endpoint = await lab({
			reply: ({ model }) => (model === 'lab-thinker' ? { thinking: 'Hmm.', answer: '', finishReason: 'length' } : undefined),
		});
		const result = await run({ candidate: side(endpoint, 'lab-thinker'), baseline: side(endpoint, 'lab-right') }, { taskCount: 10 });
		expect(result.figures.candidate).toMatchObject({ unanswered: 10, errors: 0, accuracy: { percent: 0 } });
		expect(result.verdict).toBe('fail');
	});

	test('what was answered is kept and not asked again after an interruption', async () => {
		const endpoint = await lab();
		const kept = new Map<string, unknown>();
		let paid = 0;
		const set = (key: string, value: unknown) => {
			paid += 1;
			kept.set(key, value);
		};
		const memory = { get: (key: string) => kept.get(key), set };
		const stop = new AbortController();
		const context = { baseline: side(endpoint, 'lab-right'), candidate: side(endpoint, 'lab-right'), memory };
		const first = await run({ ...context, signal: stop.signal, onProgress: (done) => done >= 20 && stop.abort() });
		expect(first).toMatchObject({ verdict: 'warn', summary: expect.stringContaining('stopped by the user') });
		const asked = kept.size;
		expect(asked).toBeGreaterThanOrEqual(40);
		expect(asked).toBeLessThan(120);
		const second = await run(context);
		expect(second).toMatchObject({ verdict: 'pass', figures: { tasksCompared: 60 } });
		expect([paid, kept.size]).toEqual([120, 120]);
		for (const key of kept.keys()) expect(key).not.toMatch(/lab-right|boxed|127\.0/);
	});

	test('the cost cap stops it before the next call, and what came counts', async () => {
		const endpoint = await lab();
		const result = await run({
			baseline: side(endpoint, 'lab-right'),
			candidate: side(endpoint, 'lab-right'),
			pay: payTimes(30),
		});
		expect(endpoint.chats).toHaveLength(30);
		expect(result).toMatchObject({ verdict: 'warn', summary: expect.stringContaining('stopped by the cost cap') });
		const none = await run({ candidate: side(endpoint, 'lab-right'), pay: payTimes(0) });
		expect(none).toMatchObject({ verdict: 'skipped', summary: expect.stringContaining('cost cap') });
	});

	test('an endpoint that is gone is a failure with its reason, not an accuracy', async () => {
		const result = await run(
			{ candidate: { endpoint: { baseURL: 'http://127.0.0.1:9/v1' }, model: 'm', emulated: false } },
			{ taskCount: 2 },
		);
		expect(result).toMatchObject({
			verdict: 'fail',
			emulated: false,
			summary: expect.stringContaining('2 of 2 calls to the candidate failed (2 connection)'),
		});
	}, 30_000);

	test('without a baseline the least accuracy is judged, or nothing', async () => {
		const endpoint = await lab();
		const candidate = side(endpoint, 'lab-right');
		expect((await run({ candidate })).verdict).toBe('warn');
		expect((await run({ candidate }, { minAccuracyPercent: 80 })).verdict).toBe('pass');
		expect((await run({ candidate: side(endpoint, 'lab-wrong') }, { minAccuracyPercent: 80 })).verdict).toBe('fail');
	});

	test('a judge model grades what has no certain answer; one that returns nonsense counts for nothing', async () => {
		const items = Array.from({ length: 6 }, (_, index) => ({
			id: `open-${index}`,
			prompt: `Open question ${index}?`,
			answer: 'Because of the light.',
			answerType: 'judge',
		}));
		const verdictOf = (text: string) => ({
			reply: ({ model }: { model: string }) => (model === 'lab-judge' ? { answer: text } : { answer: 'The light does it.' }),
		});
		const good = await lab(verdictOf('They agree.\nVERDICT: SAME'));
		const asked = await run(
			{ candidate: side(good, 'lab-right'), items },
			{ judgeModel: 'lab-judge', minAccuracyPercent: 50 },
			{ taskSource: 'items' },
		);
		expect(asked).toMatchObject({
			verdict: 'pass',
			figures: { candidate: { accuracy: { percent: 100 } }, judge: { asked: 6, nonsense: 0, agreementPercent: { percent: 100 } } },
		});
		const bad = await lab(verdictOf('Bananas are yellow.'));
		const nonsense = await run({ candidate: side(bad, 'lab-right'), items }, { judgeModel: 'lab-judge' }, { taskSource: 'items' });
		expect(nonsense).toMatchObject({ verdict: 'skipped', figures: { candidate: { tasks: 0, skipped: 6 } } });
		const nobody = await run({ candidate: side(good, 'lab-right'), items }, {}, { taskSource: 'items' });
		expect(nobody.summary).toContain('no judge model is named');
	});

	test('tasks with code are skipped with the reason, unless running code is switched on', async () => {
		const items = bundledTasks({ count: 340, withCode: true })
			.filter(({ answerType }) => answerType === 'javascript-tests')
			.slice(0, 3)
			.map((row) => ({ ...row }));
		const endpoint = await lab({ tasks: items });
		const off = await run({ candidate: side(endpoint, 'lab-right'), items }, {}, { taskSource: 'items' });
		expect(off).toMatchObject({ verdict: 'skipped', summary: 'No task could be graded: running javascript code is switched off.' });
		const on = await run({ candidate: side(endpoint, 'lab-right'), items }, { runCode: 'javascript' }, { taskSource: 'items' });
		expect(on.figures.candidate).toMatchObject({ tasks: 3, accuracy: { percent: 100 } });
	}, 60_000);

	test('files: what is wrong in one is named with its line, a missing one is named, the rest is asked', async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'quality-'));
		try {
			const file = path.join(folder, 'tasks.csv');
			writeFileSync(file, '\ufeffprompt;answer\nWhat is 2+2?;4\nWhat is 3+3?;\nWhat is 4+4?;8\n');
			const endpoint = await lab();
			const result = await run(
				{ candidate: side(endpoint, 'lab-right') },
				{},
				{ taskSource: 'files', taskFiles: `${file}\n${folder}/none.jsonl` },
			);
			expect(endpoint.chats).toHaveLength(2);
			expect(result.problems).toEqual([
				{ file: `${folder}/none.jsonl`, reason: "can't be read (ENOENT)" },
				{ file, line: 3, reason: 'the task has no answer' },
			]);
			const empty = await run({ candidate: side(endpoint, 'lab-right') }, {}, { taskSource: 'files', taskFiles: `${folder}/none.jsonl` });
			expect(empty.verdict).toBe('skipped');
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

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

test.each([
	{ raw: { marginPoints: -1 }, field: 'marginPoints' },
	{ raw: { qualityOptions: { repeats: 0 } }, field: 'qualityOptions, repeats' },
	{ raw: { taskSource: 'somewhere' }, field: 'taskSource' },
])('$field that makes no sense is named', ({ raw, field }) => {
	expect(() => check.parse(raw)).toThrow(field);
});

test('no file named says what to do', async () => {
	await expect(run({ candidate: side({ baseURL: 'http://127.0.0.1:9' } as Lab, 'm') }, {}, { taskSource: 'files' })).rejects.toThrow(
		'No task file is named',
	);
});
