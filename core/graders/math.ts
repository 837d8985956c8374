import { finalAnswer, longestSearched, plain, type FinalAnswer } from './finalAnswer';
import { graded, type AnswerType, type Grader } from './grade';
import { equivalent } from './mathForm';
import type { ReadMath } from './mathTypes';
import { loadMathParser } from './mathParser';
import { longestFormula, readMath } from './readMath';
import { normalise } from './normalise';
import { soleNumber } from './number';
import { numeralsIn, sameNumeral } from './numeral';
import { plainMath } from './plainMath';
import { factorBetween } from './units';

/** Right when the conclusion is mathematically the expected one: fractions, roots, intervals, sets, units, percent, LaTeX. */
export async function math({ expected, lang }: { expected: string; lang?: string }): Promise<Grader> {
	const parse = await loadMathParser();
	const wanted = readMath(expected, parse);
	const type = typeOf(wanted);
	return (answer) => {
		const candidates = conclusions(finalAnswer(answer));
		for (const text of candidates) {
			if (text.length > longestFormula) continue;
			const asNumerals = compareNumerals(expected, text, lang);
			if (asNumerals === 'different') continue;
			if (asNumerals === 'same' || sameText(expected, text) || sameLetter(expected, text)) return graded(true, text, undefined, type);
			const found = inUnitOf(wanted, readMath(text, parse));
			if (found && wanted && equivalent(wanted, found)) return graded(true, text, undefined, type);
		}
		return graded(false, candidates[0]?.slice(0, longestFormula) ?? '', undefined, type);
	};
}

function typeOf(wanted: ReadMath | undefined): AnswerType {
	if (!wanted || wanted.form.kind === 'word') return 'text';
	if (wanted.literal) return 'number';
	return wanted.form.kind === 'set' || wanted.form.kind === 'union' ? 'set' : 'expression';
}

/** Numbers with units are compared as numbers: 50 mm are 5 cm. A comma before one or two digits makes a list here. */
function compareNumerals(expected: string, text: string, lang?: string): 'same' | 'different' | undefined {
	const isList = /\d,\d{1,2}(?!\d)/;
	if (isList.test(expected) || isList.test(text) || !/\d/.test(text)) return undefined;
	const [wanted, found] = [soleNumber(expected, lang), soleNumber(text, lang)];
	if (!wanted || !found) return undefined;
	if (sameNumeral(wanted, found, { absolute: 0, relative: 0 })) return 'same';
	return wanted.unit && found.unit ? 'different' : undefined;
}

/** "(C) 12" names the choice that "C" names. */
function sameLetter(expected: string, text: string): boolean {
	const wanted = /^(?:\\text(?:bf)?\s*\{)?\(?([A-Z])\)?\}?$/.exec(expected.trim())?.[1];
	return wanted !== undefined && /^\\text(?:bf)?\s*\{\s*\(?([A-Z])\)?\s*\}/.exec(text.trim())?.[1] === wanted;
}

/**
 * What may be the conclusion. In a box it is the box; after a phrase it is the rest of the line or the formula in it;
 * in a bare answer it is the last formula.
 */
function conclusions({ text, from }: FinalAnswer): string[] {
	if (from === 'boxed' || from === 'field') return [text];
	const lastLine =
		text
			.slice(-longestSearched)
			.split('\n')
			.filter((line) => line.trim() !== '')
			.at(-1) ?? '';
	const line = plain(from === 'whole' ? lastLine : text).slice(-2 * longestFormula);
	const formulas = [...line.matchAll(/(?<!\\)\$\$?((?:[^$\\]|\\.)+)\$\$?|\\\((.+?)\\\)|\\\[(.+?)\\\]/g)].map(
		(match) => match[1] ?? match[2] ?? match[3],
	);
	if (formulas.length > 0) return oneOf(from === 'whole' ? formulas.slice(-1) : formulas);
	if (!/\p{L}{3,}\s+\p{L}{2,}|\p{Script=Han}{2}/u.test(line)) return [line];
	const last = numeralsIn(plainMath(line)).at(-1);
	return last ? [line, last.text] : [line];
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

/** What was found, in the unit that is wanted; a unit may be left out, but not be another. */
function inUnitOf(wanted: ReadMath | undefined, found: ReadMath | undefined): ReadMath | undefined {
	if (!wanted?.unit || !found?.unit) return found;
	const factor = factorBetween(found.unit, wanted.unit);
	if (factor === 1) return found;
	if (factor === 'different' || found.form.kind !== 'value') return undefined;
	return { form: { kind: 'value', expression: ['Multiply', factor, found.form.expression] }, unit: wanted.unit };
}
