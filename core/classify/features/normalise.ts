import { characterKinds, KIND } from '../characters';

/** Characters of a text that are read; the rest is not. */
export const LONGEST_TEXT = 2600;

export const NEWLINE = 10;
export const SPACE = 32;
const ZERO = 48;

/** A list with a 1 for each of these characters: quicker to ask than a set. */
export function flagsOf(characters: string): Uint8Array {
	const flags = new Uint8Array(65536);
	for (const character of characters) flags[character.charCodeAt(0)] = 1;
	return flags;
}

export const SENTENCE_ENDS = flagsOf('.!?:;。！？：；؟।…');
const CODE_SYMBOLS = flagsOf('{}[]()<>=;_`#\\/|&*+$@^~');
const QUESTION_MARKS = flagsOf('?？؟');
const QUOTES = flagsOf('"«「“„');

/** Lower case, runs of spaces one space, every digit 0; and what was counted on the way. */
export interface NormalText {
	codes: Uint16Array;
	/** Where in the text each code was read. */
	places: Uint16Array;
	/** How many of `codes` are used; they begin and end with a space or a new line. */
	length: number;
	/** Characters that were read. */
	size: number;
	lines: number;
	digits: number;
	symbols: number;
	questions: number;
	ideographs: number;
	letters: number;
	quotes: number;
}

/** Writes the text into `into`, whose room is used again. */
export function normalise(lower: string, into: NormalText): void {
	const kinds = characterKinds();
	const { codes, places } = into;
	const size = Math.min(lower.length, LONGEST_TEXT);
	let length = 0;
	let [lines, digits, symbols, questions, ideographs, letters, quotes] = [0, 0, 0, 0, 0, 0, 0];
	codes[length++] = SPACE;
	for (let at = 0; at < size; at++) {
		const code = lower.charCodeAt(at);
		const kind = kinds[code];
		places[length] = at;
		if (kind === KIND.space) {
			if (code === NEWLINE) lines++;
			const previous = codes[length - 1];
			if (previous === NEWLINE) continue;
			if (previous !== SPACE) codes[length++] = code === NEWLINE ? NEWLINE : SPACE;
			else if (code === NEWLINE) codes[length - 1] = NEWLINE;
			continue;
		}
		if (kind === KIND.digit) digits++;
		else if (kind === KIND.ideograph) ideographs++;
		else if (kind === KIND.letter) letters++;
		else if (QUESTION_MARKS[code]) questions++;
		else if (CODE_SYMBOLS[code]) symbols++;
		else if (QUOTES[code]) quotes++;
		codes[length++] = kind === KIND.digit ? ZERO : code;
	}
	places[length] = size;
	if (codes[length - 1] !== SPACE && codes[length - 1] !== NEWLINE) codes[length++] = SPACE;
	Object.assign(into, { length, size, lines, digits, symbols, questions, ideographs, letters, quotes });
}

export const roomForText = (): NormalText => ({
	codes: new Uint16Array(LONGEST_TEXT + 8),
	places: new Uint16Array(LONGEST_TEXT + 8),
	length: 0,
	size: 0,
	lines: 0,
	digits: 0,
	symbols: 0,
	questions: 0,
	ideographs: 0,
	letters: 0,
	quotes: 0,
});
