import { isObject } from '../../core/json';
import type { ReasonMessage, ReasonResult } from '../../core/reason';
import { callsOf, type SentCall } from './sentCalls';

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
	value?: Record<string, unknown>;
}

export interface Message {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: Part[];
}

/**
 * Answers that called tools, by the id of each call, as the host wants them back: with the trace, signatures and details,
 * and with all calls in one turn. Agents drop the first three, split the last, and add an `id` to the arguments.
 */
export type Turns = Map<string, ReasonMessage>;

/** The conversation of an agent in OpenAI's format, with each answer as the host gave it, where it is known. */
export function toMessages(messages: readonly Message[], turns: Turns): ReasonMessage[] {
	const answered = new Set(messages.flatMap(({ content }) => content.filter(isResult).map(({ toolCallId }) => toolCallId)));
	const sent: ReasonMessage[] = [];
	const written = new Set<string>();
	let placed: ReasonMessage | undefined;
	for (const message of messages) {
		if (message.role === 'tool') {
			sent.push(...toolResults(message));
			continue;
		}
		const calls = message.content.filter(isCall);
		const known = message.role === 'assistant' ? turnOf(calls, turns) : undefined;
		// The other calls of a turn that the agent took apart: it stands there already.
		if (known && known === placed && calls.every(({ toolCallId = '' }) => written.has(toolCallId))) continue;
		placed = known;
		const whole = known ? withCalls(known, answered) : toMessage(message);
		if (known) for (const { id } of callsOf(whole)) written.add(id);
		sent.push(whole);
	}
	return sent;
}

const isCall = ({ type }: Part) => type === 'tool-call';
const isResult = ({ type }: Part) => type === 'tool-result';

/** The answer that these calls come from, when they are still the same calls. */
function turnOf(calls: readonly Part[], turns: Turns): ReasonMessage | undefined {
	const turn = turns.get(calls[0]?.toolCallId ?? '');
	if (!turn) return undefined;
	const own = callsOf(turn);
	// Not by their names: n8n makes another one of the name of the node.
	const same = calls.every(({ toolCallId }) => own.some(({ id }) => id === toolCallId));
	return same ? turn : undefined;
}

/** A call without a result is an error to every host. */
function withCalls(turn: ReasonMessage, answered: ReadonlySet<string | undefined>): ReasonMessage {
	const calls = Array.isArray(turn.tool_calls) ? turn.tool_calls : [];
	return { ...turn, tool_calls: calls.filter((call) => isObject(call) && typeof call.id === 'string' && answered.has(call.id)) };
}

const toolResults = ({ content }: Message): ReasonMessage[] =>
	content.filter(isResult).map(({ toolCallId, result }) => ({ role: 'tool', tool_call_id: toolCallId, content: asText(result) }));

const asText = (result: unknown) => (typeof result === 'string' ? result : (JSON.stringify(result) ?? ''));

function toMessage({ role, content }: Message): ReasonMessage {
	const text = textOf(content, 'text');
	if (role !== 'assistant') return { role, content: withFiles(content, text) };
	const calls = content.filter(isCall);
	return {
		role,
		content: text,
		thinking: textOf(content, 'reasoning'),
		...(calls.length
			? {
					tool_calls: calls.map(({ toolCallId, toolName, input }) => ({
						id: toolCallId,
						type: 'function',
						function: { name: toolName, arguments: withoutAddedId(input, toolCallId) },
					})),
				}
			: {}),
	};
}

/** n8n's agent adds the id of the call to its arguments. */
function withoutAddedId(input = '{}', callId: string | undefined): string {
	const given = parseObject(input);
	if (!given || given.id === undefined || given.id !== callId) return input;
	return JSON.stringify({ ...given, id: undefined });
}

function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
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
export function toParts({ thinking, answer, message }: Pick<ReasonResult, 'thinking' | 'answer' | 'message'>): Part[] {
	return [
		...(thinking ? [{ type: 'reasoning', text: thinking }] : []),
		...(answer ? [{ type: 'text', text: answer }] : []),
		...callsOf(message).map(toPart),
	];
}

const toPart = ({ id, name, arguments: input }: SentCall): Part => ({ type: 'tool-call', toolCallId: id, toolName: name, input });

/** Keeps an answer that called tools for as long as the agent runs. */
export function keepTurn(turns: Turns, message: ReasonMessage): void {
	for (const { id } of callsOf(message)) turns.set(id, message);
}

/**
 * Servers that give no ids of their own number the calls of each answer anew; n8n takes a call with an id that it has seen
 * for one that is done.
 */
export function withNewIds(message: ReasonMessage, messages: readonly Message[]): ReasonMessage {
	if (!Array.isArray(message.tool_calls)) return message;
	const used = new Set(messages.flatMap(({ content }) => content.map(({ toolCallId }) => toolCallId)));
	const calls = message.tool_calls.map((call: unknown) => {
		if (!isObject(call) || typeof call.id !== 'string') return call;
		let id = call.id;
		for (let number = 2; used.has(id); number += 1) id = `${call.id.slice(0, 36)}_${number}`;
		used.add(id);
		return { ...call, id };
	});
	return { ...message, tool_calls: calls };
}
