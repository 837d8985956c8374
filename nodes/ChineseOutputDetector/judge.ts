import { Surroundings } from './quotation';
import { nowhere, type Run, type Scan } from './scan';

/** What a run is; all but `chinese`, `japanese` and `korean` is Chinese that may stand where it stands. */
export type Verdict = 'chinese' | 'japanese' | 'korean' | 'quoted' | 'gloss' | 'name' | Excuse;

/** Why the caller's options let a run pass. */
export type Excuse = 'term' | 'prompt' | 'expected' | 'code' | 'quotation' | 'small';

/** Kana or hangul this near makes a run part of a Japanese or Korean sentence. */
const near = 60;
/** Evidence for Chinese, in 16ths of a natural logarithm, that a run needs by how many of its sides kana touch. */
const amongKanaAtLeast = [40, 80, 112] as const;
const amongHangulAtLeast = { word: 84, clause: 64, longestWord: 3 };
/** What a run needs when the one beside it, with no kana or hangul between, is Chinese. */
const besideChinese = -24;
/** Below this a text without kana is Japanese: with and without a character that only Chinese writes so. */
const japaneseBelow = { shared: 2, chineseForms: -64, perCharacter: -11, japaneseForms: 32 };
/** A line with less evidence than this, either way, goes with the rest of the text. */
const undecided = 128;
/** Runs this near, in code units, are one term: 维生素D可以. */
const tight = 3;
const longestQuotation = 40;
/** Up to this length, in code units, what stands in quotation marks is a term. */
const longestTerm = { quoted: 8, named: 10 };

interface Evidence {
	han: number;
	againstJapanese: number;
	simplified: number;
	traditional: number;
	japanese: number;
}

/** What each run of the text is. */
export function judge(text: string, scanned: Scan, expectsJapanese: boolean): Verdict[] {
	const { runs, kana, hangul } = scanned;
	const quoting = isQuoting(text, scanned);
	const japanese = quoting ? [] : japaneseLines(scanned, expectsJapanese);
	const verdicts = runs.map((run, index): Verdict => {
		const toKana = distance(run, run.kanaBefore, run.kanaAfter);
		const toHangul = distance(run, run.hangulBefore, run.hangulAfter);
		if (toKana <= near && toKana <= toHangul) return amongKana(run);
		if (toHangul <= near) return amongHangul(text, run);
		if (quoting) return amongLatin(text, runs, index);
		if (kana > 0) return run.againstJapanese > 0 ? 'chinese' : 'japanese';
		if (hangul > 0) return amongHangul(text, run);
		return japanese[run.line] ? 'japanese' : 'chinese';
	});
	if (kana > 0 || hangul > 0) spread(scanned, verdicts);
	return verdicts;
}

function distance(run: Run, before: number, after: number): number {
	return Math.min(before === nowhere.before ? nowhere.after : run.start - before - 1, after - run.end);
}

/** Which lines of a text without kana are Japanese all the same. */
function japaneseLines({ runs, lines }: Scan, expected: boolean): boolean[] {
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
	const wholeIsJapanese = isJapanese(whole, expected);
	return ofLines.map((line) =>
		line.han === whole.han || Math.abs(line.againstJapanese) < undecided ? wholeIsJapanese : isJapanese(line, expected),
	);
}

function isJapanese({ han, againstJapanese, simplified, traditional, japanese }: Evidence, expected: boolean): boolean {
	if (han === 0) return false;
	const evidence = againstJapanese - (expected ? amongKanaAtLeast[0] : 0);
	if (japanese > 0) return japanese >= simplified && evidence < japaneseBelow.japaneseForms;
	if (simplified + traditional === 0) return evidence < japaneseBelow.shared;
	return evidence < japaneseBelow.chineseForms && evidence < japaneseBelow.perCharacter * han;
}

/** Whether Chinese would stand in the text as something put into it, and not as its language. */
function isQuoting(text: string, { runs, han, kana, hangul, letters }: Scan): boolean {
	if (kana + hangul > letters / 4) return false;
	if (letters > han * 2) return true;
	return letters >= han && runs.length <= 3 && runs.every((run) => new Surroundings(text, run.start, run.end).enclosed);
}

function amongKana(run: Run): Verdict {
	const touching = (run.kanaBefore === run.start - 1 ? 1 : 0) + (run.kanaAfter === run.end ? 1 : 0);
	const needed = amongKanaAtLeast[touching] - (run.notJapanese > 0 ? amongKanaAtLeast[0] : 0);
	return run.againstJapanese > needed ? 'chinese' : 'japanese';
}

function amongHangul(text: string, run: Run): Verdict {
	const isReading = run.hangulBefore === run.start - 2 && text[run.start - 1] === '(' && text[run.end] === ')';
	if (isReading && run.simplified === 0) return 'korean';
	const { word, clause, longestWord } = amongHangulAtLeast;
	return run.againstKorean > (run.han <= longestWord ? word : clause) ? 'chinese' : 'korean';
}

function amongLatin(text: string, runs: readonly Run[], index: number): Verdict {
	const run = runs[index];
	if (run.japanese > run.simplified) return 'japanese';
	let first = index;
	let last = index;
	while (first > 0 && runs[first].start - runs[first - 1].end <= tight && run.end - runs[first].start <= longestQuotation) first--;
	while (last + 1 < runs.length && runs[last + 1].start - runs[last].end <= tight && runs[last].end - run.start <= longestQuotation) last++;
	const { start } = runs[first];
	const { end } = runs[last];
	const length = end - start;
	if (length > longestQuotation) return 'chinese';
	const around = new Surroundings(text, start, end);
	if ((around.enclosed || around.glossed) && around.transcribed) return 'gloss';
	if (around.enclosed && (length <= longestTerm.quoted || around.speaksOfWords)) return 'quoted';
	if (around.edgeOfQuotation && around.speaksOfWords) return 'quoted';
	if (around.glued) return 'chinese';
	if (length <= longestTerm.named && around.named) return 'name';
	if (length <= longestTerm.quoted && around.glossed) return 'gloss';
	return 'chinese';
}

/** A short run that could be either language is Chinese beside a Chinese one. */
function spread({ runs }: Scan, verdicts: Verdict[]) {
	const joins = (from: number, to: number) => {
		if (verdicts[from] !== 'chinese' || (verdicts[to] !== 'japanese' && verdicts[to] !== 'korean')) return false;
		const run = runs[to];
		const [left, right] = from < to ? [runs[from], run] : [run, runs[from]];
		const evidence = Math.min(run.againstJapanese, run.againstKorean);
		return (
			left.line === right.line && right.start - left.end < near && right.kanaBefore < left.start &&
			right.hangulBefore < left.start && evidence > besideChinese && run.japanese === 0
		);
	};
	for (let index = 1; index < runs.length; index++) if (joins(index - 1, index)) verdicts[index] = 'chinese';
	for (let index = runs.length - 2; index >= 0; index--) if (joins(index + 1, index)) verdicts[index] = 'chinese';
}
