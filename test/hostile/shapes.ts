import { codeIn } from '../../core/graders/code';
import { graded } from '../../core/graders/grade';
import { makeGrader, type Grader } from '../../core/graders';

/** Pieces of what graders read; repeated, each once made some parser or pattern slow, or is of the kind that does. */
const pieces = [
	'|', '(', '[', '{', '((', ')', '}', '()', '^', '_', '-', '+', '*', '**', '/', '=', '<', ',', '.', ' ', '\n', '\t', '$', '#', '%', '!', "'", '"', '\\', '\\\\', '`', '```\n', '~~~', '<think>', '</think>', '1', '0', '9,', '1,000', '1 ', '1.', '1/', '1e9', '1^', '2^{', '-1', '1:', '1-', '2026-', 'a', 'a ', 'A', 'A) ', '(A)', 'x+', 'x_', 'sin', 'one ', 'thousand ', 'million and ', 'and ', 'or ', 'is ', 'The answer is ', 'Answer: ', '**Answer:** ', 'VERDICT: ', '一', '億', '½', '²', '①', '😀', '\u0301', '\u200b', '€', 'km ', 'km/', '°',
	'\\frac', '\\frac{', '\\frac12', '\\sqrt', '\\sqrt{', '\\boxed', '\\boxed{', '\\boxed{1}', '\\left(', '\\left|', '\\lvert', '\\text{', '\\text{ and }', '\\sin', '\\int', '\\sum_', '\\pm', '\\cup', '\\{', '\\begin{pmatrix}', '\\begin{cases}1&', '\\operatorname{', '\\mathrm{m}', '\\%', '\\,', '\\(', '\\[', 'f(', 'f(x,', '{"a":', '[1,', 'function double(', 'def double(',
]; // prettier-ignore

/** Texts by name: every piece often enough for a long formula and for a long answer, alone and where an answer is looked for. */
export const texts = (): Record<string, string> =>
	Object.fromEntries(
		pieces.flatMap((piece) =>
			[Math.floor(900 / piece.length), Math.ceil(8_000 / piece.length)].flatMap((times) => {
				const text = piece.repeat(times);
				const name = `${JSON.stringify(piece)} x ${times}`;
				return [
					[name, text],
					[`${name} in a formula`, `So the answer is $${text}1$.`],
					[`${name} in a box`, `\\boxed{${text}}`],
				];
			}),
		),
	);

/** A pattern takes time by its own length times the text's. */
const longestPattern = 1000;

/** A grader of each kind: with an expected text, or with a usual one. Code is only looked for here: what runs is tried by code.test.ts. */
export const graders: Record<string, (expected?: string) => Promise<Grader>> = {
	exact: (text = '42') => makeGrader({ type: 'exact', accepted: [text] }),
	normalised: (text = 'Paris') => makeGrader({ type: 'normalised', accepted: [text], lang: 'en' }),
	date: (expected = '2026-01-31') => makeGrader({ type: 'date', expected, lang: 'en' }),
	id: (expected = 'INV-2026') => makeGrader({ type: 'id', expected }),
	number: (expected = '1,234.5 km') => makeGrader({ type: 'number', expected, lang: 'en' }),
	math: (expected = '\\frac{1}{2}x') => makeGrader({ type: 'math', expected }),
	choice: (text = 'Paris') => makeGrader({ type: 'choice', expected: 'A', choices: [text, 'London'] }),
	regex: (pattern = '^(a+)+$') => makeGrader({ type: 'regex', pattern: pattern.slice(0, longestPattern) }),
	schema: (pattern = '^(a+)+$') => makeGrader({ type: 'schema', schema: { type: 'string', pattern: pattern.slice(0, longestPattern) } }),
	contains: (text = 'Paris') => makeGrader({ type: 'contains', texts: [text] }),
	code:
		async (prompt = '') =>
		async (answer) =>
			graded(false, codeIn(answer, { language: 'python', prompt, entryPoint: 'double' })),
	judge: (text = 'VERDICT: SAME') => makeGrader({ type: 'judge', question: text, reference: text }, { ask: async () => text }),
};
