import { conclusionPhrase, denial, replacement } from './answerWords';

/** Where in an answer its conclusion stands. */
export interface FinalAnswer {
	text: string;
	from: 'boxed' | 'phrase' | 'field' | 'whole';
}

/** A conclusion stands at the end; what is further away than this is not searched: a grader must not hold n8n. */
export const longestSearched = 8_000;

/**
 * The conclusion of an answer, the same for all graders: the last `\boxed{}`, else what follows the last phrase such as
 * "the answer is" (eleven languages), else the field `answer` of a JSON object, else all of it. A later conclusion stands
 * for an earlier one, for models correct themselves; a denied one ("not 12 but 13") gives way to the one that is meant.
 * An empty box is an empty conclusion. Takes time linear in the answer's length.
 */
export function finalAnswer(answer: string): FinalAnswer {
	const whole = withoutThinking(answer).normalize('NFC').trim();
	const field = answerField(whole);
	if (field !== undefined) return { text: field, from: 'field' };
	const text = whole.slice(-longestSearched).replace(/[^\S\n]{3,}/g, '  ');
	const box = lastBoxed(text);
	const said = lastPhrase(text);
	const later = box && said && said.text !== '' && said.at > box.end;
	// "**Answer: D** ... see \boxed{\langle p\rangle} above": a box on which a phrase's line does not end is not the conclusion.
	if (box && !later && !(said && isAside(text, box.start))) return { text: box.text, from: 'boxed' };
	if (said?.text) return { text: said.text, from: 'phrase' };
	if (box) return { text: box.text, from: 'boxed' };
	return { text: whole, from: 'whole' };
}

/** Thinking that a host left in the answer is no part of the conclusion. */
export function withoutThinking(answer: string): string {
	const end = answer.lastIndexOf('</think>');
	if (end >= 0) return answer.slice(end + '</think>'.length);
	return /^\s*<think>/.test(answer) ? '' : answer;
}

const isAside = (text: string, at: number) => /(?:\bsee|\bcf\.?|\bvgl\.?|\bvoir)\s*\$?$/i.test(text.slice(Math.max(0, at - 12), at));

/** `{"answer": "C"}`: a model that answers in JSON names its conclusion by a field. */
function answerField(text: string): string | undefined {
	const inside = /^```(?:json)?\s*([\s\S]*?)\s*```$/i.exec(text)?.[1] ?? text;
	if (!inside.startsWith('{') || !inside.endsWith('}') || inside.length > longestSearched) return undefined;
	try {
		const value: unknown = JSON.parse(inside);
		if (typeof value !== 'object' || value === null) return undefined;
		const found = Object.entries(value).find(([name]) =>
			/^(?:final[_ ]?)?(?:answer|result|antwort|réponse|respuesta|答案)$/i.test(name),
		)?.[1];
		return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined;
	} catch {
		return undefined;
	}
}

/** The content of the last `\boxed{...}` or `\fbox{...}` whose braces close, found in one pass. */
function lastBoxed(text: string): { text: string; start: number; end: number } | undefined {
	let found: { text: string; start: number; end: number } | undefined;
	const open: (number | undefined)[] = [];
	const command = /\\(?:boxed|fbox)[ \n]?(\{|[^\s{\\])?|\\[\s\S]|[{}]/g;
	for (const match of text.matchAll(command)) {
		const [token, argument] = match;
		if (token.startsWith('\\boxed') || token.startsWith('\\fbox')) {
			if (argument === '{') open.push(match.index);
			else if (argument !== undefined) found = { text: argument, start: match.index, end: match.index + token.length };
		} else if (token === '{') open.push(undefined);
		else if (token === '}') {
			const start = open.pop();
			if (start === undefined) continue;
			const inner = text.indexOf('{', start) + 1;
			found = { text: text.slice(inner, match.index).trim(), start, end: match.index };
		}
	}
	return found;
}

function lastPhrase(text: string): { text: string; at: number } | undefined {
	const matches = [...text.matchAll(conclusionPhrase)];
	for (const match of matches.slice(-50).reverse()) {
		const after = text.slice(match.index + match[0].length);
		const cleaned = meant(firstLine(after), after);
		if (cleaned) return { text: cleaned, at: match.index };
	}
	return undefined;
}

/** The rest of the line after a phrase; when the phrase ends its line, the next line that says something. */
function firstLine(after: string): string {
	const [line = ''] = after.replace(/^[\s*_:：=]+/, '').split('\n', 1);
	return plain(line);
}

/** "not 12 but 13" means 13; "not A. It is B." means what the next sentence says. */
export function meant(line: string, after = line): string {
	const denied = denial.exec(line);
	if (!denied || denied.index > 24) return line;
	const rest = line.slice(denied.index + denied[0].length);
	const turn = replacement.exec(rest);
	if (turn) return plain(rest.slice(turn.index + turn[0].length));
	const next = after.slice(after.indexOf(line) + line.length).trim();
	return line.length < 60 && /^[.。!]?\s*(?:it is|it['’]s|es ist|c['’]est|sino)/i.test(next) ? plain(next.split('\n', 1)[0]) : line;
}

/** Without the marks that Markdown sets around a word, and without the full stop at the end. */
export function plain(text: string): string {
	return (
		text
			.replace(/\*\*|__|`/g, '')
			.replace(/^[\s*_"“”]+/, '')
			// Looking back keeps a long row of marks within the text from being tried from each of its marks.
			.replace(/(?<![\s*_"“”])[\s*_"“”]+$/, '')
			.replace(/(?<![.。．!！])[.。．!！]+$/, '')
			.trim()
	);
}
