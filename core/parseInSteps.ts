import type { Steps } from './breathe';
import { deepestJson, isObject, isTooDeep, parseJson } from './json';

/** Characters that are parsed in one step. About a millisecond; some more for nothing but `{}`. */
const stepLength = 32 * 1024;

/** No name, no number is longer: such a text is not taken as JSON. */
const longestWord = 4096;

/** A list or an object whose end is not read yet. */
interface Open {
	values: unknown[] | Record<string, unknown>;
	/** Where the next value goes in an object. */
	key: string;
	/** Whether a comma stands right before what is read next, so that something must come. */
	afterComma: boolean;
}

/**
 * What `parseForeignJson` says of a text that lies in parts, in steps that take no longer for a longer text, and without
 * putting it together. A list or object is read in batches of what is in it, by the engine's own parser; what is too long for
 * a batch is taken apart in turn.
 */
export function* parseInSteps(parts: readonly string[], length = stepLength): Steps<unknown> {
	const source = readerOf(parts, length);
	source.skipBlanks();
	if (source.isAllThere && source.rest.length <= length) return isTooDeep(source.rest) ? undefined : parseJson(source.rest);
	const open: Open[] = [];
	let result: { value: unknown } | undefined;
	while (!result || open.length > 0) {
		yield;
		const top = open.at(-1);
		if (top) {
			const batch = takeBatch(source, top, open.length);
			if (batch === 'wrong') return undefined;
			if (batch === 'more') continue;
			if (batch === 'closed') {
				open.pop();
				const around = open.at(-1);
				if (around && !source.takeSeparator(around)) return undefined;
				continue;
			}
			if (!Array.isArray(top.values) && !takeKey(source, top)) return undefined;
		}
		// One value longer than a batch.
		const sign = source.sign();
		if (sign === '{' || sign === '[') {
			const inner: Open = { values: sign === '[' ? [] : {}, key: '', afterComma: false };
			if (top) put(top, inner.values);
			else result = { value: inner.values };
			if (open.push(inner) > deepestJson) return undefined;
			source.skip(1);
			continue;
		}
		const value = sign === '"' ? yield* longString(source) : source.takeWord();
		if (value === undefined) return undefined;
		if (!top) result = { value };
		else if (put(top, value) && !source.takeSeparator(top)) return undefined;
	}
	source.skipBlanks();
	return source.rest === '' ? result.value : undefined;
}

function put({ values, key }: Open, value: unknown): true {
	if (Array.isArray(values)) values.push(value);
	else define(values, key, value);
	return true;
}

/** `__proto__` is a name like any other, as it is for the engine's parser. */
function define(values: Record<string, unknown>, key: string, value: unknown) {
	if (key === '__proto__') Object.defineProperty(values, key, { value, writable: true, enumerable: true, configurable: true });
	else values[key] = value;
}

function addAll({ values }: Open, text: string): boolean {
	if (Array.isArray(values)) {
		const batch = parseJson(`[${text}]`);
		if (!Array.isArray(batch)) return false;
		for (const value of batch) values.push(value);
		return true;
	}
	const batch = parseJson(`{${text}}`);
	if (!isObject(batch)) return false;
	for (const [key, value] of Object.entries(batch)) define(values, key, value);
	return true;
}

/** `long`: what comes next is no batch, but one value that is longer than one. */
function takeBatch(source: Source, top: Open, around: number): 'more' | 'closed' | 'long' | 'wrong' {
	if (source.skipBlanks()) return 'more';
	const text = source.ahead();
	const { end, comma, depth } = endOfBatch(text);
	if (depth + around > deepestJson) return 'wrong';
	const to = end ?? comma;
	if (to === undefined) return text === '' ? 'wrong' : 'long';
	if (end !== undefined && text[end] !== (Array.isArray(top.values) ? ']' : '}')) return 'wrong';
	const batch = text.slice(0, to);
	// `[]` is empty; `[1,]` and `[,` are mistakes.
	if (/^[ \n\r\t]*$/.test(batch) ? top.afterComma || end === undefined : !addAll(top, batch)) return 'wrong';
	source.skip(to + 1);
	top.afterComma = end === undefined;
	return end === undefined ? 'more' : 'closed';
}

interface BatchEnd {
	/** The bracket that closes the list or object. */
	end?: number;
	/** The last comma between its values, if its end is too far. */
	comma?: number;
	/** How deep brackets stand in each other. */
	depth: number;
}

function endOfBatch(text: string): BatchEnd {
	const batch: BatchEnd = { depth: 0 };
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 34) {
			at = endOfString(text, at + 1).at;
		} else if (code === 91 || code === 123) {
			depth += 1;
			batch.depth = Math.max(batch.depth, depth);
		} else if (code === 93 || code === 125) {
			if (depth === 0) return { depth: batch.depth, end: at };
			depth -= 1;
		} else if (code === 44 && depth === 0) {
			batch.comma = at;
		}
	}
	return batch;
}

/** `\u` and four digits. */
const longestEscape = 6;

/** The closing quote, or where to go on when it is not there: never inside an escape. */
function endOfString(text: string, from: number, to = text.length): { at: number; isClosed: boolean } {
	let at = from;
	while (at < to) {
		const code = text.charCodeAt(at);
		if (code === 34) return { at, isClosed: true };
		at += code !== 92 ? 1 : text[at + 1] === 'u' ? 6 : 2;
	}
	return { at, isClosed: false };
}

function takeKey(source: Source, top: Open): boolean {
	const text = source.ahead(longestWord);
	const { at, isClosed } = endOfString(text, 1);
	const key = text[0] === '"' && isClosed ? parseJson(text.slice(0, at + 1)) : undefined;
	if (typeof key !== 'string') return false;
	top.key = key;
	source.skip(at + 1);
	source.skipBlanks();
	if (source.sign() !== ':') return false;
	source.skip(1);
	source.skipBlanks();
	return true;
}

function* longString(source: Source): Steps<string | undefined> {
	const slices: string[] = [];
	source.skip(1);
	for (let isClosed = false; !isClosed;) {
		const text = source.ahead(longestEscape);
		const end = endOfString(text, 0, Math.min(text.length, source.length));
		const slice = parseJson(`"${text.slice(0, end.at)}"`);
		if (typeof slice !== 'string' || (text === '' && !end.isClosed)) return undefined;
		slices.push(slice);
		isClosed = end.isClosed;
		source.skip(isClosed ? end.at + 1 : end.at);
		yield;
	}
	return slices.join('');
}

type Source = ReturnType<typeof readerOf>;

const isBlank = (code: number) => code === 32 || code === 10 || code === 13 || code === 9;

/** Gives the next of a text that lies in parts. */
function readerOf(parts: readonly string[], length: number) {
	let text = '';
	let at = 0;
	let next = 0;

	/** Parts are put together as far as they are looked at. */
	function fill(wanted: number) {
		if (text.length - at >= wanted || next >= parts.length) return;
		const joined = [text.slice(at)];
		for (let size = text.length - at; size < wanted + length && next < parts.length; next++) {
			joined.push(parts[next] ?? '');
			size += parts[next]?.length ?? 0;
		}
		text = joined.join('');
		at = 0;
	}

	return {
		length,
		get isAllThere() {
			fill(length + 1);
			return next >= parts.length;
		},
		/** Of what is put together. */
		get rest() {
			return text.slice(at);
		},
		/** What is looked at in one step. */
		ahead(more = 0): string {
			fill(length + more);
			return text.slice(at, at + length + more);
		},
		sign(): string | undefined {
			fill(1);
			return text[at];
		},
		skip(count: number) {
			at = Math.min(text.length, at + count);
		},
		/** Whether there were any. */
		skipBlanks(): boolean {
			let found = false;
			for (fill(1); at < text.length && isBlank(text.charCodeAt(at)); fill(1)) {
				at += 1;
				found = true;
			}
			return found;
		},
		/** A number, `true`, `false` or `null`; nothing where there is none. */
		takeWord(): unknown {
			const word = /^[^,\]}\s]*/.exec(this.ahead(longestWord))?.[0] ?? '';
			at += word.length;
			return parseJson(word);
		},
		/** A comma, or nothing before a closing bracket. */
		takeSeparator(around: Open): boolean {
			this.skipBlanks();
			const sign = this.sign();
			around.afterComma = sign === ',';
			if (around.afterComma) at += 1;
			return around.afterComma || sign === ']' || sign === '}';
		},
	};
}
