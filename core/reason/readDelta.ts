import { isObject, type JsonObject } from '../json';
/** What one chunk of a stream, or the message of a whole answer, says. */
export interface Delta {
	thinking: string;
	content: string;
	refusal: string;
	/** The field the trace came in; it is the one that the host wants back. */
	traceField?: TraceField;
	toolCalls?: ToolCallDelta[];
	details?: unknown[];
}

export interface ToolCallDelta {
	index: number;
	id?: string;
	name?: string;
	arguments?: string;
}

/** In the order that mature clients read them; hosts that send two send the same text in both. */
export const traceFields = ['reasoning_content', 'reasoning', 'reasoning_text', 'thinking'] as const;
export type TraceField = (typeof traceFields)[number] | 'reasoning_details';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads a `delta` or a `message` of any host; whatever is missing, null or of another type is empty. Runs for every token. */
export function readDelta(delta: JsonObject): Delta {
	const traceField = firstTraceField(delta);
	const { content, refusal, reasoning_details: details, tool_calls: calls } = delta;
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
	if (Array.isArray(calls)) read.toolCalls = calls.filter(isObject).map(readToolCall);
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
function textOfDetail(detail: unknown): string {
	return isObject(detail) ? text(detail.text) || text(detail.summary) : '';
}

/** Content in parts: plain text, Mistral's `thinking` parts, Bedrock's `reasoningContent`. */
function readPart(part: unknown, into: Delta) {
	if (typeof part === 'string') into.content += part;
	if (!isObject(part)) return;
	const inner = isObject(part.reasoningContent) ? part.reasoningContent : undefined;
	if (inner) {
		into.thinking += text(isObject(inner.reasoningText) ? inner.reasoningText.text : inner.text);
	} else if (part.type === 'thinking' || part.type === 'reasoning') {
		into.thinking += Array.isArray(part.thinking) ? part.thinking.map(textOfDetail).join('') : text(part.thinking) || text(part.text);
	} else {
		into.content += text(part.text);
	}
}

function readToolCall(call: JsonObject, position: number): ToolCallDelta {
	const called = isObject(call.function) ? call.function : {};
	const given = called.arguments;
	return {
		index: typeof call.index === 'number' ? call.index : position,
		id: text(call.id) || undefined,
		name: text(called.name) || undefined,
		// Ollama's own API sends the arguments as an object.
		arguments: typeof given === 'string' ? given : isObject(given) ? JSON.stringify(given) : undefined,
	};
}
