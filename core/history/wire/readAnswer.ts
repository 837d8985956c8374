import { asList, asText, at, get, isObject, parseJson } from '../../json';
import { readUsage } from '../../money/usage';
import type { RecordedAnswer } from '../recordedCall';
import { call, textOf, toolCallsIn } from './readBody';

/** An answer of a host, whole or as n8n's nodes simplify it; undefined where it is none. */
export function readAnswer(given: unknown): Omit<RecordedAnswer, 'milliseconds'> | undefined {
	const json = typeof given === 'string' ? parseJson(given) : given;
	if (!isObject(json)) return undefined;
	const error = errorOf(json.error);
	if (error !== undefined) return { text: '', toolCalls: [], error };
	const found = messageOf(json);
	if (!found) return undefined;
	const usage = usageOf(json);
	return { ...found, ...(usage ? { usage } : {}) };
}

function errorOf(error: unknown): string | undefined {
	if (typeof error === 'string' && error !== '') return error;
	return isObject(error) ? (asText(error.message) ?? 'The host gave no reason') : undefined;
}

function messageOf(json: Record<string, unknown>): Pick<RecordedAnswer, 'text' | 'toolCalls' | 'finishReason'> | undefined {
	// OpenAI's chat, whole, one choice of it, or Ollama's.
	const choice = asList(json.choices)[0] ?? (isObject(json.message) ? json : undefined);
	if (isObject(get(choice, 'message'))) {
		const message = get(choice, 'message');
		const content = get(message, 'content');
		return ended(
			{ text: isText(content) ? (textOf(content) ?? '') : JSON.stringify(content), toolCalls: toolCallsIn(message) },
			get(choice, 'finish_reason') ?? json.done_reason,
		);
	}
	// OpenAI's responses.
	if (Array.isArray(json.output)) {
		const parts = json.output.filter((row) => get(row, 'type') === 'message').flatMap((row) => asList(get(row, 'content')));
		const text = parts
			.map((part) =>
				typeof get(part, 'text') === 'string'
					? get(part, 'text')
					: isObject(get(part, 'text'))
						? JSON.stringify(get(part, 'text'))
						: (asText(get(part, 'refusal')) ?? ''),
			)
			.join('');
		const toolCalls = json.output
			.filter((row) => get(row, 'type') === 'function_call')
			.map((row) => call(get(row, 'call_id'), get(row, 'name'), get(row, 'arguments')));
		const status = asText(at(json, 'incomplete_details.reason')) ?? asText(json.status);
		return ended({ text, toolCalls }, status === 'completed' ? 'stop' : status);
	}
	// Gemini, whole or one candidate.
	const candidate = asList(json.candidates)[0] ?? (Array.isArray(at(json, 'content.parts')) ? json : undefined);
	if (candidate !== undefined) {
		const content = get(candidate, 'content');
		return ended({ text: textOf(content) ?? '', toolCalls: toolCallsIn(content) }, get(candidate, 'finishReason'));
	}
	// Anthropic.
	if (Array.isArray(json.content)) return ended({ text: textOf(json.content) ?? '', toolCalls: toolCallsIn(json) }, json.stop_reason);
	// Ollama's generate, and completions.
	const text = asText(json.response) ?? asText(get(asList(json.choices)[0], 'text'));
	return text === undefined ? undefined : ended({ text, toolCalls: [] }, json.done_reason ?? get(asList(json.choices)[0], 'finish_reason'));
}

const isText = (content: unknown) => content === null || content === undefined || typeof content === 'string' || Array.isArray(content);

const ended = (answer: Pick<RecordedAnswer, 'text' | 'toolCalls'>, reason: unknown) => ({
	...answer,
	...(typeof reason === 'string' && reason !== '' ? { finishReason: reason } : {}),
});

function usageOf(json: Record<string, unknown>): RecordedAnswer['usage'] {
	const reading = readUsage(json);
	if (!('usage' in reading)) return undefined;
	const { inputTokens, outputTokens, cachedTokens, reasoningTokens } = reading.usage;
	return {
		inputTokens,
		outputTokens,
		...(cachedTokens > 0 ? { cachedTokens } : {}),
		...(typeof reasoningTokens === 'number' ? { reasoningTokens } : {}),
	};
}
