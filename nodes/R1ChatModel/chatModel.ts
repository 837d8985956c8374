import { reason, type Endpoint, type ReasonDelta, type ReasonOptions, type ReasonRequest, type ReasonResult } from '../../core/reason';
import { keepTrace, toMessages, toParts, type Message, type Part, type Traces } from './conversation';

export interface FunctionTool {
	type: 'function';
	name: string;
	description?: string;
	inputSchema: unknown;
}

export interface TokenUsage {
	promptTokens: number;
	completionTokens: number;
	totalTokens: number;
	inputTokenDetails: { cacheRead: number };
	outputTokenDetails?: { reasoning: number };
}

export type Chunk =
	| { type: 'text-delta'; delta: string }
	| { type: 'content'; content: Part }
	| { type: 'tool-call-delta'; id: string; name: string; argumentsDelta: string }
	| { type: 'finish'; finishReason: string; usage?: TokenUsage };

/** What n8n's agents call; `supplyModel` of n8n's SDK wraps it. */
export interface ChatModel {
	provider: string;
	modelId: string;
	generate(messages: Message[], config?: Config): Promise<Generated>;
	stream(messages: Message[], config?: Config): AsyncIterable<Chunk>;
	withTools(tools: { type: string }[]): ChatModel;
}

interface Config {
	maxTokens?: number;
	temperature?: number;
	abortSignal?: AbortSignal;
	signal?: AbortSignal;
}

interface Generated {
	finishReason: string;
	usage?: TokenUsage;
	message: { role: 'assistant'; content: Part[] };
	providerMetadata: Record<string, unknown>;
}

export interface ChatModelSettings {
	endpoint: Endpoint;
	request: Omit<ReasonRequest, 'messages'>;
	options: ReasonOptions;
	/** JSON Schema of a tool's input; agents give Zod schemas too. */
	schemaOf: (tool: FunctionTool) => Record<string, unknown>;
}

/** A chat model for agents, made of the transport of R1 Reason: the same hosts, retries, errors and budgets. */
export function createChatModel(settings: ChatModelSettings, tools: readonly FunctionTool[] = [], traces: Traces = new Map()): ChatModel {
	const { endpoint, request, options, schemaOf } = settings;

	async function ask(messages: Message[], config: Config = {}, onDelta?: (delta: ReasonDelta) => void): Promise<ReasonResult> {
		const asked: ReasonRequest = {
			...request,
			maxTokens: request.maxTokens ?? config.maxTokens,
			temperature: request.temperature ?? config.temperature,
			messages: toMessages(messages, traces),
			...(tools.length ? { tools: tools.map((tool) => toTool(tool, schemaOf(tool))) } : {}),
		};
		const signals = [options.signal, config.abortSignal, config.signal].filter((signal) => signal !== undefined);
		const result = await reason(asked, endpoint, { ...options, onDelta, ...(signals.length ? { signal: AbortSignal.any(signals) } : {}) });
		keepTrace(traces, result);
		return result;
	}

	return {
		provider: 'n8n-nodes-r1',
		modelId: request.model,
		async generate(messages, config) {
			const result = await ask(messages, config);
			const { costUsd, model, host, attempts, timings, finishReason } = result;
			return {
				finishReason: finishOf(finishReason),
				usage: usageOf(result),
				message: { role: 'assistant', content: toParts(result) },
				providerMetadata: { costUsd, answeredBy: model, host, attempts: attempts.length, timings },
			};
		},
		async *stream(messages, config) {
			const queue = createQueue<Chunk>();
			const asked = ask(messages, config, ({ kind, text }) =>
				queue.push(kind === 'answer' ? { type: 'text-delta', delta: text } : reasoningChunk(text)),
			).finally(queue.close);
			// Told apart from the loop, so that a failure in between is not unhandled.
			asked.catch(() => undefined);
			yield* queue.items();
			const result = await asked;
			for (const { id, name, arguments: given } of result.toolCalls ?? [])
				yield { type: 'tool-call-delta', id, name, argumentsDelta: given };
			yield { type: 'finish', finishReason: finishOf(result.finishReason), usage: usageOf(result) };
		},
		withTools: (more) => createChatModel(settings, [...tools, ...more.filter(isFunctionTool)], traces),
	};
}

/** n8n 2.40 drops a `reasoning-delta`, but hands on a part of this kind. */
const reasoningChunk = (text: string): Chunk => ({ type: 'content', content: { type: 'reasoning', text } });

const isFunctionTool = (tool: { type: string }): tool is FunctionTool => tool.type === 'function';

const toTool = ({ name, description = '' }: FunctionTool, parameters: Record<string, unknown>) => ({
	type: 'function',
	function: { name, description, parameters },
});

function finishOf(reason: string): string {
	const names: Record<string, string> = { stop: 'stop', length: 'length', tool_calls: 'tool-calls', content_filter: 'content-filter' };
	return Object.hasOwn(names, reason) ? names[reason] : 'other';
}

function usageOf({ usage }: ReasonResult): TokenUsage | undefined {
	if (usage === 'unknown') return undefined;
	const { inputTokens, outputTokens, cachedTokens, reasoningTokens } = usage;
	return {
		promptTokens: inputTokens,
		completionTokens: outputTokens,
		totalTokens: inputTokens + outputTokens,
		inputTokenDetails: { cacheRead: cachedTokens },
		...(reasoningTokens === 'unknown' ? {} : { outputTokenDetails: { reasoning: reasoningTokens } }),
	};
}

/** What callbacks push, an iterator gives out. */
function createQueue<Item>() {
	const waiting: Item[] = [];
	let closed = false;
	let wake = () => {};
	return {
		push(item: Item) {
			waiting.push(item);
			wake();
		},
		close() {
			closed = true;
			wake();
		},
		async *items(): AsyncGenerator<Item> {
			for (;;) {
				const items = waiting.splice(0);
				yield* items;
				if (items.length > 0 || waiting.length > 0) continue;
				if (closed) return;
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		},
	};
}
