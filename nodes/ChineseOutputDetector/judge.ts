import { surroundings } from './quotation';
import type { Run, Scan } from './scan';

export type Verdict = 'chinese' | 'japanese' | 'korean' | 'quoted' | 'gloss' | 'name';

/** Kana or hangul this near makes a run part of a Japanese or Korean sentence. */
const near = 60;
/** Evidence for Chinese, in 16ths of a natural logarithm, that a run needs by how many of its sides kana touch. */
const amongKanaAtLeast = [64, 128, 192] as const;
const amongHangulAtLeast = { word: 84, clause: 64 };
/** What a run needs when the one beside it, with no kana or hangul between, is Chinese. */
const besideChinese = -24;
/** Below this a text without kana is Japanese: with and without a character that only Chinese writes so. */
const japaneseBelow = { shared: 2, chineseForms: -64, perCharacter: -11 };

/** Runs this near, in code units, are one term: 维生素D可以. */
const tight = 3;
const longestQuotation = 40;

interface Evidence {
	han: number;
	againstJapanese: number;
	simplified: number;
	traditional: number;
	japanese: number;
}

/** What each run is. */
export function judge(text: string, scanned: Scan): Verdict[] {
	const { runs } = scanned;
	if (scanned.kana === 0 && scanned.hangul === 0) {
		if (isQuoting(text, scanned)) return runs.map((_, index) => amongLatin(text, runs, index));
		const japanese = japaneseLines(scanned);
		return runs.map(({ line }) => (japanese[line] ? 'japanese' : 'chinese'));
	}
	const verdicts = runs.map((run): Verdict => (scanned.kana > 0 ? amongKana(run) : amongHangul(text, run)));
	spread(scanned, verdicts);
	return verdicts;
}

/** Which lines of a text without kana are Japanese all the same. */
function japaneseLines({ runs, lines }: Scan): boolean[] {
	const nothing = (): Evidence => ({ han: 0, againstJapanese: 0, simplified: 0, traditional: 0, japanese: 0 });
	const whole = nothing();
	const ofLines = lines.map(nothing);
	for (const run of runs) {
		for (const sum of [whole, ofLines[run.line]]) {
			sum.han += run.han;
			sum.againstJapanese += run.againstJapanese;
			sum.simplified += run.simplified;
			sum.traditional += run.traditional;
			sum.japanese += run.japanese;
		}
	}
	const wholeIsJapanese = isJapanese(whole);
	return ofLines.map((line) => (line.han === whole.han || Math.abs(line.againstJapanese) < 128 ? wholeIsJapanese : isJapanese(line)));
}

function isJapanese({ han, againstJapanese, simplified, traditional, japanese }: Evidence): boolean {
	if (han === 0) return false;
	if (japanese > 0) return japanese >= simplified && againstJapanese < 32;
	if (simplified + traditional === 0) return againstJapanese < japaneseBelow.shared;
	return againstJapanese < japaneseBelow.chineseForms && againstJapanese < japaneseBelow.perCharacter * han;
}

/** Whether Chinese would stand in the text as something quoted, and not as its language. */
function isQuoting(text: string, { runs, han, letters }: Scan): boolean {
	if (letters > han * 2) return true;
	return letters >= han && runs.length <= 3 && runs.every((run) => surroundings(text, run.start, run.end).enclosed);
}

function amongKana(run: Run): Verdict {
	const before = run.kanaBefore < 0 ? Infinity : run.start - run.kanaBefore - 1;
	const after = run.kanaAfter - run.end;
	const touching = (before === 0 ? 1 : 0) + (after === 0 ? 1 : 0);
	const needed = Math.min(before, after) > near ? 0 : amongKanaAtLeast[touching] - (run.notJapanese > 0 ? 64 : 0);
	return run.againstJapanese > needed ? 'chinese' : 'japanese';
}

function amongHangul(text: string, run: Run): Verdict {
	const isReading = run.hangulBefore === run.start - 2 && text[run.start - 1] === '(' && text[run.end] === ')';
	if (isReading && run.simplified === 0) return 'korean';
	return run.againstKorean > (run.han <= 2 ? amongHangulAtLeast.word : amongHangulAtLeast.clause) ? 'chinese' : 'korean';
}

function amongLatin(text: string, runs: readonly Run[], index: number): Verdict {
	const run = runs[index];
	if (run.japanese > run.simplified) return 'japanese';
	let first = index;
	let last = index;
	while (first > 0 && runs[first].start - runs[first - 1].end <= tight) first--;
	while (last + 1 < runs.length && runs[last + 1].start - runs[last].end <= tight) last++;
	const { start } = runs[first];
	const { end } = runs[last];
	if (end - start > longestQuotation) return 'chinese';
	const around = surroundings(text, start, end);
	if (around.transcribed && (around.enclosed || around.glossed)) return 'gloss';
	if (around.named && !around.glued && end - start <= 10) return 'name';
	if (around.glossed && !around.glued) return 'gloss';
	if (around.enclosed && (end - start <= 8 || around.speaksOfWords)) return 'quoted';
	if (around.edgeOfQuotation && around.speaksOfWords) return 'quoted';
	return 'chinese';
}

/** A short run that could be either language is Chinese beside a Chinese one. */
function spread({ runs }: Scan, verdicts: Verdict[]) {
	const joins = (from: number, to: number) => {
		if (verdicts[from] !== 'chinese' || verdicts[to] === 'chinese') return false;
		const run = runs[to];
		const [left, right] = from < to ? [runs[from], run] : [run, runs[from]];
		const evidence = Math.min(run.againstJapanese, run.againstKorean);
		return left.line === right.line && right.start - left.end < near && right.kanaBefore < left.start &&
			right.hangulBefore < left.start && evidence > besideChinese && run.japanese === 0;
	};
	for (let index = 1; index < runs.length; index++) if (joins(index - 1, index)) verdicts[index] = 'chinese';
	for (let index = runs.length - 2; index >= 0; index--) if (joins(index + 1, index)) verdicts[index] = 'chinese';
}
