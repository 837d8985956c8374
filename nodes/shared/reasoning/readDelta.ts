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

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads a `delta` or a `message` of any host; whatever is missing, null or of another type is empty. */
export function readDelta(delta: JsonObject): Delta {
	const read: Delta = { thinking: '', content: '', refusal: text(delta.refusal) };
	for (const field of traceFields) {
		const value = delta[field];
		if (typeof value === 'string' && value !== '') {
			read.thinking = value;
			read.traceField = field;
			break;
		}
	}
	if (Array.isArray(delta.reasoning_details)) {
		read.details = delta.reasoning_details;
		if (!read.thinking) {
			read.thinking = delta.reasoning_details.map(textOfDetail).join('');
			read.traceField = 'reasoning_details';
		}
	}
	if (Array.isArray(delta.content)) {
		for (const part of delta.content) readPart(part, read);
	} else {
		read.content = text(delta.content);
	}
	if (Array.isArray(delta.tool_calls)) read.toolCalls = delta.tool_calls.filter(isObject).map(readToolCall);
	return read;
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
		into.thinking += Array.isArray(part.thinking)
			? part.thinking.map(textOfDetail).join('')
			: text(part.thinking) || text(part.text);
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
