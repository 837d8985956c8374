import { describe, expect, test } from 'vitest';
import { makeGrader } from '../../../core/graders';
import { diskFiles } from '../../../core/diskFiles';
import { parameters } from '../../../core/checks/quality/parameters';
import { loadTasks } from '../../../core/tasks/loadTasks';
import { promptOf } from '../../../core/tasks/promptOf';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

async function load(file: string, text: string | Uint8Array) {
	const folder = mkdtempSync(path.join(tmpdir(), 'forms-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const whole = path.join(folder, file);
	writeFileSync(whole, text);
	const { tasks, problems } = await loadTasks(parameters.parse({ taskSource: 'files', taskFiles: whole }), [], diskFiles());
	return { tasks, problems: problems.map(({ line, reason }) => `${line ?? '-'}: ${reason}`) };
}

const lines = (...rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');

describe('promptfoo', () => {
	const config = `
prompts:
  - 'Translate to {{language}}: {{text}}'
  - '[{"role":"system","content":"You translate to {{language}}."},{"role":"user","content":"{{text}}"}]'
defaultTest:
  vars: { language: French }
  assert:
    - type: latency
      threshold: 3000
tests:
  - description: hello
    vars: { text: Hello }
    assert:
      - { type: icontains, value: bonjour }
      - { type: regex, value: '^[A-Z]' }
  - vars: { text: '{{ 1 + 1 }}' }
    assert: [{ type: javascript, value: 'output.length < 5' }]
  - file://more.yaml
`;
	test('every prompt with every test; all of its assertions count', async () => {
		const { tasks, problems } = await load('promptfooconfig.yaml', config);
		expect(tasks.map(({ id, prompt, before }) => [id, prompt, before])).toEqual([
			['hello-1', 'Translate to French: Hello', undefined],
			['hello-2', 'Hello', [{ role: 'system', content: 'You translate to French.' }]],
		]);
		const grade = await makeGrader(tasks[0].grader);
		expect([await grade('Bonjour'), await grade('bonjour'), await grade('Salut')].map(({ outcome }) => outcome)).toEqual([
			'right',
			'wrong',
			'wrong',
		]);
		expect(problems).toEqual([
			'2: test 2: the assertion "javascript" can not be graded here',
			'2: test 2: the assertion "javascript" can not be graded here',
			'3: test 3 is "file://more.yaml", not a test: put it in',
		]);
	});

	test('a schema, a rubric and a value as JSON', async () => {
		const { tasks } = await load(
			'promptfooconfig.json',
			JSON.stringify({
				prompts: ['{{q}}'],
				tests: [
					{ vars: { q: 'a?' }, assert: [{ type: 'is-json', value: { type: 'object', required: ['x'] } }] },
					{ vars: { q: 'b?' }, assert: [{ type: 'llm-rubric', value: 'is polite' }] },
					{ vars: { q: 'c?' }, assert: [{ type: 'equals', value: { x: 1 } }] },
				],
			}),
		);
		expect(tasks.map(({ grader }) => grader.type)).toEqual(['schema', 'judge', 'json']);
	});

	test('the table of tests', async () => {
		const { tasks, problems } = await load(
			'tests.csv',
			'question,__expected1,__expected2,__description\nCapital of France?,contains: Paris,"regex: ^\\w+\\.?$",capital\n2+2?,4,,sum\nJoke?,similar(0.8): ha,,joke\n',
		);
		expect(tasks.map(({ id, grader }) => [id, grader.type])).toEqual([
			['capital', 'all'],
			['sum', 'exact'],
		]);
		expect(problems).toEqual(['4: the assertion "similar" can not be graded here']);
	});
});

test('a graph of assertions that names a file does not come in easier', async () => {
	const { tasks, problems } = await load(
		'c.yaml',
		"prompts: ['{{q}}']\ntests:\n  - vars: { q: a }\n    assert:\n      - { type: equals, value: file://x.txt }\n      - { type: contains, value: b }\n",
	);
	expect(tasks).toEqual([]);
	expect(problems).toEqual(["1: test 1: the assertion's value stands in a file of its own (file://x.txt): put it in"]);
});

describe('OpenAI evals', () => {
	test('samples of the registry', async () => {
		const { tasks } = await load(
			'samples.jsonl',
			lines(
				{
					input: [
						{ role: 'system', content: 'Answer briefly.' },
						{ role: 'user', content: 'Capital of Italy?' },
					],
					ideal: 'Rome',
				},
				{ input: 'How many legs has a spider?', ideal: ['8', 'eight'] },
			),
		);
		expect(tasks).toMatchObject([
			{ prompt: 'Capital of Italy?', before: [{ role: 'system', content: 'Answer briefly.' }], grader: { accepted: ['Rome'] } },
			{ prompt: 'How many legs has a spider?', grader: { type: 'any' } },
		]);
		const grade = await makeGrader(tasks[1].grader);
		expect([await grade('8'), await grade('eight'), await grade('9')].map(({ outcome }) => outcome)).toEqual(['right', 'right', 'wrong']);
	});

	test('rows of the Evals API', async () => {
		const { tasks } = await load('items.jsonl', lines({ item: { question: 'My screen is black', correct_label: 'Hardware' } }));
		expect(tasks).toMatchObject([{ prompt: 'My screen is black', grader: { type: 'normalised', accepted: ['Hardware'] } }]);
	});
});

describe('Langfuse', () => {
	test('dataset items', async () => {
		const { tasks } = await load(
			'dataset.json',
			JSON.stringify({
				data: [
					{ id: 'd1', input: { country: 'Italy' }, expectedOutput: 'Rome', metadata: null, sourceTraceId: null },
					{ id: 'd2', input: { messages: [{ role: 'user', content: 'Extract.' }] }, expectedOutput: { name: 'Ann', age: 3 }, metadata: {} },
				],
				meta: { page: 1 },
			}),
		);
		expect(tasks).toMatchObject([
			{ id: 'd1', prompt: 'Italy', grader: { accepted: ['Rome'] } },
			{ id: 'd2', prompt: 'Extract.', grader: { type: 'json', expected: '{"name":"Ann","age":3}' } },
		]);
	});

	test('what a trace holds is judged, since nobody said that it is right', async () => {
		const { tasks } = await load(
			'traces.jsonl',
			lines({ id: 't1', projectId: 'p', input: [{ role: 'user', content: 'Why?' }], output: { role: 'assistant', content: 'Because.' } }),
		);
		expect(tasks).toMatchObject([{ id: 't1', prompt: 'Why?', grader: { type: 'judge', reference: 'Because.' } }]);
	});
});

describe('Inspect', () => {
	test('a log, repeated samples once', async () => {
		const sample = (id: string, epoch: number) => ({
			id,
			epoch,
			input: [{ role: 'user', content: `Q ${id}?` }],
			target: 'B',
			choices: ['x', 'y'],
		});
		const { tasks, problems } = await load(
			'log.json',
			JSON.stringify({ version: 2, eval: { task: 'quiz' }, samples: [sample('1', 1), sample('1', 2), sample('2', 1)] }),
		);
		expect(tasks).toMatchObject([
			{ id: '1', grader: { type: 'choice', expected: 'B' }, tags: expect.arrayContaining(['quiz']) },
			{ id: '2' },
		]);
		expect(problems).toEqual([]);
	});

	test('the packed form is refused with what to do', async () => {
		const { problems } = await load('run.eval', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]));
		expect(problems).toEqual([expect.stringContaining('inspect log dump')]);
	});
});

describe('chats', () => {
	test('the last answer is what is expected, what came before goes along', async () => {
		const { tasks, problems } = await load(
			'chats.jsonl',
			lines(
				{
					messages: [
						{ role: 'user', content: 'I have 3.' },
						{ role: 'assistant', content: 'Noted.' },
						{ role: 'user', content: 'And 4 more?' },
						{ role: 'assistant', content: '7' },
					],
				},
				{
					conversations: [
						{ from: 'human', value: 'Colour of grass?' },
						{ from: 'gpt', value: 'Green' },
					],
				},
				{
					messages: [
						{ role: 'user', content: [{ type: 'image_url', image_url: {} }] },
						{ role: 'assistant', content: 'A cat' },
					],
				},
			),
		);
		expect(tasks).toMatchObject([
			{ prompt: 'And 4 more?', before: [{ role: 'user' }, { role: 'assistant' }], grader: { type: 'number', expected: '7' } },
			{ prompt: 'Colour of grass?', grader: { accepted: ['Green'] } },
		]);
		expect(problems).toEqual(["3: a message holds a part that is no text (image_url), which a task can't carry"]);
	});
});

describe('tables of people', () => {
	test.each([
		['Question,Expected answer\nCapital of Spain?,Madrid\n'],
		['Frage;Antwort\nCapital of Spain?;Madrid\n'],
		['Pregunta;Respuesta\nCapital of Spain?;Madrid\n'],
		['id,createdAt,updatedAt,chatInput,expected_output\n1,2026-11-01,2026-11-01,Capital of Spain?,Madrid\n'],
		['質問,正解\nCapital of Spain?,Madrid\n'],
	])('%s', async (csv) => {
		const { tasks, problems } = await load('t.csv', csv);
		expect(problems).toEqual([]);
		expect(tasks).toMatchObject([{ prompt: 'Capital of Spain?', grader: { type: 'normalised', accepted: ['Madrid'] } }]);
	});

	test('a system text goes along', async () => {
		const { tasks } = await load('t.csv', 'system,prompt,answer\nBe brief.,Capital of Spain?,Madrid\n');
		expect(tasks[0]?.before).toEqual([{ role: 'system', content: 'Be brief.' }]);
	});

	test('the columns are named where none is the prompt', async () => {
		const { problems } = await load('t.csv', 'foo,bar\na,b\n');
		expect(problems).toEqual(['2: the task has no prompt; its columns are "foo", "bar"']);
	});

	test('the language is found in the text', async () => {
		const { tasks } = await load(
			't.jsonl',
			lines(
				{ prompt: 'Wie viele Tage hat der Monat Februar in einem Schaltjahr?', answer: 29 },
				{ prompt: 'Combien de jours compte le mois de février cette année?', answer: 28 },
				{ prompt: 'うるう年の二月は何日ありますか？教えてください。', answer: 29 },
				{ prompt: '闰年的二月有多少天？', answer: 29 },
				{ prompt: 'x^2=4', answer: 2 },
			),
		);
		expect(tasks.map(({ lang }) => lang)).toEqual(['de', 'fr', 'ja', 'zh', 'en']);
		expect(promptOf(tasks[3])).toContain('boxed');
	});
});

describe('JSON as the expected answer', () => {
	test('is compared as a value and never taken for a schema that accepts anything', async () => {
		const { tasks } = await load(
			't.jsonl',
			lines({ prompt: 'Extract.', answer: { name: 'Ann', tags: ['a', 'b'] } }, { prompt: 'B', answer: '{"n": 7}' }),
		);
		expect(tasks.map(({ grader }) => grader.type)).toEqual(['json', 'json']);
		const grade = await makeGrader(tasks[0].grader);
		const outcomes = await Promise.all(
			[
				'```json\n{"tags":["a","b"],"name":"Ann"}\n```',
				'{"name":"Ann","tags":["b","a"]}',
				'{"name":"Ann","tags":["a","b"],"more":1}',
				'{"name":"Ann"}',
				'{}',
				'The name is Ann.',
			].map(async (answer) => await grade(answer)),
		);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['right', 'wrong', 'wrong', 'wrong', 'wrong', 'wrong']);
		expect(await (await makeGrader(tasks[1].grader))('{"n":"7"}')).toMatchObject({ outcome: 'wrong', reason: '/n differs' });
	});
});
