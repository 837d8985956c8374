import { describe, expect, test } from 'vitest';
import { makeGrader, type GraderSpec } from '../../../core/graders';
import { inDigits } from '../../../core/graders/inDigits';

const outcome = async (spec: GraderSpec, answer: string) => (await (await makeGrader(spec))(answer)).outcome;

describe('numbers in words', () => {
	test.each([
		['minus five', '-5'],
		['negative 5', '-5'],
		['moins vingt et un', '-21'],
		['10 minus 5', '10 minus 5'],
		['ten minus five', 'ten minus five'],
		['x minus 5', 'x minus 5'],
		['al menos 5', 'al menos 5'],
		['plus or minus 5', 'plus or minus 5'],
		['a non-negative 5', 'a non-negative 5'],
		['负5', '-5'],
		['10マイナス5', '10マイナス5'],
		['two hundred and fifty', '250'],
		['twelve hundred fifty', '1250'],
		['Forty-Two', '42'],
		['two million three hundred thousand', '2300000'],
		['two and a half million', '2500000'],
		['three and a half hours', '3.5 hours'],
		['five hundred thousand and two', '500002'],
		['a dozen', '12'],
		['one hundred people', '100 people'],
		['2 billion', '2 billion'],
		['two thirds', '2/3'],
		['one half', '1/2'],
		['the twenty-first of May', 'the twenty-first of May'],
		['one of the numbers', 'one of the numbers'],
		['zweitausenddreihunderteins', '2301'],
		['hundertundeins', '101'],
		['dreieinhalb', '3.5'],
		['mille cinq cents', '1500'],
		['quatre-vingt-dix-sept', '97'],
		['septante', '70'],
		['ciento veintitrés', '123'],
		['dezesseis', '16'],
		['ventotto', '28'],
		['vijfentwintig', '25'],
		['dwadzieścia jeden', '21'],
		['триста сорок два', '342'],
		['it costs a cent', 'it costs a cent'],
		['三万', '30000'],
		['一百零五', '105'],
		['两千三百万円です', '23000000円です'],
		['二十五个', '25个'],
		['오십만', '500000'],
		['三角形', '三角形'],
		['一般', '一般'],
		['', ''],
	])('%j is %j', (text, digits) => {
		expect(inDigits(text)).toBe(digits);
	});

	test.each([
		{ expected: '-5', answer: 'The answer is negative five.', right: true },
		{ expected: '5', answer: 'The answer is negative five.', right: false },
		{ expected: '5', answer: 'So we get -5', right: false },
		{ expected: '-5', answer: 'So we get −5 as a result.', right: true },
		{ expected: '5', answer: 'Total - 5', right: true },
		{ expected: '5', answer: 'It is minus 5 degrees outside, 3 less than before.', right: false },
		{ expected: '5', answer: '10 minus 5 is 5', right: true },
		{ expected: '2', answer: 'two million', right: false },
		{ expected: '2000000', answer: '**two million**', right: true },
		{ expected: '3', answer: 'It takes three and a half hours.', right: false },
		{ expected: '3.5', answer: 'It takes three and a half hours.', right: true },
		{ expected: '21', answer: 'Step 1: 3 * 7.\nThe answer is twenty-one.', right: true },
		{ expected: '21', answer: 'The answer is not twenty-one.', right: false },
		{ expected: '21', answer: 'Between twenty and twenty-one.', right: false },
		{ expected: '5', answer: 'There are 5 apples. Counting them took twenty minutes.', right: true },
		{ expected: '3', answer: '答案是三角形。', right: false },
		{ expected: '30000', answer: '答案是三万元。', right: true },
		{ expected: '100', answer: 'La réponse est cent.', right: true, lang: 'fr' },
	])('$expected: $answer → $right', async ({ right, answer, ...spec }) => {
		expect(await outcome({ type: 'number', ...spec }, answer)).toBe(right ? 'right' : 'wrong');
	});
});

describe('an identifier in a sentence', () => {
	test.each([
		{ expected: 'ORD-2026-0012', answer: 'The order number is ORD-2026-0012.', right: true },
		{ expected: 'ORD-2026-0012', answer: 'Your order **ORD‑2026‑0012** was found', right: true },
		{ expected: 'ORD-2026-0012', answer: 'It is ORD-2026-0012 or ORD-2026-0013.', right: false },
		{ expected: 'ORD-2026-0012', answer: 'It is not ORD-2026-0012.', right: false },
		{ expected: 'ORD-2026-001', answer: 'The order number is ORD-2026-0012.', right: false },
		{ expected: '2026-0012', answer: 'The order number is ORD-2026-0012.', right: false },
		{ expected: 'v1.2.0', answer: 'You run v1.2.0.', right: true },
		{ expected: 'v1.2.0', answer: 'You run v1.2.0.1', right: false },
		{ expected: '+49 170 1234567', answer: 'Call +491701234567 please.', right: true },
		{ expected: '14:30', answer: '2:30 pm', right: true },
		{ expected: '14:30', answer: 'The meeting starts at 2:30 p.m.', right: true },
		{ expected: '14:30', answer: '2:30 am', right: false },
		{ expected: '00:15', answer: '12:15 am', right: true },
		{ expected: '14:30', answer: '14:30 or 15:30', right: false },
	])('$expected: $answer → $right', async ({ expected, answer, right }) => {
		expect(await outcome({ type: 'id', expected }, answer)).toBe(right ? 'right' : 'wrong');
	});
});
