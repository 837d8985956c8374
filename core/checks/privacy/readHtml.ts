import type { Passage } from './passage';

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

/** The visible text of a page by its blocks, each with the heading that it stands under. */
export async function readHtml(html: string): Promise<Passage[]> {
	const { Parser } = await import('htmlparser2');
	const passages: Passage[] = [];
	const hidden: string[] = [];
	let heading = '';
	let depth = 0;
	let text = '';
	let inHeading = false;
	const flush = () => {
		const plain = text.replace(/\s+/g, ' ').trim();
		text = '';
		if (plain === '') return;
		if (inHeading) heading = plain;
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
	parser.write(html);
	parser.end();
	flush();
	return passages;
}
