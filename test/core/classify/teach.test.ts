import { describe, expect, test } from 'vitest';
import { classifyQuery } from '../../../core';
import type { QueryClass } from '../../../core/classify/classes';
import { parseAdaptation } from '../../../core/classify/parameters';
import { teach, type LabelledQuery } from '../../../core/classify/teach';

/** A house rule that no public data knows: tickets about the Zorblax machine are reasoning. */
const colours = ['red', 'blue', 'green', 'black', 'white', 'grey', 'brown', 'pink', 'gold', 'silver', 'teal', 'beige'];
const houseRows: LabelledQuery[] = [
	...colours.map((colour) => ({ query: `What does the ${colour} light of the Zorblax mean?`, queryClass: 'reasoning' as const })),
	...colours.map((colour) => ({ query: `What is the ${colour} planet called?`, queryClass: 'simple' as const })),
];

describe('teach', () => {
	test('learns a rule of the house and says by how much on rows that it had not seen', () => {
		const lesson = teach(houseRows);
		expect(lesson.rows).toBe(24);
		expect(lesson.errorBefore).toBeGreaterThan(0.3);
		expect(lesson.errorAfter).toBeLessThan(0.1);
		expect(lesson.improved).toBe(true);
		const { adaptation } = lesson;
		expect(classifyQuery('What does the violet light of the Zorblax mean?', { adaptation }).queryClass).toBe('reasoning');
		expect(classifyQuery('Write a Python function that merges two sorted lists', { adaptation }).queryClass).toBe('coding');
	});

	test('leaves the weights alone where it could only make them worse', () => {
		const shuffled: QueryClass[] = ['simple', 'reasoning', 'coding', 'creative', 'general'];
		const rows = colours.flatMap((colour, index) => [
			{ query: `What is the capital of the ${colour} country?`, queryClass: index === 0 ? shuffled[3] : shuffled[0] },
		]);
		const lesson = teach(rows);
		expect(lesson.errorAfter).toBeGreaterThanOrEqual(lesson.errorBefore);
		expect(lesson.improved).toBe(false);
		expect(lesson.adaptation.weights).toEqual([]);
	});

	test('never judges a row by a copy of it', () => {
		const copies: LabelledQuery[] = Array.from({ length: 20 }, () => ({ query: 'What is the capital of Peru?', queryClass: 'creative' }));
		expect(teach(copies)).toMatchObject({ errorBefore: 1, errorAfter: 1, improved: false });
	});

	test('is the same each time and survives JSON', () => {
		const lesson = teach(houseRows);
		expect(teach(houseRows)).toEqual(lesson);
		expect(parseAdaptation(JSON.stringify(lesson))).toEqual(lesson.adaptation);
	});

	test('wants a few rows', () => {
		expect(() => teach(houseRows.slice(0, 9))).toThrow('Teaching needs at least 10 labelled items, and there are 9');
	});
});

describe('parseAdaptation', () => {
	test.each([
		['not JSON', '{'],
		['an object of another kind', '{"a":1}'],
		['too few classes', { bias: [0, 0], weights: [] }],
	])('refuses %s', (_, raw) => {
		expect(() => parseAdaptation(raw)).toThrow(/Taught Corrections|adaptation/);
	});

	test.each([undefined, null, ''])('takes %s as none', (raw) => {
		expect(parseAdaptation(raw)).toBeUndefined();
	});
});
