import type { IExecuteFunctions, NodeTypeAndVersion } from 'n8n-workflow';
import { isObject } from '../../core/json';
import { callsModels, type SourceNode } from '../../core/money/nodeUsage';

/** The nearest node before this one that calls a model: nodes of n8n differ in which of their calls an item counts. */
export function sourceNodeOf(context: IExecuteFunctions): SourceNode | undefined {
	const before = (name: string) => context.getParentNodes(name, { includeNodeParameters: true, depth: 1 }).filter(isOn);
	const seen = new Set<string>();
	let level = before(context.getNode().name);
	while (level.length > 0) {
		const callers = level.filter(({ type }) => callsModels(type));
		// Two branches that meet: which of them an item took is not known here.
		if (callers.length > 1 && new Set(callers.map(({ type }) => type)).size > 1) return undefined;
		const [caller] = callers;
		if (caller) return { type: caller.type, version: caller.typeVersion, tools: callers.some((node) => usesTools(context, node)) };
		level = level.flatMap(({ name }) => (seen.has(name) ? [] : (seen.add(name), before(name))));
	}
	return undefined;
}

const isOn = ({ disabled }: NodeTypeAndVersion) => !disabled;

/** Tools that are connected, or those of Anthropic's that pause a turn. */
function usesTools(context: IExecuteFunctions, { name, parameters }: NodeTypeAndVersion): boolean {
	const chosen: unknown = parameters?.options;
	const options = isObject(chosen) ? chosen : {};
	const connected = context.getParentNodes(name, { connectionType: 'ai_tool', depth: 1 }).filter(isOn);
	return connected.length > 0 || options.webSearch === true || options.codeExecution === true;
}
