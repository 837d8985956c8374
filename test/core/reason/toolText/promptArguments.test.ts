import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RawAnswer } from '../../../../core/reason/answerReader';
import { callsAsText } from '../../../../core/reason/toolText/promptForm';
import { recoverCalls } from '../../../../core/reason/toolText/recoverCalls';

const recover = (answer: string, properties: object) =>
	recoverCalls(
		{ answer, thinking: '', finishReason: 'stop', usage: 'unknown', toolCalls: [], refusal: '', notes: [] } satisfies RawAnswer,
		{
			tools: [{ type: 'function', function: { name: 'do_it', parameters: { type: 'object', properties } } }],
			prompt: 'Do it',
			question: 'Do it',
			agreed: true,
		},
	);
const written = (given: object) =>
	String(
		callsAsText([
			{ role: 'assistant', content: 'So.', tool_calls: [{ id: 'a', function: { name: 'do_it', arguments: JSON.stringify(given) } }] },
		])[0].content,
	);
const callOf = async (text: string, properties: object) => {
	const { toolCalls, answer } = await recover(text, properties);
	return { given: toolCalls.map(({ arguments: given }) => JSON.parse(given) as unknown), answer };
};

/** Pieces that the form could trip over, and any others. */
const hard = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				...[
					'"',
					"'",
					'\\',
					'\n',
					'\r\n',
					'\r',
					'\t',
					'`',
					'```\n',
					' ',
					'',
					'END',
					'END\n',
					'\nEND\n',
					'</call>',
					'<call tool="x">',
					'<<END\n',
				],
				...[
					'a: b',
					'\nto: c\n',
					'{"a": [1, "b"]}',
					'SELECT CASE\nEND\nFROM t',
					'中文',
					'「引用」',
					'한국어',
					'عربي',
					'🙂',
					'42',
					'true',
					'null',
					'</think>',
				],
			),
			fc.string({ unit: 'grapheme', maxLength: 8 }),
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(''));
const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		hard,
		fc.integer(),
		fc.boolean(),
		fc.constant(null),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(hard, tie('value'), { maxKeys: 3, noNullPrototype: true }),
	),
})).value;

describe('arguments in the prompt form come back as they were', { timeout: 120_000 }, () => {
	test('texts of all kinds', async () => {
		const properties = { first: { type: 'string' }, second: { type: 'string' } };
		await fc.assert(
			fc.asyncProperty(hard, hard, async (first, second) => {
				expect(await callOf(written({ first, second }), properties)).toEqual({ given: [{ first, second }], answer: 'So.' });
			}),
			{ numRuns: 300 },
		);
	});

	test.each([
		['without a type', {}],
		['of several types', { type: ['string', 'integer', 'boolean', 'null', 'array', 'object'] }],
		['of a choice', { anyOf: [{ type: 'string' }, { type: 'object' }, { type: 'array' }, { type: ['number', 'boolean', 'null'] }] }],
	])('values and nested JSON %s', async (_, schema) => {
		await fc.assert(
			fc.asyncProperty(anyJson, hard, async (value, text) => {
				const given = JSON.parse(JSON.stringify({ value, text })) as object;
				expect((await callOf(written(given), { value: schema, text: { type: 'string' } })).given).toEqual([given]);
			}),
			{ numRuns: 150 },
		);
	});

	test('under any name', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.dictionary(fc.oneof(fc.constantFrom('用户', '$filter', 'user name', '@type', 'a:b', 'x<y', 'filter[0]'), hard), hard, {
					minKeys: 1,
					maxKeys: 4,
				}),
				async (given) => {
					const known = Object.fromEntries(Object.keys(given).map((key) => [key, { type: 'string' }]));
					expect((await callOf(written(given), known)).given).toEqual([{ ...given }]);
				},
			),
			{ numRuns: 150 },
		);
	});
});

describe('what models make of the form', () => {
	const properties = {
		to: { type: 'string' },
		count: { type: 'integer' },
		filter: { type: 'object' },
		list: { type: 'array' },
		either: { type: ['string', 'integer'] },
	};
	test.each([
		[
			'JSON over several lines',
			'filter: {\n  "a": {\n    "b": [1,\n      2]\n  },\n  "c": "x"\n}\nlist: [\n  1\n]',
			{ filter: { a: { b: [1, 2] }, c: 'x' }, list: [1] },
		],
		['a text with line breaks in quotes', 'to: "Dear Ada,\n\nit is \\"done\\"."\ncount: 1', { to: 'Dear Ada,\n\nit is "done".', count: 1 }],
		['names in quotes and commas after values', '"to": "ada",\n"list": [1, 2],', { to: 'ada', list: [1, 2] }],
		['an object between marks', 'filter <<END\n{"a": 1}\nEND', { filter: { a: 1 } }],
		['a number between marks or in quotes', 'count: "3"\neither: "42"', { count: 3, either: '42' }],
		[
			'code with the mark on a line',
			'to <<END\nSELECT CASE WHEN a THEN 1\nEND\nFROM t\nEND\ncount: 2',
			{ to: 'SELECT CASE WHEN a THEN 1\nEND\nFROM t', count: 2 },
		],
		['line breaks of Windows', 'to <<END\r\na\r\nb\r\nEND\r\ncount: 2\r\n', { to: 'a\r\nb', count: 2 }],
		['the mark and the end on a line', 'count: 2\nto <<END\na\nEND', { to: 'a', count: 2 }],
	])('%s', async (_, body, given) => {
		expect((await callOf(`<call tool="do_it">\n${body}\n</call>`, properties)).given).toEqual([given]);
		expect((await callOf(`<call tool="do_it">\n${body}</call>`, properties)).given).toEqual([given]);
	});

	test.each([
		['a text without an end', '<call tool="do_it">\nto <<END\nDear Ada\n</call>'],
		['a call without an end', '<call tool="do_it">\nto: "ada"\n'],
		['a line that is no argument', '<call tool="do_it">\nto: "ada"\nand so on\n</call>'],
	])('%s is no call and no answer, and is asked for again', async (_, text) => {
		const { toolCalls, answer, unreadCall } = await recover(`Well.\n${text}`, properties);
		expect(toolCalls).toEqual([]);
		expect(answer).toBe('Well.');
		expect(unreadCall?.why).toMatch(/./);
	});

	test('no text makes the search long', async () => {
		const parts = ['to <<END\n', 'END\n', '"', '<call tool="do_it">\n', 'a: "b\\"\n'];
		for (const part of parts) await recover(`<call tool="do_it">\n${part.repeat(3000)}`, properties);
	});
});
