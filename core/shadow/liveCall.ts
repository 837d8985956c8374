import type { AnswerUse, RecordedCall, RecordedMessage, RecordedToolCall } from '../history/recordedCall';
import { isObject, parseJson } from '../json';
import type { ReasonMessage, ReasonRequest, ReasonResult } from '../reason';

/** Where a live call was made. */
export type Place = Pick<RecordedCall, 'execution' | 'node'>;

/** A live call in the form of a recorded one; nothing where its messages hold more than text, such as images. */
export function liveCall(request: ReasonRequest, result: ReasonResult, place: Place, id: string): RecordedCall | undefined {
	const messages = request.messages.map(recordedMessage);
	if (!messages.every((message) => message !== undefined)) return undefined;
	const tools = (request.tools ?? []).flatMap((tool) => {
		const own = isObject(tool) && isObject(tool.function) ? tool.function : undefined;
		if (typeof own?.name !== 'string') return [];
		const { description } = own;
		return [
			{
				name: own.name,
				...(typeof description === 'string' ? { description } : {}),
				parameters: isObject(own.parameters) ? own.parameters : {},
			},
		];
	});
	const { usage } = result;
	return {
		...place,
		id,
		cluster: place.execution.id,
		round: roundOf(messages),
		request: {
			model: request.model,
			host: result.host,
			messages,
			...(tools.length > 0 ? { tools } : {}),
			...(request.jsonSchema ? { schema: request.jsonSchema } : {}),
			...(request.temperature === undefined ? {} : { temperature: request.temperature }),
			...(request.maxTokens === undefined ? {} : { maxTokens: request.maxTokens }),
		},
		answer: {
			text: result.answer,
			toolCalls: (result.toolCalls ?? []).map(({ id: callId, name, arguments: text }) => ({ id: callId, name, arguments: objectIn(text) })),
			finishReason: result.finishReason,
			...(usage === 'unknown'
				? {}
				: { usage: { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens, cachedTokens: usage.cachedTokens } }),
			milliseconds: result.timings.totalMs,
		},
		rebuilt: { level: 'exact', why: [] },
		use: useOf(request, tools.length > 0),
	};
}

function useOf({ jsonSchema }: ReasonRequest, hasTools: boolean): AnswerUse {
	if (hasTools) return { kind: 'tools' };
	return jsonSchema ? { kind: 'json', schema: jsonSchema } : { kind: 'text' };
}

/** Answers that called tools since the user spoke last. */
function roundOf(messages: readonly RecordedMessage[]): number {
	const since = messages.findLastIndex(({ role }) => role === 'user');
	return messages.slice(since + 1).filter(({ toolCalls }) => toolCalls && toolCalls.length > 0).length;
}

function recordedMessage({ role, content, tool_calls: calls, tool_call_id: toolCallId }: ReasonMessage): RecordedMessage | undefined {
	if (content !== null && typeof content !== 'string') return undefined;
	const toolCalls = (Array.isArray(calls) ? calls : []).flatMap((call: unknown): RecordedToolCall[] => {
		const own = isObject(call) && isObject(call.function) ? call.function : undefined;
		if (!isObject(call) || typeof call.id !== 'string' || typeof own?.name !== 'string') return [];
		return [{ id: call.id, name: own.name, arguments: objectIn(own.arguments) }];
	});
	return {
		role: role === 'developer' ? 'system' : role,
		content: content ?? '',
		...(toolCalls.length > 0 ? { toolCalls } : {}),
		...(typeof toolCallId === 'string' ? { toolCallId } : {}),
	};
}

function objectIn(text: unknown): Record<string, unknown> {
	const value = typeof text === 'string' ? parseJson(text) : text;
	return isObject(value) ? value : {};
}
