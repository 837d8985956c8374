import { parseJson } from '../core/json';
import { textOf, type ChatRequest, type ChatTool } from './request';
import { example } from './tasks';

/** The tools that the user's last words describe, as R1 Chat Model and R1 Reason do for models without their own. */
export function toolsInPrompt({ messages, tools }: ChatRequest): ChatTool[] | undefined {
	const last = textOf(messages.at(-1));
	if (tools?.length || !last.includes('<call tool="NAME">')) return undefined;
	return [...last.matchAll(/^## (\S+)\n[\s\S]*?^Arguments as JSON Schema: (\{.*\})$/gm)].map(([, name, schema]) => ({
		type: 'function',
		function: { name, parameters: asObject(parseJson(schema)) },
	}));
}

const asObject = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** Calls as a model writes them that does what the prompt says. */
export function callsInPromptForm(calls: readonly { name: string; arguments: string }[]): string {
	const blocks = calls.map(({ name, arguments: given }) => {
		const lines = Object.entries(asObject(parseJson(given))).map(([key, value]) =>
			typeof value === 'string' && /["\n]/.test(value) ? `${key} <<END\n${value}\nEND` : `${key}: ${JSON.stringify(value)}`,
		);
		return [`<call tool="${name}">`, ...lines, '</call>'].join('\n');
	});
	return blocks.join('\n');
}

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
