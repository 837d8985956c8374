import { remember } from './remember';

/** Reading JSON of any shape: nothing here throws, and prototype keys are never looked up. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value that JSON text says, or nothing where it is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Deeper values can't be written as JSON again: n8n would lose the execution that holds one. No model and no API nests so deep on purpose. */
export const deepestJson = 500;

/** Whether brackets of a JSON text stand in each other deeper than that. */
export function isTooDeep(text: string): boolean {
	if (!hasBrackets(text, deepestJson)) return false;
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		const sign = text[at];
		if (sign === '"') at = endOfString(text, at);
		else if (sign === '[' || sign === '{') depth += 1;
		else if (sign === ']' || sign === '}') depth -= 1;
		if (depth > deepestJson) return true;
	}
	return false;
}

/** Whether it opens more brackets than that; found fast, since most texts do not. */
function hasBrackets(text: string, more: number): boolean {
	let count = 0;
	for (const bracket of ['[', '{'])
		for (let at = text.indexOf(bracket); at >= 0 && count <= more; at = text.indexOf(bracket, at + 1)) count += 1;
	return count > more;
}

function endOfString(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		if (text[at] === '\\') at += 1;
		else if (text[at] === '"') return at;
	}
	return text.length;
}

/** JSON that a model or a host wrote: `undefined` where it is none, or nested too deep to be handed on. */
export const parseForeignJson = (text: string): unknown => (isTooDeep(text) ? undefined : parseJson(text));

export function get(value: unknown, key: string): unknown {
	return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value at a dotted path. */
export function at(value: unknown, path: string): unknown {
	let inner = value;
	for (const key of keysOf(path)) inner = Array.isArray(inner) ? inner[Number(key)] : get(inner, key);
	return inner;
}

const keysOf = remember((path) => path.split('.'));

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const maxDepth = 40;

interface Entry {
	path: string;
	key: string;
	value: unknown;
}

/** Every string in a value with its dotted path; cycles and depths beyond 40 are left out. */
export function strings(value: unknown): { path: string; text: string }[] {
	if (typeof value === 'string') return [{ path: '', text: value }];
	return entries(value).flatMap((entry) => (typeof entry.value === 'string' ? { path: entry.path, text: entry.value } : []));
}

/** Every key with its value and dotted path, objects included; same limits. */
export function entries(value: unknown): Entry[] {
	const found: Entry[] = [];
	collectEntries(value, '', new Set(), found);
	return found;
}

function collectEntries(value: unknown, path: string, seen: Set<object>, found: Entry[]) {
	if (typeof value !== 'object' || value === null || seen.has(value) || seen.size > maxDepth) return;
	seen.add(value);
	for (const key of Object.keys(value)) {
		const inner: unknown = Reflect.get(value, key);
		const here = path ? `${path}.${key}` : key;
		found.push({ path: here, key, value: inner });
		if (typeof inner === 'object') collectEntries(inner, here, seen, found);
	}
	seen.delete(value);
}
