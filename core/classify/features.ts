import { characterKinds, KIND } from './characters';
import { mix, spread } from './hash';
import { CONCEPT_ORIGIN } from './origins';
import { conceptsAt } from './lexicon';

/** A power of two, so that a mask picks the bucket. */
export const BUCKETS = 1 << 18;
const MASK = BUCKETS - 1;
/** Groups are scaled apart, so that a long text's many character n-grams do not drown its structure. */
export const GROUPS = ['characters', 'words', 'cues'] as const;

export const LONGEST_TEXT = 2600;
const MAX_FEATURES = 1 << 15;

/** Hashed features of one text, group after group; `ends[g]` is where group `g` ends. Valid until the next call. */
export interface Features {
	ids: Int32Array;
	ends: Int32Array;
	/** What each feature of the last two groups stands for, for `describeFeature`. */
	origins: Int32Array;
}

const ids = new Int32Array(MAX_FEATURES);
const origins = new Int32Array(MAX_FEATURES);
const ends = new Int32Array(GROUPS.length);
const features: Features = { ids, ends, origins };

const codes = new Uint16Array(LONGEST_TEXT + 8);
const starts = new Int32Array(LONGEST_TEXT);
const stops = new Int32Array(LONGEST_TEXT);
const hashes = new Int32Array(LONGEST_TEXT);
const kindsOfTokens = new Uint8Array(LONGEST_TEXT);

/** Seeds of the feature families: the same word as first word and as any word are two features. */
const enum Seed {
	character = 11,
	edge = 23,
	word = 31,
	pair = 47,
	skip = 59,
	first = 61,
	last = 73,
	opening = 83,
	cue = 97,
	concept = 101,
	conceptFirst = 113,
	conceptPair = 127,
	conceptCue = 139,
	conceptLast = 149,
}

let count = 0;
function emit(hash: number, origin: number): void {
	if (count >= MAX_FEATURES) return;
	ids[count] = spread(hash) & MASK;
	origins[count++] = origin;
}

const NEWLINE = 10;
const SPACE = 32;
const SENTENCE_ENDS = flagsOf('.!?:;。！？：；؟।…');
const CODE_SYMBOLS = flagsOf('{}[]()<>=;_`#\\/|&*+$@^~');

/** A list with a 1 for each of these characters: quicker to ask than a set. */
function flagsOf(characters: string): Uint8Array {
	const flags = new Uint8Array(65536);
	for (const character of characters) flags[character.charCodeAt(0)] = 1;
	return flags;
}

const bucketOf = (amount: number): number => (amount === 0 ? 0 : 1 + Math.round(2 * Math.log2(amount)));

/** How many answers a text offers to choose from, such as (A) ... (B) ... (C). */
function countOptions(text: string): number {
	let options = 0;
	for (const letter of 'ABCDE') {
		if (!text.includes(`(${letter})`) && !text.includes(`\n${letter}.`) && !text.includes(`\n${letter})`) && !text.includes(` ${letter}. `))
			break;
		options++;
	}
	return options;
}

const hit = new Uint8Array(512);
const hits: number[] = [];

/** The features of a text of at most `LONGEST_TEXT` characters (the rest is not read). */
export function extractFeatures(text: string): Features {
	const kinds = characterKinds();
	const lower = text.toLowerCase();
	const size = Math.min(lower.length, LONGEST_TEXT);
	count = 0;

	// One pass to normalise: runs of spaces become one, every digit is 0.
	let length = 0;
	codes[length++] = SPACE;
	let lines = 0;
	let digits = 0;
	let symbols = 0;
	let questions = 0;
	let ideographs = 0;
	let letters = 0;
	let quotes = 0;
	for (let at = 0; at < size; at++) {
		const code = lower.charCodeAt(at);
		const kind = kinds[code];
		if (kind === KIND.space) {
			if (code === NEWLINE) lines++;
			const previous = codes[length - 1];
			if (previous === NEWLINE) continue;
			if (previous === SPACE) {
				if (code === NEWLINE) codes[length - 1] = NEWLINE;
				continue;
			}
			codes[length++] = code === NEWLINE ? NEWLINE : SPACE;
			continue;
		}
		if (kind === KIND.digit) {
			digits++;
			codes[length++] = 48;
			continue;
		}
		if (kind === KIND.ideograph) ideographs++;
		else if (kind === KIND.letter) letters++;
		else if (code === 63 || code === 0xff1f || code === 0x061f) questions++;
		else if (CODE_SYMBOLS[code]) symbols++;
		else if (code === 34 || code === 0xab || code === 0x300c || code === 0x201c || code === 0x201e) quotes++;
		codes[length++] = code;
	}
	if (codes[length - 1] !== SPACE && codes[length - 1] !== NEWLINE) codes[length++] = SPACE;

	// Character n-grams; most of the time is spent here, so they are written straight into the list.
	for (let at = 0; at < length - 1; at++) {
		let hash = mix(Seed.character, codes[at]);
		if (kinds[codes[at]] === KIND.ideograph) ids[count++] = spread(hash) & MASK;
		hash = mix(hash, codes[at + 1]);
		ids[count++] = spread(hash) & MASK;
		if (at + 2 >= length) continue;
		hash = mix(hash, codes[at + 2]);
		ids[count++] = spread(hash) & MASK;
		if (at + 3 >= length) continue;
		ids[count++] = spread(mix(hash, codes[at + 3])) & MASK;
	}
	ends[0] = count;

	// Tokens: runs of letters or digits, single ideographs and symbols.
	let tokens = 0;
	for (let at = 0; at < length;) {
		const kind = kinds[codes[at]];
		if (kind === KIND.space) {
			at++;
			continue;
		}
		let stop = at + 1;
		let hash = mix(7, codes[at]);
		if (kind === KIND.letter || kind === KIND.digit) {
			while (stop < length && kinds[codes[stop]] === kind) {
				if (kind === KIND.letter) hash = mix(hash, codes[stop]);
				stop++;
			}
		}
		starts[tokens] = at;
		stops[tokens] = stop;
		hashes[tokens] = hash;
		kindsOfTokens[tokens++] = kind;
		at = stop;
	}

	let numbers = 0;
	let words = 0;
	for (let token = 0; token < tokens; token++) {
		const hash = hashes[token];
		const kind = kindsOfTokens[token];
		if (kind === KIND.digit) numbers++;
		if (kind === KIND.letter) words++;
		if (kind !== KIND.ideograph) emit(mix(Seed.word, hash), token + 1);
		if (token + 1 < tokens) {
			const pair = mix(mix(Seed.pair, hash), hashes[token + 1]);
			if (kind !== KIND.ideograph || kindsOfTokens[token + 1] !== KIND.ideograph) emit(pair, token + 1);
			if (token + 2 < tokens && kind !== KIND.ideograph) {
				emit(mix(mix(Seed.skip, hash), hashes[token + 2]), token + 1);
			}
		}
		// The first words of each sentence carry its verb or question word.
		const before = token === 0 ? NEWLINE : codes[starts[token] - 1];
		const opens = token === 0 || before === NEWLINE || (SENTENCE_ENDS[codes[starts[token - 1]]] && kind !== KIND.symbol);
		if (opens) {
			emit(mix(Seed.opening, hash), token + 1);
			if (token + 1 < tokens) emit(mix(mix(Seed.opening, hash), hashes[token + 1]), token + 1);
		}
		// ... and in Japanese, Korean, Turkish or Hindi, its last characters do.
		const after = token + 1 < tokens ? codes[starts[token + 1]] : NEWLINE;
		const closes = token + 1 === tokens || codes[stops[token]] === NEWLINE || SENTENCE_ENDS[after];
		if (closes && (kind === KIND.letter || kind === KIND.ideograph)) {
			let edge: number = Seed.edge;
			for (let back = 0; back < 6 && stops[token] - 1 - back >= 0; back++) {
				edge = mix(edge, codes[stops[token] - 1 - back]);
				if (back > 0) emit(edge, token + 1);
			}
		}
	}
	let opening: number = Seed.first;
	for (let token = 0; token < Math.min(4, tokens); token++) {
		opening = mix(opening, hashes[token]);
		emit(opening, 1);
	}
	let closing: number = Seed.last;
	for (let token = tokens - 1; token >= Math.max(0, tokens - 3); token--) {
		closing = mix(closing, hashes[token]);
		emit(closing, token + 1);
	}
	ends[1] = count;

	// Structure.
	const units = words + ideographs / 2;
	const cue = (name: number, value: number) => emit(mix(mix(Seed.cue, name), value), -1 - name);
	const sizeBucket = bucketOf(units);
	const asks = questions > 0 ? 1 : 0;
	const numeric = Math.min(numbers, 6);
	const density = Math.round(Math.min(1, symbols / Math.max(20, size)) * 20);
	const ends_ = codes[stops[Math.max(0, tokens - 1)] - 1];
	cue(1, sizeBucket);
	cue(2, bucketOf(lines));
	cue(3, bucketOf(numbers));
	cue(4, density);
	cue(5, Math.min(questions, 3));
	cue(6, SENTENCE_ENDS[ends_] ? ends_ : 0);
	cue(7, bucketOf(quotes));
	cue(8, text.includes('```') ? 1 : 0);
	cue(9, Math.round((10 * digits) / Math.max(1, size)));
	cue(10, (asks * 8 + numeric) * 64 + Math.min(sizeBucket, 16));
	cue(11, ideographs > letters ? 1 : 0);
	cue(12, asks * 64 + sizeBucket);
	cue(13, numeric * 64 + sizeBucket);

	cue(14, Math.min(4, countOptions(text.slice(0, size))));

	// Words whose meaning is known in many languages.
	hits.length = 0;
	for (let token = 0; token < tokens; token++) {
		const kind = kindsOfTokens[token];
		if (kind === KIND.digit || kind === KIND.symbol) continue;
		conceptsAt(codes, starts[token], length, (concept) => {
			if (token < 3) emit(mix(mix(Seed.conceptFirst, concept), 1), CONCEPT_ORIGIN - concept);
			if (token >= tokens - 4) emit(mix(Seed.conceptLast, concept), CONCEPT_ORIGIN - concept);
			if (hit[concept]) return;
			hit[concept] = 1;
			hits.push(concept);
		});
	}
	const used = Math.min(hits.length, 14);
	const short = sizeBucket > 9 ? 2 : sizeBucket > 6 ? 1 : 0;
	for (let index = 0; index < hits.length; index++) {
		const concept = hits[index];
		hit[concept] = 0;
		if (index >= used) continue;
		emit(mix(Seed.concept, concept), CONCEPT_ORIGIN - concept);
		emit(mix(mix(Seed.conceptCue, concept), asks * 3 + short), CONCEPT_ORIGIN - concept);
		emit(mix(mix(Seed.conceptCue, concept), 64 + Math.min(numbers, 3)), CONCEPT_ORIGIN - concept);
		for (let other = index + 1; other < used; other++) {
			const low = Math.min(concept, hits[other]);
			const high = Math.max(concept, hits[other]);
			emit(mix(mix(Seed.conceptPair, low), high), CONCEPT_ORIGIN - concept);
		}
	}
	ends[2] = count;
	return features;
}

/** A word of the text that was read last. */
export function tokenAt(token: number): string {
	let word = '';
	const stop = Math.min(stops[token], starts[token] + 30);
	for (let at = starts[token]; at < stop; at++) word += String.fromCharCode(codes[at]);
	return word;
}
