/** How a piece of a prompt is set apart from the rest. */
export const LAYOUTS = ['plain', 'fence', 'quotes', 'tag', 'body', 'underLabel', 'underHeading', 'list'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** A line of a prompt, or a sentence of a long one. */
export interface Unit {
	text: string;
	layout: Layout;
	/** The heading, label or tag that stands over it, in lower case; empty: none. */
	under: string;
	/** Units since the last blank line, separator, or change of layout. */
	place: number;
	/** It opens a paragraph. */
	opens: boolean;
}

/** A line longer than this is read by sentences. */
const LONG_LINE = 220;
const FENCE = /^\s*(?:```|~~~)/;
const QUOTES = /^\s*(?:"""|'''|<<<+|>>>+)\s*$/;
const SEPARATOR = /^\s*(?:[-=*_#~–—]\s?){3,}\s*$/;
const OPENING_TAG = /^\s*<([\p{L}_][\p{L}\p{N}_-]*)(?:\s[^<>]*)?>/u;
const HEADING = /^\s*(?:#{1,6}\s+|\*\*)(.{1,60}?)(?:\*\*)?[:：]?\s*(?:\*\*)?$/;
/** A label alone on its line, or a short one with something behind it. */
const LABEL = /^\s*(?:[-*•]\s*)?\**([\p{L}\p{M}][^\n:：.!?。<>{}"“]{0,40})\**[:：]\**(?=\s|$|["“«「])/u;
const LIST = /^\s*(?:[-*•]|\d{1,2}[.)])\s/;
const BODY = /^\s*[[{]\s*(?:$|["[{\]}\d-])/;
const SENTENCE_BREAK = /(?<=[.!?…]['")”]?)\s+|(?<=[。！？।])/;

/** The pieces of a prompt in their order. Whether one is asked or carried is judged later. */
export function unitsOf(text: string): Unit[] {
	const units: Unit[] = [];
	let block: { layout: Layout; under: string; closes: (line: string) => boolean } | undefined;
	let section: { layout: Layout; under: string } = { layout: 'plain', under: '' };
	let opens = true;
	let place = 0;
	const add = (line: string, layout: Layout, under: string) => {
		for (const piece of line.length > LONG_LINE ? line.split(SENTENCE_BREAK) : [line]) {
			if (!/\S/.test(piece)) continue;
			units.push({ text: piece.trim(), layout, under, place: place++, opens });
			opens = false;
		}
	};
	const start = () => {
		opens = true;
		place = 0;
	};
	for (const line of text.split('\n')) {
		if (block) {
			const closes = block.closes(line);
			if (!closes || block.layout === 'tag' || block.layout === 'body') add(line, block.layout, block.under);
			if (closes) {
				block = undefined;
				start();
			}
			continue;
		}
		if (!/\S/.test(line)) {
			start();
			// A label speaks for the paragraph under it, a heading for its whole section.
			if (section.layout === 'underLabel' && units.at(-1)?.under === section.under) section = { layout: 'plain', under: '' };
			continue;
		}
		if (FENCE.test(line)) {
			block = { layout: 'fence', under: section.under, closes: (next) => FENCE.test(next) };
			start();
			continue;
		}
		if (QUOTES.test(line)) {
			block = { layout: 'quotes', under: section.under, closes: (next) => QUOTES.test(next) };
			start();
			continue;
		}
		if (SEPARATOR.test(line)) {
			section = { layout: 'plain', under: '' };
			start();
			continue;
		}
		const tag = OPENING_TAG.exec(line)?.[1];
		if (tag) {
			const closing = `</${tag}`;
			start();
			if (line.includes(closing)) add(line, 'tag', tag.toLowerCase());
			else if (text.includes(closing)) {
				block = { layout: 'tag', under: tag.toLowerCase(), closes: (next) => next.includes(closing) };
				add(line, 'tag', tag.toLowerCase());
			} else add(line, section.layout, section.under);
			continue;
		}
		if (BODY.test(line)) {
			start();
			let depth = depthOf(line);
			if (depth > 0) block = { layout: 'body', under: section.under, closes: (next) => (depth += depthOf(next)) <= 0 };
			add(line, 'body', section.under);
			if (depth <= 0) start();
			continue;
		}
		const heading = HEADING.exec(line)?.[1];
		if (heading) {
			section = { layout: 'underHeading', under: heading.toLowerCase() };
			start();
			add(line, 'underHeading', '');
			continue;
		}
		const label = LABEL.exec(line);
		if (label && (opens || label[0].trim().length === line.trim().length)) {
			const under = label[1].trim().toLowerCase();
			const rest = line.slice(label[0].length);
			if (/\S/.test(rest)) add(line, 'underLabel', under);
			else {
				// A label may be the task itself, as in 'Translate into French:'.
				add(line, 'plain', section.under);
				section = { layout: 'underLabel', under };
				start();
			}
			continue;
		}
		add(line, LIST.test(line) && section.layout === 'plain' ? 'list' : section.layout, section.under);
	}
	return units;
}

function depthOf(line: string): number {
	let depth = 0;
	for (let at = 0; at < line.length; at++) {
		const character = line[at];
		if (character === '{' || character === '[') depth++;
		else if (character === '}' || character === ']') depth--;
	}
	return depth;
}
