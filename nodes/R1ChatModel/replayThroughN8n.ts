import { isObject, parseJson, type JsonObject } from '../../core/json';
import type { ReasonMessage } from '../../core/reason';
import type { ChatModel } from './chatModel';
import { keepTurn, type Turns } from './conversation';
import { callsOf } from './sentCalls';
import type { Spent } from './turnMemory';

/** What is used of LangChain's messages and of the model that n8n's SDK makes. */
interface LangChainMessage {
	content?: unknown;
	tool_calls?: { id?: string }[];
	tool_call_chunks?: { id?: string }[];
	additional_kwargs?: JsonObject;
	response_metadata?: JsonObject;
}
interface Generation {
	text?: string;
	message: LangChainMessage;
	generationInfo?: JsonObject;
}
interface RunManager {
	handleLLMNewToken(token: string, ...more: unknown[]): Promise<unknown>;
}
export interface LangChainModel {
	callbacks?: unknown;
	/** Of n8n's SDK: the model that it wraps. */
	chatModel?: ChatModel;
	toJSON?: () => unknown;
	_generate(messages: LangChainMessage[], options: unknown, runManager?: RunManager): Promise<{ generations: Generation[] }>;
	_streamResponseChunks(messages: LangChainMessage[], options: unknown, runManager?: RunManager): AsyncIterable<Generation>;
	bindTools(tools: unknown, options?: unknown): LangChainModel;
}

export interface Replay {
	turns: Turns;
	/** The model's options in n8n's record; default: none. */
	shown?: JsonObject;
	/** What the runs of this execution cost so far. */
	spent?: Spent;
}

/**
 * n8n's agents and memories carry two things of a turn that its SDK drops: `additional_kwargs.reasoning_content`, and Gemini's
 * signatures. The turn travels in the first, so that it is known to another process too; and what is known of a run goes
 * into `generationInfo`, the only place beside the text that n8n's log shows.
 */
export function replayThroughN8n(model: LangChainModel, replay: Replay): LangChainModel {
	const { turns, shown, spent = { runs: 0, costUsd: 0 } } = replay;
	const generate = model._generate.bind(model);
	const stream = model._streamResponseChunks.bind(model);
	const bindTools = model.bindTools.bind(model);
	tellUsage(model);
	return Object.assign(model, {
		...(shown ? { toJSON: () => ({ lc: 1, type: 'constructor', id: ['n8n-nodes-r1', 'r1ChatModel'], kwargs: shown }) } : {}),
		async _generate(messages: LangChainMessage[], options: unknown, runManager?: RunManager) {
			learn(messages, turns);
			const result = await generate(messages, options, runManager);
			for (const generation of result.generations) {
				carry(generation.message, generation.message.tool_calls, turns);
				generation.generationInfo = { ...generation.generationInfo, ...withSum(generation.message.response_metadata ?? {}, spent) };
			}
			return result;
		},
		async *_streamResponseChunks(messages: LangChainMessage[], options: unknown, runManager?: RunManager) {
			learn(messages, turns);
			const carried = new Set<string>();
			let record: JsonObject | undefined;
			// The run manager stays here, since not every piece is one of the answer.
			for await (const chunk of stream(messages, options)) {
				const found = recordIn(chunk.message.content);
				if (found) {
					record = withSum(found, spent);
					continue;
				}
				// Pieces are put together by appending, so it comes once.
				if (carried.size === 0) carry(chunk.message, chunk.message.tool_call_chunks, turns, carried);
				if (chunk.generationInfo?.finish_reason !== undefined) chunk.generationInfo = { ...chunk.generationInfo, ...record };
				yield chunk;
				await runManager?.handleLLMNewToken(chunk.text ?? '', { prompt: 0, completion: 0 }, undefined, undefined, undefined, { chunk });
			}
		},
		bindTools(tools: unknown, options?: unknown) {
			const bound = bindTools(tools, options);
			const choice = choiceIn(options);
			if (choice !== undefined && bound.chatModel) bound.chatModel = bound.chatModel.withToolChoice(choice);
			return replayThroughN8n(bound, replay);
		},
	});
}

/** What a run cost, and all runs of the execution so far. */
function withSum(record: JsonObject, spent: Spent): JsonObject {
	const { costUsd } = record;
	if (costUsd === undefined) return record;
	spent.runs += 1;
	spent.costUsd = typeof costUsd === 'number' && spent.costUsd !== 'unknown' ? Number((spent.costUsd + costUsd).toFixed(9)) : 'unknown';
	return { ...record, costOfAllRunsUsd: spent.costUsd, runs: spent.runs };
}

/** LangChain's words for a choice of the tool, in OpenAI's. */
function choiceIn(options: unknown): unknown {
	const choice = isObject(options) ? options.tool_choice : undefined;
	if (typeof choice !== 'string') return choice;
	if (['auto', 'none', 'required'].includes(choice)) return choice;
	return choice === 'any' ? 'required' : { type: 'function', function: { name: choice } };
}

/** Takes in the turns that came back with the messages, from a memory or a step of the agent. */
function learn(messages: readonly LangChainMessage[], turns: Turns) {
	for (const { tool_calls: calls = [], additional_kwargs: kept } of messages) {
		const carried = kept?.reasoning_content;
		const [id] = calls.map((call) => call.id ?? '');
		if (typeof carried !== 'string' || id === undefined || turns.has(id)) continue;
		const turn = turnIn(carried);
		if (turn && callsOf(turn).some((call) => call.id === id)) keepTurn(turns, turn);
	}
}

function turnIn(carried: string): ReasonMessage | undefined {
	const parsed = parseJson(carried);
	const turn = isObject(parsed) ? parsed.r1Turn : undefined;
	if (!isObject(turn) || turn.role !== 'assistant' || !Array.isArray(turn.tool_calls)) return undefined;
	return { ...turn, role: 'assistant', content: typeof turn.content === 'string' ? turn.content : '' };
}

function carry(message: LangChainMessage, calls: { id?: string }[] = [], turns: Turns, carried = new Set<string>()) {
	const [id] = calls.map((call) => call.id ?? '');
	const turn = id === undefined ? undefined : turns.get(id);
	if (!turn || id === undefined) return;
	carried.add(id);
	message.additional_kwargs = { ...message.additional_kwargs, reasoning_content: JSON.stringify({ r1Turn: turn }) };
}

/** What the chat model sends for the log. */
function recordIn(content: unknown): JsonObject | undefined {
	const first: unknown = Array.isArray(content) ? content[0] : undefined;
	return isObject(first) && first.type === 'non_standard' && isObject(first.value) ? first.value : undefined;
}

/** n8n reads `output_tokens`; of a streamed answer LangChain tells it `completionTokens`, and n8n would estimate. */
function tellUsage({ callbacks }: LangChainModel) {
	for (const callback of Array.isArray(callbacks) ? callbacks : []) {
		if (!isObject(callback) || !isObject(callback.options) || typeof callback.options.tokensUsageParser !== 'function') continue;
		callback.options.tokensUsageParser = ({ llmOutput, generations }: LlmResult) => {
			const used = llmOutput?.tokenUsage ?? {};
			const promptTokens = used.input_tokens ?? used.promptTokens ?? 0;
			const completionTokens = used.output_tokens ?? used.completionTokens ?? 0;
			const cost = generations?.[0]?.[0]?.generationInfo?.costUsd;
			return {
				promptTokens,
				completionTokens,
				totalTokens: promptTokens + completionTokens,
				...(typeof cost === 'number' ? { cost } : {}),
			};
		};
	}
}

interface LlmResult {
	llmOutput?: { tokenUsage?: Record<string, number | undefined> };
	generations?: { generationInfo?: JsonObject }[][];
}
