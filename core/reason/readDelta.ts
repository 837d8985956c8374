import { isObject, type JsonObject } from '../json';
/** What one chunk of a stream, or the message of a whole answer, says. */
export interface Delta {
	thinking: string;
	content: string;
	refusal: string;
	/** Parts that hold neither text nor a trace that can be read, by their type. */
	unread?: string[];
	/** The field the trace came in; it is the one that the host wants back. */
	traceField?: TraceField;
	toolCalls?: ToolCallDelta[];
	details?: unknown[];
	/** Goes back to the host with the answer, such as Gemini's `thought_signature`. */
	extra?: JsonObject;
}

export interface ToolCallDelta {
	/** Absent where the host gives none. */
	index?: number;
	id?: string;
	name?: string;
	arguments?: string;
	/** Whether it has an id or a type, as the first piece of a call has. */
	isStart?: true;
	/** What the host wants back with the call, such as Gemini's `thought_signature`. */
	extra?: JsonObject;
}

/** In the order that mature clients read them; hosts that send two send the same text in both. */
export const traceFields = ['reasoning_content', 'reasoning', 'reasoning_text', 'thinking'] as const;
export type TraceField = (typeof traceFields)[number] | 'reasoning_details';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads a `delta` or a `message` of any host; whatever is missing, null or of another type is empty. Runs for every token. */
export function readDelta(delta: JsonObject): Delta {
	const traceField = firstTraceField(delta);
	const { content, refusal, reasoning_details: details, tool_calls: calls, function_call: called, audio } = delta;
	const read: Delta = {
		thinking: traceField ? text(delta[traceField]) : '',
		content: typeof content === 'string' ? content : '',
		refusal: typeof refusal === 'string' ? refusal : '',
		traceField,
	};
	if (Array.isArray(details)) {
		read.details = details;
		if (!traceField) {
			read.thinking = details.map(textOfDetail).join('');
			read.traceField = 'reasoning_details';
		}
	}
	if (Array.isArray(content)) for (const part of content) readPart(part, read);
	else if (isObject(content)) readPart(content, read);
	const list = Array.isArray(calls) ? calls : isObject(calls) ? [calls] : undefined;
	if (list) read.toolCalls = [...(read.toolCalls ?? []), ...list.filter(isObject).map(readToolCall)];
	// The form before there were several calls.
	else if (isObject(called)) read.toolCalls = [readToolCall({ index: 0, function: called })];
	if (isObject(delta.extra_content)) read.extra = { extra_content: delta.extra_content };
	if (isObject(audio) && read.content === '') read.content = text(audio.transcript);
	return read;
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';

function firstTraceField(delta: JsonObject): (typeof traceFields)[number] | undefined {
	if (isText(delta.reasoning_content)) return 'reasoning_content';
	if (isText(delta.reasoning)) return 'reasoning';
	if (isText(delta.reasoning_text)) return 'reasoning_text';
	return isText(delta.thinking) ? 'thinking' : undefined;
}

/** OpenRouter's details: `reasoning.text`, `reasoning.summary`; `reasoning.encrypted` can't be read. */
export function textOfDetail(detail: unknown): string {
	return isObject(detail) ? text(detail.text) || text(detail.summary) : '';
}

/** Content in parts: plain text, Mistral's and Anthropic's `thinking`, Bedrock's `reasoningContent`, Databricks' summaries. */
function readPart(part: unknown, into: Delta) {
	if (typeof part === 'string') into.content += part;
	if (!isObject(part)) return;
	const { type } = part;
	if (isObject(part.reasoningContent)) {
		const inner = part.reasoningContent;
		into.thinking += text(isObject(inner.reasoningText) ? inner.reasoningText.text : inner.text);
	} else if (part.thought === true || (typeof type === 'string' && /thinking|reasoning|thought|summary/.test(type))) {
		into.thinking += [part.thinking, part.reasoning, part.summary, part.content, part.text].map(textsIn).find(Boolean) ?? '';
	} else if (type === 'tool_use') {
		// Anthropic's shape, through a proxy.
		(into.toolCalls ??= []).push(readToolCall({ id: part.id, name: part.name, arguments: part.input }));
	} else if (type === 'refusal') {
		into.refusal += text(part.refusal) || text(part.text);
	} else if (isText(part.text)) {
		into.content += text(part.text);
	} else if (isObject(part.text)) {
		into.content += text(part.text.value);
	} else if (isText(part.transcript) || (isObject(part.audio) && isText(part.audio.transcript))) {
		into.content += text(part.transcript) || (isObject(part.audio) ? text(part.audio.transcript) : '');
	} else if (type !== undefined && type !== 'text' && type !== 'output_text') {
		(into.unread ??= []).push(String(type));
	}
}

/** A text, or a list of texts and objects with a text. */
function textsIn(value: unknown): string {
	if (typeof value === 'string') return value;
	return Array.isArray(value) ? value.map((each) => (typeof each === 'string' ? each : textOfDetail(each))).join('') : textOfDetail(value);
}

const ownKeys = new Set(['index', 'id', 'type', 'function', 'name', 'arguments', 'parameters']);

function readToolCall(call: JsonObject): ToolCallDelta {
	const called = isObject(call.function) ? call.function : call;
	const given = called.arguments ?? called.parameters;
	const { index, id, type } = call;
	const extra = Object.entries(call).filter(([key, value]) => !ownKeys.has(key) && value !== null && value !== undefined);
	return {
		index: typeof index === 'number' ? index : undefined,
		id: text(id) || undefined,
		name: text(called.name) || undefined,
		// Ollama's own API sends the arguments as an object.
		arguments: typeof given === 'string' ? given : given !== null && typeof given === 'object' ? JSON.stringify(given) : undefined,
		...(text(id) || type ? { isStart: true as const } : {}),
		...(extra.length ? { extra: Object.fromEntries(extra) } : {}),
	};
}
