import { finalAnswer, plain, type FinalAnswer } from './finalAnswer';
import { graded, type Grader } from './grade';
import { equivalent } from './mathForm';
import type { ReadMath } from './mathTypes';
import { readMath } from './readMath';
import { normalise } from './normalise';
import { numbersIn } from './number';

/** No conclusion is longer; a wall of symbols is not worth parsing. */
const longestConclusion = 1000;

let parser: Promise<(latex: string) => unknown> | undefined;

async function loadParser() {
	const { LatexSyntax } = await import('@cortex-js/compute-engine/latex-syntax');
	const syntax = new LatexSyntax();
	return (latex: string): unknown => syntax.parse(latex);
}

/** Right when the conclusion is mathematically the expected one: fractions, roots, intervals, sets, units, percent, LaTeX. */
export async function math({ expected }: { expected: string }): Promise<Grader> {
	const parse = await (parser ??= loadParser());
	const wanted = readMath(expected, parse);
	return (answer) => {
		const candidates = conclusions(finalAnswer(answer));
		for (const text of candidates) {
			if (text.length > longestConclusion) continue;
			if (sameText(expected, text)) return graded(true, text);
			const found = readMath(text, parse);
			if (found && wanted && sameUnit(wanted, found) && equivalent(wanted, found)) return graded(true, text);
		}
		return graded(false, candidates[0] ?? '');
	};
}

/**
 * What may be the conclusion. In a box it is the box; after a phrase it is the rest of the line or the formula in it;
 * in a bare answer it is the last formula.
 */
function conclusions({ text, from }: FinalAnswer): string[] {
	if (from === 'boxed') return [text];
	const last =
		text
			.split('\n')
			.filter((line) => line.trim() !== '')
			.at(-1) ?? '';
	const line = plain(from === 'whole' ? last : text);
	const formulas = [...line.matchAll(/(?<!\\)\$\$?((?:[^$\\]|\\.)+)\$\$?|\\\((.+?)\\\)|\\\[(.+?)\\\]/g)].map(
		(match) => match[1] ?? match[2] ?? match[3],
	);
	if (formulas.length > 0) return oneOf(from === 'whole' ? formulas.slice(-1) : formulas);
	if (!/\p{L}{3,}\s+\p{L}{2,}/u.test(line)) return [line];
	const numbers = numbersIn(line);
	return numbers.length > 0 ? [line, numbers[numbers.length - 1].text] : [line];
}

/** Two different formulas after "the answer is" are one conclusion only when one explains the other. */
const oneOf = (formulas: string[]) => formulas.slice(0, 1);

function sameText(expected: string, text: string): boolean {
	const [one, other] = [expected, text].map((side) =>
		normalise(side.replace(/\\(?:text|mbox|mathrm|textbf)\s*\{([^{}]*)\}/g, '$1').replace(/\\[,;! ]|\$/g, '')),
	);
	// Without signs and brackets a text says something else: only words are compared this way.
	return /^\p{L}[\p{L}\s'-]*$/u.test(one) && one === other && one.length > 1;
}

/** A unit may be left out, but not be another. */
const sameUnit = (wanted: ReadMath, found: ReadMath) => wanted.unit === undefined || found.unit === undefined || wanted.unit === found.unit;
