import { isJapaneseName, readCompound } from './japaneseCompound';
import { Surroundings } from './quotation';
import { nowhere, type Run, type Scan } from './scan';
import type { Reading } from './reading';
import type { Thresholds } from './thresholds';
import { isJson } from './spans';

/** Runs this near, in code units, are one term: 维生素D可以. */
const tight = 3;
const longestHanjaWord = 3;
/** Most ideographs that stand for themselves beside talk of the script. */
const longestCharacterNote = 2;
/** Most ideographs of a name, and what stands between two names of a list. */
const longestName = 5;
const longestJoint = 8;
const joint = /^(?:[,、，;；&/・ ]|and|or|und|et|y|e)+$/;
/** From this length on, words of sentences make a clause. */
const shortestClause = 3;
const sentenceWords = '的了是在我你他她这這那们們就也都吗嗎呢吧把被让讓';

interface Evidence {
	han: number;
	againstJapanese: number;
	simplified: number;
	traditional: number;
	japanese: number;
	notJapanese: number;
	hasJapaneseWord: boolean;
}

/** What each run of the text is. */
export function readRuns(text: string, scanned: Scan, expectsJapanese: boolean, thresholds: Thresholds): Reading[] {
	const { runs, kana, hangul } = scanned;
	const quoting = isQuoting(text, scanned);
	const japanese = quoting || kana > 0 || hangul > 0 ? [] : japaneseLines(text, scanned, expectsJapanese, thresholds);
	const isFormal = quoting && isJson(text);
	// A Latin text that quotes some Japanese is no Japanese text.
	const near = quoting ? thresholds.nearInLatin : thresholds.near;
	const readings = runs.map((run, index): Reading => {
		const toKana = distance(run, run.kanaBefore, run.kanaAfter);
		const toHangul = distance(run, run.hangulBefore, run.hangulAfter);
		if (toKana <= near && toKana <= toHangul) return unlessQuoted(text, run, amongKana(text, run, thresholds), thresholds);
		if (toHangul <= near) return unlessQuoted(text, run, amongHangul(text, run, thresholds), thresholds);
		const leansJapanese = expectsJapanese || toKana <= thresholds.near || (kana > 0 && runs.length <= 3);
		if (quoting && run.notJapanese === 0 && run.againstJapanese <= thresholds.amongKana[0] && leansJapanese) return 'japanese';
		if (quoting) return amongLatin(text, runs, index, isFormal, thresholds);
		if (kana > 0) return readCompound(text, run, true).againstJapanese > thresholds.farFromKana ? 'chinese' : 'japanese';
		if (hangul > 0) return amongHangul(text, run, thresholds);
		return japanese[run.line] ? 'japanese' : 'chinese';
	});
	if (kana > 0 || hangul > 0) spread(runs, readings, thresholds);
	return readings;
}

function distance(run: Run, before: number, after: number): number {
	return Math.min(before === nowhere.before ? nowhere.after : run.start - before - 1, after - run.end);
}

/** Which lines of a text without kana are Japanese all the same. */
function japaneseLines(text: string, { runs, lines }: Scan, expected: boolean, thresholds: Thresholds): boolean[] {
	const nothing = (): Evidence => ({
		han: 0,
		againstJapanese: 0,
		simplified: 0,
		traditional: 0,
		japanese: 0,
		notJapanese: 0,
		hasJapaneseWord: false,
	});
	const whole = nothing();
	const ofLines = lines.map(nothing);
	for (const run of runs) {
		const { againstJapanese, hasJapaneseWord } = readCompound(text, run, false);
		for (const sum of [whole, ofLines[run.line]]) {
			sum.han += run.han;
			sum.againstJapanese += againstJapanese;
			sum.simplified += run.simplified;
			sum.traditional += run.traditional;
			sum.japanese += run.japanese;
			sum.notJapanese += run.notJapanese;
			sum.hasJapaneseWord ||= hasJapaneseWord;
		}
	}
	const wholeIsJapanese = isJapanese(whole, expected, thresholds);
	return ofLines.map((line) =>
		line.han === whole.han || Math.abs(line.againstJapanese) < thresholds.undecidedLine
			? wholeIsJapanese
			: isJapanese(line, expected, thresholds),
	);
}

function isJapanese(
	{ han, againstJapanese, simplified, traditional, japanese, notJapanese, hasJapaneseWord }: Evidence,
	expected: boolean,
	{ amongKana, japaneseIfShared, japaneseIfMixed, mostUneven, japaneseDespiteForms, japaneseByForms }: Thresholds,
): boolean {
	if (han === 0) return false;
	if (japanese > 0) return japanese > notJapanese && againstJapanese < (hasJapaneseWord ? amongKana[1] : japaneseByForms);
	if (expected && simplified === 0) return againstJapanese < amongKana[0];
	if (simplified + traditional === 0 || (hasJapaneseWord && notJapanese === 0)) return againstJapanese < japaneseIfShared;
	// Both kinds of forms side by side, and not one of them by accident, are those of Japanese: 第一条 (定義).
	const isMixed = notJapanese === 0 && Math.min(simplified, traditional) * mostUneven >= Math.max(simplified, traditional);
	if (isMixed) return againstJapanese < japaneseIfMixed;
	return againstJapanese < japaneseDespiteForms.total && againstJapanese < japaneseDespiteForms.perIdeograph * han;
}

/** Whether Chinese would stand in the text as something put into it, and not as its language. */
function isQuoting(text: string, { runs, han, kana, hangul, letters }: Scan): boolean {
	if (kana + hangul > letters / 4) return false;
	if (letters > han * 2) return true;
	return letters >= han && runs.length <= 3 && runs.every((run) => new Surroundings(text, run.start, run.end).enclosed);
}

function amongKana(text: string, run: Run, { amongKana: needed }: Thresholds): Reading {
	// 典型的な, 効果的に: an adjective.
	if (run.kanaAfter === run.end && text[run.end - 1] === '的' && 'なにだで'.includes(text[run.end]) && run.notJapanese === 0)
		return 'japanese';
	const touching = (run.kanaBefore === run.start - 1 ? 1 : 0) + (run.kanaAfter === run.end ? 1 : 0);
	const least = run.notJapanese > 0 ? Math.min(0, needed[touching] - needed[2]) : needed[touching];
	return readCompound(text, run, true).againstJapanese > least ? 'chinese' : 'japanese';
}

function amongHangul(text: string, run: Run, { amongHangul: needed }: Thresholds): Reading {
	const isReading = run.hangulBefore === run.start - 2 && text[run.start - 1] === '(' && text[run.end] === ')';
	if (isReading && run.simplified === 0) return 'korean';
	const least = run.han <= longestHanjaWord ? needed.word : needed.clause;
	// Hanja are traditional forms: a simplified one halves what is needed.
	return run.againstKorean > (run.simplified > 0 ? least / 2 : least) ? 'chinese' : 'korean';
}

function unlessQuoted(text: string, run: Run, reading: Reading, { longestQuotedTerm }: Thresholds): Reading {
	if (reading !== 'chinese' || run.end - run.start > longestQuotedTerm) return reading;
	const around = new Surroundings(text, run.start, run.end);
	return around.enclosed ? 'quoted' : around.languageNamed ? 'gloss' : reading;
}

function amongLatin(text: string, runs: readonly Run[], index: number, isFormal: boolean, thresholds: Thresholds): Reading {
	const { longestQuotation, longestQuotedTerm, longestNamedTerm } = thresholds;
	const run = runs[index];
	if (run.japanese > run.notJapanese || isJapaneseName(text, run) || isBesideJapaneseName(text, runs, index)) return 'japanese';
	let first = index;
	let last = index;
	while (first > 0 && runs[first].start - runs[first - 1].end <= tight && run.end - runs[first].start <= longestQuotation) first--;
	while (last + 1 < runs.length && runs[last + 1].start - runs[last].end <= tight && runs[last].end - run.start <= longestQuotation) last++;
	const { start } = runs[first];
	const { end } = runs[last];
	const length = end - start;
	if (length > longestQuotation) return 'chinese';
	const around = new Surroundings(text, start, end);
	if (around.japaneseNamed && run.notJapanese === 0 && readCompound(text, run, true).againstJapanese <= thresholds.amongKana[0])
		return 'japanese';
	const isClause = length >= shortestClause && hasSentenceWords(text, start, end);
	if ((around.enclosed || around.glossed) && around.transcribed) return 'gloss';
	if (around.isStageDirection && !around.speaksOfWords) return 'chinese';
	if (around.enclosed && !around.isLiteral && !isFormal) {
		if (around.speaksOfWords || (length <= longestQuotedTerm && !isClause && !around.inWideBrackets)) return 'quoted';
	}
	if (around.languageNamed && (!isClause || around.enclosed)) return 'gloss';
	if (around.translatedInComment) return 'gloss';
	if (around.edgeOfQuotation && around.speaksOfWords) return 'quoted';
	if (around.glued || isClause) return 'chinese';
	if (length <= longestNamedTerm && around.named) return 'name';
	if (length <= longestQuotedTerm && (around.glossed || around.opensBracket)) return 'gloss';
	if (length <= longestCharacterNote && around.amongCharacters) return 'name';
	return 'chinese';
}

/** A name in a list with one that is known to be Japanese: 志村喬 and 三船敏郎. */
function isBesideJapaneseName(text: string, runs: readonly Run[], index: number): boolean {
	const run = runs[index];
	if (run.han > longestName || run.simplified > 0 || run.notJapanese > 0) return false;
	return [runs[index - 1], runs[index + 1]].some((other) => {
		if (!other || other.line !== run.line || !isJapaneseName(text, other)) return false;
		const [from, to] = other.end <= run.start ? [other.end, run.start] : [run.end, other.start];
		return to - from <= longestJoint && joint.test(text.slice(from, to));
	});
}

/** Whether words are in it that sentences have, and names and terms hardly ever. */
function hasSentenceWords(text: string, start: number, end: number): boolean {
	for (let index = start; index < end; index++) if (sentenceWords.includes(text[index])) return true;
	return false;
}

/** A short run that could be either language is Chinese beside a Chinese one. */
function spread(runs: readonly Run[], readings: Reading[], { near, besideChinese, amongKana }: Thresholds) {
	const joins = (from: number, to: number) => {
		if (readings[from] !== 'chinese' || (readings[to] !== 'japanese' && readings[to] !== 'korean')) return false;
		const run = runs[to];
		const [left, right] = from < to ? [runs[from], run] : [run, runs[from]];
		const evidence = Math.min(run.againstJapanese, run.againstKorean);
		const touchesKana = run.kanaAfter === run.end || run.kanaBefore === run.start - 1;
		if (touchesKana && run.againstJapanese < amongKana[0]) return false;
		return (
			left.line === right.line &&
			right.start - left.end < near &&
			right.kanaBefore < left.start &&
			right.hangulBefore < left.start &&
			evidence > besideChinese &&
			run.japanese === 0
		);
	};
	for (let index = 1; index < runs.length; index++) if (joins(index - 1, index)) readings[index] = 'chinese';
	for (let index = runs.length - 2; index >= 0; index--) if (joins(index + 1, index)) readings[index] = 'chinese';
}
