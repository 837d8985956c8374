import { hanTables } from './hanScores';
import { kinds } from './tables/scripts';

/** How far the surroundings of a run are looked at, in code units. */
const reach = 100;
const namedReach = 30;
const closing: Record<string, string> = {
	'"': '"',
	"'": "'",
	'`': '`',
	'“': '”',
	'‘': '’',
	'„': '“',
	'「': '」',
	'『': '』',
	'《': '》',
	'〈': '〉',
	'【': '】',
	'«': '»',
	'‹': '›',
	'(': ')',
	'（': '）',
	'[': ']',
};
const speaksOfWords =
	/\b(?:mean(?:s|ing|ings|t)?|call(?:s|ed)?|words?|terms?|phrases?|characters?|chinese|mandarin|cantonese|japanese|korean|kanji|hanja|hanzi|pinyin|translat\w*|untranslated|written|writes|wrote|spell(?:s|ed|ing)?|pronounc\w*|pronunciation|non-english|non-latin|literally|radicals?|symbols?|strings?|labels?|glyphs?|ideogram\w*|idioms?|proverbs?|expressions?|known as|titled?|named?|quot\w+|verbatim|tones?|dynasty|sounds?|typo\w*|errors?|instead of|out of place|inconsisten\w*|unintend\w*|mention(?:s|ed)?|concept|notation|text|says|said|asks?|asked|user|query|prompt|sentence|language)\b/i;
const namedBefore =
	/\b(?:called|named|(?:sur)?name(?: is)?|word|term|phrase|characters?|idiom|proverb|saying|expression|written(?: as)?|pronounced|translates?(?: as| to)?|translated(?: as| to)|call(?:s|ed)? (?:it|this|that|these|them|him|her)(?: [a-z]+){0,2}|known(?: [a-z]+){0,2} as|chinese for|means|meaning of|in (?:chinese|mandarin|cantonese|japanese|korean),?|(?:what|how) (?:does|do|is))[\s:]*$/i;
const namedAfter =
	/^\s*(?:is (?:the |a )?(?:chinese|japanese|mandarin|word|character|term|name|pronounced|written)|translates?|stands for|refers to|in (?:chinese|japanese|mandarin)|(?:literally )?means)\b/i;
/** Talk of the script itself, beside which single characters stand for themselves. */
const speaksOfScript =
	/\b(?:kanji|hanja|hanzi|pinyin|radicals?|strokes?|ideogram\w*|ideographs?|logogram\w*|(?:chinese|han) characters?)\b/i;
const callWithText = /(?:\w\(|=\s?|return |=> ?)["'`]$/;
const wordAfter = /^\s?[(（][a-z'-]{1,14}[)）]/;
const doubtedAfter = /^\S{0,2}\s*(?:appears?|seems?|is|was)\b/i;
const tonedVowel = /[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]/;
const bracketAfter = /^\s?[(（]([A-Z][\w'. -]{1,60})[,)）]/;
const transcriptionAfter = /^\s?[(（][^)）]{0,60}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]/;

/** Names of the language, as glosses in many languages give them, and how they stand before and after what they name. */
const languageName =
	'(?:(?:simplified|traditional|standard|mandarin|modern) )?(?:chinese|mandarin|cantonese|chin\\.|chines\\.|chinesisch|chinois|chino|chinês|chinesa|cinese|chinees|kinesiska?|kinesisch|čínsk[aáyé]|čínsky|chińsk\\p{L}*|chiń\\.|chineză|kínai(?:ul)?|kiinaksi|çince|tiếng (?:trung|hoa)|tionghoa|кит\\.|китайськ\\p{L}*|китайск\\p{L}*|по-китайски|κινεζικά|中国語|中文|汉语|漢語|중국어|zh(?:-(?:hans|hant|cn|tw))?)(?: (?:characters?|script|mandarin|chinese|text|name))?';
const languageBefore = new RegExp(`(?<![\\p{L}])${languageName}\\s?[:：,=]?\\s*["'“‘「《*]?$`, 'iu');
const languageAfter = new RegExp(`^["'”’」》*]?\\s?(?:[,;:–—-]\\s?)?(?:(?:in|en|auf|em|på|po|w) )?${languageName}(?![\\p{L}])`, 'iu');
const languageNameIs =
	/(?:chinese|mandarin) (?:name|word|term|title|characters?|spelling)\b[^.!?\n]{0,30}\b(?:is|are|reads?)[\s:]*["'“]?$/i;
const wordInLanguageIs =
	/\b(?:chinese|mandarin|cantonese)\b[^.!?\n]{0,40}\b(?:word|term|name|phrase|characters?|expression|sign) (?:for|of|meaning)\b[^.!?,\n]{1,40}\b(?:is|are|was|reads?)[\s:]*["'“]?$/i;
const japaneseBefore = /\bjapanese\b[^.!?\n]{0,40}$/i;
const japaneseAfter = /^[^.!?\n]{0,30}\bin japanese\b/i;
/** A text in source code whose comment says what it means: `"设置" // Settings`, also behind the end of the call that it stands in. */
const commentAfter = /^["'`](?:[\s,;)\]}]|\.\w{1,20}\([^()"'`\n]{0,20}\)){0,12}(?:\/\/|#|\/\*|--|<!--)\s*["'(]?[A-Za-z]/;
const literalBefore = /["'`]$/;
/** The same of an element: `<b>设置</b> <!-- Settings -->`. */
const commentAfterElement = /^<\/[\w.:-]{1,30}>\s*<!--\s*[A-Za-z]/;
/** The same with the comment, of three words at most, on a line of its own above. */
const commentAbove =
	/(?:^|\n)[ \t]*(?:\/\/|#|--|\/\*|<!--)[ \t]*["']?[A-Za-z][\w'-]*(?: [\w'-]+){0,2}["']?[ \t]*(?:\*\/|-->)?[ \t]*\n[^\n"'`]{0,60}["'`]$/;

/** How the stretch `[start, end)` is set into a text of another script; looks at a bounded part of the text. */
export class Surroundings {
	readonly #before: string;
	readonly #after: string;
	readonly #left: string;
	readonly #right: string;

	constructor(
		private readonly text: string,
		private readonly start: number,
		private readonly end: number,
	) {
		this.#before = text.slice(Math.max(0, start - reach), start);
		this.#after = text.slice(end, end + reach);
		this.#left = opening(text, start);
		this.#right = text[after(text, end)] ?? '';
	}

	/** Set in quotation marks or brackets of its own. */
	get enclosed(): boolean {
		return this.#left !== '' && closing[this.#left] !== undefined && this.#right === closing[this.#left];
	}

	/** Between full-width brackets, which are those of a Chinese text. */
	get inWideBrackets(): boolean {
		return this.#left === '（' && this.enclosed;
	}

	/** First in brackets that stand behind a word: Li Bai (李白, 701–762). */
	get opensBracket(): boolean {
		const isOpened = (this.#left === '(' || this.#left === '（') && /[A-Za-z]\s?[(（]\s?$/.test(this.#before);
		return isOpened && /^[^\n(（]{0,60}[)）]/.test(this.#after);
	}

	/** Begins or ends a longer quotation on the same line. */
	get edgeOfQuotation(): boolean {
		return !this.enclosed && edgeOfQuotation(this.text, this.start, this.#left, this.#right, this.#after);
	}

	/** The text around it speaks of words, names, translations or mistakes in a text. */
	get speaksOfWords(): boolean {
		return speaksOfWords.test(this.#before) || speaksOfWords.test(this.#after);
	}

	/** "what X means", "called X", "X translates to". */
	get named(): boolean {
		return namedBefore.test(this.#before.slice(-namedReach)) || namedAfter.test(this.#after.slice(0, namedReach));
	}

	/** The language is named beside it: [Chinese: 紫禁城], (长城 in Chinese). */
	get languageNamed(): boolean {
		const before = this.#before.slice(-60);
		return (
			languageBefore.test(before) ||
			languageNameIs.test(before) ||
			wordInLanguageIs.test(this.#before) ||
			languageAfter.test(this.#after.slice(0, 40))
		);
	}

	/** A text in source code, with its translation in a comment on the same line. */
	get translatedInComment(): boolean {
		const after = this.#after.slice(0, 60);
		if (literalBefore.test(this.#before)) return commentAfter.test(after) || commentAbove.test(this.#before);
		return this.#before.endsWith('>') && commentAfterElement.test(after);
	}

	/** Beside words that say it is Japanese: the Japanese heading 基本的方針, 経済的効果 in Japanese. */
	get japaneseNamed(): boolean {
		return japaneseBefore.test(this.#before) || japaneseAfter.test(this.#after);
	}

	/** In brackets or asterisks at the beginning of a sentence: (沉思) Well, ... */
	get isStageDirection(): boolean {
		if (!this.enclosed || !'([（【'.includes(this.#left)) return false;
		const outside = this.#before.slice(0, -1).trimEnd();
		return (
			(outside === '' || /[.!?…\n:*]$/.test(outside) || /\n[ \t]*[([（【]?$/.test(this.#before)) && /^[)\]）】]\s+\p{Lu}/u.test(this.#after)
		);
	}

	/** Beside talk of kanji, radicals or strokes. */
	get amongCharacters(): boolean {
		return speaksOfScript.test(this.#before) || speaksOfScript.test(this.#after);
	}

	/** In quotation marks that are those of a text in source code. */
	get isLiteral(): boolean {
		return callWithText.test(this.#before.trimEnd());
	}

	/** A transcription with tone marks stands next to it. */
	get transcribed(): boolean {
		return tonedVowel.test(this.#before.slice(-25)) || tonedVowel.test(this.#after.slice(0, 30));
	}

	/** Followed by a bracket with a word, a name or a transcription: 竹内弘高 (Hiroshi Takeuchi). */
	get glossed(): boolean {
		return wordAfter.test(this.#after) || isProperName(bracketAfter.exec(this.#after)?.[1]) || transcriptionAfter.test(this.#after);
	}

	/** A Latin letter stands right beside it, without a space. */
	get glued(): boolean {
		const { kindOf } = hanTables();
		return kindOf[this.text.charCodeAt(this.start - 1)] === kinds.latin || kindOf[this.text.charCodeAt(this.end)] === kinds.latin;
	}
}

/** The quotation mark or bracket that opens right before `start`, if one does. */
function opening(text: string, start: number): string {
	const mark = text[start - 1] ?? '';
	if (mark === ' ' || mark === '\u00a0') return '(«'.includes(text[start - 2] ?? ' ') ? text[start - 2] : '';
	if (mark !== '"') return mark;
	let count = 0;
	for (let index = start - 1; index >= 0 && index > start - 2 * reach && text[index] !== '\n'; index--) if (text[index] === '"') count++;
	return count % 2 === 1 ? mark : '';
}

/** Index of the first character after `end` that is neither space nor the end of a sentence. */
function after(text: string, end: number): number {
	let index = end;
	while (index < end + 4 && index < text.length && '，。、！？；：,.!?;:… \n'.includes(text[index])) index++;
	return index;
}

function edgeOfQuotation(text: string, start: number, left: string, right: string, after: string): boolean {
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

function isProperName(text: string | undefined): boolean {
	return text !== undefined && text.split(/[ .]+/).every((word) => word === '' || /^[A-Z]/.test(word));
}
