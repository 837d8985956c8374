import { KIND } from '../characters';
import { mix } from '../hash';
import { FAMILY } from './families';
import type { FeatureList } from './list';
import { NEWLINE, SENTENCE_ENDS, type NormalText } from './normalise';
import { originOfWord } from './origins';
import type { Words } from './words';

/** Last characters of a sentence that are features of their own. */
const EDGE = 6;
const FIRST_WORDS = 4;
const LAST_WORDS = 3;

/** Words, pairs of words, and the words that open or close a sentence or the text. */
export function addWordFeatures(text: NormalText, words: Words, list: FeatureList): void {
	for (let word = 0; word < words.count; word++) {
		addWord(words, word, list);
		if (opensSentence(text, words, word)) addOpening(words, word, list);
		if (closesSentence(text, words, word)) addEdge(text, words, word, list);
	}
	addEnds(words, list);
}

function addWord({ hashes, kinds, count }: Words, word: number, list: FeatureList): void {
	const hash = hashes[word];
	const isWord = kinds[word] !== KIND.ideograph;
	const origin = originOfWord(word);
	if (isWord) list.add(mix(FAMILY.word, hash), origin);
	if (word + 1 >= count) return;
	if (isWord || kinds[word + 1] !== KIND.ideograph) list.add(mix(mix(FAMILY.pair, hash), hashes[word + 1]), origin);
	if (word + 2 < count && isWord) list.add(mix(mix(FAMILY.skip, hash), hashes[word + 2]), origin);
}

function opensSentence({ codes }: NormalText, { starts, kinds }: Words, word: number): boolean {
	if (word === 0 || codes[starts[word] - 1] === NEWLINE) return true;
	return SENTENCE_ENDS[codes[starts[word - 1]]] === 1 && kinds[word] !== KIND.symbol;
}

/** The first words of each sentence carry its verb or question word. */
function addOpening({ hashes, count }: Words, word: number, list: FeatureList): void {
	const first = mix(FAMILY.opening, hashes[word]);
	list.add(first, originOfWord(word));
	if (word + 1 < count) list.add(mix(first, hashes[word + 1]), originOfWord(word));
}

function closesSentence({ codes }: NormalText, { starts, stops, kinds, count }: Words, word: number): boolean {
	if (kinds[word] !== KIND.letter && kinds[word] !== KIND.ideograph) return false;
	return word + 1 === count || codes[stops[word]] === NEWLINE || SENTENCE_ENDS[codes[starts[word + 1]]] === 1;
}

/** In Japanese, Korean, Turkish or Hindi, the last characters carry the verb. */
function addEdge({ codes }: NormalText, { stops }: Words, word: number, list: FeatureList): void {
	const last = stops[word] - 1;
	let hash: number = FAMILY.edge;
	for (let back = 0; back < EDGE && last - back >= 0; back++) {
		hash = mix(hash, codes[last - back]);
		if (back > 0) list.add(hash, originOfWord(word));
	}
}

function addEnds({ hashes, count }: Words, list: FeatureList): void {
	let opening: number = FAMILY.first;
	for (let word = 0; word < Math.min(FIRST_WORDS, count); word++) {
		opening = mix(opening, hashes[word]);
		list.add(opening, originOfWord(0));
	}
	let closing: number = FAMILY.last;
	for (let word = count - 1; word >= Math.max(0, count - LAST_WORDS); word--) {
		closing = mix(closing, hashes[word]);
		list.add(closing, originOfWord(word));
	}
}
