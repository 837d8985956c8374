import { asList, asText, at, get, isObject, type JsonObject } from '../json';
import { answerUseOf } from './answerUse';
import { clusterOf } from './cluster';
import type { Values } from './evaluator';
import { executionOfCall } from './executionOfCall';
import { itemsIn, type Execution, type Run, type WorkflowNode } from './execution';
import { leftOut, type Reading } from './leftOut';
import { modelOf } from './modelNode';
import { guessRoles, splitBy } from './promptText';
import type { RecordedAnswer, RecordedCall, RecordedMessage, Rebuilt } from './recordedCall';
import { shapesOf, type Shape } from './shapes';
import { kindOf } from './subNodes';
import { toolsOf } from './toolDefinitions';
import { asAsked, readTurns } from './toolTurns';

/** A run of a model that serves another node, with the text that n8n recorded of its prompt. */
interface ModelRun {
	node: WorkflowNode;
	run: Run;
	root: WorkflowNode;
	rootRun: Run | undefined;
	prompt: string;
}

/** Calls that models made for agents, chains, classifiers, extractors and summarisers. */
export function callsOfModels(execution: Execution, values: Values): Reading[] {
	const all = modelRunsOf(execution);
	const shapes = rememberedShapes(execution, values);
	return all.map((modelRun) => readCall(execution, values, modelRun, all, shapes));
}

type ShapesOf = (root: WorkflowNode, rootRun: Run | undefined) => { itemIndex: number; shape: Shape }[];

/** What a root node may have sent for each of its items: the same for all of its model's runs, so it is evaluated once. */
function rememberedShapes(execution: Execution, values: Values): ShapesOf {
	const remembered = new Map<string, ReturnType<ShapesOf>>();
	return (root, rootRun) => {
		const key = JSON.stringify([root.name, rootRun?.index]);
		const known = remembered.get(key);
		if (known) return known;
		const count = Math.max(itemsIn(execution, rootRun).length, 1);
		const made = Array.from({ length: count }, (_, itemIndex) =>
			shapesOf({ execution, root, rootRun, values, itemIndex }).map((shape) => ({ itemIndex, shape })),
		).flat();
		remembered.set(key, made);
		return made;
	};
}

function modelRunsOf(execution: Execution): ModelRun[] {
	return [...execution.runs].flatMap(([name, runs]) => {
		const node = execution.workflow.nodes.get(name);
		if (!node) return [];
		return runs.flatMap((run): ModelRun[] => {
			const prompts = asList(at(run.raw, 'inputOverride.ai_languageModel.0.0.json.messages'));
			const root = run.source && execution.workflow.nodes.get(run.source.node);
			if (prompts.length === 0 || !root) return [];
			const rootRun = execution.runs.get(root.name)?.[run.source?.run ?? 0];
			return [{ node, run, root, rootRun, prompt: prompts.map(textOf).join('\n') }];
		});
	});
}

const textOf = (prompt: unknown): string => (typeof prompt === 'string' ? prompt : JSON.stringify(prompt));

const seesImage = /(?:^|\n)(?:Human|AI|Tool|System): (?:[\s\S]*\n)?\[(?:image|file|audio|video)(?:_url)?\]/;

function readCall(
	execution: Execution,
	values: Values,
	{ node, run, root, rootRun, prompt }: ModelRun,
	all: readonly ModelRun[],
	shapes: ShapesOf,
): Reading {
	const where = { workflow: execution.workflow.name, node: node.name };
	if (seesImage.test(prompt) && mayCarryFiles(execution, root, rootRun))
		return leftOut(where, 'an image or file was in the prompt: n8n keeps a reference only');
	const model = modelOf(node, get(at(run.raw, 'inputOverride.ai_languageModel.0.0.json'), 'options'), values);
	if (model.providerTools) return leftOut(where, 'the provider itself used tools (search, code, files)');
	const request = rebuild(prompt, root, shapes(root, rootRun));
	const why = [...request.rebuilt.why, ...(request.rebuilt.level === 'exact' ? model.why : [])];
	const rebuilt: Rebuilt = request.rebuilt.level === 'exact' && why.length > 0 ? { level: 'partly', why } : { ...request.rebuilt, why };
	const item = request.itemIndex;
	const tools = toolsOf(execution, root, values);
	const same = all.filter(
		(other) => other.root.name === root.name && other.run.source?.run === run.source?.run && other.node.name === node.name,
	);
	const answer = answerOf(run, prompt, same);
	const call: RecordedCall = {
		id: [execution.id, node.id, run.index, item ?? ''].join(':'),
		execution: executionOfCall(execution),
		node: {
			id: node.id,
			name: node.name,
			type: node.type,
			typeVersion: node.typeVersion,
			runIndex: run.index,
			...(item === undefined ? {} : { itemIndex: item }),
		},
		root: { name: root.name, type: root.type },
		cluster: clusterOf(execution, values, root, rootRun, item),
		round: same.filter((other) => isTurnOf(other.prompt, prompt)).length,
		request: { ...model.request, messages: request.messages, ...(tools.length > 0 ? { tools } : {}) },
		answer,
		rebuilt,
		use: { kind: 'text' },
	};
	return { call: { ...call, use: answerUseOf(call, execution, root, values) } };
}

interface RebuiltRequest {
	messages: RecordedMessage[];
	rebuilt: Rebuilt;
	itemIndex?: number;
}

/** The roles of a recorded text, by what the root node sends for each of its items. */
function rebuild(prompt: string, root: WorkflowNode, shapes: ReturnType<ShapesOf>): RebuiltRequest {
	const found = new Map<string, RebuiltRequest & { items: number[] }>();
	let ambiguous = false;
	for (const { itemIndex, shape } of shapes) {
		const { pieces, openEnded, why } = shape;
		const split = splitBy(prompt, pieces, openEnded);
		if (split === 'ambiguous') ambiguous = true;
		if (split === 'none' || split === 'ambiguous') continue;
		const messages = [...split.messages, ...readTurns(split.rest)];
		const reasons = [...why, ...(messages.some(isToolTurn) ? ['the turns with tools are read from a text that n8n does not escape'] : [])];
		const key = JSON.stringify(messages);
		const before = found.get(key);
		if (before) before.items.push(itemIndex);
		else found.set(key, { messages, items: [itemIndex], rebuilt: { level: reasons.length > 0 ? 'partly' : 'exact', why: reasons } });
	}
	const [only, ...others] = [...found.values()];
	if (!only || others.length > 0 || ambiguous) {
		const reason =
			others.length > 0 || ambiguous
				? 'the recorded text can be cut into messages in several ways'
				: `how a ${kindOf(root)} writes this prompt is not known`;
		return { messages: guessRoles(prompt), rebuilt: { level: 'recorded', why: [reason] } };
	}
	const items = [...new Set(only.items)];
	return { messages: only.messages, rebuilt: only.rebuilt, ...(items.length === 1 ? { itemIndex: items[0] } : {}) };
}

const isToolTurn = ({ role, toolCalls }: RecordedMessage) => role === 'tool' || toolCalls !== undefined;

/** A text may well say "[image]"; where neither the items nor the chain hold a file, it is only text. */
function mayCarryFiles(execution: Execution, root: WorkflowNode, rootRun: Run | undefined): boolean {
	const items = itemsIn(execution, rootRun);
	const rows = asList(at(root.parameters, 'messages.messageValues'));
	return (
		items.length === 0 ||
		items.some((item) => isObject(get(item, 'binary'))) ||
		rows.some((row) => /^image/.test(asText(get(row, 'messageType')) ?? ''))
	);
}

/** Whether one prompt is an earlier turn of another: the other goes on with a turn that called tools. */
const isTurnOf = (earlier: string, later: string) =>
	later.length > earlier.length && later.startsWith(`${earlier}\nAI: `) && !later.slice(earlier.length).includes('\nHuman: ');

function answerOf(run: Run, prompt: string, same: readonly ModelRun[]): RecordedAnswer {
	const json = at(run.raw, 'data.ai_languageModel.0.0.json');
	const milliseconds = run.executionTime === undefined ? {} : { milliseconds: run.executionTime };
	if (run.failed) {
		const said = asText(at(run.raw, 'error.description')) ?? asText(at(run.raw, 'error.message')) ?? 'n8n recorded no reason';
		return { text: '', toolCalls: [], error: said, ...milliseconds };
	}
	const generation = at(json, 'response.generations.0.0');
	const info = get(generation, 'generationInfo');
	const finishReason = ['finish_reason', 'stop_reason', 'finishReason', 'done_reason'].map((name) => asText(get(info, name))).find(Boolean);
	const usage = usageOf(get(json, 'tokenUsage'));
	return {
		text: asText(get(generation, 'text')) ?? '',
		toolCalls: callsAfter(prompt, same),
		...(finishReason ? { finishReason } : {}),
		...(usage ? { usage } : {}),
		...milliseconds,
	};
}

/** n8n drops the calls of an answer; they stand in the prompt of the turn after. */
function callsAfter(prompt: string, same: readonly ModelRun[]): RecordedAnswer['toolCalls'] {
	const [next] = same
		.map((other) => other.prompt)
		.filter((other) => isTurnOf(prompt, other))
		.sort((a, b) => a.length - b.length);
	if (next === undefined) return [];
	return readTurns(next.slice(prompt.length)).flatMap(({ toolCalls = [] }) => toolCalls.map(asAsked));
}

function usageOf(given: unknown): RecordedAnswer['usage'] {
	if (!isObject(given)) return undefined;
	const { promptTokens, completionTokens }: JsonObject = given;
	return typeof promptTokens === 'number' && typeof completionTokens === 'number' && promptTokens + completionTokens > 0
		? { inputTokens: promptTokens, outputTokens: completionTokens }
		: undefined;
}
