import { classes, hanTables, slotOf } from './hanScores';
import { kinds } from './tables/scripts';

/** Position of a kana or hangul that is not there, after and before. */
export const nowhere = { after: 2 ** 30 - 1, before: -1 } as const;

/** In 16ths of a natural logarithm: characters of simplified Chinese that a Japanese text hardly ever has. */
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
	let atLineStart = { start: from, han, kana, hangul, letters };
	let lastKana: number = nowhere.before;
	let lastHangul: number = nowhere.before;
	let awaitKana = 0;
	let awaitHangul = 0;

	for (let index = from; index <= to; index++) {
		const kind = index === to ? kinds.newline : kindOf[text.charCodeAt(index)];
		if (kind === kinds.latin || kind === kinds.letter) {
			letters++;
		} else if (kind === kinds.han || kind === kinds.hanLead) {
			const run = readRun(text, index, to);
			if (run.han === 0) continue;
			run.line = lines.length;
			run.kanaBefore = lastKana;
			run.hangulBefore = lastHangul;
			runs.push(run);
			han += run.han;
			index = run.end - 1;
		} else if (kind === kinds.kana) {
			kana++;
			lastKana = index;
			while (awaitKana < runs.length) runs[awaitKana++].kanaAfter = index;
		} else if (kind === kinds.hangul) {
			hangul++;
			lastHangul = index;
			while (awaitHangul < runs.length) runs[awaitHangul++].hangulAfter = index;
		} else if (kind === kinds.newline) {
			const before = atLineStart;
			if (han > before.han) {
				lines.push({
					start: before.start,
					end: index,
					han: han - before.han,
					kana: kana - before.kana,
					hangul: hangul - before.hangul,
					letters: letters - before.letters,
				});
			}
			atLineStart = { start: index + 1, han, kana, hangul, letters };
		}
	}
	return { from, to, runs, lines, han, kana, hangul, letters };
}

function readRun(text: string, start: number, to: number): Run {
	const { kindOf, classOf, againstJapanese, againstKorean, pairKeys, pairAgainstJapanese, pairAgainstKorean } = hanTables();
	let end = start;
	let han = 0;
	let japaneseScore = 0;
	let koreanScore = 0;
	let simplified = 0;
	let traditional = 0;
	let japanese = 0;
	let notJapanese = 0;
	let previous = 0;
	while (end < to) {
		const unit = text.charCodeAt(end);
		const kind = kindOf[unit];
		if (kind === kinds.han) {
			const key = (previous << 16) | unit;
			const slot = previous === 0 ? 0 : slotOf(pairKeys, key);
			const isKnownPair = previous !== 0 && pairKeys[slot] === key;
			japaneseScore += isKnownPair ? pairAgainstJapanese[slot] : againstJapanese[unit];
			koreanScore += isKnownPair ? pairAgainstKorean[slot] : againstKorean[unit];
			const bits = classOf[unit];
			if (bits !== 0) {
				if (bits & classes.simplified) simplified++;
				if (bits & classes.simplified && againstJapanese[unit] >= rareInJapanese) notJapanese++;
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
		againstJapanese: japaneseScore,
		againstKorean: koreanScore,
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
