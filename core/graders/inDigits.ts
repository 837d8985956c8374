import { denominators, firstWords, gluedNumber, hanNumber, nameKey, numberNames, ordinals } from './numberNames';
import { scaleAt } from './scales';

/** Words that are a sign where a number follows and none stands before: "minus five", "moins 5", "负5". */
const sign =
	/(?<![\p{L}\d])(negative|minus|moins|menos|meno|минус|マイナス|마이너스|负|負)\s?(?=\d|[.,]\d)|(?<=[\p{Script=Han}\p{Script=Hiragana}])(マイナス|负|負)\s?(?=\d)/giu;
/** What stands before a word that takes away or sets a bound, and is no sign: "10 minus 5", "al menos 5", "plus or minus 5". */
const noSign = /(?:[\d)\]}%°]|(?<!\p{L})(?:\p{L}|al|lo|pelo|ao|au|du|or|ou|oder|and|und|et|plus|más|mais|più|mehr|non|正|プラス))\s?-?$/iu;

/** Small names that are words of another kind, too: they count only beside others. */
const alone = 13;
const ambiguous = new Set(['cent', 'sto', 'cento', 'mil', 'mille', 'mila']);

/**
 * A text with the numbers that it writes out in digits, and words for signs as signs: "minus twenty-one" becomes "-21", "two
 * and a half million" "2.5 million", "三万" "30000". Small numbers that stand by themselves stay as they are, since many are also
 * articles or other words, and so does Chinese that is more than a number with what is counted.
 */
export function inDigits(text: string): string {
	return signsOnly(writtenHan(writtenFractions(writtenNames(text))));
}

/** Words for signs as signs, nothing else. */
export function signsOnly(text: string): string {
	return text.replace(sign, (all: string, ...[, , at, whole]: (string | number | undefined)[]) =>
		noSign.test(String(whole).slice(Math.max(0, Number(at) - 12), Number(at))) ? all : '-',
	);
}

interface Word {
	text: string;
	start: number;
	end: number;
}

const signWord = /^(?:negative|minus|moins|menos|meno|минус)$/iu;
const half = /^[\s-](?:and a half|et demie?|y medi[oa]|e mezz[oa]|e mei[oa])(?!\p{L})/iu;

function writtenNames(text: string): string {
	const words = [...text.matchAll(/[\p{L}\p{M}]+/gu)].map((match): Word => ({
		text: match[0],
		start: match.index,
		end: match.index + match[0].length,
	}));
	let made = '';
	let from = 0;
	for (let index = 0; index < words.length;) {
		const run = runAt(text, words, index);
		if (!run) {
			index += 1;
			continue;
		}
		made += text.slice(from, words[index]?.start) + run.digits;
		from = run.end;
		index = run.next;
	}
	return made + text.slice(from);
}

/** The number that the words from one on write out, as digits. */
function runAt(text: string, words: readonly Word[], at: number): { digits: string; end: number; next: number } | undefined {
	const first = words[at];
	if (!first) return undefined;
	let total = 0;
	let next = at;
	let end = first.start;
	let smallest = Infinity;
	let groups = 0;
	let value = 0;
	for (;;) {
		const isFirst = groups === 0;
		// "Two million and five": a joining word between groups.
		const skipped = !isFirst && /^(?:and|e|y|et|und)$/i.test(words[next]?.text ?? '') ? 1 : 0;
		const name = (isFirst ? oneBeforeScale(text, words, next) : undefined) ?? nameAt(text, words, next + skipped);
		if (!name || (!isFirst && !isJoined(text, end, words[next + skipped], skipped === 1))) break;
		const scale = scaleAt(text.slice(name.end));
		const size = Number(scale?.scale ?? 1n);
		if (size >= smallest) break;
		value = name.value;
		total += value * size;
		smallest = size;
		groups += 1;
		end = name.end + (scale?.length ?? 0);
		next = words.findIndex(({ start }, index) => index > at && start >= end);
		if (next < 0) next = words.length;
		if (!scale) break;
	}
	if (groups === 0) return undefined;
	const halved = half.exec(text.slice(end));
	const behind = halved ? scaleAt(text.slice(end + halved[0].length)) : undefined;
	if (halved) {
		total = (total + 0.5) * Number(behind?.scale ?? 1n);
		end += halved[0].length + (behind?.length ?? 0);
		next = words.findIndex(({ start }) => start >= end);
		if (next < 0) next = words.length;
	}
	const isSmall = groups === 1 && smallest === 1 && !halved && value < alone && Number.isInteger(value);
	const before = words[at - 1];
	const isSigned =
		before !== undefined &&
		signWord.test(before.text) &&
		isJoined(text, before.end, first, false) &&
		!noSign.test(text.slice(Math.max(0, before.start - 12), before.start)) &&
		!numberNames().has(nameKey(words[at - 2]?.text ?? ''));
	const word = nameKey(text.slice(first.start, end));
	// "The twenty-first" is a place in a row.
	const isPlace = ordinals().has(nameKey(words[next]?.text ?? '')) && isJoined(text, end, words[next], false);
	const isWord = ambiguous.has(word) && word !== nameKey(text.trim());
	if ((isSmall && !isSigned) || isPlace || isWord) return undefined;
	return { digits: String(total), end, next };
}

/** Only spaces and hyphens stand between. */
const isJoined = (text: string, end: number, word: Word | undefined, skips: boolean) =>
	word !== undefined && (skips || /^[\s-]+$/.test(text.slice(end, word.start)));

const longestName = 10;

/** The longest name of a number that begins with a word. */
function nameAt(text: string, words: readonly Word[], at: number): { value: number; end: number } | undefined {
	const first = words[at];
	if (!first) return undefined;
	const key = nameKey(first.text);
	const halves = /^(\p{L}+)einhalb$/u.exec(key)?.[1];
	const whole = halves === undefined ? undefined : numberNames().get(halves === 'ein' ? 'eins' : halves);
	if (whole !== undefined) return { value: whole + 0.5, end: first.end };
	const glued = gluedNumber(key);
	if (glued !== undefined) return { value: glued, end: first.end };
	if (!firstWords().has(key)) return undefined;
	for (let last = Math.min(words.length, at + longestName) - 1; last >= at; last--) {
		const end = words[last]?.end ?? first.end;
		const value = numberNames().get(nameKey(text.slice(first.start, end)));
		if (value !== undefined) return { value, end };
	}
	return undefined;
}

/** "A million", "a dozen", "mille cinq cents": one of a scale. */
function oneBeforeScale(text: string, words: readonly Word[], at: number): { value: number; end: number } | undefined {
	const word = words[at];
	if (!word) return undefined;
	if (/^(?:an?|eine?|une?|un[ao]?|uma?)$/i.test(word.text) && scaleAt(text.slice(word.end))) return { value: 1, end: word.end };
	// Not in "2 million", whose number is written in digits.
	const isBare = scaleAt(text.slice(word.start))?.length === word.text.length && !/\d\s?$/.test(text.slice(0, word.start));
	if (isBare) return { value: 1, end: word.start };
	return undefined;
}

/** "Two thirds", "one half", "3 quarters": English only. */
function writtenFractions(text: string): string {
	if (/^\s*(?:an?\s|one\s)?half\s*$/i.test(text)) return '1/2';
	return text.replace(
		/(?<![\p{L}\d.,])(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})[\s-](\p{L}{4,12}(?:-\p{L}{4,8})?)(?!\p{L})/giu,
		(all: string, over: string, name: string) => {
			const under = denominators().get(nameKey(name));
			const value = numberNames().get(nameKey(over)) ?? Number(over);
			const isPlural = name.endsWith('s') || name.endsWith('lves');
			return under === undefined || isPlural !== value > 1 ? all : `${value}/${under}`;
		},
	);
}

/** What is counted, as far as it can't be the rest of another word: "三角形" is a triangle. */
const counted =
	'(?:个|個|只|隻|元|円|圆|块|塊|人|名|位|天|日|年|月|周|週|次|回|遍|种|種|本|册|冊|张|張|枚|条|條|棵|辆|輛|岁|歲|歳|匹|头|頭|台|杯|件|米|公里|厘米|千米|公斤|克|度|秒|分钟|小时|時間|平方米|つ|ページ|メートル|キロ|개|명|번|원|살|권|마리|일|년|시간|미터){0,2}(?:です|だ|である|になります|입니다|이다|예요|이에요)?';
const signs = '零〇一二三四五六七八九十百千两兩壹贰叁肆伍陆柒捌玖拾佰仟영일이삼사오육칠팔구십백천';
const writtenInHan = new RegExp(
	String.raw`^(\s*(?:是|为|為|共|一共|约|約|大约)?\s*(?:负|負|マイナス|마이너스)?\s?)([${signs}]+(?:[万萬亿億만억][${signs}]*)*)(${counted}[。.]?\s*)$`,
	'u',
);
const hanScales: Record<string, number> = { 万: 1e4, 萬: 1e4, 만: 1e4, 亿: 1e8, 億: 1e8, 억: 1e8 };

/** Chinese, Japanese and Korean that is nothing but a number, with what is counted. */
function writtenHan(text: string): string {
	const match = writtenInHan.exec(text);
	if (!match) return text;
	const [, before = '', number = '', behind = ''] = match;
	let total = 0;
	let value: number | undefined;
	for (const part of number.split(/([万萬亿億만억])/)) {
		const scale = hanScales[part];
		if (scale !== undefined) {
			total += (value ?? 1) * scale;
			value = undefined;
		} else if (part !== '') {
			value = hanNumber(part);
			if (value === undefined) return text;
		}
	}
	return `${before}${total + (value ?? 0)}${behind}`;
}
