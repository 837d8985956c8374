import { characterKinds, KIND } from '../characters';
import { mix } from '../hash';
import { LONGEST_TEXT, type NormalText } from './normalise';

/** Runs of letters or digits, single ideographs and single symbols, in the order of the text. */
export interface Words {
	/** Where each begins and ends among the codes of the text. */
	starts: Int32Array;
	stops: Int32Array;
	hashes: Int32Array;
	/** A `KIND` each. */
	kinds: Uint8Array;
	count: number;
	/** How many are runs of letters, and of digits. */
	letters: number;
	numbers: number;
}

const HASH_START = 7;

export function findWords({ codes, length }: NormalText, into: Words): void {
	const kinds = characterKinds();
	let count = 0;
	let letters = 0;
	let numbers = 0;
	for (let at = 0; at < length;) {
		const kind = kinds[codes[at]];
		if (kind === KIND.space) {
			at++;
			continue;
		}
		let stop = at + 1;
		let hash = mix(HASH_START, codes[at]);
		if (kind === KIND.letter || kind === KIND.digit) {
			while (stop < length && kinds[codes[stop]] === kind) {
				// Numbers of any length are the same word.
				if (kind === KIND.letter) hash = mix(hash, codes[stop]);
				stop++;
			}
		}
		if (kind === KIND.letter) letters++;
		if (kind === KIND.digit) numbers++;
		into.starts[count] = at;
		into.stops[count] = stop;
		into.hashes[count] = hash;
		into.kinds[count++] = kind;
		at = stop;
	}
	into.count = count;
	into.letters = letters;
	into.numbers = numbers;
}

export const roomForWords = (): Words => ({
	starts: new Int32Array(LONGEST_TEXT),
	stops: new Int32Array(LONGEST_TEXT),
	hashes: new Int32Array(LONGEST_TEXT),
	kinds: new Uint8Array(LONGEST_TEXT),
	count: 0,
	letters: 0,
	numbers: 0,
});
