export interface ChatMessage {
	role: string;
	content: unknown;
}
export type Query = string | readonly ChatMessage[];

/** The text of a message, whose content may be a string or a list of parts. */
export function textOf(content: unknown): string {
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return '';
	return content
		.map((part: unknown) => {
			if (typeof part === 'string') return part;
			return typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string' ? part.text : '';
		})
		.join('\n')
		.trim();
}
