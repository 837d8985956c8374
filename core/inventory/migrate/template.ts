/** Parts of a template: text as it stands, and code in double braces. */
export type Part = { text: string } | { code: string };

/** A value of n8n in its parts; without `=` in front it is one text. */
export function partsOf(value: string): Part[] {
	if (!value.startsWith('=')) return [{ text: value }];
	const template = value.slice(1);
	const parts: Part[] = [];
	let from = 0;
	for (;;) {
		const open = template.indexOf('{{', from);
		const close = open < 0 ? -1 : template.indexOf('}}', open + 2);
		if (close < 0) {
			if (from < template.length) parts.push({ text: template.slice(from) });
			return parts;
		}
		if (open > from) parts.push({ text: template.slice(from, open) });
		parts.push({ code: template.slice(open + 2, close).trim() });
		from = close + 2;
	}
}

/** A conversation as one JSON value of n8n: texts are written out, code is put in as JSON. */
export function messagesTemplate(messages: readonly { role: string; content: string }[]): string {
	const rows = messages.map(({ role, content }) => {
		const parts = partsOf(content);
		const written = parts.every((part) => 'text' in part)
			? JSON.stringify(parts.map((part) => ('text' in part ? part.text : '')).join(''))
			: `{{ JSON.stringify([${parts.map((part) => ('text' in part ? JSON.stringify(part.text) : `(${part.code})`)).join(', ')}].join('')) }}`;
		return `\t{ "role": ${JSON.stringify(role)}, "content": ${written} }`;
	});
	return `=[\n${rows.join(',\n')}\n]`;
}
