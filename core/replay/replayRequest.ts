import type { Call } from '../checks/calls/ask';
import type { RecordedCall } from '../history/recordedCall';
import { isObject, parseJson } from '../json';
import type { ReasonMessage, ReasonRequest } from '../reason';
import type { NewAnswer } from './newAnswer';

/** The recorded request as it is asked again; the model is the side's. */
export function replayRequest({ request }: RecordedCall): Omit<ReasonRequest, 'model' | 'temperature' | 'maxTokens'> {
	const { messages, tools, schema, json, others = {} } = request;
	const { top_p: topP, seed } = others;
	return {
		messages: messages.map(({ role, content, toolCalls, toolCallId }): ReasonMessage => ({
			role,
			content,
			...(toolCalls?.length
				? {
						tool_calls: toolCalls.map(({ id, name, arguments: given }) => ({
							id,
							type: 'function',
							function: { name, arguments: JSON.stringify(given) },
						})),
					}
				: {}),
			...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
		})),
		...(tools?.length
			? {
					tools: tools.map(({ name, description, parameters }) => ({
						type: 'function',
						function: { name, ...(description === undefined ? {} : { description }), parameters },
					})),
				}
			: {}),
		...(isObject(schema) && !tools?.length && !isInPrompt(schema, request.messages) ? { jsonSchema: schema } : {}),
		...(json && !schema ? { extraBody: { response_format: { type: 'json_object' } } } : {}),
		...(typeof topP === 'number' ? { topP } : {}),
		...(typeof seed === 'number' ? { seed } : {}),
	};
}

/** A parser of n8n writes its schema into the prompt; only what stood in the request beside it is asked for again. */
function isInPrompt(schema: Record<string, unknown>, messages: RecordedCall['request']['messages']): boolean {
	const names = Object.keys(isObject(schema.properties) ? schema.properties : {});
	const text = messages.map(({ content }) => content).join('\n');
	return names.length > 0 && names.every((name) => text.includes(`"${name}"`) || text.includes(`\\"${name}\\"`));
}

/** What a call brought, as the ladder sees it; undefined where the call says nothing about the model. */
export function newAnswerOf(call: Call): NewAnswer | undefined {
	if (call.kind === 'stopped') return undefined;
	if (call.kind === 'error') return call.errorKind === 'invalid_json' ? failed('no JSON') : undefined;
	if (call.kind === 'unanswered')
		return failed(call.errorKind === 'length' ? 'cut off' : call.errorKind === 'content_filter' ? 'refused' : 'empty');
	const read = call.toolCalls.map(({ name, arguments: text }) => ({ name, given: text.trim() === '' ? {} : parseJson(text) }));
	return {
		text: call.answer,
		toolCalls: read.flatMap(({ name, given }) => (isObject(given) ? [{ name, arguments: given }] : [])),
		unreadCalls: read.flatMap(({ name, given }) => (isObject(given) ? [] : [name])),
		...(call.finishReason === undefined ? {} : { finishReason: call.finishReason }),
	};
}

const failed = (failure: NonNullable<NewAnswer['failed']>): NewAnswer => ({ text: '', toolCalls: [], failed: failure });
