import { makeBreathe } from '../../breathe';
import { tooMany, type Passage } from './passage';

const unread = new Set(['script', 'style', 'noscript', 'template', 'head', 'title', 'svg', 'del', 's', 'strike', 'iframe', 'object']);
const inline = new Set([
	'a',
	'abbr',
	'b',
	'bdi',
	'bdo',
	'cite',
	'code',
	'em',
	'font',
	'i',
	'ins',
	'kbd',
	'mark',
	'q',
	'small',
	'span',
	'strong',
	'sub',
	'sup',
	'time',
	'u',
	'var',
	'wbr',
]);

/** Pages that browsers made of are far flatter; the parser's work grows with depth times length. */
const deepest = 1000;

/** What the parser gets at once. */
const pieceLength = 50_000;

/**
 * The visible text of a page by its blocks, each with the heading that it stands under.
 * @throws Error when there are more blocks or more characters of text, or when they stand in each other too deep
 */
export async function readHtml(html: string, most: { passages: number; characters: number }): Promise<Passage[]> {
	const { Parser } = await import('htmlparser2');
	const passages: Passage[] = [];
	const hidden: string[] = [];
	let heading = '';
	let depth = 0;
	let text = '';
	let inHeading = false;
	let characters = 0;
	const flush = () => {
		const plain = text.replace(/\s+/g, ' ').trim();
		text = '';
		if (plain === '') return;
		if (inHeading) heading = plain;
		characters += plain.length;
		if (passages.length >= most.passages || characters > most.characters) throw tooMany(most.passages);
		passages.push({ text: plain, place: heading ? `section “${heading}”` : 'beginning' });
	};
	const isHidden = (name: string, { hidden: attribute, style = '' }: Record<string, string>) =>
		unread.has(name) || attribute !== undefined || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
	const parser = new Parser({
		onopentag(name, attributes) {
			if (++depth > deepest) throw new Error(`Its elements stand in each other more than ${deepest} deep; give the policy as text`);
			if (hidden.length > 0 || isHidden(name, attributes)) hidden.push(name);
			else if (!inline.has(name)) {
				flush();
				inHeading = /^h[1-6]$/.test(name);
			}
		},
		ontext(part) {
			if (hidden.length === 0) text += part;
		},
		onclosetag(name) {
			depth--;
			if (hidden.length > 0) hidden.pop();
			else if (!inline.has(name)) {
				flush();
				inHeading = false;
			}
		},
	});
	const breathe = makeBreathe();
	for (let from = 0; from < html.length; from += pieceLength) {
		parser.write(html.slice(from, from + pieceLength));
		await breathe();
	}
	parser.end();
	flush();
	return passages;
}
