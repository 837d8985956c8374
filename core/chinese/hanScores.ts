import { japaneseOnly, simplifiedOnly, traditionalOnly } from './tables/characterSets';
import { likelihood } from './tables/likelihood';
import { kinds, ranges } from './tables/scripts';

/** Bits of a character's class, above its kind. */
export const classes = { simplified: 16, traditional: 32, japanese: 64, rareInJapanese: 128 } as const;
export const kindMask = 15;

/** In 16ths of a natural logarithm: characters of simplified Chinese that a Japanese text hardly ever has. */
const rareFrom = 64;
const pairBits = 16;

export interface HanTables {
	/** Kind of each UTF-16 code unit, and above it the bits of `classes`. */
	kindOf: Uint8Array;
	/**
	 * 16 ln P(Chinese)/P(Japanese) of each UTF-16 code unit in the high byte, and the same against Korean in the low one.
	 */
	scoreOf: Int16Array;
	/** Open-addressed table of two neighbouring characters, and their scores. */
	pairKeys: Int32Array;
	pairScores: Int16Array;
}

let loaded: HanTables | undefined;

/** The detector's tables, unpacked on first use. */
export function hanTables(): HanTables {
	loaded ??= unpack();
	return loaded;
}

/** The slot that holds the pair, or the free one where it would go. */
export function slotOf(pairKeys: Int32Array, key: number): number {
	let slot = Math.imul(key, 0x9e3779b1) >>> (32 - pairBits);
	while (pairKeys[slot] !== 0 && pairKeys[slot] !== key) slot = (slot + 1) & ((1 << pairBits) - 1);
	return slot;
}

function unpack(): HanTables {
	const kindOf = new Uint8Array(0x10000);
	for (let unit = 0x80; unit < 0x10000; unit++) {
		if (/\p{L}/u.test(String.fromCharCode(unit))) kindOf[unit] = kinds.letter;
	}
	for (const [first, last, kind] of ranges) kindOf.fill(kind, first, last + 1);

	const scoreOf = new Int16Array(0x10000);
	const { characters, characterScores, pairs } = likelihood;
	const ofCharacters = decode(characterScores);
	for (let row = 0; row < characters.length; row++) scoreOf[characters.charCodeAt(row)] = packed(ofCharacters, row);

	for (const [list, bit] of [
		[simplifiedOnly, classes.simplified],
		[traditionalOnly, classes.traditional],
		[japaneseOnly, classes.japanese],
	] as const) {
		for (let index = 0; index < list.length; index++) kindOf[list.charCodeAt(index)] |= bit;
	}
	for (let index = 0; index < simplifiedOnly.length; index++) {
		const unit = simplifiedOnly.charCodeAt(index);
		if (scoreOf[unit] >> 8 >= rareFrom) kindOf[unit] |= classes.rareInJapanese;
	}

	const pairKeys = new Int32Array(1 << pairBits);
	const pairScores = new Int16Array(1 << pairBits);
	const ofPairs = decode(likelihood.pairScores);
	let row = 0;
	for (const group of pairs.split(' ')) {
		for (let index = 1; index < group.length; index++, row++) {
			const key = (group.charCodeAt(0) << 16) | group.charCodeAt(index);
			const slot = slotOf(pairKeys, key);
			pairKeys[slot] = key;
			pairScores[slot] = packed(ofPairs, row);
		}
	}
	return { kindOf, scoreOf, pairKeys, pairScores };
}

function decode(base64: string): Int8Array {
	const bytes = Buffer.from(base64, 'base64');
	return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

const packed = (scores: Int8Array, row: number) => (scores[2 * row] << 8) | (scores[2 * row + 1] & 0xff);
