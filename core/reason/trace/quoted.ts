/** What closes a quotation that a character opens, in the languages that models answer in. */
const closers: Readonly<Record<string, string>> = {
	'`': '`',
	'"': '"',
	"'": "'",
	'„': '“”"',
	'“': '”“"',
	'‘': '’‘',
	'‚': '‘',
	'”': '”',
	'«': '»',
	'»': '«',
	'‹': '›',
	'「': '」',
	'『': '』',
	'《': '》',
	'〈': '〉',
};

export const opensQuote = (character: string): boolean => character in closers;

/** Whether a mark between two characters is quoted: a mention, not a mark. */
export const isQuoted = (before: string, after: string): boolean => after !== '' && (closers[before] ?? '').includes(after);
