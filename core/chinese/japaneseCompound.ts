import { readRun, type Run } from './scan';
import { adjectiveStems, japaneseSurnames, japaneseWords } from './tables/japaneseWords';

/** Words that no Japanese compound holds. */
const chineseWords = /[这那们了吗呢吧么没我你您她它是也就很被把让给对从跟着過还這們嗎麼沒讓給對從跟]|(?<![京東首])都(?![市心])/;
const words = new RegExp(japaneseWords.join('|'));
const surnames = new Set(japaneseSurnames);
const stems = new Set(adjectiveStems);
const longestStem = Math.max(...adjectiveStems.map(({ length }) => length));
/** What one word that only Japanese has weighs, in 16ths of a natural logarithm. */
const wordWeight = 120;
/** The same for a pair of characters of which Chinese simplifies one and Japanese the other: 会 beside 責. */
const mixedWeight = 48;
/** The same for 的 behind a stem of two characters or more: 技術的負債. Chinese has such pairs, too, but seldom without more around them. */
const stemWeight = 36;
/** The same for a family name with one to three characters behind it. */
const nameWeight = 60;

/** What a run says about Chinese and Japanese when it is read as a Japanese compound. */
export interface Compound {
	/** 16 ln P(Chinese)/P(Japanese). */
	againstJapanese: number;
	/** Whether something in it is Japanese in kind: a word, or 的 behind a stem. */
	hasJapaneseWord: boolean;
}

/**
 * Reads a run that could be a Japanese compound. 的 is the most frequent word of Chinese and a suffix of
 * Japanese adjectives: behind a word that takes it (社会的責任), and 及, 又 and 其 between words of formal Japanese, don't count.
 * Words that only Japanese has count against Chinese.
 *
 * @param amongKana whether kana stand near: then any two words may have 的 between them
 */
export function readCompound(text: string, run: Run, amongKana: boolean): Compound {
	const { start, end, againstJapanese, notJapanese, simplified, traditional } = run;
	const written = text.slice(start, end);
	if (notJapanese > 0 || chineseWords.test(written)) return { againstJapanese, hasJapaneseWord: false };
	let evidence = 0;
	let from = start;
	let stems = 0;
	const isFormal = amongKana || (simplified > 0 && traditional > 0);
	for (let index = start; index <= end; index++) {
		if (index < end && !isParticle(text, from, index, end, amongKana, isFormal)) continue;
		if (index > from) evidence += from === start && index === end ? againstJapanese : readRun(text, from, index).againstJapanese;
		if (index < end && index - from >= 2 && text[index] === '的') stems++;
		from = index + 1;
	}
	const hasWord = words.test(written);
	if (hasWord) evidence -= wordWeight;
	const isName = !amongKana && beginsWithSurname(text, run);
	if (isName) evidence -= nameWeight;
	if (!amongKana) evidence -= stemWeight * stems;
	return { againstJapanese: evidence - mixedWeight * Math.min(simplified, traditional), hasJapaneseWord: hasWord || isName || stems > 0 };
}

/** Whether the character at `index` stands between two words of a Japanese compound; `from` is where the first one may begin. */
function isParticle(text: string, from: number, index: number, end: number, amongKana: boolean, isFormal: boolean): boolean {
	const character = text[index];
	if (character === '的' && endsInStem(text, from, index)) return amongKana || index < end - 1;
	if (character === '的') return amongKana && index - from >= 2 && end - index > 2;
	return isFormal && '及又其'.includes(character) && index - from >= (character === '其' ? 0 : 2);
}

function endsInStem(text: string, from: number, index: number): boolean {
	for (let length = Math.min(longestStem, index - from); length > 0; length--)
		if (stems.has(text.slice(index - length, index))) return true;
	return false;
}

/** A Japanese name or firm that stands by itself in another language: 村上春樹, 三菱重工業. */
export function isJapaneseName(text: string, run: Run): boolean {
	const { start, end, notJapanese } = run;
	const length = end - start;
	if (length < 3 || length > 12 || notJapanese > 0) return false;
	return words.test(text.slice(start, end)) || beginsWithSurname(text, run);
}

function beginsWithSurname(text: string, { start, end }: Run): boolean {
	const length = end - start;
	if (length < 3 || length > 6) return false;
	return [2, 3, 1].some((letters) => length - letters >= 1 && length - letters <= 3 && surnames.has(text.slice(start, start + letters)));
}
