import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeGrader } from '../../../core/graders';
import { bundledTasks } from '../../../core/tasks/bundled';
import { collectTasks } from '../../../core/tasks/collectTasks';
import { promptOf } from '../../../core/tasks/promptOf';
import { readRows } from '../../../core/tasks/readRows';
import { toTask } from '../../../core/tasks/toTask';
import { hasSharedData, sharedData } from '../../support/sharedData';

const utf8 = (text: string) => new TextEncoder().encode(text);

async function load(bytes: Uint8Array, file = 'tasks.csv') {
	const { rows, problems } = await readRows(file, bytes);
	const set = collectTasks([{ file, rows }]);
	return { tasks: set.tasks, problems: [...problems, ...set.problems] };
}

describe('files', () => {
	test('CSV with a byte-order mark, semicolons and quoted line ends', async () => {
		const csv = '\ufeffid;prompt;answer\r\n1;"What is 2+2;\nsay it";4\r\n2;What is 3+3?;6\r\n';
		const { tasks, problems } = await load(utf8(csv));
		expect(tasks.map(({ id, prompt }) => [id, prompt])).toEqual([
			['1', 'What is 2+2;\nsay it'],
			['2', 'What is 3+3?'],
		]);
		expect(problems).toEqual([]);
	});

	test.each([
		{ name: 'commas', text: 'question,answer\nWhat is 2+2?,4\n' },
		{ name: 'tabs', text: 'question\tanswer\nWhat is 2+2?\t4\n' },
		{ name: 'bars', text: 'question|answer\nWhat is 2+2?|4\n' },
		{ name: 'JSONL', text: '{"question":"What is 2+2?","answer":4}\n\n' },
		{ name: 'a JSON array', text: '[{"question":"What is 2+2?","answer":"4"}]' },
		{ name: 'an object that holds the list', text: '{\n"data": [{"question":"What is 2+2?","answer":"4"}]\n}' },
		{ name: 'Windows line ends', text: 'question,answer\r\nWhat is 2+2?,4\r\n' },
	])('$name', async ({ text }) => {
		const { tasks, problems } = await load(utf8(text));
		expect(tasks).toMatchObject([{ prompt: 'What is 2+2?', grader: { type: 'number', expected: '4' } }]);
		expect(problems).toEqual([]);
	});

	test('UTF-16 with a byte-order mark', async () => {
		const text = '\ufeffprompt,answer\n多少？,4\n';
		const bytes = new Uint8Array([...text].flatMap((character) => [character.charCodeAt(0) & 255, character.charCodeAt(0) >> 8]));
		expect((await load(bytes)).tasks).toMatchObject([{ prompt: '多少？', lang: 'zh' }]);
	});

	test('a line in another encoding is left out and named, the others are kept', async () => {
		const latin = new Uint8Array([...utf8('{"prompt":"Caf'), 0xe9, ...utf8('?","answer":"1"}\n{"prompt":"b","answer":"2"}\n')]);
		const { tasks, problems } = await load(latin, 'mixed.jsonl');
		expect(tasks.map(({ prompt }) => prompt)).toEqual(['b']);
		expect(problems).toEqual([{ file: 'mixed.jsonl', line: 1, reason: expect.stringContaining('not UTF-8') }]);
	});

	test('what can not be used is named with file and line', async () => {
		const rows = [
			'{"id":"a","prompt":"One?","answer":"1"}',
			'{"id":"b","prompt":"Two?"}',
			'{"id":"a","prompt":"Three?","answer":"3"}',
			'not json',
			'{"id":"c","prompt":"One?","answer":"1"}',
			'{"id":"d","answer":"1"}',
			'{"id":"e","prompt":"Which?","choices":["x","y"],"answer":"z"}',
			'{"id":"f","prompt":"Code?","answerType":"python-tests","answer":"x"}',
			'[1]',
			'{"id":"g","prompt":"How many?","answerType":"number","answer":"a few"}',
		];
		const { tasks, problems } = await load(utf8(rows.join('\n')), 'my/tasks.jsonl');
		expect(tasks.map(({ id }) => id)).toEqual(['a']);
		expect(problems.sort((one, other) => (one.line ?? 0) - (other.line ?? 0))).toEqual([
			{ file: 'my/tasks.jsonl', line: 2, reason: 'the task has no answer' },
			{ file: 'my/tasks.jsonl', line: 3, reason: 'the id "a" stands already in tasks.jsonl, line 1' },
			{ file: 'my/tasks.jsonl', line: 4, reason: 'is not valid JSON' },
			{ file: 'my/tasks.jsonl', line: 5, reason: 'asks the same as tasks.jsonl, line 1' },
			{ file: 'my/tasks.jsonl', line: 6, reason: 'the task has no prompt; its columns are "id", "answer"' },
			{ file: 'my/tasks.jsonl', line: 7, reason: 'the answer "z" is none of the choices' },
			{ file: 'my/tasks.jsonl', line: 8, reason: 'the task has no tests' },
			{ file: 'my/tasks.jsonl', line: 9, reason: 'is not a JSON object' },
			{ file: 'my/tasks.jsonl', line: 10, reason: 'the answer "a few" is not one number' },
		]);
	});

	test.each([
		{ name: 'an empty file', text: '', reason: 'the file is empty' },
		{ name: 'a header alone', text: 'prompt,answer\n', reason: 'no rows' },
	])('$name is named', async ({ text, reason }) => {
		const { tasks, problems } = await load(utf8(text));
		expect(tasks).toEqual([]);
		expect(problems[0].reason).toContain(reason);
	});
});

describe('shapes of public sets', () => {
	test.each([
		{ name: 'GSM8K', row: { question: 'How many?', answer: 'First 3.\n#### 1,072' }, grader: { type: 'number', expected: '1,072' } },
		{
			name: 'MATH',
			row: { problem: 'Find $x$.', solution: 'We see at once that it must be so: \\boxed{\\frac{1}{2}} then.' },
			grader: { type: 'math', expected: '\\frac{1}{2}' },
		},
		{
			name: 'MMLU by index',
			row: { question: 'Which?', choices: ['a', 'b', 'c', 'd'], answer: 2 },
			grader: { type: 'choice', expected: 'C' },
		},
		{
			name: 'ARC',
			row: { question: 'Which?', choices: { text: ['x', 'y'], label: ['A', 'B'] }, answerKey: 'B' },
			grader: { type: 'choice', expected: 'B' },
		},
		{
			name: 'choices as text',
			row: { prompt: 'Which?', choices: 'red | green', answer: 'green' },
			grader: { type: 'choice', expected: 'B' },
		},
		{
			name: 'choices with letters',
			row: { prompt: '哪个？', choices: ['(A)甲', '(B)乙'], answer: 'B' },
			grader: { type: 'choice', expected: 'B', choices: ['甲', '乙'] },
		},
		{
			name: 'HumanEval',
			row: {
				task_id: 'HumanEval/0',
				prompt: 'def f():\n',
				canonical_solution: '    return 1',
				test: 'def check(c):\n    assert c() == 1',
				entry_point: 'f',
			},
			grader: { type: 'code', language: 'python', entryPoint: 'f' },
		},
		{
			name: 'MBPP',
			row: { task_id: 2, text: 'Write f.', code: 'def f(): pass', test_list: ['assert f(1) == 1', 'assert f(2) == 2'] },
			grader: { type: 'code', language: 'python', tests: 'assert f(1) == 1\nassert f(2) == 2' },
		},
		{
			name: 'several accepted answers',
			row: { prompt: 'Capital?', answer: ['Rome', 'Roma'] },
			grader: { type: 'normalised', accepted: ['Rome', 'Roma'] },
		},
		{ name: 'a pattern', row: { prompt: 'Id?', pattern: '^x\\d$' }, grader: { type: 'regex', pattern: '^x\\d$' } },
		{ name: 'a schema', row: { prompt: 'JSON?', schema: { type: 'object' } }, grader: { type: 'schema', schema: { type: 'object' } } },
		{
			name: 'a tolerance',
			row: { prompt: 'Pi?', answer: 3.14, tolerance: 0.01 },
			grader: { type: 'number', expected: '3.14', absolute: 0.01 },
		},
		{
			name: 'a judge',
			row: { prompt: 'Why?', answer: 'So.', answerType: 'judge', rubric: 'Be kind.' },
			grader: { type: 'judge', reference: 'So.', rubric: 'Be kind.' },
		},
		{
			name: 'contains',
			row: { prompt: 'Name two.', answer: ['a', 'b'], answerType: 'contains' },
			grader: { type: 'contains', texts: ['a', 'b'] },
		},
		{ name: 'yes or no', row: { prompt: 'Is it?', answer: true }, grader: { type: 'normalised', accepted: ['true'] } },
	])('$name', ({ row, grader }) => {
		expect(toTask(row, 'x').grader).toMatchObject(grader);
	});

	test('a task knows its slices', () => {
		expect(toTask({ prompt: 'One?', answer: '1', task: 'gsm8k', subject: 'algebra', lang: 'en' }, 'x').tags).toEqual([
			'gsm8k',
			'algebra',
			'en',
		]);
		expect(toTask({ prompt: 'One?', answer: '1', tags: ['a', 'b'] }, 'x').tags).toEqual(['a', 'b', 'en']);
	});
});

describe('prompts', () => {
	test('choices get letters, and the form of the answer stands at the end, in the language of the task', () => {
		const task = toTask({ prompt: '哪个？', choices: ['甲', '乙'], answer: 'B' }, 'x');
		expect(promptOf(task)).toBe('哪个？\n\nA) 甲\nB) 乙\n\n最后一行写“答案：X”，其中 X 是正确选项的字母。');
		expect(promptOf(task, { instruct: false })).toBe('哪个？\n\nA) 甲\nB) 乙');
	});
});

describe('bundled tasks', () => {
	const tasks = bundledTasks({ count: 320, withCode: true });

	test('a few hundred, half of them Chinese, no two the same, the same for the same seed', () => {
		expect(bundledTasks()).toHaveLength(300);
		expect(new Set(tasks.map(({ prompt }) => prompt)).size).toBe(tasks.length);
		expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
		expect(tasks.filter(({ lang }) => lang === 'zh').length).toBe(tasks.length / 2);
		expect(bundledTasks({ seed: 4 })).toEqual(bundledTasks({ seed: 4 }));
		expect(bundledTasks({ seed: 4 })).not.toEqual(bundledTasks({ seed: 5 }));
	});

	test('each can be loaded and its own answer is graded right, a wrong one wrong', { timeout: 120_000 }, async () => {
		for (const row of tasks) {
			const { grader, choices } = toTask({ ...row }, row.id);
			const grade = await makeGrader(grader, { code: { run: ['javascript'] } });
			const answer = grader.type === 'code' ? row.answer : `Thus \\boxed{${row.answer}}`;
			expect([row.id, (await grade(answer)).outcome]).toEqual([row.id, 'right']);
			const other = grader.type === 'choice' ? 'ABCDEFG'[('ABCDEFG'.indexOf(row.answer) + 1) % choices.length] : '-987';
			expect([row.id, (await grade(`The answer is ${other}.`)).outcome]).toEqual([row.id, 'wrong']);
		}
	});

	test.each([
		{ id: /^loop-en/, solve: (prompt: string) => runJavaScript(prompt) },
		{ id: /^counting-en/, solve: countNumbers },
		{ id: /^weekday-en/, solve: weekdayOf },
		{ id: /^shopping-en/, solve: changeOf },
	])('the answers of $id are those of another solution', ({ id, solve }) => {
		const chosen = tasks.filter((row) => id.test(row.id));
		expect(chosen.length).toBeGreaterThan(5);
		for (const row of chosen) expect([row.id, solve(row.prompt)]).toEqual([row.id, row.answer]);
	});
});

function runJavaScript(prompt: string): string {
	const code = /```js\n([\s\S]*?)\n```/.exec(prompt)?.[1] ?? '';
	return String(new Function(code.replace('console.log(x)', 'return x'))());
}

function countNumbers(prompt: string): string {
	const [, limit, first, second] = (/to (\d+), .* by (\d+) but not by (\d+)/.exec(prompt) ?? []).map(Number);
	return String(Math.floor(limit / first) - Math.floor(limit / lcm(first, second)));
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const lcm = (a: number, b: number) => (a * b) / gcd(a, b);

function weekdayOf(prompt: string): string {
	const [, date, days] = /^(.+?) is a \w+\. Which day of the week is (\d+)/.exec(prompt) ?? [];
	return 'ABCDEFG'[new Date(Date.parse(`${date} UTC`) + Number(days) * 86_400_000).getUTCDay()];
}

function changeOf(prompt: string): string {
	const [count, price, percent, paid] = (prompt.match(/\d+/g) ?? []).map(Number);
	return String(paid - (count * price * (100 - percent)) / 100);
}

describe.skipIf(!hasSharedData)('public tasks (skipped without ../shared/data)', () => {
	test('all of eval-tasks-dev.jsonl loads as it is', async () => {
		const { rows, problems } = await readRows('eval-tasks-dev.jsonl', readFileSync(sharedData('eval-tasks-dev.jsonl')));
		const set = collectTasks([{ file: 'eval-tasks-dev.jsonl', rows }]);
		expect([...problems, ...set.problems]).toEqual([]);
		const kinds = Object.groupBy(set.tasks, ({ grader }) => grader.type);
		expect(Object.fromEntries(Object.entries(kinds).map(([kind, tasks]) => [kind, tasks.length]))).toEqual({
			number: 165,
			math: 130,
			code: 80,
			choice: 303,
		});
	});
});
