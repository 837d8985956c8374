import { ReadableStream } from 'node:stream/web';
import type { ReasonDelta, ReasonResult } from '../../core/reason';
import type { Config, FunctionTool } from './asked';
import { createAsk, type Answered, type AskSettings } from './ask';
import { toParts, type Message, type Part, type Turns } from './conversation';
import { callsOf } from './sentCalls';

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

export type { FunctionTool } from './asked';

/** What n8n's agents call; `supplyModel` of n8n's SDK wraps it. */
export interface ChatModel {
	provider: string;
	modelId: string;
	generate(messages: Message[], config?: Config): Promise<Generated>;
	stream(messages: Message[], config?: Config): AsyncIterable<Chunk>;
	withTools(tools: { type: string }[]): ChatModel;
	/** With a choice of the tool in OpenAI's format. */
	withToolChoice(choice: unknown): ChatModel;
}

interface Generated {
	finishReason: string;
	usage?: TokenUsage;
	message: { role: 'assistant'; content: Part[] };
	providerMetadata: Record<string, unknown>;
}

export interface ChatModelSettings extends AskSettings {
	/** The error as n8n shows it; default: as it is. */
	toError?: (error: unknown) => unknown;
}

/** A chat model for agents, made of the transport of R1 Reason: the same hosts, retries, fallbacks, errors and budgets. */
export function createChatModel(
	settings: ChatModelSettings,
	tools: readonly FunctionTool[] = [],
	turns: Turns = new Map(),
	toolChoice?: unknown,
): ChatModel {
	const { toError = (error) => error } = settings;
	const answer = createAsk(settings, tools, turns, toolChoice);
	const ask = async (...asked: Parameters<typeof answer>): Promise<Answered> =>
		await answer(...asked).catch((error: unknown) => {
			throw toError(error);
		});

	return {
		provider: 'n8n-nodes-r1',
		modelId: settings.request.model,
		async generate(messages, config) {
			const result = await ask(messages, config);
			return {
				finishReason: finishOf(result.finishReason),
				usage: usageOf(result),
				message: { role: 'assistant', content: toParts(result) },
				providerMetadata: result.record,
			};
		},
		async *stream(messages, config) {
			let result: Answered | undefined;
			const stopped = new AbortController();
			const signals = [stopped.signal, config?.signal].filter((signal) => signal !== undefined);
			let streamed = '';
			const deltas = new ReadableStream<string>({
				start(controller) {
					const onDelta = ({ kind, text }: ReasonDelta) => {
						// The trace is no part of a chat: it goes into the log with the finish.
						const shown = kind === 'answer' ? text : '';
						if (shown === '' || stopped.signal.aborted) return;
						streamed += shown;
						controller.enqueue(shown);
					};
					ask(messages, { ...config, signal: AbortSignal.any(signals) }, { onDelta, hasShown: () => streamed !== '' }).then(
						(answered) => {
							result = answered;
							if (!stopped.signal.aborted) controller.close();
						},
						(error) => controller.error(error),
					);
				},
				cancel: () => stopped.abort(),
			});
			for await (const delta of deltas) yield { type: 'text-delta', delta };
			if (!result) return;
			const rest = notYetShown(result.answer, streamed);
			if (rest !== '') yield { type: 'text-delta', delta: rest };
			for (const { id, name, arguments: given } of callsOf(result.message))
				yield { type: 'tool-call-delta', id, name, argumentsDelta: given };
			yield { type: 'content', content: { type: 'provider', value: result.record } };
			yield { type: 'finish', finishReason: finishOf(result.finishReason), usage: usageOf(result) };
		},
		withTools: (more) => createChatModel(settings, [...tools, ...more.filter(isFunctionTool)], turns, toolChoice),
		withToolChoice: (choice) => createChatModel(settings, tools, turns, choice),
	};
}

/** What of an answer was held back, or came in a second answer. */
function notYetShown(answer: string, streamed: string): string {
	const shown = streamed.trim();
	if (shown === '') return answer;
	const whole = answer.trimStart();
	if (whole.startsWith(shown))
		return whole.slice(shown.length).trimEnd() === '' ? '' : whole.slice(Math.min(whole.length, streamed.trimStart().length));
	return `\n\n${answer}`;
}

const isFunctionTool = (tool: { type: string }): tool is FunctionTool => tool.type === 'function';

function finishOf(reason: string): string {
	const names: Record<string, string> = { stop: 'stop', length: 'length', tool_calls: 'tool-calls', content_filter: 'content-filter' };
	return (Object.hasOwn(names, reason) ? names[reason] : undefined) ?? 'other';
}

function usageOf({ usage }: Pick<ReasonResult, 'usage'>): TokenUsage | undefined {
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
