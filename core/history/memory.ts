import { asList, asText, at, get, isObject } from '../json';
import type { Execution, WorkflowNode } from './execution';
import type { Piece } from './promptText';
import type { RecordedMessage } from './recordedCall';
import { subNodesOf } from './subNodes';
import { toCall } from './toolTurns';

/** The conversations that an agent's memory gave it in an execution; one empty one where it has none. */
export function historiesOf(execution: Execution, root: WorkflowNode): Piece[][] {
	const memories = subNodesOf(execution, root.name, 'ai_memory');
	const loaded = memories.flatMap(({ name }) =>
		(execution.runs.get(name) ?? []).flatMap(({ raw }) => {
			const json = at(raw, 'data.ai_memory.0.0.json');
			return get(json, 'action') === 'loadMemoryVariables' ? [asList(get(json, 'chatHistory')).map(pieceOf)] : [];
		}),
	);
	const distinct = new Map(loaded.map((history) => [JSON.stringify(history), history]));
	return distinct.size > 0 ? [...distinct.values()] : [[]];
}

const roles: Record<string, RecordedMessage['role']> = {
	SystemMessage: 'system',
	HumanMessage: 'user',
	AIMessage: 'assistant',
	AIMessageChunk: 'assistant',
	ToolMessage: 'tool',
};

/** A remembered message, as n8n then writes it into the recorded prompt. */
function pieceOf(message: unknown): Piece {
	const role = roles[asText(at(message, 'id.2')) ?? ''] ?? 'user';
	const content = textOf(at(message, 'kwargs.content'));
	if (role === 'tool') {
		const name = asText(at(message, 'kwargs.name'));
		const toolCallId = asText(at(message, 'kwargs.tool_call_id'));
		return { role, text: name ? `${name}, ${content}` : content, message: { role, content, ...(toolCallId ? { toolCallId } : {}) } };
	}
	const given = asList(at(message, 'kwargs.tool_calls'));
	if (role !== 'assistant' || given.length === 0) return { role, text: content };
	return { role, text: content + JSON.stringify(given), message: { role, content, toolCalls: given.flatMap(toCall) } };
}

/** A message's text; of parts those that are text. */
function textOf(content: unknown): string {
	if (typeof content === 'string') return content;
	return asList(content)
		.map((part) => (isObject(part) ? (asText(part.text) ?? '') : ''))
		.join('');
}
