import { parseJson } from '../../json';
import type { WrittenTexts } from './grammar';

/** A name as it stands, or in quotes as in JSON. */
export const argumentKey = '(?:"(?:[^"\\\\\\n]|\\\\.)*"|[^\\s:=<>"]+)';

/**
 * A text between marks as in a shell. A line that is the mark ends it only if what may follow an argument follows, so that code with
 * such a line (SQL's END) stays whole.
 */
export const textBetweenMarks = (next: string): string =>
	`[ \\t]*(?<key>${argumentKey})[ \\t]*[:=]?[ \\t]*<<[ \\t]*(?<quote>["']?)(?<mark>\\w+)\\k<quote>[ \\t]*(?<end>\\r?\\n)(?<text>(?:[^]*?\\n)??)[ \\t]*\\k<mark>[ \\t]*(?:\\r?\\n|(?=</call>)|$)(?=\\s*(?:${next}))`;

const between = new RegExp(textBetweenMarks(`$|${argumentKey}[ \\t]*(?:[:=]|<<)`), 'y');
const onLine = new RegExp(`(?<lead>[ \\t]*(?<key>${argumentKey})[ \\t]*[:=][ \\t]*)(?<value>[^\\n]*)(?:\\n|$)`, 'y');
const blank = /[ \t\r]*(?:\n|$)/y;

/** The arguments of a call in the prompt form; undefined where a line is none. */
export function readPromptArguments(body: string): WrittenTexts | undefined {
	const texts = new Map<string, string>();
	const quoted = new Set<string>();
	const at = (pattern: RegExp, from: number) => {
		pattern.lastIndex = from;
		return pattern.exec(body);
	};
	for (let from = 0; from < body.length;) {
		const empty = at(blank, from);
		if (empty) {
			from += empty[0].length;
			continue;
		}
		const found = at(between, from) ?? at(onLine, from);
		const { key: written, text, end = '', lead = '', value = '' } = found?.groups ?? {};
		if (!found || written === undefined) return undefined;
		const key = nameOf(written);
		if (text !== undefined) {
			texts.set(key, text.slice(0, Math.max(0, text.length - end.length)));
			quoted.add(key);
			from += found[0].length;
			continue;
		}
		const json = jsonOverLines(body, from + lead.length);
		if (json && typeof json.value === 'string') quoted.add(key);
		const inJson = typeof json?.value === 'string' ? json.value : JSON.stringify(json?.value);
		texts.set(key, json ? inJson : value.trim());
		from = json ? json.end : from + found[0].length;
	}
	return { texts: Object.fromEntries(texts), quoted };
}

const nameOf = (written: string): string => {
	const name = written.startsWith('"') ? parseJson(written) : written;
	return typeof name === 'string' ? name : written;
};

/** A text, list or object in JSON that begins here, and may go over several lines; a comma after it is none of it. */
function jsonOverLines(body: string, start: number): { value: unknown; end: number } | undefined {
	const closing = { '"': '"', '[': ']', '{': '}' }[body.charAt(start)];
	if (closing === undefined) return undefined;
	for (let from = start; from < body.length;) {
		const lineEnd = body.indexOf('\n', from);
		const end = lineEnd < 0 ? body.length : lineEnd + 1;
		from = end;
		const text = body.slice(start, end).trimEnd().replace(/,$/, '');
		if (!text.endsWith(closing)) continue;
		// A text may have line breaks where JSON wants escapes.
		const value = parseJson(closing === '"' ? text.replace(/\r?\n/g, '\\n').replace(/\t/g, '\\t') : text);
		if (value !== undefined) return { value, end };
	}
	return undefined;
}
