/** Where in an answer its conclusion stands. */
export interface FinalAnswer {
	text: string;
	from: 'boxed' | 'phrase' | 'whole';
}

const phrase =
	/(?:(?:the|my|our)?\s*(?:final|correct|right|best|overall)\s+(?:answer|choice|option|result)\s*(?:is|are|would be|must be|should be|:|=|：)|(?:the|my|our)\s+(?:answer|result)\s*(?:is|are|would be|must be|should be|:|=)|(?:^|[\n.!?#*]|\s{2})\s*(?:answer|result)\s*(?:is|:|=|：)|(?:最终|正确|最后)?的?(?:答案|结果|選項|选项)(?:应该|應該|應)?\s*(?:是|为|為|选|選|：|:)|故选|故選|应选|因此选|所以选|réponse(?: finale)?\s*(?:est|:)|antwort(?: ist| lautet)?\s*(?:ist|lautet|:)|respuesta(?: final)?\s*(?:es|:)|risposta(?: finale)?\s*(?:è|:)|resposta(?: final)?\s*(?:é|:)|ответ\s*:?|答え(?:は|：|:)|정답(?:은|:))/giu;

/**
 * The conclusion of an answer: the last `\boxed{}`, else what follows the last phrase such as "the answer is", else all
 * of it. A later conclusion stands for an earlier one, for models correct themselves.
 */
export function finalAnswer(answer: string): FinalAnswer {
	const text = withoutThinking(answer).normalize('NFC').trim();
	const box = lastBoxed(text);
	const said = lastPhrase(text);
	if (box && !(said && said.at > box.end && said.text)) return { text: box.text, from: 'boxed' };
	if (said?.text) return { text: said.text, from: 'phrase' };
	return { text, from: 'whole' };
}

/** Thinking that a host left in the answer is no part of the conclusion. */
export function withoutThinking(answer: string): string {
	const end = answer.lastIndexOf('</think>');
	if (end >= 0) return answer.slice(end + '</think>'.length);
	return /^\s*<think>/.test(answer) ? '' : answer;
}

/** The content of the last `\boxed{...}` or `\fbox{...}` whose braces close. */
function lastBoxed(text: string): { text: string; end: number } | undefined {
	let found: { text: string; end: number } | undefined;
	for (const match of text.matchAll(/\\(?:boxed|fbox)\s*(\{|[^\s{\\])/g)) {
		const start = match.index + match[0].length;
		if (match[1] !== '{') {
			found = { text: match[1], end: start };
			continue;
		}
		const end = closingBrace(text, start);
		if (end !== undefined) found = { text: text.slice(start, end).trim(), end };
	}
	return found;
}

function closingBrace(text: string, start: number): number | undefined {
	let depth = 1;
	for (let index = start; index < text.length; index += 1) {
		if (text[index] === '\\') index += 1;
		else if (text[index] === '{') depth += 1;
		else if (text[index] === '}' && (depth -= 1) === 0) return index;
	}
	return undefined;
}

function lastPhrase(text: string): { text: string; at: number } | undefined {
	const matches = [...text.matchAll(phrase)];
	for (const match of matches.reverse()) {
		const after = text.slice(match.index + match[0].length);
		const cleaned = firstLine(after);
		if (cleaned) return { text: cleaned, at: match.index };
	}
	return undefined;
}

/** The rest of the line after a phrase; when the phrase ends its line, the next line that says something. */
function firstLine(after: string): string {
	const [line = ''] = after.replace(/^[\s*_:：]+/, '').split('\n');
	return plain(line);
}

/** Without the marks that Markdown sets around a word, and without the full stop at the end. */
export function plain(text: string): string {
	return text
		.replace(/\*\*|__|`/g, '')
		.replace(/^[\s*_"“”]+|[\s*_"“”]+$/g, '')
		.replace(/[.。．!！]+$/, '')
		.trim();
}
