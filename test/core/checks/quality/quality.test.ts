import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { CheckContext, Side } from '../../../../core/checks/check';
import { check } from '../../../../core/checks/quality/run';
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
