/** Kinds that one character may be of, as bits; a character of no kind is a sign. */
export const kind = { blob: 1, han: 2, hangul: 4, latin: 8, european: 16, letter: 32, digit: 64, space: 128, wide: 256 } as const;

const patterns: readonly (readonly [bit: number, RegExp])[] = [
	[kind.blob, /[A-Za-z\d+/]/],
	[kind.han, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u],
	[kind.hangul, /\p{Script=Hangul}/u],
	[kind.latin, /[A-Za-z]/],
	[kind.european, /[\p{Script=Cyrillic}\p{Script=Greek}]/u],
	[kind.letter, /[\p{L}\p{M}]/u],
	[kind.digit, /\p{N}/u],
	[kind.space, /\s/],
	[kind.wide, /[^\u0020-\u2fff]/u],
];

const blockSize = 256;
const blocks: (Uint16Array | undefined)[] = [];

/** The kinds of a code point, from a table whose blocks are filled when first looked at: patterns are too slow for megabytes. */
export function kindsOf(codePoint: number): number {
	const index = codePoint >> 8;
	const block = (blocks[index] ??= blockAt(index * blockSize));
	return block[codePoint & 255] ?? 0;
}

const blockAt = (start: number) =>
	Uint16Array.from({ length: blockSize }, (_, offset) => {
		const character = String.fromCodePoint(start + offset);
		return patterns.reduce((bits, [bit, pattern]) => (pattern.test(character) ? bits | bit : bits), 0);
	});
