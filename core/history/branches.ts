import { readGraph } from '../inventory/graph';
import { asList, asText, at, get } from '../json';
import type { Execution, WorkflowNode } from './execution';
import type { AnswerUse } from './recordedCall';
import { kindOf } from './subNodes';

/** Fields in which n8n's nodes put the answer of a model, read as they are or in small letters. */
const readsAnswer =
	/^=\s*\{\{\s*\$(?:json|input\.item\.json|\([^)]*\)\.(?:item|first\(\)|last\(\))\.json)(?:\.|\?\.|\[["'])(?:text|output|answer|response|message\.content|content|data)(?:["']\])?(?:\.text)?(?:\??\.(?:trim|toLowerCase|toUpperCase|toString|toNumber|toInt)\(\))*\s*\}\}\s*$/;

const equals = /^(equals?|notEquals?|is|isNot|contains|startsWith|endsWith)$/i;
const compares = /^(gt|gte|lt|lte|larger|largerEqual|smaller|smallerEqual)$/i;

/** What IF, Switch and Filter nodes after a node compare its answer with: labels, or a number. */
export function usedByBranches({ workflow }: Execution, root: WorkflowNode): AnswerUse | undefined {
	const graph = readGraph(workflow.connections);
	const labels = new Set<string>();
	let isNumber = false;
	for (const name of nearby(graph.after, root.name)) {
		const node = workflow.nodes.get(name);
		if (!node || !/^(if|switch|filter)$/.test(kindOf(node))) continue;
		for (const { left, right, operation, type } of conditionsOf(node)) {
			if (!readsAnswer.test(left)) continue;
			if (type === 'number' || compares.test(operation)) isNumber = true;
			else if (equals.test(operation) && typeof right === 'string' && right !== '' && !right.startsWith('=')) labels.add(right);
		}
	}
	if (labels.size > 0) return { kind: 'label', labels: [...labels], from: 'branch' };
	return isNumber ? { kind: 'number' } : undefined;
}

/** Nodes that get the answer next, or after one node between. */
function nearby(after: (node: string) => string[], node: string): Set<string> {
	const next = after(node);
	return new Set([...next, ...next.flatMap(after)]);
}

interface Condition {
	left: string;
	right: unknown;
	operation: string;
	type: string;
}

/** Conditions of an IF, Switch or Filter, of all its versions. */
function conditionsOf({ parameters }: WorkflowNode): Condition[] {
	const groups = [parameters, ...asList(at(parameters, 'rules.values')), ...asList(at(parameters, 'rules.rules'))];
	const now = groups
		.flatMap((group) => asList(at(group, 'conditions.conditions')))
		.map((row) => ({
			left: asText(get(row, 'leftValue')) ?? '',
			right: get(row, 'rightValue'),
			operation: asText(at(row, 'operator.operation')) ?? '',
			type: asText(at(row, 'operator.type')) ?? '',
		}));
	const once = ['string', 'number'].flatMap((type) =>
		asList(at(parameters, `conditions.${type}`)).map((row) => ({
			left: asText(get(row, 'value1')) ?? '',
			right: get(row, 'value2'),
			operation: asText(get(row, 'operation')) ?? 'equal',
			type,
		})),
	);
	// The first Switch compares one value with the value of each rule.
	const switched = asList(at(parameters, 'rules.rules')).flatMap((row) =>
		get(row, 'value2') === undefined
			? []
			: [
					{
						left: asText(parameters.value1) ?? '',
						right: get(row, 'value2'),
						operation: asText(get(row, 'operation')) ?? 'equal',
						type: asText(parameters.dataType) ?? 'number',
					},
				],
	);
	return [...now, ...once, ...switched];
}
