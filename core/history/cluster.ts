import { asText, at, get } from '../json';
import type { Values } from './evaluator';
import { itemsIn, type Execution, type Run, type WorkflowNode } from './execution';
import { subNodesOf } from './subNodes';

/**
 * What a call belongs together with: the conversation by its memory's key, else the session of a chat, else the execution (of
 * a called workflow the one that called it).
 */
export function clusterOf(execution: Execution, values: Values, root: WorkflowNode, rootRun: Run | undefined, itemIndex = 0): string {
	const item = itemsIn(execution, rootRun)[itemIndex];
	const [memory] = subNodesOf(execution, root.name, 'ai_memory');
	const key = memory?.parameters.sessionKey ?? memory?.parameters.sessionId;
	const place = { node: root.name, runIndex: rootRun?.index ?? 0, itemIndex };
	const session =
		(key === undefined ? undefined : asText(values.valueOf(key, place))) ??
		asText(at(item, 'json.sessionId')) ??
		asText(get(get(item, 'json'), 'session_id'));
	if (session) return `${execution.workflow.id}/${session}`;
	return execution.parentId ?? execution.id;
}
