import { asList, asText, get } from '../json';
import type { Execution, WorkflowNode } from './execution';

/** Sub-nodes of a kind (`ai_tool`, `ai_memory`, `ai_outputParser`, ...) that serve a node, in the order of the workflow. */
export function subNodesOf({ workflow }: Pick<Execution, 'workflow'>, root: string, kind: string): WorkflowNode[] {
	return Object.entries(workflow.connections).flatMap(([from, outputs]) => {
		const serves = asList(get(outputs, kind))
			.flatMap(asList)
			.some((target) => asText(get(target, 'node')) === root);
		const node = serves ? workflow.nodes.get(from) : undefined;
		return node ? [node] : [];
	});
}

/** The last part of a node's type: `@n8n/n8n-nodes-langchain.chainLlm` is a `chainLlm`. */
export const kindOf = ({ type }: Pick<WorkflowNode, 'type'>): string => type.split('.').at(-1) ?? type;
