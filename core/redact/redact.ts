import type { Steps } from '../breathe';
import { isPlaceholder, looksRandom, secretName } from './secretNames';
import { knownSecrets, type Range } from './knownSecrets';
import { secretsInCode } from './writtenInCode';

export const removed = '<removed>';

/** Longer texts are searched in windows of this length, which overlap so far that no secret is cut in two. */
const windowLength = 200_000;
const overlap = 20_000;

const isSecret = (name: string, value: string) => {
	const kind = secretName(name);
	if (kind === 'none' || value.includes(removed) || isPlaceholder(value) || /^[\d.,:\s-]{1,8}$/.test(value)) return false;
	return kind === 'sure' ? isTyped(name, value) : looksRandom(value);
};

/** Whether a field of this name holds a secret, by its name and what it holds; an expression that reads it from elsewhere is none. */
export const isSecretField = (name: string, value: string): boolean => isSecret(name, value) && !isReference(value);

/** Of a password any text is one; of a key or token a text with a blank in it is a sentence about it. */
function isTyped(name: string, value: string): boolean {
	if (/pass|pwd|secret/i.test(name)) return !/\s/.test(value.trim()) || value.length < 40;
	if (/auth|cookie/i.test(name)) return value.length >= 8;
	return !/\s/.test(value.trim()) && (value.length >= 8 || /\d/.test(value));
}

/** Places in a text where something stands beside a secret that says so; the last group is the secret, the one before its name. */
const placed: readonly RegExp[] = [
	// Query and form: ?api_key=..., &access_token=...
	/[?&;]([\w.-]{2,40})=([^&#\s"'`<>{}]{4,})/g,
	// JSON, code and YAML: "apiKey": "...", const apiKey = '...', api_key = "..."
	/(?<![\w$-])["'`]?([A-Za-z][\w.-]{1,50})\\{0,7}["'`]?\s{0,20}\]?\s{0,20}(?:=>|[:=])\s{0,20}\\{0,7}["'`]((?:[^"'`\\\n]|\\(?![\\"'`nr]).){4,4000}?)\\{0,7}["'`]/g,
	// XML: <wsse:Password>...</wsse:Password>
	/<(?:[\w-]{1,30}:)?([A-Za-z][\w.-]{1,50})(?:\s[^<>]{0,200})?>([^<>\s]{4,4000})<\//g,
	// Prose: API key: ..., client secret is ...
	/(?<![\w-])((?:api|access|secret|client|auth|private|bot|bearer)[ _-](?:key|token|secret))["'`]?\s{0,5}(?:=|:|is\s)\s{0,5}["'`]?([^\s"'`{}<>,;]{8,})/gi,
	// Headers as text: X-Api-Key: ...
	/(?:^|[\n"'`\s])([A-Za-z][\w-]{2,40}):[ \t]*([^\s"'`{}<>,;]{8,})/g,
	// Environment and flags: export API_KEY=..., --token ..., --password=...
	/(?:^|[\s;])(?:export\s+|--?)?([A-Za-z][\w-]{2,40})(?:=|\s+(?=\S*\d))([^\s"'`{}<>&;]{8,})/g,
	// Connection strings: Password=...;AccountKey=...
	/(?:^|[;\s"'`])((?:Password|Pwd|AccountKey|SharedAccessKey|User ?Password))=([^;"'`\s]{4,})/gi,
];

/** A name and a value handed on side by side: setRequestHeader('X-Api-Key', '...'), ['authorization', '...']. */
const sideBySide = /["'`]([A-Za-z][\w-]{2,40})["'`]\s{0,5},\s{0,5}["'`]([^"'`\s]{8,4000})["'`]/g;

const schemes = /\b(Bearer|Basic|Token|Bot|ApiKey|Key|Digest|OAuth)\s+([A-Za-z0-9+/_.=~:-]{12,})/g;
const userInfo = /(:\/\/[^\s/:@"'`{}<>]*:)([^\s/@"'`{}<>]{2,})(?=@)/g;
const loneUser = /(:\/\/)([^\s/:@"'`{}<>]{16,})(?=@)/g;
const curlUser = /(?:\s-u|\s--user)(?:\s+|=)["']?[^\s:"']*:([^\s"']{3,})/g;
const cookies = /\b(?:Set-)?Cookie["']?\s*:\s*["']?([^"'\n]{6,})/gi;

/** Short plain words, as most names are, hold none: no pattern below fits without one of these. */
const worthReading = /[=:@]|[\w+/.~-]{12}|\s(?=\S*\d)\S{8}/;

/** Secrets in a text: those that show by themselves, and those that stand where a secret stands. */
export function secretsIn(text: string): Range[] {
	const found = knownSecrets(text);
	const add = (match: RegExpExecArray, value: string) => {
		const start = match.index + match[0].lastIndexOf(value);
		found.push([start, start + value.length]);
	};
	for (const pattern of placed)
		for (const match of text.matchAll(pattern)) {
			const [, name = '', value = ''] = match;
			if (isSecret(name, decoded(value))) add(match, value);
		}
	for (const match of text.matchAll(sideBySide)) {
		const [, name = '', value = ''] = match;
		if (secretName(name) === 'sure' && looksRandom(value)) add(match, value);
	}
	found.push(...secretsInCode(text));
	for (const match of text.matchAll(schemes)) {
		const [, , value = ''] = match;
		if (!isPlaceholder(value) && (looksRandom(value) || isUserAndPassword(value))) add(match, value);
	}
	for (const pattern of [userInfo, loneUser])
		for (const match of text.matchAll(pattern)) {
			const [, , value = ''] = match;
			if (!isPlaceholder(value) || value.length < 4) add(match, value);
		}
	for (const match of text.matchAll(curlUser)) {
		const [, user = ''] = match;
		if (!isPlaceholder(user)) add(match, user);
	}
	for (const match of text.matchAll(cookies)) {
		const [whole, header = ''] = match;
		const start = match.index + whole.lastIndexOf(header);
		for (const [from, to] of cookieValues(header)) found.push([start + from, start + to]);
	}
	return found;
}

/** What stands behind `Basic`: base64 of a user, a colon and a password. */
const isUserAndPassword = (text: string) =>
	/^[A-Za-z0-9+/]{8,}={0,2}$/.test(text) && /^[\x20-\x7e]+:[\x20-\x7e]*$/.test(Buffer.from(text, 'base64').toString('latin1'));

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The values of a cookie header that look like a session's. */
function cookieValues(text: string): Range[] {
	return [...text.matchAll(/([\w.-]+)=([^;\s]+)/g)].flatMap((match): Range[] => {
		const [whole, name = '', value = ''] = match;
		const start = match.index + whole.length - value.length;
		return looksRandom(value) || (/sess|sid|auth|token|jwt|csrf/i.test(name) && value.length >= 8) ? [[start, start + value.length]] : [];
	});
}

/** A text without its secrets. Ordinary ids, page tokens and paths stay; what is put in their place names nothing. */
export function redactText(text: string): string {
	if (text.length < 8 || !worthReading.test(text)) return text;
	const ranges = inWindows(text).sort((a, b) => a[0] - b[0]);
	if (ranges.length === 0) return text;
	let result = '';
	let from = 0;
	for (const [start, end] of ranges) {
		if (end <= from) continue;
		if (start > from) result += text.slice(from, start);
		if (start >= from || !result.endsWith(removed)) result += removed;
		from = end;
	}
	return result + text.slice(from);
}

function inWindows(text: string): Range[] {
	const ranges: Range[] = [];
	for (let from = 0; ; from += windowLength - overlap) {
		for (const [start, end] of secretsIn(text.slice(from, from + windowLength))) ranges.push([from + start, from + end]);
		if (from + windowLength >= text.length) return ranges;
	}
}

/** Where in JSON a secret was taken out, by the path to it; never what it was. */
export interface Redacted<Value> {
	value: Value;
	paths: string[];
}

/**
 * JSON without its secrets, with the paths where they stood: texts by what they hold, fields by their names, and pairs of
 * `name` and `value` as n8n keeps headers, query parameters and fields. Its shape stays: only texts change.
 */
export function redactJson<Value>(value: Value): Redacted<Value> {
	if (typeof value === 'object' && value !== null && clean.has(value)) return { value, paths: [] };
	const paths: string[] = [];
	const texts = new Map<string, string>();
	const result = redacted(value, '', { paths, texts }, 0) as Value;
	if (typeof result === 'object' && result !== null) clean.add(result);
	return { value: result, paths };
}

/** The same for each entry of a long list, in steps. */
export function* redactList<Value>(list: readonly Value[]): Steps<Value[]> {
	const found: Found = { paths: [], texts: new Map() };
	const safe: Value[] = [];
	for (const entry of list) {
		const result = redacted(entry, '', found, 1) as Value;
		if (typeof result === 'object' && result !== null) clean.add(result);
		safe.push(result);
		yield;
	}
	return safe;
}

/** What came out of `redactJson`: a report is made safe once, however many readers ask for it. */
const clean = new WeakSet<object>();

const deepest = 200;
const mostRemembered = 10_000;

interface Found {
	paths: string[];
	/** Texts that were looked at before: reports say the same many times. */
	texts: Map<string, string>;
}

function redacted(value: unknown, path: string, found: Found, depth: number): unknown {
	if (typeof value === 'string') {
		const text = found.texts.get(value) ?? redactText(value);
		// Begun anew when full: what is said many times is soon known again.
		if (found.texts.size >= mostRemembered) found.texts.clear();
		if (value.length < 500) found.texts.set(value, text);
		if (text !== value) found.paths.push(path);
		return text;
	}
	if (typeof value !== 'object' || value === null || clean.has(value)) return value;
	if (depth > deepest) {
		found.paths.push(path);
		return removed;
	}
	// What holds no secret is handed back as it is: a report of thousands of findings is not copied.
	if (Array.isArray(value)) {
		let changed = false;
		const entries = value.map((entry: unknown, index) => {
			const safe = redacted(entry, `${path}.${index}`, found, depth + 1);
			changed ||= safe !== entry;
			return safe;
		});
		return changed ? entries : value;
	}
	const pairName = pairNameOf(value);
	const kept: [string, unknown][] = [];
	let isChanged = false;
	for (const [key, inner] of Object.entries(value)) {
		const here = path ? `${path}.${key}` : key;
		const name = pairName !== undefined && /^(value|stringValue)$/.test(key) ? pairName : key;
		let safe: unknown;
		if (typeof inner === 'string' && isSecretField(name, inner)) {
			found.paths.push(here);
			safe = withScheme(name, inner);
		} else {
			safe = redacted(inner, here, found, depth + 1);
			const inside = typeof safe === 'string' ? withoutFallback(name, safe) : safe;
			if (inside !== safe) found.paths.push(here);
			safe = inside;
		}
		// The name of a field may be a key of a service itself.
		const safeKey = redactText(key);
		if (safeKey !== key) found.paths.push(path ? `${path}.${safeKey}` : safeKey);
		isChanged ||= safe !== inner || safeKey !== key;
		kept.push([safeKey, safe]);
	}
	return isChanged ? Object.fromEntries(kept) : value;
}

const pairNameOf = (value: object): string | undefined => {
	const name: unknown = 'name' in value ? value.name : 'key' in value ? value.key : undefined;
	return typeof name === 'string' ? name : undefined;
};

/** An expression that reads the secret from elsewhere, with no more than a word around it. */
const isReference = (value: string) =>
	value.startsWith('=') &&
	value.includes('{{') &&
	![...value.matchAll(/["'`]([^"'`]+)["'`]/g)].some(([, text = '']) => looksRandom(text)) &&
	value
		.replace(/\{\{[\s\S]*?\}\}/g, '')
		.replace(/^=\s*(bearer|basic|token)?/i, '')
		.trim().length < 8;

/** What stands in an expression of a secret field beside what it reads: `{{ $json.key || '...' }}`. */
function withoutFallback(name: string, value: string): string {
	if (!value.startsWith('=') || secretName(name) === 'none') return value;
	return value.replace(/\{\{([^{}]{1,2000})\}\}/g, (_, inside: string) => `{{${redactText(`${name}: ${inside}`).slice(name.length + 2)}}}`);
}

/** `Bearer <removed>` says more than `<removed>`; of cookies the harmless ones stay. */
function withScheme(name: string, value: string): string {
	if (/cookie/i.test(name)) {
		const ranges = cookieValues(value);
		if (ranges.length > 0) return ranges.reduceRight((text, [start, end]) => text.slice(0, start) + removed + text.slice(end), value);
		return removed;
	}
	const scheme = /^(=?\s*(?:Bearer|Basic|Token|Bot)\s+)\S/i.exec(value)?.[1];
	return scheme ? scheme + removed : removed;
}
