import { japaneseOnly, simplifiedOnly, traditionalOnly } from './tables/characterSets';
import { likelihood } from './tables/likelihood';
import { kinds, ranges } from './tables/scripts';

export const classes = { simplified: 1, traditional: 2, japanese: 4 } as const;

const pairSlots = 1 << 17;

export interface HanTables {
	/** Kind of each UTF-16 code unit. */
	kindOf: Uint8Array;
	/** Bits of `classes` of each UTF-16 code unit. */
	classOf: Uint8Array;
	/** 16 ln P(Chinese)/P(Japanese) and 16 ln P(Chinese)/P(Korean) of each UTF-16 code unit. */
	againstJapanese: Int8Array;
	againstKorean: Int8Array;
	/** Open-addressed table of two neighbouring characters, and their scores. */
	pairKeys: Int32Array;
	pairAgainstJapanese: Int8Array;
	pairAgainstKorean: Int8Array;
}

let loaded: HanTables | undefined;

/** The detector's tables, unpacked on first use. */
export function hanTables(): HanTables {
	loaded ??= unpack();
	return loaded;
}

function unpack(): HanTables {
	const kindOf = new Uint8Array(0x10000);
	for (let unit = 0x80; unit < 0x10000; unit++) {
		if (/\p{L}/u.test(String.fromCharCode(unit))) kindOf[unit] = kinds.letter;
	}
	for (const [first, last, kind] of ranges) kindOf.fill(kind, first, last + 1);

	const classOf = new Uint8Array(0x10000);
	for (const [characters, bit] of [
		[simplifiedOnly, classes.simplified],
		[traditionalOnly, classes.traditional],
		[japaneseOnly, classes.japanese],
	] as const) {
		for (let index = 0; index < characters.length; index++) classOf[characters.charCodeAt(index)] |= bit;
	}

	const { characters, characterScores, pairs, pairScores } = likelihood;
	const againstJapanese = new Int8Array(0x10000);
	const againstKorean = new Int8Array(0x10000);
	const scores = decode(characterScores);
	for (let index = 0; index < characters.length; index++) {
		againstJapanese[characters.charCodeAt(index)] = scores[2 * index];
		againstKorean[characters.charCodeAt(index)] = scores[2 * index + 1];
	}

	const pairKeys = new Int32Array(pairSlots);
	const pairAgainstJapanese = new Int8Array(pairSlots);
	const pairAgainstKorean = new Int8Array(pairSlots);
	const ofPairs = decode(pairScores);
	let row = 0;
	for (const group of pairs.split(' ')) {
		for (let index = 1; index < group.length; index++, row++) {
			const key = (group.charCodeAt(0) << 16) | group.charCodeAt(index);
			const slot = slotOf(pairKeys, key);
			pairKeys[slot] = key;
			pairAgainstJapanese[slot] = ofPairs[2 * row];
			pairAgainstKorean[slot] = ofPairs[2 * row + 1];
		}
	}
	return { kindOf, classOf, againstJapanese, againstKorean, pairKeys, pairAgainstJapanese, pairAgainstKorean };
}

function decode(base64: string): Int8Array {
	const bytes = Buffer.from(base64, 'base64');
	return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The slot that holds the pair, or the free one where it would go. */
export function slotOf(pairKeys: Int32Array, key: number): number {
	let slot = Math.imul(key, 0x9e3779b1) >>> 15;
	while (pairKeys[slot] !== 0 && pairKeys[slot] !== key) slot = (slot + 1) & (pairSlots - 1);
	return slot;
}
