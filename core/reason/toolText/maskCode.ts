const blank = (found: string) => found.replace(/[^\n]/g, ' ');

/** A text in which what stands in code is blank, so that nothing is taken out of it; places stay the same. */
export function maskCode(text: string): string {
	return text
		.replace(/^[ \t]*(```|~~~)[^\n]*\n[\s\S]*?(?:^[ \t]*\1[ \t]*$|$(?![\s\S]))/gm, blank)
		.split('\n')
		.map((line) => (line.includes('`') ? withoutSpans(line) : line))
		.join('\n');
}

/** A line without its inline code, which goes from a row of backticks to the next that is as long; read once, however many there are. */
function withoutSpans(line: string): string {
	const rows = [...line.matchAll(/`+/g)].map(({ index, 0: { length } }) => ({ from: index, to: index + length, length }));
	const next = new Map<number, { from: number; to: number }>();
	const closing = rows.map(() => 0);
	for (const [index, row] of [...rows.entries()].reverse()) {
		closing[index] = next.get(row.length)?.to ?? 0;
		next.set(row.length, row);
	}
	let masked = '';
	let at = 0;
	for (const [index, { from }] of rows.entries()) {
		const to = closing[index] ?? 0;
		if (from < at || to === 0) continue;
		masked += line.slice(at, from) + ' '.repeat(to - from);
		at = to;
	}
	return masked + line.slice(at);
}
