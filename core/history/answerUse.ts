import { asList, asText, at, get, parseJson } from '../json';
import type { Values } from './evaluator';
import type { Execution, WorkflowNode } from './execution';
import { usedByBranches } from './branches';
import type { AnswerUse, RecordedCall } from './recordedCall';
import { schemaOf } from './schemas';
import { kindOf, subNodesOf } from './subNodes';

/** What the workflow does with an answer, as far as one execution tells; a closed set of answers shows in many (closedSets.ts). */
export function answerUseOf(
	{ answer, request }: Pick<RecordedCall, 'answer' | 'request'>,
	execution: Execution,
	root: WorkflowNode,
	values: Values,
): AnswerUse {
	if (answer.toolCalls.length > 0) return { kind: 'tools' };
	const labels = labelsOf(root, values);
	if (labels.length > 0) return { kind: 'label', labels, from: 'classifier' };
	const place = { node: root.name, runIndex: 0, itemIndex: 0 };
	const constant = (parameter: unknown) => values.valueOf(parameter, place);
	const parser = parserOf(execution, root);
	const schema =
		request.schema ??
		(parser ? schemaOf(parser, constant) : kindOf(root) === 'informationExtractor' ? schemaOf(root, constant) : undefined);
	if (schema || parser || request.json || kindOf(root) === 'informationExtractor') return { kind: 'json', ...(schema ? { schema } : {}) };
	const branch = usedByBranches(execution, root);
	if (branch) return branch;
	if (/^\s*[[{]/.test(answer.text) && typeof parseJson(answer.text) === 'object') return { kind: 'json' };
	return { kind: 'text' };
}

function labelsOf(root: WorkflowNode, values: Values): string[] {
	const place = { node: root.name, runIndex: 0, itemIndex: 0 };
	const kind = kindOf(root);
	if (kind === 'textClassifier') {
		const rows = asList(at(root.parameters, 'categories.categories'));
		return rows.flatMap((row) => asText(values.valueOf(get(row, 'category'), place)) ?? []);
	}
	if (kind !== 'sentimentAnalysis') return [];
	const given = asText(values.valueOf(at(root.parameters, 'options.categories'), place)) ?? 'Positive, Neutral, Negative';
	return given
		.split(',')
		.map((label) => label.trim())
		.filter(Boolean);
}

/** The parser of an answer, behind the one that mends it. */
function parserOf(execution: Execution, root: WorkflowNode, depth = 0): WorkflowNode | undefined {
	const [parser] = subNodesOf(execution, root.name, 'ai_outputParser');
	if (parser && kindOf(parser) === 'outputParserAutofixing' && depth < 3) return parserOf(execution, parser, depth + 1) ?? parser;
	return parser;
}
