import { asText, get, isObject, parseJson } from '../json';
import type { RecordedMessage, RecordedToolCall } from './recordedCall';

/**
 * The turns of an agent after its question: `AI: text[{"name", "args", "id", "type": "tool_call"}]`, then `Tool: result` for
 * each call. Results are cut at the next mark, which a result may hold itself: such a request is never exact.
 */
export function readTurns(rest: string): RecordedMessage[] {
	const parts = [...rest.matchAll(/\n(AI|Tool): /g)];
	const waiting: string[] = [];
	return parts.map((match, index): RecordedMessage => {
		const text = rest.slice(match.index + match[0].length, parts[index + 1]?.index ?? rest.length);
		if (match[1] === 'Tool') {
			const toolCallId = waiting.shift();
			return { role: 'tool', content: text, ...(toolCallId === undefined ? {} : { toolCallId }) };
		}
		const turn = readCallingTurn(text);
		waiting.push(...(turn.toolCalls ?? []).map(({ id }) => id));
		return turn;
	});
}

/** A model's turn: its text, and the calls that stand behind it as JSON. */
export function readCallingTurn(text: string): RecordedMessage {
	for (let at = text.indexOf('[{'); at >= 0; at = text.indexOf('[{', at + 1)) {
		const list = text.endsWith(']') ? parseJson(text.slice(at)) : undefined;
		if (!Array.isArray(list)) continue;
		const calls = list.flatMap(toCall);
		if (calls.length === list.length) return { role: 'assistant', content: text.slice(0, at), toolCalls: calls };
	}
	return { role: 'assistant', content: text };
}

/** A tool call in LangChain's form. */
export function toCall(value: unknown): RecordedToolCall[] {
	const name = asText(get(value, 'name'));
	const args = get(value, 'args');
	if (name === undefined || get(value, 'type') !== 'tool_call') return [];
	return [{ id: asText(get(value, 'id')) ?? '', name, arguments: isObject(args) ? args : {} }];
}

/** What the model itself had asked for: agents of version 3 put the call's id among the arguments afterwards. */
export function asAsked({ id, name, arguments: given }: RecordedToolCall): RecordedToolCall {
	const { id: added, ...asked } = given;
	return { id, name, arguments: added === id ? asked : given };
}
