import { isObject, parseJson, type JsonObject } from '../../core/json';
import type { ReasonMessage } from '../../core/reason';
import { keepTurn, type Turns } from './conversation';
import { callsOf } from './sentCalls';

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
	_generate(messages: LangChainMessage[], options: unknown, runManager?: RunManager): Promise<{ generations: Generation[] }>;
	_streamResponseChunks(messages: LangChainMessage[], options: unknown, runManager?: RunManager): AsyncIterable<Generation>;
	bindTools(tools: unknown, options?: unknown): LangChainModel;
}

/**
 * n8n's agents and memories carry two things of a turn that its SDK drops: `additional_kwargs.reasoning_content`, and Gemini's
 * signatures. The turn travels in the first, so that it is known to another process too; and what is known of a run goes
 * into `generationInfo`, the only place beside the text that n8n's log shows.
 */
export function replayThroughN8n(model: LangChainModel, turns: Turns): LangChainModel {
	const generate = model._generate.bind(model);
	const stream = model._streamResponseChunks.bind(model);
	const bindTools = model.bindTools.bind(model);
	countStreamedTokens(model);
	return Object.assign(model, {
		async _generate(messages: LangChainMessage[], options: unknown, runManager?: RunManager) {
			learn(messages, turns);
			const result = await generate(messages, options, runManager);
			for (const generation of result.generations) {
				carry(generation.message, generation.message.tool_calls, turns);
				generation.generationInfo = { ...generation.generationInfo, ...generation.message.response_metadata };
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
					record = found;
					continue;
				}
				// Pieces are put together by appending, so it comes once.
				if (carried.size === 0) carry(chunk.message, chunk.message.tool_call_chunks, turns, carried);
				if (chunk.generationInfo?.finish_reason !== undefined) chunk.generationInfo = { ...chunk.generationInfo, ...record };
				yield chunk;
				await runManager?.handleLLMNewToken(chunk.text ?? '', { prompt: 0, completion: 0 }, undefined, undefined, undefined, { chunk });
			}
		},
		bindTools: (tools: unknown, options?: unknown) => replayThroughN8n(bindTools(tools, options), turns),
	});
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
function countStreamedTokens({ callbacks }: LangChainModel) {
	for (const callback of Array.isArray(callbacks) ? callbacks : []) {
		if (!isObject(callback) || !isObject(callback.options) || typeof callback.options.tokensUsageParser !== 'function') continue;
		callback.options.tokensUsageParser = (result: { llmOutput?: { tokenUsage?: Record<string, number | undefined> } }) => {
			const used = result.llmOutput?.tokenUsage ?? {};
			const promptTokens = used.input_tokens ?? used.promptTokens ?? 0;
			const completionTokens = used.output_tokens ?? used.completionTokens ?? 0;
			return { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens };
		};
	}
}
