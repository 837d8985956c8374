import type { Usage } from './cost';
import { isObject, type JsonObject } from '../json';

/** Reads the token counts of a chunk or a whole answer, in any host's words; undefined where there are none. */
export function readUsage(body: JsonObject): Usage | undefined {
	const { usage, x_groq: groq, eval_count: ollama, timings } = body;
	// Runs for every token, and nearly none has any.
	if (!usage && !groq && ollama === undefined && !timings) return undefined;
	const found = isObject(usage) ? usage : isObject(groq) ? groq.usage : undefined;
	return (isObject(found) ? readOpenAiUsage(found) : undefined) ?? readOllamaUsage(body) ?? readLlamaCppUsage(body);
}

function readOpenAiUsage(usage: JsonObject): Usage | undefined {
	const input = count(usage.prompt_tokens) ?? count(usage.input_tokens) ?? count(usage.inputTokens);
	const completion = count(usage.completion_tokens) ?? count(usage.output_tokens) ?? count(usage.outputTokens);
	if (input === undefined || completion === undefined) return undefined;
	const cached =
		inDetails(usage, 'cached_tokens', 'prompt_tokens_details', 'input_tokens_details') ??
		count(usage.prompt_cache_hit_tokens) ??
		count(usage.cached_tokens) ??
		0;
	const reasoning =
		inDetails(usage, 'reasoning_tokens', 'completion_tokens_details', 'output_tokens_details') ?? count(usage.reasoning_tokens);
	// Some hosts count the reasoning beside the completion: then only the sum of all three gives the total.
	const apart =
		reasoning !== undefined && reasoning > 0 && (count(usage.total_tokens) === input + completion + reasoning || reasoning > completion);
	return toUsage(input, cached, apart ? completion + reasoning : completion, reasoning);
}

/** Ollama's own API counts everything it generated in `eval_count`. */
function readOllamaUsage(body: JsonObject): Usage | undefined {
	const output = count(body.eval_count);
	if (output === undefined) return undefined;
	// A prompt that is wholly cached has no prompt_eval_count.
	return toUsage(count(body.prompt_eval_count) ?? 0, 0, output, undefined);
}

/** llama.cpp: `prompt_n` leaves out what came from the cache (`cache_n`). */
function readLlamaCppUsage(body: JsonObject): Usage | undefined {
	if (!isObject(body.timings)) return undefined;
	const input = count(body.timings.prompt_n);
	const output = count(body.timings.predicted_n);
	if (input === undefined || output === undefined) return undefined;
	const cached = count(body.timings.cache_n) ?? 0;
	return toUsage(input + cached, cached, output, undefined);
}

function toUsage(inputTokens: number, cachedTokens: number, outputTokens: number, reasoning: number | undefined): Usage {
	return {
		inputTokens,
		cachedTokens: Math.min(cachedTokens, inputTokens),
		outputTokens,
		reasoningTokens: reasoning ?? 'unknown',
		answerTokens: reasoning === undefined ? 'unknown' : outputTokens - reasoning,
	};
}

function inDetails(usage: JsonObject, name: string, ...holders: string[]): number | undefined {
	for (const holder of holders) {
		const details = usage[holder];
		const value = isObject(details) ? count(details[name]) : undefined;
		if (value !== undefined) return value;
	}
	return undefined;
}

const count = (value: unknown): number | undefined =>
	typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** Adds up the tokens of several calls; one unknown part makes the sum of that part unknown. */
export function addUsage(first: Usage, second: Usage): Usage {
	const add = (left: number | 'unknown', right: number | 'unknown') =>
		left === 'unknown' || right === 'unknown' ? 'unknown' : left + right;
	return {
		inputTokens: first.inputTokens + second.inputTokens,
		cachedTokens: first.cachedTokens + second.cachedTokens,
		outputTokens: first.outputTokens + second.outputTokens,
		reasoningTokens: add(first.reasoningTokens, second.reasoningTokens),
		answerTokens: add(first.answerTokens, second.answerTokens),
	};
}
