import type { IExecuteFunctions, NodeTypeAndVersion } from 'n8n-workflow';
import { callsModels } from '../../core/money/nodeUsage';

const own = /(^|\.)n8n-nodes-r1\.|^CUSTOM\.(r1|costGuard)/;
const ownCaller = /\.r1Reason(Tool)?$/;
const ownModel = /\.r1ChatModel$/;
/** Nodes that may send anything anywhere, and those of others, of which nobody knows. */
const mayCall = /\.(code|executeWorkflow|executeCommand|graphql|mcpClient)$/;
const known = /^(n8n-nodes-base|@n8n\/n8n-nodes-langchain)\./;

/**
 * Whether all that may send the call after this node marks its reservation as sent: R1 Reason, and agents and chains on R1
 * Chat Model. Only then does an unmarked reservation mean that nothing was sent.
 */
export function marksAsSent(context: Pick<IExecuteFunctions, 'getChildNodes' | 'getParentNodes' | 'getNode'>): boolean {
	const after = context.getChildNodes(context.getNode().name).filter(({ disabled }) => !disabled);
	const callers = after.filter(({ type }) =>
		own.test(type) ? ownCaller.test(type) : callsModels(type) || mayCall.test(type) || !known.test(type),
	);
	return callers.length > 0 && callers.every((node) => ownCaller.test(node.type) || asksOurModel(context, node));
}

function asksOurModel(context: Pick<IExecuteFunctions, 'getParentNodes'>, { name }: NodeTypeAndVersion): boolean {
	const models = context.getParentNodes(name, { connectionType: 'ai_languageModel', depth: 1 }).filter(({ disabled }) => !disabled);
	return models.length > 0 && models.every(({ type }) => ownModel.test(type));
}
