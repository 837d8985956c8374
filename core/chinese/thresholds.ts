/**
 * Thresholds of the detector. Evidence is in 16ths of a natural logarithm, lengths in code units. The benchmark tunes each
 * on some sources of the labelled data and measures on the others (`npm run bench -- detect`).
 */
export interface Thresholds {
	/** Kana or hangul this near makes a run part of a Japanese or Korean sentence. */
	near: number;
	/** The same in a text of Latin letters that holds some of either. */
	nearInLatin: number;
	/** Evidence for Chinese that a run among kana needs, by how many of its sides kana touch. */
	amongKana: readonly [number, number, number];
	/** The same in a text with kana that are not near. */
	farFromKana: number;
	/** Evidence for Chinese that a run among hangul needs: up to three ideographs, and more. */
	amongHangul: { word: number; clause: number };
	/** What a run needs when the one beside it, with no kana or hangul between, is Chinese. */
	besideChinese: number;
	/** Below this, a text without kana is Japanese if its characters are shared by both languages. */
	japaneseIfShared: number;
	/** The same if it has simplified and traditional forms, of one kind at most so many times as of the other. */
	japaneseIfMixed: number;
	mostUneven: number;
	/** The same if it has characters that only Chinese writes so, in all and per ideograph. */
	japaneseDespiteForms: { total: number; perIdeograph: number };
	/** The same if it has characters that only Japanese writes so. */
	japaneseByForms: number;
	/** A line with less evidence than this, either way, goes with the rest of the text. */
	undecidedLine: number;
	/** Up to this length, what stands in quotation marks is a term, and what is named without them. */
	longestQuotedTerm: number;
	longestNamedTerm: number;
	/** From this length on nothing is a quoted term. */
	longestQuotation: number;
}

export const thresholds: Thresholds = {
	near: 60,
	nearInLatin: 8,
	amongKana: [40, 80, 112],
	farFromKana: 24,
	amongHangul: { word: 84, clause: 64 },
	besideChinese: -24,
	japaneseIfShared: 2,
	japaneseIfMixed: -24,
	mostUneven: 4,
	japaneseDespiteForms: { total: -64, perIdeograph: -11 },
	japaneseByForms: 32,
	undecidedLine: 128,
	longestQuotedTerm: 8,
	longestNamedTerm: 10,
	longestQuotation: 40,
};
