/** A text as it reads once its escapes are undone; `starts` says where in the original each unit stands, and ends with its length. */
export interface AsRead {
	text: string;
	starts: Uint32Array;
}

/** Digits of other scripts, by their zero. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const otherDigits = '\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f\\u09e6-\\u09ef\\u0e50-\\u0e59';
const unseen = '\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff';
const variants = `\\u00a0\\u2000-\\u200a\\u2010-\\u2015\\u202f\\u205f\\u2212\\u3000\\uff01-\\uff5e${otherDigits}`;

/**
 * JSON and JavaScript escapes however often they were escaped, URL encoding, HTML entities, the @ of quoted-printable, a form's `+`,
 * underscores of Markdown, letters that nobody sees, and other forms of blanks, dashes and digits.
 */
const written = new RegExp(
	[
		String.raw`\\+u(?:\{(?<point>[\da-f]{1,6})\}|(?<unicode>[\da-f]{4}))`,
		String.raw`\\+x(?<byte>[\da-f]{2})`,
		String.raw`\\+(?<letter>[nrtbf"'/])`,
		'(?<url>(?:%[\\da-f]{2})+)',
		'&#(?<decimal>\\d{1,7});',
		'&#x(?<hex>[\\da-f]{1,6});',
		'&(?<entity>amp|quot|apos|nbsp|commat|plus|period|colon|lowbar|hyphen|sol);',
		String.raw`(?<=[\w.])=(?<printable>40)(?=[\da-z-]{1,63}\.[a-z])`,
		'(?<form>(?<=[\\da-z])\\+(?=[\\da-z]))',
		'(?<edge>(?<![\\da-z])_+(?=[\\da-z+])|(?<=[\\da-z])_+(?![\\da-z_]))',
		`(?<unseen>[${unseen}])`,
		`(?<variant>[${variants}])`,
	].join('|'),
	'giu',
);

/** Whether it is worth looking: most texts hold none of it. */
const anyOf = new RegExp(
	String.raw`\\[\\unrtbfx"'/]|%[\da-f]{2}|&[#a-z]|=40|[\da-z]\+[\da-z]|(?:^|[^\da-z_])_|_(?:$|[^\da-z_])|[${unseen}${variants}]`,
	'i',
);

const entities: Record<string, string> = {
	...{ amp: '&', quot: '"', apos: "'", nbsp: ' ', commat: '@', plus: '+' },
	...{ period: '.', colon: ':', lowbar: '_', hyphen: '-', sol: '/' },
};
const letters: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };

/** The text with its escapes undone once; `undefined` where it has none. */
export function asRead(text: string): AsRead | undefined {
	if (!anyOf.test(text)) return undefined;
	let result = '';
	const starts: number[] = [];
	let from = 0;
	for (const match of text.matchAll(written)) {
		const made = readOne(match.groups ?? {});
		if (made === undefined) continue;
		for (let at = from; at < match.index; at += 1) starts.push(at);
		for (let unit = 0; unit < made.length; unit += 1) starts.push(match.index);
		result += text.slice(from, match.index) + made;
		from = match.index + match[0].length;
	}
	if (from === 0) return undefined;
	for (let at = from; at <= text.length; at += 1) starts.push(at);
	return { text: result + text.slice(from), starts: Uint32Array.from(starts) };
}

function readOne(groups: Partial<Record<string, string>>): string | undefined {
	const { unicode, point, byte, letter, url, decimal, hex, entity, printable, form, edge, variant } = groups;
	const code = unicode ?? point ?? byte ?? hex ?? printable;
	if (code) return character(parseInt(code, 16));
	if (decimal) return character(Number(decimal));
	if (letter) return letters[letter.toLowerCase()] ?? letter;
	if (url) return Buffer.from(url.replaceAll('%', ''), 'hex').toString('utf8');
	if (entity) return entities[entity.toLowerCase()];
	if (form ?? edge) return ' ';
	return variant ? plainForm(variant) : '';
}

const character = (code: number): string | undefined => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined);

function plainForm(variant: string): string {
	const code = variant.charCodeAt(0);
	const zero = zeros.find((each) => code >= each && code <= each + 9);
	if (zero !== undefined) return String(code - zero);
	return /[\u2010-\u2015\u2212]/.test(variant) ? '-' : variant.normalize('NFKC');
}
