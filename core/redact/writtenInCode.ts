import type { Range } from './knownSecrets';
import { isPlaceholder, looksRandom, secretName, type NameKind } from './secretNames';

/** A name that is given something: `apiKey = ...`, `"apiKey": ...`, `headers['x-api-key'] = ...`; what it is given is read apart. */
const assigned = /(?<![\w$])["'`]?([A-Za-z_$][\w$-]{1,50})["'`]?\]?\s{0,20}(?::|=(?![=>]))(?=[^\n]{0,400}["'`\d])/g;

/** Longer right-hand sides are no key. */
const longest = 400;
const mostLookups = 50;

/** Calls that hand on what stands in them; what other calls are given is the name of something, not a key. */
const handsOn = /(?:Buffer\.from|atob|btoa|String|encodeURIComponent|decodeURIComponent|\.concat|fromCharCode|=|:|\+|\||\?|,|\(|^)\s*$/;

/** Names of ways to write bytes, which stand beside keys. */
const encoding = /^(?:base64(?:url)?|utf-?(?:8|16le)|latin1|ascii|hex|binary|sha-?\d+|[hr]s256)$/i;

/**
 * Secrets that code puts together: in pieces, behind `||` and `??`, as the default of a parameter, in base64, or under a plain
 * name that a secret one is made of.
 */
export function secretsInCode(text: string): Range[] {
	const found: Range[] = [];
	let lookups = 0;
	for (const match of text.matchAll(assigned)) {
		const [whole, name = ''] = match;
		const kind = secretName(name);
		if (kind === 'none') continue;
		const { literals, names } = readExpression(text, match.index + whole.length);
		found.push(...secretLiterals(literals, kind));
		for (const other of names) {
			if (lookups++ >= mostLookups) break;
			found.push(...literalOf(other, text));
		}
	}
	return found;
}

interface Literal {
	start: number;
	text: string;
}

/** The quoted texts of an expression, and the names outside of them, up to the end of the line or the next field. */
function readExpression(text: string, from: number): { literals: Literal[]; names: string[] } {
	const literals: Literal[] = [];
	const names: string[] = [];
	const closing: { isRead: boolean }[] = [];
	const end = Math.min(text.length, from + longest);
	const isRead = () => closing.every((one) => one.isRead);
	for (let at = from; at < end; at++) {
		const sign = text.charAt(at);
		if (sign === ';' || sign === '{' || (sign === '\n' && text.slice(from, at).trim() !== '')) break;
		if (sign === ',' && closing.length === 0) break;
		if (sign === '(' || sign === '[') closing.push({ isRead: handsOn.test(text.slice(Math.max(from, at - 30), at)) });
		else if (sign === ')' || sign === ']' || sign === '}') {
			if (!closing.pop()) break;
		} else if (/["'`]/.test(sign)) {
			const close = text.indexOf(sign, at + 1);
			if (close < 0) break;
			if (isRead()) addPieces(text.slice(at + 1, close), at + 1, literals, names);
			at = close;
		} else if (/[A-Za-z_$]/.test(sign)) {
			const name = /^[\w$]+/.exec(text.slice(at, at + 60))?.[0] ?? sign;
			if (text.charAt(at - 1) !== '.' && isRead()) names.push(name);
			at += name.length - 1;
		} else if (/\d/.test(sign)) {
			const codes = /^(?:\d{2,3}\s?,\s?){4,}\d{2,3}/.exec(text.slice(at, end))?.[0];
			if (codes && isRead()) literals.push({ start: at, text: codes });
			if (codes) at += codes.length - 1;
		}
	}
	return { literals, names };
}

/** The parts of a template between its holes, and the names in them. */
function addPieces(text: string, start: number, literals: Literal[], names: string[]) {
	let from = 0;
	for (const hole of text.matchAll(/\$\{\s*(\w+)\s*\}/g)) {
		literals.push({ start: start + from, text: text.slice(from, hole.index) });
		names.push(hole[1] ?? '');
		from = hole.index + hole[0].length;
	}
	literals.push({ start: start + from, text: text.slice(from) });
}

function secretLiterals(literals: readonly Literal[], kind: NameKind): Range[] {
	const parts = literals.filter(({ text }) => text !== '' && !/\s/.test(text) && !encoding.test(text) && !/^(?:https?:|\/|\.)/.test(text));
	const whole = parts.map(({ text }) => text).join('');
	if (kind === 'maybe' && !looksRandom(whole)) return [];
	const isPiece = ({ text }: Literal) =>
		/^[\d,\s]+$/.test(text) ? text.length >= 14 : text.length >= 6 && /\d/.test(text) && /[a-z]/i.test(text) && !isPlaceholder(text);
	const chosen = parts.filter((part) => isPiece(part) || (parts.length > 1 && part.text.length >= 12 && looksRandom(whole)));
	return chosen.map(({ start, text }): Range => [start, start + text.length]);
}

/** What a name was given where that alone looks like a key. */
function literalOf(name: string, text: string): Range[] {
	if (!/^[\w$]{1,40}$/.test(name) || /^(?:const|let|var|return|await|new|this|process|env)$/.test(name)) return [];
	const given = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\s{0,3}=\\s{0,3}(["'\`])([^"'\`\\n]{8,400})\\1`).exec(text);
	const [whole = '', , value = ''] = given ?? [];
	if (!given || !looksRandom(value)) return [];
	const start = given.index + whole.length - 1 - value.length;
	return [[start, start + value.length]];
}
