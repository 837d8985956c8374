/**
 * Whether a call in an answer is only shown to the reader: quoted, or followed by more text (a model that means a call stops
 * after it). `perhaps` where the words before it speak of an example.
 *
 * @param from where the call begins. @param rest what stands after the last call, without wrappers.
 */
export function isShown(text: string, from: number, rest: string): boolean | 'perhaps' {
	if (rest.trim() !== '' || isQuoted(text, from)) return true;
	return introduces(sentenceBefore(text, from)) && 'perhaps';
}

const openingQuotes = /["'“”„‟«»‘’‚‹›「『《〈（(`´]$/;

function isQuoted(text: string, from: number): boolean {
	const line = text.slice(text.lastIndexOf('\n', from - 1) + 1, from);
	if (/^\s*(>|\||&gt;)/.test(line) || openingQuotes.test(line.trimEnd())) return true;
	if (/^(?: {4,}|\t)\s*$/.test(line) && isAfterBlankLine(text, from)) return true;
	return /<(code|pre|kbd|samp|blockquote|q|example)\b[^>]*>(?![\s\S]*<\/\1>)/i.test(text.slice(0, from));
}

const isAfterBlankLine = (text: string, from: number) => /\n\s*\n[ \t]*$/.test(text.slice(0, from));

/** The sentence that leads to the call, over line breaks. */
function sentenceBefore(text: string, from: number): string {
	const before = text
		.slice(Math.max(0, from - 400), from)
		.replace(/<[^<>]*>\s*$/, '')
		.trimEnd();
	return /[^.!?。！？\n]*(?:\n\s*)*[^.!?。！？\n]*$/.exec(before.replace(/\b(e\.g|z\.B|p\.ex|p\. ex|п\.р)\./gi, '$1'))?.[0] ?? '';
}

/** Words by which a sentence says that an example follows, in the languages that models are asked in most. */
const exampleWords = [
	...['example', 'e\\.g', 'for instance', 'sample', 'format', 'syntax', 'looks? like', 'look as', 'such as', 'template', 'placeholder'],
	...[
		'would (?:write|emit|look|be|read|send|output|produce|generate)',
		'is written',
		'written as',
		'writes? (?:this|the|it|a)',
		'emits?',
		'means?',
	],
	...[
		'documentation',
		'docs?',
		'the string',
		'the text',
		'the tag',
		'the token',
		'literal(?:ly)?',
		'raw',
		'instead of',
		'never (?:write|send)',
	],
	...['Beispiel', 'z\\.?\\s?B', 'Schreibweise', 'sieht .{0,20}aus', 'Form(?:at)?', 'lautet'],
	...['exemple', 'p\\.?\\s?ex', 'par exemple', 'syntaxe', 'ressemble', 'ejemplo', 'formato', 'sintaxis', 'se escribe', 'se ve'],
	...['exemplo', 'sintaxe', 'parece', 'esempio', 'sintassi', 'voorbeeld', 'exempel', 'eksempel', 'esimerk', 'przykład', 'příklad', 'példa'],
	...['пример', 'например', 'формат', 'синтаксис', 'выглядит', 'приклад', 'örnek', 'biçim', 'παράδειγμα', 'مثال', 'صيغة', 'דוגמה'],
	...['उदाहरण', 'ví dụ', 'contoh', 'ตัวอย่าง', '例', '格式', '语法', '語法', '形式', '書式', '構文', '예', '형식', '구문'],
];
const boundary = '(?<![\\p{L}\\p{N}])';
const example = new RegExp(
	exampleWords
		.map((word) => (/^\p{Script=Han}|^\p{Script=Hangul}|^\p{Script=Thai}/u.test(word) ? word : `${boundary}(?:${word})`))
		.join('|'),
	'iu',
);

const introduces = (sentence: string) => example.test(sentence);
