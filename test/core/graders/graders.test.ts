import { describe, expect, test } from 'vitest';
import { makeGrader, type GraderSpec } from '../../../core/graders';

interface GradedRow {
	answer: string;
	right: boolean;
}

const right = (...answers: string[]): GradedRow[] => answers.map((answer) => ({ answer, right: true }));
const wrong = (...answers: string[]): GradedRow[] => answers.map((answer) => ({ answer, right: false }));

function describeGrader(title: string, spec: GraderSpec, rows: GradedRow[]) {
	describe(title, () => {
		test.each(rows)('$answer → $right', async ({ answer, right: expected }) => {
			const grade = await (await makeGrader(spec))(answer);
			expect(grade.outcome).toBe(expected ? 'right' : 'wrong');
		});
	});
}

describeGrader('number 18', { type: 'number', expected: '18' }, [
	...right(
		'18',
		'18.0',
		'$18',
		'The answer is 18.',
		'**Final answer:** 18',
		'Final answer: $18 per day',
		'She has 16 - 3 - 4 = 9 eggs, so 9 * 2 = **18** dollars.',
		'First 9, then 18.\n\n\\boxed{18}',
		'\\boxed{18\\text{ dollars}}',
		'Answer: 18 apples',
		'答案是18。',
		'答案：18 元',
		'所以 9 × 2 = 18',
		'The answer is 17. Wait, no: I forgot one. The answer is 18.',
		'<think>The answer is 17.</think>The answer is 18.',
		'１８',
		'Die Antwort lautet: 18',
		'Her total is 18 dollars',
		'18%',
		'The final answer is $\\boxed{18}$. I hope it is correct.',
	),
	...wrong(
		'',
		'180',
		'-18',
		'1.8',
		'18 or 20',
		'The answer is 18 or 19.',
		'The answer is not 18.',
		'The answer is 81.',
		'The answer is 18. Wait, no. The answer is 20.',
		'I can not say. Some would say eighteen.',
		'<think>The answer is 18.',
		'<think>\\boxed{18}</think>I do not know.',
		'\\boxed{17} follows from 18',
		'v18',
		'118',
		'There are 18 steps. Step 18 gives 5.',
		'2018',
		'18,000',
		'18/3',
		'1.18',
	),
]);

describeGrader('number 1,218.5', { type: 'number', expected: '1,218.5' }, [
	...right('1218.5', '1,218.50', '1 218,5', '1.218,5', 'about it: $1,218.50', '\\boxed{1{,}218.5}'),
	...wrong('1,218', '12185', '218.5', '1219'),
]);

describeGrader('number -0.75', { type: 'number', expected: '-0.75' }, [
	...right('-0.75', '−0.75', '-3/4', '-.75', '\\boxed{-\\frac{3}{4}}', '-75%'),
	...wrong('0.75', '3/4', '-75', '-0.7'),
]);

describeGrader('number 35%', { type: 'number', expected: '35%' }, [
	...right('35%', '35 percent', '35', '0.35', '\\boxed{35\\%}'),
	...wrong('3.5%', '0.35%', '350'),
]);

describeGrader('number 3.14159 within 0.01', { type: 'number', expected: '3.14159', absolute: 0.01 }, [
	...right('3.14', '3.15', '22/7'),
	...wrong('3.1', '3.2'),
]);

describeGrader('number 2000 within 1 %', { type: 'number', expected: '2000', relative: 0.01 }, [
	...right('1980', '2,020', '2e3'),
	...wrong('1979', '2021'),
]);

describeGrader('a number of 21 digits is compared by its digits', { type: 'number', expected: '123456789012345678901' }, [
	...right('123456789012345678901', '123,456,789,012,345,678,901'),
	...wrong('123456789012345678902'),
]);

describeGrader(
	'choice C',
	{ type: 'choice', expected: 'C', choices: ['50,000 years', '300 million years', '4.5 billion years', 'no one knows'] },
	[
		...right(
			'C',
			'c',
			'(C)',
			'C.',
			'**C**',
			'C) 4.5 billion years',
			'C. 4.5 billion years',
			'The answer is C.',
			'The correct option is (C), since rocks tell so.',
			'\\boxed{C}',
			'\\boxed{\\text{C}}',
			'\\boxed{(C)\\ 4.5 billion years}',
			'Answer: C',
			'答案：C',
			'故选C。',
			'A is too young, B is too young.\nThe answer is C because of dating.',
			'The best answer is 4.5 billion years.',
			'Reasoning about A and B.\n\nC',
			'I think A. Wait, no. The answer is C.',
			'最终答案是（C）',
			'正确答案为C',
			'The answer is **C) 4.5 billion years**.',
		),
		...wrong(
			'',
			'A',
			'The options are A, B, C and D.',
			'The answer is A or C.',
			'The answer is C or D.',
			'C and D',
			'A, B, C, D',
			'ABCD',
			'The answer is not clear.',
			'Clearly it is old',
			'Choosing is hard',
			'The answer is C. Wait, no. The answer is B.',
			'<think>The answer is C</think>',
			'300 million years',
			'Could be anything',
			'Vitamin C is healthy',
		),
	],
);

describeGrader('choice A, which is also an English word', { type: 'choice', expected: 'A', choices: ['one', 'two'] }, [
	...right('A', 'The answer is A.', 'A. one', 'A because it is so'),
	...wrong('A good question!', 'The answer is a matter of taste.', 'The answer is A matter of taste', 'A or B', 'An answer'),
]);

describeGrader('choice B without texts', { type: 'choice', expected: 'B', choices: [] }, [
	...right('B', 'Answer: (B)'),
	...wrong('Bob', 'E', 'A'),
]);

describeGrader('choice with several right letters', { type: 'choice', expected: 'AC', choices: ['1', '2', '3'] }, [
	...right('AC', 'CA', '答案：AC'),
	...wrong('A', 'ABC', 'C'),
]);

describeGrader('exact', { type: 'exact', accepted: ['Paris', 'City of Light'] }, [
	...right('Paris', ' Paris\n', 'The answer is Paris.', 'City of Light'),
	...wrong('paris', 'Paris, France', 'Not Paris', ''),
]);

describeGrader('normalised', { type: 'normalised', accepted: ['New York'] }, [
	...right('new york', '“New  York.”', 'Answer: **New York**', 'ＮＥＷ ＹＯＲＫ'),
	...wrong('New Yorker', 'York', '', 'The answer is not New York'),
]);

describeGrader('contains all', { type: 'contains', texts: ['cat', '东京', '3.5'] }, [
	...right('A cat went to 东京 for 3.5 days', 'CAT，在东京，3.5'),
	...wrong('concatenate 东京 3.5', 'cat 东京 3.55', 'cat 东京 13.5', 'cat 3.5', ''),
]);

describeGrader('contains any', { type: 'contains', texts: ['-5', 'five'], mode: 'any' }, [
	...right('it is -5', 'five'),
	...wrong('it is 5', 'fives'),
]);

describeGrader('contains nothing never holds', { type: 'contains', texts: [''] }, wrong('anything', ''));

describeGrader('regex', { type: 'regex', pattern: '^order-\\d{4}$', flags: 'im' }, [
	...right('order-1234', 'Your id:\nORDER-0001\nbye'),
	...wrong('order-12345', 'xorder-1234', ''),
]);

describeGrader(
	'schema',
	{
		type: 'schema',
		schema: { type: 'object', required: ['name', 'age'], properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 } } },
	},
	[
		...right('{"name":"Ann","age":3}', 'Here you are:\n```json\n{"name":"Ann","age":3}\n```', '<think>{}</think>{"name":"Ann","age":3}'),
		...wrong('{"name":"Ann"}', '{"name":"Ann","age":-1}', 'name: Ann, age: 3', '{"name":"Ann","age":3', ''),
	],
);

test('a pattern that would take a backtracking engine for ever ends at once', async () => {
	const grader = await makeGrader({ type: 'regex', pattern: '(a+)+$' });
	expect(await grader(`${'a'.repeat(50_000)}!`)).toMatchObject({ outcome: 'wrong' });
});

test.each([{ spec: { type: 'regex', pattern: '(' } }, { spec: { type: 'schema', schema: { type: 'nonsense' } } }] satisfies {
	spec: GraderSpec;
}[])('an invalid $spec.type is refused when the grader is made', async ({ spec }) => {
	await expect(makeGrader(spec)).rejects.toThrow();
});

test('an expected answer without a number skips the task instead of counting it', async () => {
	expect(await (await makeGrader({ type: 'number', expected: 'many' }))('5')).toMatchObject({ outcome: 'skipped' });
});
