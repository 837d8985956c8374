import { parseJson } from '../core/json';
import { textOf, type ChatRequest } from './request';
import { example } from './tasks';

/** A reply to a prompt that describes tools, for models without their own: the first tool is called, then its results are told. */
export function replyToPromptTools({ messages, tools }: ChatRequest): string | undefined {
	if (tools?.length) return undefined;
	const last = textOf(messages.at(-1));
	if (last.startsWith('<result of=')) return `The tool says: ${last.replace(/<\/?result[^>]*>/g, '').trim()}`;
	if (!last.includes('<call tool="NAME">')) return undefined;
	const [, name, schema] = /^## (\S+)\n[\s\S]*?^Arguments as JSON Schema: (\{.*\})$/m.exec(last) ?? [];
	if (!name || !schema) return undefined;
	const question = last.slice(last.lastIndexOf('\n---\n') + 5).trim();
	const parsed = parseJson(schema);
	const given = example(typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {}, name);
	const lines = Object.entries(typeof given === 'object' && given !== null ? given : {}).map(([key, value]) =>
		// A text is most likely what was asked for.
		typeof value === 'string' ? `${key} <<END\n${question}\nEND` : `${key}: ${JSON.stringify(value)}`,
	);
	return [`<call tool="${name}">`, ...lines, '</call>'].join('\n');
}
