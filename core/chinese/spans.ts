import { hanTables, kindMask } from './hanScores';
import type { Reading } from './reading';
import type { Line, Scan } from './scan';
import { kinds } from './tables/scripts';

export type ChineseScript = 'hans' | 'hant' | 'either';

/** A stretch of the text, in UTF-16 code units, end not included. */
export interface Span {
	start: number;
	end: number;
	text: string;
	script: ChineseScript;
}

/** Longest stretch without Chinese, in code units and in words, that a Chinese sentence runs on across. */
const bridge = { units: 40, words: 3 };
/** A line is Chinese up to this many foreign words in a row, and while words of sentences are rare among them. */
const host = { words: 6, hanPerWord: 16, lettersPerHan: 4 };
const [backtick, openBracket, closeBracket] = [0x60, 0x28, 0x29];
/** Ideographs from which on a span is a clause, to which the punctuation after it belongs. */
const clause = 5;
/** Words that tell a sentence of the host language from a term inside Chinese. */
const hostWords =
	/\b(?:the|of|and|is|are|was|were|to|that|this|these|with|for|you|it|its|be|as|from|in|on|at|by|or|an|we|so|but|not|have|has|had|can|will|would|should|there|here|their|they|which|when|then|than|if|into|more|most|some|such|only|also|der|die|das|und|ist|nicht|ein|eine|mit|le|la|les|des|est|et|un|une|que|pour|el|los|las|una|y|en|para|de|du|von|zu|im|den|dem|se|es)\b/gi;
const codeOrLink = /`[^`]{0,200}`|\]\([^)]{0,200}\)/g;

/** The script in which more of the characters are peculiar. */
export function scriptOf(simplified: number, traditional: number): ChineseScript {
	return simplified > traditional ? 'hans' : traditional > simplified ? 'hant' : 'either';
}

/** The Chinese runs of a text, joined into spans as a reader would mark them. */
export function spansOf(text: string, scanned: Scan, readings: readonly Reading[]): Span[] {
	const code = hasComment(text, scanned) || isJson(text);
	const spans: Span[] = [];
	const { runs } = scanned;
	for (let index = 0; index < runs.length; index++) {
		if (readings[index] !== 'chinese') continue;
		const { line, start } = runs[index];
		let { end, han, simplified, traditional } = runs[index];
		while (index + 1 < runs.length && readings[index + 1] === 'chinese' && runs[index + 1].line === line) {
			const next = runs[index + 1];
			if (!runsOn(text, end, next.start, code)) break;
			index++;
			({ end } = next);
			han += next.han;
			simplified += next.simplified;
			traditional += next.traditional;
		}
		if (!code && han >= clause) end = sentenceEnd(text, end);
		spans.push({ start, end, text: '', script: scriptOf(simplified, traditional) });
	}
	const marked = code ? spans : widened(text, spans, scanned);
	for (const span of marked) span.text = text.slice(span.start, span.end);
	return marked;
}

/** Whether the text is source code with comments; "https://" opens none. */
function hasComment(text: string, { from, to }: Scan): boolean {
	const part = text.slice(from, to);
	if (part.includes('/*') || part.includes('<!--')) return true;
	for (let at = part.indexOf('//'); at >= 0; at = part.indexOf('//', at + 2)) {
		if (at === 0 || ' \n\t;{}(),>'.includes(part[at - 1])) return true;
	}
	return false;
}

/** Whether the text looks like JSON, where quotation marks quote nothing. */
export function isJson(text: string): boolean {
	const start = text.slice(0, 2000).trimStart();
	return (start[0] === '{' || start[0] === '[') && /"\s?:/.test(start);
}

/** Whether what stands between two Chinese runs belongs to the sentence. */
function runsOn(text: string, from: number, to: number, code: boolean): boolean {
	if (to - from > bridge.units) return false;
	const { kindOf } = hanTables();
	let words = 0;
	let inWord = false;
	for (let index = from; index < to; index++) {
		const kind = kindOf[text.charCodeAt(index)] & kindMask;
		if (kind === kinds.letter || kind === kinds.kana || kind === kinds.hangul || kind === kinds.han) return false;
		const isLetter = kind === kinds.latin;
		if (isLetter && !inWord) words++;
		inWord = isLetter;
	}
	return words === 0 || (!code && words <= bridge.words);
}

/** Past the punctuation that ends the clause, and past a term before it: "…这些 API。" */
function sentenceEnd(text: string, end: number): number {
	const { kindOf } = hanTables();
	let words = 0;
	let inWord = false;
	for (let index = end; index < text.length && index < end + bridge.units; index++) {
		const kind = kindOf[text.charCodeAt(index)] & kindMask;
		if (kind === kinds.cjkPunctuation) {
			let after = index;
			while (after < text.length && (kindOf[text.charCodeAt(after)] & kindMask) === kinds.cjkPunctuation) after++;
			return after;
		}
		const isLetter = kind === kinds.latin;
		if (isLetter && !inWord) words++;
		inWord = isLetter;
		if (words > bridge.words || !(isLetter || kind === kinds.space || kind === kinds.digit || kind === kinds.bracket)) return end;
	}
	return end;
}

/** Whether Chinese is the language of the whole line, and not something put into it. */
function isChinese(text: string, line: Line, scanned: Scan): boolean {
	if (line.kana > line.han / 4 || line.hangul > 0 || scanned.letters > scanned.han * host.lettersPerHan) return false;
	if (line.letters === 0) return true;
	if (longestForeignStretch(text, line) > host.words) return false;
	const words = text.slice(line.start, line.end).replace(codeOrLink, ' ').match(hostWords)?.length ?? 0;
	return words * host.hanPerWord < line.han;
}

/** Most words in a row of a line without an ideograph between; inline code and link targets do not count. */
function longestForeignStretch(text: string, { start, end }: Line): number {
	const { kindOf } = hanTables();
	let longest = 0;
	let words = 0;
	let inWord = false;
	let skipTo = 0;
	for (let index = start; index < end; index++) {
		const unit = text.charCodeAt(index);
		if (skipTo !== 0) {
			if (unit === skipTo) skipTo = 0;
			continue;
		}
		const kind = kindOf[unit] & kindMask;
		if (kind === kinds.letter) return Infinity;
		if (kind === kinds.han) words = 0;
		else if (kind === kinds.latin && !inWord) longest = Math.max(longest, ++words);
		else if (unit === backtick) skipTo = backtick;
		else if (unit === openBracket && text[index - 1] === ']') skipTo = closeBracket;
		inWord = kind === kinds.latin;
	}
	return longest;
}

/** The spans, but one for the whole line where the line is Chinese. */
function widened(text: string, spans: readonly Span[], scanned: Scan): Span[] {
	const marked: Span[] = [];
	let next = 0;
	for (const line of scanned.lines) {
		const first = next;
		while (next < spans.length && spans[next].start < line.end) next++;
		if (first === next) continue;
		if (!isChinese(text, line, scanned)) {
			for (let index = first; index < next; index++) marked.push(spans[index]);
			continue;
		}
		let { start, end } = line;
		while (isSpace(text, start)) start++;
		while (isSpace(text, end - 1)) end--;
		let longest = spans[first];
		for (let index = first + 1; index < next; index++) {
			if (spans[index].end - spans[index].start > longest.end - longest.start) longest = spans[index];
		}
		marked.push({ ...longest, start, end });
	}
	return marked;
}

function isSpace(text: string, index: number): boolean {
	const kind = hanTables().kindOf[text.charCodeAt(index)] & kindMask;
	return kind === kinds.space || kind === kinds.newline;
}
