import type { ReasonMessage, ReasonResult } from '../../core/reason';

/** A part of a message, as n8n's agents pass it. */
export interface Part {
	type: string;
	text?: string;
	toolCallId?: string;
	toolName?: string;
	input?: string;
	result?: unknown;
	data?: string | Uint8Array;
	mediaType?: string;
}

export interface Message {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: Part[];
}

/**
 * Traces by the call of the tool that they led to. Agents drop the trace between turns, but DeepSeek and others want it back
 * with the next request, or answer 400.
 */
export type Traces = Map<string, string>;

/** The conversation of an agent in OpenAI's format, with the traces where they belong. */
export function toMessages(messages: readonly Message[], traces: Traces): ReasonMessage[] {
	return messages.flatMap((message) => (message.role === 'tool' ? toolResults(message) : [toMessage(message, traces)]));
}

const toolResults = ({ content }: Message): ReasonMessage[] =>
	content
		.filter(({ type }) => type === 'tool-result')
		.map(({ toolCallId, result }) => ({ role: 'tool', tool_call_id: toolCallId, content: asText(result) }));

const asText = (result: unknown) => (typeof result === 'string' ? result : (JSON.stringify(result) ?? ''));

function toMessage({ role, content }: Message, traces: Traces): ReasonMessage {
	const text = textOf(content, 'text');
	if (role !== 'assistant') return { role, content: withFiles(content, text) };
	const calls = content.filter(({ type }) => type === 'tool-call');
	const thinking = textOf(content, 'reasoning') || calls.map(({ toolCallId = '' }) => traces.get(toolCallId)).find((trace) => trace) || '';
	return {
		role,
		content: text,
		thinking,
		...(calls.length
			? {
					tool_calls: calls.map(({ toolCallId, toolName, input }) => ({
						id: toolCallId,
						type: 'function',
						function: { name: toolName, arguments: input },
					})),
				}
			: {}),
	};
}

const textOf = (content: readonly Part[], kind: string) =>
	content
		.filter(({ type }) => type === kind)
		.map(({ text = '' }) => text)
		.join('\n');

/** Images go along; other files are left out, since no host takes them in this format. */
function withFiles(content: readonly Part[], text: string): string | unknown[] {
	const images = content.filter(({ type, mediaType = '' }) => type === 'file' && mediaType.startsWith('image/'));
	if (images.length === 0) return text;
	return [
		{ type: 'text', text },
		...images.map(({ data, mediaType }) => ({ type: 'image_url', image_url: { url: dataUrl(data, mediaType) } })),
	];
}

function dataUrl(data: string | Uint8Array = '', mediaType = ''): string {
	if (typeof data === 'string' && /^(https?|data):/.test(data)) return data;
	return `data:${mediaType};base64,${typeof data === 'string' ? data : Buffer.from(data).toString('base64')}`;
}

/** The answer in the parts that agents read. */
export function toParts({ thinking, answer, toolCalls = [] }: Pick<ReasonResult, 'thinking' | 'answer' | 'toolCalls'>): Part[] {
	return [
		...(thinking ? [{ type: 'reasoning', text: thinking }] : []),
		...(answer ? [{ type: 'text', text: answer }] : []),
		...toolCalls.map((call) => ({ type: 'tool-call', toolCallId: call.id, toolName: call.name, input: call.arguments })),
	];
}

/** Keeps the trace for as long as the agent runs. */
export function keepTrace(traces: Traces, { thinking, toolCalls = [] }: Pick<ReasonResult, 'thinking' | 'toolCalls'>): void {
	if (thinking) for (const { id } of toolCalls) traces.set(id, thinking);
}
