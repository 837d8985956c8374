import { asList, at, get, type JsonObject } from '../json';
import { answerUseOf } from './answerUse';
import { clusterOf } from './cluster';
import { hasExpression, isPure, type Values } from './evaluator';
import { executionOfCall } from './executionOfCall';
import { itemsIn, itemsOut, type Execution, type Run, type WorkflowNode } from './execution';
import { leftOut, type Reading } from './leftOut';
import { hostOf } from './modelNode';
import type { RecordedAnswer, RecordedCall, Rebuilt } from './recordedCall';
import { anthropic } from './roots/anthropic';
import { googleGemini } from './roots/googleGemini';
import { httpRequest } from './roots/httpRequest';
import { openAi } from './roots/openAi';
import { r1Reason } from './roots/r1Reason';
import type { RootNode } from './roots/rootNode';
import { kindOf, subNodesOf } from './subNodes';
import { toolsOf } from './toolDefinitions';
import { readBody } from './wire/readBody';

/** Nodes that ask a model by themselves. n8n does not record what they send: it is evaluated again. */
const rootNodes: Record<string, RootNode> = { openAi, anthropic, googleGemini, httpRequest, r1Reason };

/** Nodes that ask a model by themselves and are not read. */
const unread = /^(ollama|alibabaCloud|minimax|miniMax|moonshot|perplexity|mistralAi|microsoftAgent365|awsBedrock)$/;

export function callsOfRoots(execution: Execution, values: Values): Reading[] {
	return [...execution.runs].flatMap(([name, runs]) => {
		const node = execution.workflow.nodes.get(name);
		if (!node) return [];
		const where = { workflow: execution.workflow.name, node: name };
		if (unread.test(kindOf(node))) return runs.map(() => leftOut(where, `calls of ${kindOf(node)} are not read`));
		const reader = Object.hasOwn(rootNodes, kindOf(node)) ? rootNodes[kindOf(node)] : undefined;
		return reader ? runs.flatMap((run) => callsOfRun({ execution, values, node, run, reader })) : [];
	});
}

interface RootRun {
	execution: Execution;
	values: Values;
	node: WorkflowNode;
	run: Run;
	reader: RootNode;
}

function callsOfRun(rootRun: RootRun): Reading[] {
	const { execution, node, run } = rootRun;
	const count = isOnce(execution, node.name) ? 1 : Math.max(itemsIn(execution, run).length, 1);
	return Array.from({ length: count }, (_, itemIndex) => callOf(rootRun, itemIndex, count)).flatMap((reading) => reading ?? []);
}

const isOnce = (execution: Execution, name: string) =>
	asList(execution.workflow.raw.nodes).some((node) => get(node, 'name') === name && get(node, 'executeOnce') === true);

function callOf({ execution, values, node, run, reader }: RootRun, itemIndex: number, count: number): Reading | undefined {
	const where = { workflow: execution.workflow.name, node: node.name };
	const given = Object.fromEntries(reader.parameters.flatMap((name) => (name in node.parameters ? [[name, node.parameters[name]]] : [])));
	const place = { node: node.name, runIndex: run.index, itemIndex };
	const evaluated: JsonObject = {};
	for (const [name, value] of Object.entries(given)) evaluated[name] = values.valueOf(value, place);
	const lost = Object.entries(given).filter(([name, value]) => hasExpression(value) && evaluated[name] === undefined);
	const made = reader.bodyOf(lost.length > 0 ? { ...given, ...withoutUndefined(evaluated) } : evaluated, node);
	if (!made) return undefined;
	if (lost.length > 0) return leftOut(where, 'n8n does not record its prompt, and the expression in it could not be evaluated');
	if ('reason' in made) return leftOut(where, made.reason);
	const read = readBody(made.body);
	if ('reason' in read) return leftOut(where, read.reason);
	const found = answerFor(run, reader, itemIndex, count);
	if ('reason' in found) return leftOut(where, found.reason);
	const tools = toolsOf(execution, node, values);
	if (tools.length > 0 && calledTools(execution, node)) return leftOut(where, 'it called tools, and only its last answer is recorded');
	const why = [
		...read.why,
		...(found.why ?? []),
		...(isPure(given) ? [] : ['an expression in its prompt says something else today']),
		...(tools.length > 0 ? ['the tools that it was offered are rebuilt from the workflow'] : []),
	];
	const rebuilt: Rebuilt = { level: why.length > 0 ? 'partly' : 'exact', why };
	const host = hostOf(made.url);
	const call: RecordedCall = {
		id: [execution.id, node.id, run.index, itemIndex].join(':'),
		execution: executionOfCall(execution),
		node: { id: node.id, name: node.name, type: node.type, typeVersion: node.typeVersion, runIndex: run.index, itemIndex },
		cluster: clusterOf(execution, values, node, run, itemIndex),
		round: 0,
		request: { ...read.request, ...(host ? { host } : {}), ...(tools.length > 0 ? { tools } : {}) },
		answer: found.answer,
		rebuilt,
		use: { kind: 'text' },
	};
	return { call: { ...call, use: answerUseOf(call, execution, node, values) } };
}

const withoutUndefined = (object: JsonObject): JsonObject =>
	Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

const calledTools = (execution: Execution, node: WorkflowNode) =>
	subNodesOf(execution, node.name, 'ai_tool').some(({ name }) =>
		execution.runs.get(name)?.some(({ source }) => source?.node === node.name),
	);

function answerFor(
	run: Run,
	reader: RootNode,
	itemIndex: number,
	count: number,
): { answer: RecordedAnswer; why?: string[] } | { reason: string } {
	const error = at(run.raw, 'error.description') ?? at(run.raw, 'error.message');
	const time = count === 1 && run.executionTime !== undefined ? { milliseconds: run.executionTime } : {};
	const items = [...itemsOut(run, 0), ...itemsOut(run, 1)];
	const own = items.filter((item) => comesFrom(item, itemIndex, count));
	const found = own.map((item) => reader.answerOf(item)).find((answer) => answer !== undefined);
	if (found) {
		const usage = found.answer.usage ?? (count === 1 ? usageOfRun(run) : undefined);
		return { ...found, answer: { ...time, ...found.answer, ...(usage ? { usage } : {}) } };
	}
	if (run.failed && count === 1) return { answer: { text: '', toolCalls: [], error: String(error ?? 'n8n recorded no reason'), ...time } };
	return { reason: run.failed ? 'the run failed, and which of its items did is not recorded' : 'its answer is not in the record' };
}

/** `pairedItem` is a number, an object, or a list of them. */
function comesFrom(item: unknown, itemIndex: number, count: number): boolean {
	const paired = get(item, 'pairedItem');
	if (paired === undefined) return count === 1;
	return (Array.isArray(paired) ? paired : [paired]).some((each) => (typeof each === 'number' ? each : get(each, 'item')) === itemIndex);
}

/** Counts that n8n keeps beside the run, summed over its items. */
function usageOfRun(run: Run): RecordedAnswer['usage'] {
	const inputTokens = at(run.raw, 'metadata.tokenUsage.inputTokens');
	const outputTokens = at(run.raw, 'metadata.tokenUsage.outputTokens');
	return typeof inputTokens === 'number' && typeof outputTokens === 'number' ? { inputTokens, outputTokens } : undefined;
}
