import { asText, isObject, strings, type JsonObject } from '../json';
import type { Values } from './evaluator';
import type { Execution, WorkflowNode } from './execution';
import type { RecordedRequest } from './recordedCall';
import { kindOf, subNodesOf } from './subNodes';

type Tool = NonNullable<RecordedRequest['tools']>[number];

/** The tools that a node could call, rebuilt from the workflow: n8n does not record what was offered. */
export function toolsOf(execution: Execution, root: WorkflowNode, values: Values): Tool[] {
	return subNodesOf(execution, root.name, 'ai_tool').map((node) => toolOf(node, values));
}

function toolOf(node: WorkflowNode, values: Values): Tool {
	const { parameters } = node;
	const constant = (value: unknown) => asText(values.valueOf(value, { node: node.name, runIndex: 0, itemIndex: 0 }));
	const named = /^(toolCode|toolWorkflow|toolVectorStore|toolHttpRequest)$/.test(kindOf(node)) ? constant(parameters.name) : undefined;
	const description = constant(parameters.toolDescription) ?? constant(parameters.description) ?? descriptions[kindOf(node)];
	return {
		name: named && named !== '' ? named : node.name.replace(/[^a-zA-Z0-9_-]/g, '_').replace(/_+/g, '_'),
		...(description ? { description } : {}),
		parameters: parametersOf(node, constant),
	};
}

/** As n8n's own tools describe themselves. */
const descriptions: Record<string, string> = {
	toolCalculator:
		'Useful for getting the result of a math expression. The input to this tool should be a valid mathematical expression that could be executed by a simple calculator.',
};

const fromAi = /\$fromAI\(\s*(["'`])((?:(?!\1)[^\\]|\\.)*)\1(?:\s*,\s*(["'`])((?:(?!\3)[^\\]|\\.)*)\3)?(?:\s*,\s*(["'`])(\w+)\5)?/gi;

function parametersOf(node: WorkflowNode, constant: (value: unknown) => string | undefined): object {
	const schema = constant(node.parameters.inputSchema);
	if (node.parameters.specifyInputSchema === true && schema) {
		try {
			const given: unknown = JSON.parse(schema);
			if (isObject(given)) return given;
		} catch {
			// Whoever wrote it could not call the tool either.
		}
	}
	const properties: JsonObject = {};
	for (const { text } of strings(node.parameters)) {
		for (const [, , key = '', , description, , type] of text.matchAll(fromAi))
			properties[key] = { type: jsonTypes[type ?? 'string'] ?? 'string', ...(description ? { description } : {}) };
	}
	if (Object.keys(properties).length === 0 && takesText.test(kindOf(node))) properties.input = { type: 'string' };
	return { type: 'object', properties, required: Object.keys(properties) };
}

const takesText =
	/^(toolCalculator|toolCode|toolWikipedia|toolSerpApi|toolWolframAlpha|toolVectorStore|toolWorkflow|agentTool|toolThink|toolSearXng)$/;
const jsonTypes: Record<string, string> = { string: 'string', number: 'number', boolean: 'boolean', json: 'object' };
