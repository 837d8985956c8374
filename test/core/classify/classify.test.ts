import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyQuery } from '../../../core';
import { QUERY_CLASSES } from '../../../core/classify/classes';

describe('classifyQuery', () => {
	test.each([
		['simple', 'What is the capital of Australia?'],
		['simple', 'Thanks a lot!'],
		['simple', 'Translate "good evening" into Italian'],
		['simple', 'Wie viele Einwohner hat Wien?'],
		['simple', 'Extract the order number: "Hi, my order 48-1123 never came"'],
		['reasoning', 'A train leaves at 9:40 at 80 km/h, another at 10:10 at 120 km/h. When does the second catch up?'],
		['reasoning', 'Prove that the square root of 3 is irrational.'],
		['reasoning', '鶏と兎が合わせて35匹、足は94本。それぞれ何匹ですか？'],
		['reasoning', 'Hay 12 monedas y una pesa distinto. ¿Cuántas pesadas hacen falta como mínimo para encontrarla?'],
		['coding', 'Write a Python function that merges two sorted lists'],
		['coding', 'Why does my SQL query return duplicate rows after the LEFT JOIN?'],
		['coding', '用 JavaScript 写一个防抖函数'],
		['coding', 'expression régulière pour valider un code postal français'],
		['creative', 'Write a poem about a lighthouse that is afraid of the dark'],
		['creative', 'Придумай слоган для кофейни у вокзала'],
		['creative', 'Erzähl mir ein Märchen von einem faulen Drachen'],
		['general', 'How should I prepare for a difficult conversation with my boss?'],
		['general', 'Compare renting and buying a flat for a young family'],
		['general', 'Rédige un e-mail poli pour relancer un client qui ne paie pas'],
	])('says %s: %s', (expected, query) => {
		expect(classifyQuery(query).queryClass).toBe(expected);
	});

	test('says why in words', () => {
		const { why } = classifyQuery('Write a Python function that merges two sorted lists');
		expect(why.length).toBeGreaterThan(0);
		expect(why.length).toBeLessThanOrEqual(3);
		expect(why.join(' ')).toMatch(/tech|code|write|python|function/i);
	});

	test.each<[string, Parameters<typeof classifyQuery>[0], string]>([
		[
			'the last user turn',
			[
				{ role: 'system', content: 'You are a helpful coding assistant for Python and SQL.' },
				{ role: 'user', content: 'Write a bubble sort in Python' },
				{ role: 'assistant', content: 'def bubble(xs): ...' },
				{ role: 'user', content: 'Thanks! What is the capital of Peru?' },
			],
			'simple',
		],
		[
			'text parts',
			[
				{
					role: 'user',
					content: [
						{ type: 'text', text: 'Write a short fairy tale about a snail' },
						{ type: 'image_url', image_url: { url: 'data:' } },
					],
				},
			],
			'creative',
		],
		[
			'the last turn of a pasted chat',
			'User: write a poem about rain\nAssistant: Rain falls...\nUser: what is the capital of Norway?',
			'simple',
		],
		[
			'a question after a long document',
			`${'The committee met again in the spring and heard reports from the regions about the state of the roads. '.repeat(120)}\n\nWrite a Python script that counts how often each word occurs in the text above.`,
			'coding',
		],
		[
			'a question before a long document',
			`Write a poem about this report, with rhymes.\n\n${'The committee met again in the spring and heard reports from the regions about the state of the roads. '.repeat(120)}`,
			'creative',
		],
	])('judges by %s', (_, query, expected) => {
		expect(classifyQuery(query).queryClass).toBe(expected);
	});

	test.each<[string, Parameters<typeof classifyQuery>[0]]>([
		['nothing', ''],
		['blanks', ' \n\t '],
		['no messages', []],
		['messages without text', [{ role: 'user', content: [{ type: 'image_url' }] }]],
	])('is unsure about %s', (_, query) => {
		expect(classifyQuery(query)).toMatchObject({ unsure: true, confidence: 0.2, why: ['the query is empty'] });
	});

	test('takes 5 MB of text', () => {
		const text = `${'lorem ipsum dolor sit amet '.repeat(200_000)}\n\nWhat is the capital of France?`;
		expect(text.length).toBeGreaterThan(5_000_000);
		expect(QUERY_CLASSES).toContain(classifyQuery(text).queryClass);
	});

	test('marks a query as unsure below the threshold that is given', () => {
		const query = 'What is the capital of Australia?';
		const { confidence } = classifyQuery(query);
		expect(classifyQuery(query, { unsureBelow: confidence + 0.001 }).unsure).toBe(true);
		expect(classifyQuery(query, { unsureBelow: confidence - 0.001 }).unsure).toBe(false);
	});

	test('gives probabilities that add up, the same each time, for any text', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 3000 })), (text) => {
				const first = classifyQuery(text);
				const values = Object.values(first.probabilities);
				expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
				expect(first.confidence).toBe(Math.max(...values));
				expect(first.probabilities[first.queryClass]).toBe(first.confidence);
				classifyQuery('something else in between');
				expect(classifyQuery(text)).toEqual(first);
			}),
			{ numRuns: 200 },
		);
	});

	test('applies what teaching corrected', () => {
		const query = 'What is the capital of Australia?';
		const adaptation = { bias: [-20, 0, 0, 0, 20], weights: [] };
		expect(classifyQuery(query, { adaptation }).queryClass).toBe('general');
		expect(classifyQuery(query).queryClass).toBe('simple');
	});
});
