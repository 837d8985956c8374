import { classes, hanTables, kindMask, slotOf } from './hanScores';
import { kinds } from './tables/scripts';

/** Position of a kana or hangul that is not there, after and before. */
export const nowhere = { after: 2 ** 30 - 1, before: -1 } as const;

/** Between kana, a run needs more evidence than this, in 16ths of a natural logarithm, to be looked at at all. */
const plainlyJapanese = 16;

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
	notJapanese: number;
	/** Index in `Scan.lines`. */
	line: number;
	/** Where kana and hangul stand nearest, or `nowhere`. */
	kanaBefore: number;
	kanaAfter: number;
	hangulBefore: number;
	hangulAfter: number;
}

/** A line that holds at least one run. */
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
	/** The part of the text that was looked at. */
	from: number;
	to: number;
	runs: Run[];
	lines: Line[];
	/** Sums over the whole part. */
	han: number;
	kana: number;
	hangul: number;
	letters: number;
}

/** Finds the ideographs of a part of a text and what stands around them, in one pass and without a copy. */
export function scan(text: string, from: number, to: number): Scan {
	const { kindOf } = hanTables();
	const runs: Run[] = [];
	const lines: Line[] = [];
	let han = 0;
	let kana = 0;
	let hangul = 0;
	let letters = 0;
	let lineStart = from;
	let hanBefore = 0;
	let kanaBefore = 0;
	let hangulBefore = 0;
	let lettersBefore = 0;
	let lastKana: number = nowhere.before;
	let lastHangul: number = nowhere.before;
	let awaitKana = 0;
	let awaitHangul = 0;

	for (let index = from; index <= to; index++) {
		const kind = index === to ? kinds.newline : kindOf[text.charCodeAt(index)] & kindMask;
		if (kind < kinds.han) {
			if (kind === kinds.latin || kind === kinds.letter) letters++;
		} else if (kind === kinds.han || kind === kinds.hanLead) {
			const run = readRun(text, index, to);
			if (run.han === 0) continue;
			han += run.han;
			const isBetweenKana = lastKana === index - 1 && run.end < to && kindOf[text.charCodeAt(run.end)] === kinds.kana;
			index = run.end - 1;
			if (isBetweenKana && run.againstJapanese <= plainlyJapanese && run.notJapanese === 0) continue;
			run.line = lines.length;
			run.kanaBefore = lastKana;
			run.hangulBefore = lastHangul;
			runs.push(run);
		} else if (kind === kinds.kana) {
			kana++;
			lastKana = index;
			while (awaitKana < runs.length) runs[awaitKana++].kanaAfter = index;
		} else if (kind === kinds.hangul) {
			hangul++;
			lastHangul = index;
			while (awaitHangul < runs.length) runs[awaitHangul++].hangulAfter = index;
		} else if (kind === kinds.newline) {
			if (han > hanBefore) {
				lines.push({
					start: lineStart,
					end: index,
					han: han - hanBefore,
					kana: kana - kanaBefore,
					hangul: hangul - hangulBefore,
					letters: letters - lettersBefore,
				});
			}
			lineStart = index + 1;
			hanBefore = han;
			kanaBefore = kana;
			hangulBefore = hangul;
			lettersBefore = letters;
		}
	}
	return { from, to, runs, lines, han, kana, hangul, letters };
}

/** The run that begins at `start`; looks no further than `to`. */
export function readRun(text: string, start: number, to: number): Run {
	const { kindOf, scoreOf, pairKeys, pairScores } = hanTables();
	let end = start;
	let han = 0;
	let againstJapanese = 0;
	let againstKorean = 0;
	let simplified = 0;
	let traditional = 0;
	let japanese = 0;
	let notJapanese = 0;
	let previous = 0;
	while (end < to) {
		const unit = text.charCodeAt(end);
		const bits = kindOf[unit];
		const kind = bits & kindMask;
		if (kind === kinds.han) {
			let score = scoreOf[unit];
			if (previous !== 0) {
				const key = (previous << 16) | unit;
				const slot = slotOf(pairKeys, key);
				if (pairKeys[slot] === key) score = pairScores[slot];
			}
			againstJapanese += score >> 8;
			againstKorean += (score << 24) >> 24;
			if (bits !== kinds.han) {
				if (bits & classes.simplified) simplified++;
				if (bits & classes.rareInJapanese) notJapanese++;
				if (bits & classes.traditional) traditional++;
				if (bits & classes.japanese) japanese++;
			}
			han++;
			end++;
			previous = unit;
		} else if (kind === kinds.hanLead) {
			if (end + 1 >= to || (text.charCodeAt(end + 1) & 0xfc00) !== 0xdc00) break;
			han++;
			end += 2;
			previous = 0;
		} else if (kind === kinds.compatibility && han > 0) {
			end++;
			previous = 0;
		} else {
			break;
		}
	}
	return {
		start,
		end,
		han,
		againstJapanese,
		againstKorean,
		simplified,
		traditional,
		japanese,
		notJapanese,
		line: 0,
		kanaBefore: nowhere.before,
		kanaAfter: nowhere.after,
		hangulBefore: nowhere.before,
		hangulAfter: nowhere.after,
	};
}
