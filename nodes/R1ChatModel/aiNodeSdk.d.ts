/**
 * The part of n8n's `@n8n/ai-node-sdk` that is used here. n8n brings it along; it is no dependency of this package, since it
 * would draw 165 MB into every checkout.
 */
declare module '@n8n/ai-node-sdk' {
	import type { ISupplyDataFunctions } from 'n8n-workflow';
	import type { LangChainModel } from './replayThroughN8n';
	import type { ChatModel, FunctionTool } from './chatModel';

	export function supplyModel(context: ISupplyDataFunctions, model: ChatModel): { response: LangChainModel };
	export function getParametersJsonSchema(tool: FunctionTool): Record<string, unknown>;
}
