import { FileNotAllowed, type Files } from '../../files';
import { tooMany, type Passage } from './passage';
import { messageOf } from '../../describeError';

const largest = 20_000_000;
/** Many times what policies have: the longest that were seen have some hundred thousand characters with all their markup. */
const longest = { text: 300_000, html: 2_000_000 };
/** Paragraphs, headings, cells and entries of lists. */
const mostPassages = 5_000;

export interface Policy {
	source: string;
	passages: Passage[];
	problems: { file: string; reason: string }[];
}

interface Reading {
	/** Text, the path of a file, or an address. */
	policy: string;
	/** JSON of the items that came in; their texts are the policy where the field is empty. */
	items: readonly Record<string, unknown>[];
	files: Files;
	fetch: typeof fetch;
	signal?: AbortSignal;
}

/** The policy as passages with their places. What can't be read is a problem with its reason, not an error. */
export async function readPolicy({ policy, items, files, fetch: send, signal }: Reading): Promise<Policy> {
	const given = policy.trim();
	if (given === '') return fromItems(items);
	if (/^https?:\/\/\S+$/i.test(given)) return await readable(given, async () => await fromAddress(given, send, signal));
	if (looksLikeFile(given)) return await readable(given, async () => await fromFile(given, files));
	return await readable('the text in the field', async () => await fromText(given));
}

async function readable(source: string, read: () => Promise<Passage[]>): Promise<Policy> {
	try {
		const passages = await read();
		return { source, passages, problems: passages.length > 0 ? [] : [{ file: source, reason: 'holds no text' }] };
	} catch (error) {
		if (error instanceof FileNotAllowed) throw error;
		return { source, passages: [], problems: [{ file: source, reason: messageOf(error) }] };
	}
}

async function fromItems(items: readonly Record<string, unknown>[]): Promise<Policy> {
	const texts = items.flatMap((item) => [item.policy, item.text, item.data].filter((value) => typeof value === 'string').slice(0, 1));
	const read = await Promise.all(texts.map((text, index) => readable(`item ${index}`, async () => await fromText(text))));
	const passages = read.flatMap((each) => each.passages);
	const none = texts.length === 0 ? [{ file: 'items', reason: 'none has a text in `policy`, `text` or `data`' }] : [];
	return { source: 'the incoming items', passages, problems: [...none, ...read.flatMap((each) => each.problems)] };
}

const looksLikeFile = (text: string) =>
	!text.includes('\n') && text.length < 1000 && /(?:^\S+|[\\/][^\\/]+)\.(?:html?|xhtml|pdf|txt|md|markdown)$/i.test(text);

async function fromFile(file: string, files: Files): Promise<Passage[]> {
	if (!(await files.look(file))) throw new Error('There is no such file');
	return await fromBytes(await files.read(file, largest));
}

async function fromAddress(address: string, send: typeof fetch, signal?: AbortSignal): Promise<Passage[]> {
	const limit = AbortSignal.timeout(30_000);
	const response = await send(address, {
		signal: signal ? AbortSignal.any([signal, limit]) : limit,
		headers: { accept: 'text/html, text/plain' },
	});
	if (!response.ok) throw new Error(`The server answered ${response.status}`);
	return await fromBytes(await bytesOf(response), response.headers.get('content-type') ?? '');
}

/** What a server says about the length is not believed. */
async function bytesOf({ body }: Response): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for (const reader = body?.getReader(); reader;) {
		const { done, value } = await reader.read();
		if (done) break;
		pieces.push(value);
		length += value.byteLength;
		if (length <= largest) continue;
		reader.cancel().catch(() => undefined);
		throw new Error(`Is larger than ${largest / 1e6} MB`);
	}
	return Buffer.concat(pieces);
}

async function fromBytes(bytes: Uint8Array, contentType = ''): Promise<Passage[]> {
	const isPdf = new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-');
	if (isPdf) throw new Error('Is a PDF, which is not read here; give its text, such as from the Extract From File node or `pdftotext`');
	return await fromText(decode(bytes, contentType));
}

async function fromText(text: string): Promise<Passage[]> {
	if (/<(?:!doctype|html|body|p|div|h[1-6]|section|article|ul|table)[\s>]/i.test(text)) {
		refuseLonger(text, longest.html);
		const { readHtml } = await import('./readHtml');
		return await readHtml(text, { passages: mostPassages, characters: longest.text });
	}
	refuseLonger(text, longest.text);
	let heading = '';
	const passages = text.split(/\r\n|\r|\n/).reduce((found: Passage[], line, index, lines) => {
		const [, title] = /^\s{0,3}#{1,6}\s+(.+)$/.exec(line) ?? [];
		if (title) heading = title.trim();
		const starts = index === 0 || lines[index - 1].trim() === '' || /^\s*(?:[-*•#]|\d+[.)])\s/.test(line) || title !== undefined;
		const last = found.at(-1);
		if (line.trim() === '') return found;
		// A paragraph that is broken into lines is one passage.
		if (!starts && last) last.text += ` ${line.trim()}`;
		else found.push({ text: title ?? line.trim(), place: `line ${index + 1}${heading && !title ? `, section “${heading}”` : ''}` });
		return found;
	}, []);
	if (passages.length > mostPassages) throw tooMany(mostPassages);
	return passages;
}

function refuseLonger({ length }: string, most: number) {
	if (length <= most) return;
	throw new Error(
		`Has ${length.toLocaleString('en')} characters, more than the ${most.toLocaleString('en')} that are read; give the policy alone`,
	);
}

/** Bytes as text: by byte-order mark, what the server or the page says, UTF-8, and else Windows-1252. */
function decode(bytes: Uint8Array, contentType: string): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 2048));
	const declared = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(beginning)?.[1];
	for (const label of [declared, 'utf-8']) {
		try {
			if (label) return new TextDecoder(label, { fatal: true }).decode(bytes);
		} catch {
			// The declared encoding is wrong or unknown: the next one is tried.
		}
	}
	return new TextDecoder('windows-1252').decode(bytes);
}
