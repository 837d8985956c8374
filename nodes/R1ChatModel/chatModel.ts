import { ReadableStream } from 'node:stream/web';
import {
	reason,
	ReasonError,
	type Endpoint,
	type ReasonDelta,
	type ReasonMessage,
	type ReasonOptions,
	type ReasonRequest,
	type ReasonResult,
} from '../../core/reason';
import { keepTurn, toMessages, toParts, withNewIds, type Message, type Part, type Turns } from './conversation';
import { loopOf, nudged, stoppedBy, workSoFar } from './loops';
import { callsOf } from './sentCalls';

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
	/** Hears of each answer of the model, after it has come. */
	onAnswered?: (request: ReasonRequest, result: ReasonResult) => void;
	/** The error as n8n shows it; default: as it is. */
	toError?: (error: unknown) => unknown;
	/** Whether an agent that repeats itself is told so, and then ended; default true. */
	stopLoops?: boolean;
	/** Whether an agent whose budget ends after tools have run ends with an answer that says so; default `answer`. */
	whenBudgetEnds?: 'answer' | 'error';
}

/** What is known of a model's run beside its answer, for n8n's log. */
export type RunRecord = Record<string, unknown>;

/** An answer, with the message that goes back to the host in later turns. */
type Answered = Pick<ReasonResult, 'answer' | 'thinking' | 'finishReason' | 'message'> & { usage?: TokenUsage; record: RunRecord };

/** A chat model for agents, made of the transport of R1 Reason: the same hosts, retries, errors and budgets. */
export function createChatModel(settings: ChatModelSettings, tools: readonly FunctionTool[] = [], turns: Turns = new Map()): ChatModel {
	const { endpoint, request, options, schemaOf, stopLoops = true, whenBudgetEnds = 'answer', toError = (error) => error } = settings;

	async function ask(messages: Message[], config: Config = {}, onDelta?: (delta: ReasonDelta) => void): Promise<Answered> {
		const conversation = toMessages(messages, turns);
		const loop = stopLoops ? loopOf(conversation) : undefined;
		if (loop?.action === 'end') return ownAnswer(stoppedBy(loop, conversation), 'loop');
		const asked: ReasonRequest = {
			...request,
			maxTokens: request.maxTokens ?? config.maxTokens,
			temperature: request.temperature ?? config.temperature,
			messages: loop ? nudged(conversation, loop) : conversation,
			...(tools.length ? { tools: tools.map((tool) => toTool(tool, schemaOf(tool))) } : {}),
		};
		const signals = [options.signal, config.abortSignal, config.signal].filter((signal) => signal !== undefined);
		try {
			const result = await reason(asked, endpoint, {
				...options,
				onDelta,
				...(signals.length ? { signal: AbortSignal.any(signals) } : {}),
			});
			const message = withNewIds(result.message, messages);
			keepTurn(turns, message);
			settings.onAnswered?.(asked, result);
			return { ...result, message, usage: usageOf(result), record: recordOf(result) };
		} catch (error) {
			if (whenBudgetEnds === 'answer' && isOutOfBudget(error) && conversation.at(-1)?.role === 'tool')
				return ownAnswer(endedByBudget(error, conversation), 'budget');
			throw toError(error);
		}
	}

	return {
		provider: 'n8n-nodes-r1',
		modelId: request.model,
		async generate(messages, config) {
			const result = await ask(messages, config);
			return {
				finishReason: finishOf(result.finishReason),
				usage: result.usage,
				message: { role: 'assistant', content: toParts(result) },
				providerMetadata: result.record,
			};
		},
		async *stream(messages, config) {
			let result: Answered | undefined;
			const stopped = new AbortController();
			const signals = [stopped.signal, config?.signal].filter((signal) => signal !== undefined);
			const deltas = new ReadableStream<string>({
				start(controller) {
					const onDelta = ({ kind, text }: ReasonDelta) => {
						// The trace is no part of a chat: it goes into the log with the finish.
						if (kind === 'answer' && text !== '' && !stopped.signal.aborted) controller.enqueue(text);
					};
					ask(messages, { ...config, signal: AbortSignal.any(signals) }, onDelta).then(
						(answered) => {
							result = answered;
							if (!stopped.signal.aborted) controller.close();
						},
						(error) => controller.error(error),
					);
				},
				cancel: () => stopped.abort(),
			});
			let streamed = '';
			for await (const delta of deltas) {
				streamed += delta;
				yield { type: 'text-delta', delta };
			}
			if (!result) return;
			// An answer of our own was not streamed.
			if (streamed === '' && result.answer !== '') yield { type: 'text-delta', delta: result.answer };
			for (const { id, name, arguments: given } of callsOf(result.message))
				yield { type: 'tool-call-delta', id, name, argumentsDelta: given };
			yield { type: 'content', content: { type: 'provider', value: result.record } };
			yield { type: 'finish', finishReason: finishOf(result.finishReason), usage: result.usage };
		},
		withTools: (more) => createChatModel(settings, [...tools, ...more.filter(isFunctionTool)], turns),
	};
}

function recordOf({ thinking, finishReason, costUsd, model, host, attempts, timings, notes, toolCalls = [] }: ReasonResult): RunRecord {
	const recovered = toolCalls.filter((call) => call.recovered).map(({ name }) => name);
	return {
		...{ costUsd, answeredBy: model, host, finishReason, attempts: attempts.length, timings },
		...(thinking ? { thinking } : {}),
		...(notes.length ? { notes } : {}),
		...(recovered.length ? { recoveredCalls: recovered } : {}),
	};
}

/** An answer that no model gave: nothing was sent for it. */
const ownAnswer = (answer: string, endedBy: string): Answered => ({
	answer,
	thinking: '',
	finishReason: 'stop',
	message: { role: 'assistant', content: answer },
	record: { costUsd: 0, attempts: 0, endedBy },
});

const isOutOfBudget = (error: unknown): error is ReasonError => error instanceof ReasonError && error.kind === 'budget';

function endedByBudget(error: ReasonError, conversation: readonly ReasonMessage[]): string {
	return `The budget ended before the task was done. ${error.message}. ${error.description}\n\n${workSoFar(conversation)}`;
}

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
