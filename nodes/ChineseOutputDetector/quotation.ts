import { hanTables } from './hanScores';
import { kinds } from './tables/scripts';

/** How far the surroundings of a run are looked at, in code units. */
const reach = 100;
const closing: Record<string, string> = {
	'"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '„': '“', '「': '」', '『': '』', '《': '》', '〈': '〉', '【': '】', '«': '»', '‹': '›', '(': ')', '（': '）', '[': ']',
};
const brackets = '([（【';
const speaksOfWords =
	/\b(?:mean(?:s|ing|ings|t)?|call(?:s|ed)?|words?|terms?|phrases?|characters?|chinese|mandarin|cantonese|japanese|korean|kanji|hanja|hanzi|pinyin|translat\w*|untranslated|written|writes|spell(?:s|ed|ing)?|pronounc\w*|pronunciation|non-english|non-latin|literally|radicals?|symbols?|strings?|labels?|glyphs?|ideogram\w*|known as|titled?|named?|quot\w+|verbatim|tones?|dynasty|sounds?|typo\w*|errors?|instead of|out of place|inconsisten\w*|unintend\w*|mention(?:s|ed)?|concept|notation|text|says|language)\b/i;
const namedBefore = /\b(?:what(?: does| is)?|means?|meaning of|called|named|words?|terms?|phrases?|characters?|string|title|written(?: as)?|pronounced)[\s:]*$/i;
const namedAfter =
	/^\s*(?:means?|meant|is (?:the |a )?(?:Chinese|Japanese|Mandarin|word|character|term|name|pronounced|written)|translates?|stands for|refers to|in (?:Chinese|Japanese|Mandarin))\b/i;
const doubtedAfter = /^\S{0,2}\s*(?:appears?|seems?|is|was)\b/i;
const tonedVowel = /[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]/;
const properNameAfter = /^\s?[(（](?:[A-Z][\w'-]*[ .]*){1,5}[,)）]/;
const transcriptionAfter = /^\s?[(（][^)）]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]/;

export interface Surroundings {
	/** Set in quotation marks or brackets of its own. */
	enclosed: boolean;
	/** Begins or ends a longer quotation on the same line. */
	edgeOfQuotation: boolean;
	/** The text around it speaks of words, names, translations or mistakes in a text. */
	speaksOfWords: boolean;
	/** "what X means", "called X", "X translates to". */
	named: boolean;
	/** A transcription with tone marks stands next to it. */
	transcribed: boolean;
	/** Followed by a bracket with a name or title in Latin letters: 竹内弘高 (Hiroshi Takeuchi). */
	glossed: boolean;
	/** A Latin letter stands right beside it, without a space. */
	glued: boolean;
}

/** How the stretch `[start, end)` is set into a text of another script. Looks at a bounded part of the text. */
export function surroundings(text: string, start: number, end: number): Surroundings {
	const { kindOf } = hanTables();
	const before = text.slice(Math.max(0, start - reach), start);
	const after = text.slice(end, end + reach);
	const left = before.trimEnd().slice(-1);
	const right = after.replace(/^[\s，。、！？；：,.!?;:…]{1,4}/, '').slice(0, 1);
	const enclosed = left !== '' && closing[left] !== undefined && right === closing[left];
	const aboutWords = speaksOfWords.test(before) || speaksOfWords.test(after);
	return {
		enclosed,
		edgeOfQuotation: !enclosed && edgeOfQuotation(text, start, end, left, right, after),
		speaksOfWords: aboutWords,
		named: namedBefore.test(before) || namedAfter.test(after),
		transcribed: tonedVowel.test(before.slice(-25)) || tonedVowel.test(after.slice(0, 30)),
		glossed: properNameAfter.test(after) || transcriptionAfter.test(after),
		glued: kindOf[text.charCodeAt(start - 1)] === kinds.latin || kindOf[text.charCodeAt(end)] === kinds.latin,
	};
}

function edgeOfQuotation(text: string, start: number, end: number, left: string, right: string, after: string): boolean {
	const opens = closing[left];
	if (opens !== undefined && !/\w/.test(text[start - 2] ?? ' ')) {
		return true;
	}
	if (right === '' || !/["'”’»」』)）]/.test(right)) return false;
	if (doubtedAfter.test(after)) return true;
	for (let index = start - 1; index >= 0 && index > start - reach; index--) {
		const character = text[index];
		if (character === '\n') return false;
		if (closing[character] === right && !/\w/.test(text[index - 1] ?? ' ')) return true;
	}
	return false;
}

export const isBracket = (character: string) => brackets.includes(character);
