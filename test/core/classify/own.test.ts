import { describe, expect, test } from 'vitest';
import { makeSorter } from '../../../core/classify/own/categories';
import { parseCategories, parseTaughtExamples, withTaught } from '../../../core/classify/own/parameters';
import { sortItem } from '../../../core/classify/own/sortItem';

const billing = [
	'I was charged twice for my subscription',
	'Where is my invoice for March?',
	'Please refund the payment',
	'The invoice shows the wrong amount',
];
const technical = [
	'The app crashes when I open settings',
	'I cannot log in to the app',
	'Error 500 when I upload a file',
	'The app shows an error after login',
];
const categories = [
	{ name: 'Billing', examples: billing, model: 'a' },
	{ name: 'Technical', examples: technical, model: 'b' },
];

describe('makeSorter', () => {
	const sorter = makeSorter(categories);

	test.each([
		['my invoice for April was charged twice', 0],
		['the app crashes with an error', 1],
	])('sorts “%s” by the nearest examples', (query, expected) => {
		expect(sorter.sort(query).category).toBe(expected);
	});

	test('finds its own examples again', () => {
		expect(billing.map((query) => sorter.sort(query).nearest)).toEqual([0, 1, 2, 3]);
	});

	test('is unsure of what has nothing in common with any example', () => {
		expect(sorter.sort('漢字').unsure).toBe(true);
	});

	test('judges examples that are left out, so that labels by chance are told', () => {
		const mixed = makeSorter([
			{ name: 'x', examples: [billing[0], technical[1], billing[2], technical[3]] },
			{ name: 'y', examples: [technical[0], billing[1], technical[2], billing[3]] },
		]);
		expect(mixed.heldOutError).toBeGreaterThan(sorter.heldOutError);
	});

	test.each([
		[[categories[0]], 'at least 2 categories'],
		[[categories[0], { name: 'Poor', examples: ['one'] }], 'The category Poor has 1 examples'],
	])('refuses too little', (few, message) => {
		expect(() => makeSorter(few)).toThrow(message);
	});
});

test('an item says where it went, by which example, and how far to trust it', () => {
	const { output, route } = sortItem(billing[0], categories, makeSorter(categories));
	expect(output).toBe(0);
	expect(route).toMatchObject({ output: 'Billing', suggestedModel: 'a', heldOutError: expect.any(Number) });
	expect(route.reasons.join(' ')).toMatch(/near to the example “I was charged twice.*left out one at a time/);
	expect(sortItem(' ', categories, makeSorter(categories))).toMatchObject({ output: 2, route: { output: 'Unsure', category: '' } });
});

test('examples come one a line, or between lines of dashes', () => {
	const parsed = parseCategories({
		category: [{ name: 'A', examples: 'one\n two \n\n' }, { examples: 'a mail\nof two lines\n---\nanother' }],
	});
	expect(parsed.map(({ name, examples }) => [name, examples])).toEqual([
		['A', ['one', 'two']],
		['Category 2', ['a mail\nof two lines', 'another']],
	]);
});

test('taught examples join the category of their name, and others are told', () => {
	const taught = parseTaughtExamples({
		adaptation: {
			examples: [
				{ category: 'billing', text: 'more' },
				{ category: 'Sales', text: 'x' },
			],
		},
	});
	const merged = withTaught(categories, taught ?? []);
	expect(merged.categories[0].examples.at(-1)).toBe('more');
	expect(merged.unknown).toEqual(['Sales']);
	expect(parseTaughtExamples({ bias: [], weights: [] })).toBeUndefined();
	expect(parseTaughtExamples('no JSON')).toBeUndefined();
});
