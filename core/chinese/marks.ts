import type { Leaf } from './inspect';
import type { Span } from './spans';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character]);
const tags = { hans: 'zh-Hans', hant: 'zh-Hant', either: 'zh' } as const;

/** HTML of the texts in which each find is a `<mark>`; everything that comes from a text is escaped. */
export function highlight(leaves: readonly Leaf[]): string {
	return leaves
		.map(({ text, detection }) => {
			const marked = joined(
				text,
				detection.spans,
				({ start, end, script }) => `<mark lang="${tags[script]}">${escapeHtml(text.slice(start, end))}</mark>`,
				escapeHtml,
			);
			return `<div style="white-space: pre-wrap">${marked}</div>`;
		})
		.join('\n');
}

/** The text with a placeholder for each find. Without one, of two spaces around a find only one stays. */
export function replace(text: string, spans: readonly Span[], placeholder: string): string {
	const removed = joined(
		text,
		spans,
		() => placeholder,
		(between) => between,
	);
	if (placeholder !== '') return removed;
	let result = '';
	let from = 0;
	for (const { start, end } of spans) {
		const before = text.slice(from, start);
		result += before;
		from = text[end] === ' ' && (start === 0 || text[start - 1] === ' ') ? end + 1 : end;
	}
	return result + text.slice(from);
}

function joined(text: string, spans: readonly Span[], mark: (span: Span) => string, between: (text: string) => string): string {
	const parts: string[] = [];
	let from = 0;
	for (const span of spans) {
		parts.push(between(text.slice(from, span.start)), mark(span));
		from = span.end;
	}
	parts.push(between(text.slice(from)));
	return parts.join('');
}

/** A copy of a field's value with the finds of its texts replaced. */
export function replaceIn(value: unknown, leaves: readonly Leaf[], placeholder: string): unknown {
	if (typeof value === 'string') return leaves[0] ? replace(value, leaves[0].detection.spans, placeholder) : value;
	const copy = structuredClone(value);
	for (const { keys, text, detection } of leaves) {
		if (detection.spans.length === 0) continue;
		let parent: unknown = copy;
		for (const key of keys.slice(0, -1)) parent = isContainer(parent) ? parent[key] : undefined;
		if (isContainer(parent)) parent[keys[keys.length - 1]] = replace(text, detection.spans, placeholder);
	}
	return copy;
}

const isContainer = (value: unknown): value is Record<string | number, unknown> => typeof value === 'object' && value !== null;
