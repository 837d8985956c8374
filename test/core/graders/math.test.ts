import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeGrader } from '../../../core/graders';
import { hasSharedData, sharedData } from '../../support/sharedData';

const same: [string, string][] = [
	['\\frac{1}{2}', '0.5'],
	['\\frac{1}{2}', '1/2'],
	['\\frac{1}{2}', '\\dfrac{2}{4}'],
	['\\frac12', '50\\%'],
	['\\frac{\\sqrt{2}}{2}', '\\frac{1}{\\sqrt{2}}'],
	['\\sqrt{8}', '2\\sqrt{2}'],
	['2\\sqrt2', '2√2'],
	['2\\sqrt2', '2*sqrt(2)'],
	['[1,2)', '[1, 2)'],
	['[1,2)', '1 \\le x < 2'],
	['[1,2)', 'x \\in [1,2)'],
	['(-\\infty,3)', 'x<3'],
	['(3,\\infty)', 'x>3'],
	['(-\\infty, 1)\\cup(3,\\infty)', 'x<1 \\text{ or } x>3'],
	['x \\geq 2', '[2,\\infty)'],
	['\\{1,2,3\\}', '\\{3,2,1\\}'],
	['\\{1,2,3\\}', '1,2,3'],
	['1,-2', '-2, 1'],
	['1,-2', 'x=1 \\text{ or } x=-2'],
	['1,-2', '-2 and 1'],
	['106^\\circ', '106'],
	['106^\\circ', '106°'],
	['106', '106 degrees'],
	['15\\mbox{ cm}^2', '15'],
	['15\\mbox{ cm}^2', '15 cm^2'],
	['15\\mbox{ cm}^2', '15 square centimeters'],
	['864 \\mbox{ inches}^2', '864\\text{ square inches}'],
	['25', '25\\text{ apples}'],
	['25', '25 apples'],
	['\\$36', '36'],
	['\\$36', '$36$'],
	['18.90', '\\$18.90'],
	['y=-2x', 'y = -2x'],
	['y=-2x', '2x+y=0'],
	['y=-2x', '-2x'],
	['x=5', '5'],
	['5', 'x=5'],
	['5', 'x = 2+3 = 5'],
	['x^2-1', '(x-1)(x+1)'],
	['2k+2', '2(k+1)'],
	['\\cot x', '\\frac{\\cos x}{\\sin x}'],
	['1', '\\sin^2 x+\\cos^2 x'],
	['6+9i', '9i+6'],
	['4210_{5}', '4210_5'],
	['1000', '1,000'],
	['1000', '1{,}000'],
	['1000', '10^3'],
	['\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}', '\\begin{bmatrix}1\\\\2\\end{bmatrix}'],
	['2\\frac{1}{2}', '2.5'],
	['2.5', '2 \\frac{1}{2}'],
	['\\pm 3', '3,-3'],
	['\\pm\\sqrt{2}', '\\{\\sqrt2,-\\sqrt2\\}'],
	['\\text{even}', 'even'],
	['\\text{(A)}', 'A'],
	['288\\pi', '288π'],
	['0', '0.0'],
	['\\frac{-3}{4}', '-\\frac34'],
	['50\\%', '0.5'],
	['50\\%', '50'],
	['10!', '3628800'],
	['\\log_2 8', '3'],
	['11\\sqrt5+11', '11(1+\\sqrt5)'],
	['\\emptyset', '\\{\\}'],
	['\\frac{1}{3}', '0.\\overline{3}'],
	['\\left( 3, \\frac{\\pi}{2} \\right)', '(3, \\pi/2)'],
	['\\sqrt[3]{-8}', '-2'],
	['\\tan^{-1} 1', '\\frac{\\pi}{4}'],
	['\\binom{5}{2}', '10'],
];

const different: [string, string][] = [
	['0.333', '\\frac13'],
	['[1,2)', '(1,2)'],
	['(1,-2)', '(-2,1)'],
	['1,-2', '1'],
	['1,-2', '1,2'],
	['15\\mbox{ cm}^2', '15\\text{ m}^2'],
	['15\\mbox{ cm}^2', '15 cm'],
	['y=-2x', 'y=2x'],
	['x=3', 'y=3'],
	['x^2-1', 'x^2+1'],
	['6+9i', '6-9i'],
	['4210_{5}', '4210'],
	['\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}', '\\begin{pmatrix} 2 \\\\ 1 \\end{pmatrix}'],
	['\\text{even}', 'odd'],
	['288\\pi', '904.78'],
	['\\pi', '3.14'],
	['123456789012345678901', '123456789012345678902'],
	['-1', '1'],
	['\\infty', '-\\infty'],
	['x', 'y'],
	['e^{2}', '7.389'],
	['12', '\\frac{12}{0}'],
	['2:3', '2/3'],
	['(2,4)', 'x=2,y=4'],
	['5', ''],
	['5', '?'],
	['5', '5x'],
	['5', '\\text{five}'],
	['2', '2 \\text{ or } 3'],
	['3 \\text{ hours}', '3 \\text{ minutes}'],
	['\\{1,2\\}', '\\{1,2,3\\}'],
	['(0,1)\\cup(2,3)', '(0,1)'],
	['10', '1,0'],
	['0', '\\frac{0}{0}'],
	['x+1', 'x+1.0001'],
	['5', '\\boxed{5}\\boxed{6}'],
];

describe('the same value is right', () => {
	test.each(same)('%s = %s', async (expected, answer) => {
		const grader = await makeGrader({ type: 'math', expected });
		expect(await grader(`Thus \\boxed{${answer}}.`)).toMatchObject({ outcome: 'right' });
	});
});

describe('another value is wrong', () => {
	test.each(different)('%s ≠ %s', async (expected, answer) => {
		const grader = await makeGrader({ type: 'math', expected });
		expect(await grader(`Thus \\boxed{${answer}}.`)).toMatchObject({ outcome: 'wrong' });
	});
});

describe('the conclusion is found', () => {
	test.each([
		{ answer: 'So the answer is \\(\\frac{3}{4}\\).', right: true },
		{ answer: '**Final answer:** $\\frac{3}{4}$', right: true },
		{ answer: 'We get $x = 1$ first, and at last\n\n$$x = \\frac{3}{4}$$', right: true },
		{ answer: '\\frac{3}{4}', right: true },
		{ answer: 'The probability is 3/4', right: true },
		{ answer: '\\boxed{\\frac{1}{4}} was my first try; the right one is \\boxed{\\frac{3}{4}}', right: true },
		{ answer: '\\boxed{\\frac{3}{4}} was my first try; the right one is \\boxed{\\frac{1}{4}}', right: false },
		{ answer: 'It is $\\frac{3}{4}$ of something, so the answer is $12$.', right: false },
		{ answer: 'I know that 3/4 is less than one.\nI give up.', right: false },
		{ answer: '\\boxed{\\frac{3}{4}', right: false },
		{ answer: '', right: false },
	])('$answer', async ({ answer, right }) => {
		const grader = await makeGrader({ type: 'math', expected: '\\frac{3}{4}' });
		expect((await grader(answer)).outcome).toBe(right ? 'right' : 'wrong');
	});
});

describe.skipIf(!hasSharedData)('public competition answers (skipped without ../shared/data)', () => {
	const answers = () => [
		...new Set(
			readFileSync(sharedData('eval-tasks-dev.jsonl'), 'utf8')
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line))
				.filter((row) => row.answerType === 'latex')
				.map((row): string => row.answer),
		),
	];

	test('each is equal to itself, in every way of stating it', async () => {
		const misses: string[] = [];
		for (const answer of answers()) {
			const grader = await makeGrader({ type: 'math', expected: answer });
			for (const text of [`\\boxed{${answer}}`, `**Final answer:** $${answer}$`, `The answer is \\(${answer}\\).`, answer]) {
				if ((await grader(text)).outcome !== 'right') misses.push(text);
			}
		}
		expect(misses).toEqual([]);
	});

	test('none is equal to another, but that a unit may be left out', async () => {
		const equals: string[] = [];
		for (const expected of answers()) {
			const grader = await makeGrader({ type: 'math', expected });
			for (const answer of answers()) {
				if (answer !== expected && (await grader(`\\boxed{${answer}}`)).outcome === 'right') equals.push(`${expected} = ${answer}`);
			}
		}
		expect(equals.sort()).toEqual(['15 = 15\\mbox{ cm}^2', '15\\mbox{ cm}^2 = 15']);
	});
});
