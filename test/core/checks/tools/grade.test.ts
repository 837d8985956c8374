import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { bundledCases } from '../../../../core/checks/tools/cases/bundled';
import { readCases } from '../../../../core/checks/tools/cases/readCases';
import type { ToolCase } from '../../../../core/checks/tools/cases/toolCase';
import { gradeCalls } from '../../../../core/checks/tools/grade';
import { toTools } from '../../../../core/checks/tools/toTools';
import { readRows } from '../../../../core/tasks/readRows';
import { hasSharedData, sharedData } from '../../../support/sharedData';

const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
const validator = (schema: Record<string, unknown>) => {
	const check = ajv.compile(schema);
	return (value: unknown) => check(value) === true;
};

const toolCase: ToolCase = {
	id: 'x',
	category: 'parallel',
	messages: [{ role: 'user', content: 'Plot and book.' }],
	functions: [
		{
			name: 'plot.line',
			parameters: {
				type: 'dict',
				properties: {
					name: { type: 'string' },
					points: { type: 'array', items: { type: 'integer' } },
					scale: { type: 'float' },
					dots: { type: 'boolean' },
					style: { type: 'dict', properties: { colour: { type: 'string' }, width: { type: 'integer' } } },
				},
				required: ['name', 'points'],
			},
		},
		{ name: 'book', parameters: { type: 'dict', properties: { seats: { type: 'integer' } }, required: ['seats'] } },
	],
	groundTruth: [
		{
			'plot.line': {
				name: ['New York', 'NYC'],
				points: [[1, 2, 3]],
				scale: [2, ''],
				dots: [true, ''],
				style: [{ colour: ['red'], width: [1, ''] }, ''],
			},
		},
		{ book: { seats: [2] } },
	],
};

const line = { name: 'new-york', points: [1, 2, 3] };
const calls = (...list: [string, unknown][]) =>
	list.map(([name, values], index) => ({
		id: String(index),
		name,
		arguments: typeof values === 'string' ? values : JSON.stringify(values),
	}));

describe('calls are graded as parsed, not as text', () => {
	test.each([
		{ name: 'all as due', made: calls(['plot_line', line], ['book', { seats: 2 }]), right: true },
		{ name: 'in another order', made: calls(['book', { seats: 2 }], ['plot_line', line]), right: true },
		{
			name: 'with optional arguments',
			made: calls(['plot_line', { ...line, scale: 2, dots: true, style: { colour: 'Red' } }], ['book', { seats: 2 }]),
			right: true,
		},
		{ name: 'another accepted value', made: calls(['plot_line', { ...line, name: 'NYC' }], ['book', { seats: 2 }]), right: true },
		{ name: 'one call too few', made: calls(['book', { seats: 2 }]), right: false },
		{ name: 'one call too many', made: calls(['plot_line', line], ['book', { seats: 2 }], ['book', { seats: 2 }]), right: false },
		{ name: 'the same call twice', made: calls(['book', { seats: 2 }], ['book', { seats: 2 }]), right: false },
		{ name: 'a wrong value', made: calls(['plot_line', line], ['book', { seats: 3 }]), right: false },
		{ name: 'text for a number', made: calls(['plot_line', line], ['book', { seats: '2' }]), right: false },
		{ name: 'a fraction for an integer', made: calls(['plot_line', line], ['book', { seats: 2.5 }]), right: false },
		{ name: 'a missing argument', made: calls(['plot_line', { name: 'NYC' }], ['book', { seats: 2 }]), right: false },
		{
			name: 'an argument that is not asked for',
			made: calls(['plot_line', { ...line, title: 'x' }], ['book', { seats: 2 }]),
			right: false,
		},
		{ name: 'a list in another order', made: calls(['plot_line', { ...line, points: [3, 2, 1] }], ['book', { seats: 2 }]), right: false },
		{
			name: 'a wrong key inside an object',
			made: calls(['plot_line', { ...line, style: { colour: 'red', depth: 1 } }], ['book', { seats: 2 }]),
			right: false,
		},
		{ name: 'true for "true"', made: calls(['plot_line', { ...line, dots: 'true' }], ['book', { seats: 2 }]), right: false },
		{ name: 'a function that is not offered', made: calls(['plot_line', line], ['books', { seats: 2 }]), right: false },
		{ name: 'arguments that are no JSON', made: calls(['plot_line', line], ['book', '{"seats": 2']), right: false },
		{ name: 'arguments that are a list', made: calls(['plot_line', line], ['book', '[2]']), right: false },
		{ name: 'no call', made: [], right: false },
		{ name: 'a name of Object.prototype', made: calls(['plot_line', line], ['book', '{"constructor": 2}']), right: false },
	])('$name: $right', ({ made, right }) => {
		const grade = gradeCalls(made, toolCase, validator);
		expect(grade.right).toBe(right);
		expect(grade.reason === undefined).toBe(right);
	});

	test('valid arguments are counted apart from right ones', () => {
		expect(gradeCalls(calls(['book', { seats: 9 }], ['book', { seats: 'x' }], ['nobody', {}]), toolCase, validator)).toMatchObject({
			calls: 3,
			validCalls: 1,
		});
	});

	test('where no call is due, none is right and any is wrong', () => {
		const irrelevant = { ...toolCase, groundTruth: [] };
		expect(gradeCalls([], irrelevant, validator)).toMatchObject({ right: true, called: false });
		expect(gradeCalls(calls(['book', { seats: 2 }]), irrelevant, validator)).toMatchObject({ right: false, called: true });
	});

	test('one call that fits two due ones is given to the one that needs it', () => {
		const due = { ...toolCase, groundTruth: [{ book: { seats: [2, 3] } }, { book: { seats: [2] } }] };
		expect(gradeCalls(calls(['book', { seats: 2 }], ['book', { seats: 3 }]), due, validator).right).toBe(true);
	});
});

describe('functions become tools', () => {
	test('types of Python and Java become those of JSON Schema, and names fit the API', () => {
		const { tools, nameOf } = toTools([
			{ name: 'a.b', parameters: { type: 'dict', properties: { t: { type: 'tuple' }, f: { type: 'float' }, any: { type: 'any' } } } },
			{ name: 'a_b', parameters: {} },
		]);
		expect(tools[0].function).toMatchObject({
			name: 'a_b',
			parameters: { type: 'object', properties: { t: { type: 'array', items: {} }, f: { type: 'number' }, any: {} } },
		});
		expect(tools[1].function.name).toBe('a_b_2');
		expect(nameOf('a_b')).toBe('a.b');
		expect(nameOf('a_b_2')).toBe('a_b');
	});
});

/** The calls that the case wants, with the first accepted value of each argument. */
function dueCalls({ groundTruth, functions }: ToolCase) {
	const unwrap = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(unwrap);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).flatMap(([key, options]) => (Array.isArray(options) && options[0] !== '' ? [[key, unwrap(options[0])]] : [])),
		);
	};
	const { tools, nameOf } = toTools(functions);
	return calls(
		...groundTruth.map((due): [string, unknown] => {
			const [name, accepted] = Object.entries(due)[0];
			const required = functions.find((one) => one.name === name)?.parameters.required;
			const isNeeded = (key: string) => Array.isArray(required) && required.includes(key);
			const values = Object.fromEntries(
				Object.entries(accepted).flatMap(([key, options]) =>
					options.includes('') && !isNeeded(key) ? [] : [[key, unwrap(options.find((one) => one !== ''))]],
				),
			);
			return [tools.find((tool) => nameOf(tool.function.name) === name)?.function.name ?? '', values];
		}),
	);
}

describe('bundled cases', () => {
	const cases = bundledCases();

	test('of all kinds, no two the same, the same for the same seed', () => {
		expect(Object.keys(Object.groupBy(cases, ({ category }) => category)).sort()).toEqual([
			'irrelevance',
			'multi_turn',
			'multiple',
			'parallel',
			'parallel_multiple',
			'simple',
		]);
		expect(new Set(cases.map(({ messages }) => messages.at(-1)?.content)).size).toBe(cases.length);
		expect(cases.length).toBeGreaterThan(110);
		expect(bundledCases({ seed: 3 })).toEqual(bundledCases({ seed: 3 }));
	});

	test('the due calls are right and valid, and none is wrong', () => {
		for (const one of cases) {
			const made = dueCalls(one);
			expect([one.id, gradeCalls(made, one, validator)]).toMatchObject([one.id, { right: true, validCalls: made.length }]);
			expect(gradeCalls([], one, validator).right).toBe(one.groundTruth.length === 0);
		}
	});
});

describe('case files', () => {
	test.each([
		{
			name: "the leaderboard's own shape",
			row: { id: 'a', question: [[{ role: 'user', content: 'x' }]], function: [{ name: 'f', parameters: {} }], ground_truth: [{ f: {} }] },
		},
		{
			name: 'tools as the API takes them',
			row: {
				id: 'a',
				messages: [{ role: 'user', content: 'x' }],
				tools: [{ type: 'function', function: { name: 'f', parameters: {} } }],
				groundTruth: [{ f: {} }],
			},
		},
		{
			name: 'a row of a table with JSON in its cells',
			row: { id: 'a', messages: '[{"role":"user","content":"x"}]', functions: '[{"name":"f"}]', groundTruth: '[{"f":{}}]' },
		},
	])('$name loads', ({ row }) => {
		const { cases, problems } = readCases('f', [{ values: row, line: 1 }]);
		expect(problems).toEqual([]);
		expect(cases).toMatchObject([{ id: 'a', messages: [{ content: 'x' }], functions: [{ name: 'f' }], groundTruth: [{ f: {} }] }]);
	});

	test('what can not be used is named', () => {
		const good = { id: 'a', messages: [{ role: 'user', content: 'x' }], functions: [{ name: 'f' }], groundTruth: [] };
		const { cases, problems } = readCases('c.jsonl', [
			{ values: good, line: 1 },
			{ values: good, line: 2 },
			{ values: { ...good, id: 'b', groundTruth: [{ g: {} }] }, line: 3 },
			{ values: { ...good, id: 'c', functions: [] }, line: 4 },
			{ values: { ...good, id: 'd', groundTruth: undefined }, line: 5 },
			{ values: { ...good, id: 'e', messages: 'no json' }, line: 6 },
		]);
		expect(cases).toHaveLength(1);
		expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
		expect(problems[1].reason).toContain('"g" is due, which is not offered');
	});
});

describe.skipIf(!hasSharedData)('public cases (skipped without ../shared/data)', () => {
	test('all of tools-dev.jsonl loads as it is, and its own ground truth is right', { timeout: 60_000 }, async () => {
		const { rows } = await readRows('tools-dev.jsonl', readFileSync(sharedData('tools-dev.jsonl')));
		const { cases, problems } = readCases('tools-dev.jsonl', rows);
		expect(problems).toEqual([]);
		expect(cases).toHaveLength(540);
		const wrong = cases.filter((one) => !gradeCalls(dueCalls(one), one, validator).right);
		expect(wrong.map(({ id }) => id)).toEqual([]);
	});
});
