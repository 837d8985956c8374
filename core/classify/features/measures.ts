import { NO_CONTEXT, type Context } from './context';
import { SENTENCE_ENDS, type NormalText } from './normalise';
import type { Words } from './words';

/** What the cues are made of. */
export interface Measures {
	lines: number;
	numbers: number;
	questions: number;
	quotes: number;
	/** Words, of which two ideographs make one, in steps of half a doubling. */
	sizeStep: number;
	/** Share of code symbols, in twentieths. */
	symbolDensity: number;
	/** Share of digits, in tenths. */
	digitDensity: number;
	/** The sentence end that the text ends with; 0 for none. */
	endsWith: number;
	hasCodeBlock: boolean;
	isIdeographic: boolean;
	/** Answers that the text offers, 0 to 4. */
	choices: number;
	context: Context;
}

export const stepOf = (amount: number): number => (amount === 0 ? 0 : 1 + Math.round(2 * Math.log2(amount)));

const SHORTEST = 20;

export function measure(text: string, normal: NormalText, words: Words, context: Context = NO_CONTEXT): Measures {
	const { size, lines, digits, symbols, questions, quotes, ideographs, letters } = normal;
	const last = normal.codes[words.stops[Math.max(0, words.count - 1)] - 1];
	return {
		lines,
		numbers: words.numbers,
		questions,
		quotes,
		sizeStep: stepOf(words.letters + ideographs / 2),
		symbolDensity: Math.round(Math.min(1, symbols / Math.max(SHORTEST, size)) * 20),
		digitDensity: Math.round((10 * digits) / Math.max(1, size)),
		endsWith: SENTENCE_ENDS[last] ? last : 0,
		hasCodeBlock: text.includes('```'),
		isIdeographic: ideographs > letters,
		choices: Math.min(4, countChoices(text.slice(0, size))),
		context,
	};
}

/** How many answers a text offers to choose from, such as (A) ... (B) ... (C). */
function countChoices(text: string): number {
	const letters = 'ABCDE';
	const isOffered = (letter: string) => [`(${letter})`, `\n${letter}.`, `\n${letter})`, ` ${letter}. `].some((mark) => text.includes(mark));
	const first = [...letters].findIndex((letter) => !isOffered(letter));
	return first < 0 ? letters.length : first;
}
