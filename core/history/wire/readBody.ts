import { asList, asText, at, get, isObject, parseJson, type JsonObject } from '../../json';
import type { RecordedMessage, RecordedRequest, RecordedToolCall } from '../recordedCall';

/** A request as it went over the wire, or why no replay can repeat it. */
export type BodyReading = { request: RecordedRequest; why: string[] } | { reason: string };

const withFiles = 'an image or file was in the prompt';
const withState = 'the provider kept the conversation or the prompt';
const withProviderTools = 'the provider itself used tools (search, code, files)';

/** The body of a request in the form of OpenAI (chat, responses, completions), Anthropic, Gemini or Ollama. */
export function readBody(body: unknown): BodyReading {
	if (!isObject(body)) return { reason: 'its body is no JSON object' };
	if (
		['previous_response_id', 'conversation', 'prompt_id', 'thread_id', 'assistant_id'].some((name) => isSet(body[name])) ||
		isObject(body.prompt)
	)
		return { reason: withState };
	const messages = messagesOf(body);
	if ('reason' in messages) return messages;
	const tools = toolsIn(body);
	if (tools === 'provider') return { reason: withProviderTools };
	const numbers = isObject(body.generationConfig) ? body.generationConfig : isObject(body.options) ? body.options : body;
	const temperature = numbers.temperature;
	const maxTokens = [
		...[body.max_completion_tokens, body.max_tokens, body.max_output_tokens],
		...[numbers.maxOutputTokens, numbers.num_predict],
	].find((value) => typeof value === 'number' && value > 0);
	const model = asText(body.model);
	return {
		request: {
			...(model ? { model } : {}),
			messages: messages.list,
			...(tools.length > 0 ? { tools } : {}),
			...formatOf(body),
			...(typeof temperature === 'number' ? { temperature } : {}),
			...(typeof maxTokens === 'number' ? { maxTokens } : {}),
			...othersOf(body, numbers),
		},
		why: messages.why,
	};
}

const isSet = (value: unknown) => value !== undefined && value !== null && value !== '';

type Messages = { list: RecordedMessage[]; why: string[] } | { reason: string };

function messagesOf(body: JsonObject): Messages {
	const system = textOf(body.system ?? body.instructions ?? at(body, 'systemInstruction') ?? at(body, 'system_instruction'));
	if (system === undefined) return { reason: withFiles };
	const before: RecordedMessage[] = system === '' ? [] : [{ role: 'system', content: system }];
	const rows = [body.messages, body.input, body.contents].find(Array.isArray);
	if (rows) {
		const list = [...before];
		for (const row of rows) {
			const read = messagesIn(row);
			if (!read) return { reason: withFiles };
			list.push(...read);
		}
		return { list, why: [] };
	}
	const text = asText(body.input) ?? asText(body.prompt);
	if (text === undefined) return { reason: 'its body holds no messages' };
	return {
		list: [...before, { role: 'user', content: text }],
		why: typeof body.input === 'string' || 'system' in body ? [] : ['a completion model was given one text'],
	};
}

const roles: Record<string, RecordedMessage['role']> = {
	system: 'system',
	developer: 'system',
	user: 'user',
	assistant: 'assistant',
	model: 'assistant',
	tool: 'tool',
	function: 'tool',
};

/** A row of a conversation: one message, or of Anthropic several tool results; undefined where it holds more than text. */
function messagesIn(row: unknown): RecordedMessage[] | undefined {
	const type = asText(get(row, 'type'));
	if (type === 'function_call')
		return [{ role: 'assistant', content: '', toolCalls: [call(get(row, 'call_id'), get(row, 'name'), get(row, 'arguments'))] }];
	if (type === 'function_call_output')
		return [{ role: 'tool', content: asText(get(row, 'output')) ?? '', toolCallId: asText(get(row, 'call_id')) ?? '' }];
	if (type === 'reasoning') return [];
	const role = roles[asText(get(row, 'role')) ?? 'user'] ?? 'user';
	const parts = asList(get(row, 'content') ?? get(row, 'parts'));
	const results = parts.filter((part) => get(part, 'type') === 'tool_result' || isObject(get(part, 'functionResponse')));
	if (results.length > 0)
		return results.map((part) => ({
			role: 'tool',
			content: textOf(get(part, 'content')) ?? JSON.stringify(at(part, 'functionResponse.response') ?? ''),
			toolCallId: asText(get(part, 'tool_use_id')) ?? asText(at(part, 'functionResponse.id')) ?? '',
		}));
	const content = textOf(get(row, 'content') ?? get(row, 'parts'));
	if (content === undefined) return undefined;
	const toolCalls = toolCallsIn(row);
	const toolCallId = asText(get(row, 'tool_call_id'));
	return [{ role, content, ...(toolCalls.length > 0 ? { toolCalls } : {}), ...(toolCallId ? { toolCallId } : {}) }];
}

/** Text of a message's content or of an answer's; undefined where something else than text stands in it. */
export function textOf(content: unknown): string | undefined {
	if (content === undefined || content === null) return '';
	if (typeof content === 'string') return content;
	if (isObject(content)) return 'parts' in content ? textOf(content.parts) : asText(content.text);
	let text = '';
	for (const part of asList(content)) {
		if (typeof part === 'string') text += part;
		else if (typeof get(part, 'text') === 'string') text += asText(get(part, 'text')) ?? '';
		else if (
			!/^(tool_use|thinking|redacted_thinking|reasoning)$/.test(asText(get(part, 'type')) ?? '') &&
			!isObject(get(part, 'functionCall'))
		)
			return undefined;
	}
	return text;
}

/** Tool calls of a message in the form of OpenAI, Anthropic or Gemini. */
export function toolCallsIn(message: unknown): RecordedToolCall[] {
	const openAi = asList(get(message, 'tool_calls')).map((each) =>
		call(get(each, 'id'), at(each, 'function.name'), at(each, 'function.arguments')),
	);
	const parts = asList(get(message, 'content') ?? get(message, 'parts'));
	const others = parts.flatMap((part) =>
		get(part, 'type') === 'tool_use'
			? [call(get(part, 'id'), get(part, 'name'), get(part, 'input'))]
			: isObject(get(part, 'functionCall'))
				? [call(at(part, 'functionCall.id'), at(part, 'functionCall.name'), at(part, 'functionCall.args'))]
				: [],
	);
	return [...openAi, ...others];
}

export function call(id: unknown, name: unknown, given: unknown): RecordedToolCall {
	const parsed = typeof given === 'string' ? parseJson(given) : given;
	return { id: asText(id) ?? '', name: asText(name) ?? '', arguments: isObject(parsed) ? parsed : {} };
}

function toolsIn(body: JsonObject): NonNullable<RecordedRequest['tools']> | 'provider' {
	const rows = asList(body.tools).flatMap((tool) =>
		Array.isArray(get(tool, 'functionDeclarations')) ? asList(get(tool, 'functionDeclarations')) : [tool],
	);
	const tools: NonNullable<RecordedRequest['tools']> = [];
	for (const row of rows) {
		const tool = isObject(get(row, 'function')) ? get(row, 'function') : row;
		const name = asText(get(tool, 'name'));
		const parameters = get(tool, 'parameters') ?? get(tool, 'input_schema');
		if (name === undefined || !isObject(parameters)) return 'provider';
		const description = asText(get(tool, 'description'));
		tools.push({ name, ...(description ? { description } : {}), parameters });
	}
	return tools;
}

function formatOf(body: JsonObject): Pick<RecordedRequest, 'schema' | 'json'> {
	const format = body.response_format ?? at(body, 'text.format') ?? body.format;
	const schema = at(format, 'json_schema.schema') ?? get(format, 'schema') ?? at(body, 'generationConfig.responseSchema');
	if (isObject(schema)) return { schema };
	const isJson =
		get(format, 'type') === 'json_object' || format === 'json' || at(body, 'generationConfig.responseMimeType') === 'application/json';
	return isJson ? { json: true } : {};
}

const others = [
	'top_p',
	'topP',
	'top_k',
	'topK',
	'frequency_penalty',
	'frequencyPenalty',
	'presence_penalty',
	'presencePenalty',
	'stop',
	'n',
	'seed',
	'reasoning_effort',
	'reasoning',
	'thinking',
	'tool_choice',
];

function othersOf(body: JsonObject, numbers: JsonObject): Pick<RecordedRequest, 'others'> {
	const found = Object.fromEntries(
		others.flatMap((name): [string, unknown][] => {
			const value = body[name] ?? numbers[name];
			return isSet(value) ? [[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]] : [];
		}),
	);
	return Object.keys(found).length > 0 ? { others: found } : {};
}
