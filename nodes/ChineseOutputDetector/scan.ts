import { classes, hanTables, slotOf } from './hanScores';
import { kinds } from './tables/scripts';

const rareInJapanese = 64;

/** A stretch of ideographs with nothing between them. */
export interface Run {
	start: number;
	end: number;
	/** Ideographs; one of planes 2 and 3 is one, though it takes two code units. */
	han: number;
	/** 16 ln P(Chinese)/P(Japanese) and 16 ln P(Chinese)/P(Korean), summed over the run. */
	againstJapanese: number;
	againstKorean: number;
	simplified: number;
	traditional: number;
	japanese: number;
	/** Characters of simplified Chinese that a Japanese text hardly ever has. */
	notJapanese: number;
	/** Index in `Scan.lines`. */
	line: number;
	/** Where kana and hangul stand nearest before and after; -1 and Infinity where there are none. */
	kanaBefore: number;
	kanaAfter: number;
	hangulBefore: number;
	hangulAfter: number;
}

export interface Line {
	start: number;
	end: number;
	han: number;
	kana: number;
	hangul: number;
	/** Letters of other scripts. */
	letters: number;
}

export interface Scan {
	runs: Run[];
	lines: Line[];
	/** Sums over all lines. */
	han: number;
	kana: number;
	hangul: number;
	letters: number;
}

/** Finds the ideographs of a text and what stands around them, in one pass and without a copy of the text. */
export function scan(text: string): Scan {
	const { kindOf, classOf, againstJapanese, againstKorean, pairKeys, pairAgainstJapanese, pairAgainstKorean } = hanTables();
	const { length } = text;
	const runs: Run[] = [];
	const lines: Line[] = [];
	const sums = { han: 0, kana: 0, hangul: 0, letters: 0 };
	let lineStart = 0;
	let lineHan = 0;
	let lineKana = 0;
	let lineHangul = 0;
	let letters = 0;
	let lastKana = -1;
	let lastHangul = -1;
	let awaitKana = 0;
	let awaitHangul = 0;

	for (let index = 0; index <= length; index++) {
		const kind = index === length ? kinds.newline : kindOf[text.charCodeAt(index)];
		if (kind === kinds.latin || kind === kinds.letter) {
			letters++;
		} else if (kind === kinds.han || kind === kinds.hanLead) {
			const run: Run = {
				start: index, end: index, han: 0, againstJapanese: 0, againstKorean: 0, simplified: 0, traditional: 0,
				japanese: 0, notJapanese: 0, line: lines.length, kanaBefore: lastKana, kanaAfter: Infinity, hangulBefore: lastHangul, hangulAfter: Infinity,
			};
			let previous = 0;
			let unit = text.charCodeAt(index);
			for (;;) {
				const of = kindOf[unit];
				if (of === kinds.hanLead) {
					const next = index + 1 < length ? text.charCodeAt(index + 1) : 0;
					if (next < 0xdc00 || next > 0xdfff) break;
					index += 2;
					run.han++;
					previous = 0;
				} else if (of === kinds.han) {
					let slot = -1;
					if (previous !== 0) {
						const key = previous * 0x10000 + unit;
						slot = slotOf(pairKeys, key);
						if (pairKeys[slot] !== key) slot = -1;
					}
					run.againstJapanese += slot < 0 ? againstJapanese[unit] : pairAgainstJapanese[slot];
					run.againstKorean += slot < 0 ? againstKorean[unit] : pairAgainstKorean[slot];
					const bits = classOf[unit];
					if (bits & classes.simplified) {
						run.simplified++;
						if (againstJapanese[unit] >= rareInJapanese) run.notJapanese++;
					}
					if (bits & classes.traditional) run.traditional++;
					if (bits & classes.japanese) run.japanese++;
					run.han++;
					previous = unit;
					index++;
				} else if (of === kinds.compatibility && run.han > 0) {
					index++;
					previous = 0;
				} else {
					break;
				}
				if (index >= length) break;
				unit = text.charCodeAt(index);
			}
			run.end = index;
			if (run.han > 0) {
				runs.push(run);
				lineHan += run.han;
				index--;
			}
		} else if (kind === kinds.kana) {
			lineKana++;
			lastKana = index;
			while (awaitKana < runs.length) runs[awaitKana++].kanaAfter = index;
		} else if (kind === kinds.hangul) {
			lineHangul++;
			lastHangul = index;
			while (awaitHangul < runs.length) runs[awaitHangul++].hangulAfter = index;
		} else if (kind === kinds.newline) {
			lines.push({ start: lineStart, end: index, han: lineHan, kana: lineKana, hangul: lineHangul, letters });
			sums.han += lineHan;
			sums.kana += lineKana;
			sums.hangul += lineHangul;
			sums.letters += letters;
			lineStart = index + 1;
			lineHan = lineKana = lineHangul = letters = 0;
		}
	}
	return { runs, lines, ...sums };
}
