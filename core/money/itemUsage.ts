import type { Usage } from './cost';
import { isObject, type JsonObject } from '../json';

/** What an item says about the tokens that a call used and what it cost. */
export interface Spent {
	usage?: Usage;
	/** US dollars, where the item says them itself, as R1 Reason does. */
	costUsd?: number;
	model?: string;
}

const count = (value: unknown) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined);

/**
 * Reads usage from the output of R1 Reason, of n8n's OpenAI, Anthropic and Gemini nodes (with "Simplify Output" off), of
 * chat models and of agents, whose steps add up.
 */
export function readUsage(json: JsonObject): Spent {
	const model = [json.model, json.modelName, json.model_name].find((name): name is string => typeof name === 'string' && name !== '');
	const costUsd = typeof json.costUsd === 'number' && Number.isFinite(json.costUsd) && json.costUsd >= 0 ? json.costUsd : undefined;
	return { usage: find(json, 0), costUsd, model };
}

/** The nearest usage: of the item itself, else of what it holds; entries of a list add up. */
function find(value: unknown, depth: number): Usage | undefined {
	if (depth > 6) return undefined;
	if (Array.isArray(value)) {
		return value
			.map((entry) => find(entry, depth + 1))
			.reduce((sum, usage) => (sum && usage ? add(sum, usage) : (sum ?? usage)), undefined);
	}
	if (!isObject(value)) return undefined;
	for (const holder of [
		value.usage,
		value.tokenUsage,
		value.tokenUsageEstimate,
		value.usage_metadata,
		value.usageMetadata,
		value.usageInfo,
	]) {
		const usage = isObject(holder) ? usageOf(holder) : undefined;
		if (usage) return usage;
	}
	for (const inner of Object.values(value)) {
		const usage = find(inner, depth + 1);
		if (usage) return usage;
	}
	return undefined;
}

function usageOf(usage: JsonObject): Usage | undefined {
	const input =
		count(usage.inputTokens) ??
		count(usage.prompt_tokens) ??
		count(usage.input_tokens) ??
		count(usage.promptTokens) ??
		count(usage.promptTokenCount);
	const output =
		count(usage.outputTokens) ??
		count(usage.completion_tokens) ??
		count(usage.output_tokens) ??
		count(usage.completionTokens) ??
		count(usage.candidatesTokenCount);
	if (input === undefined || output === undefined) return undefined;
	// Anthropic counts what the cache gave and took beside the input; everybody else counts it as a part of it.
	const beside = (count(usage.cache_read_input_tokens) ?? 0) + (count(usage.cache_creation_input_tokens) ?? 0);
	const cached =
		count(usage.cachedTokens) ??
		count(usage.cache_read_input_tokens) ??
		count(usage.prompt_cache_hit_tokens) ??
		count(usage.cachedContentTokenCount) ??
		detail(usage, 'cached_tokens', 'prompt_tokens_details', 'input_tokens_details') ??
		detail(usage, 'cache_read', 'input_token_details') ??
		0;
	const reasoning =
		count(usage.reasoningTokens) ??
		count(usage.thoughtsTokenCount) ??
		detail(usage, 'reasoning_tokens', 'completion_tokens_details', 'output_tokens_details') ??
		detail(usage, 'reasoning', 'output_token_details');
	// Gemini, and hosts where the reasoning alone is more than the completion, count it beside the output.
	const apart = reasoning !== undefined && (usage.thoughtsTokenCount !== undefined || reasoning > output);
	const outputTokens = output + (apart ? reasoning : 0);
	const inputTokens = input + beside;
	return {
		inputTokens,
		cachedTokens: Math.min(cached, inputTokens),
		outputTokens,
		reasoningTokens: reasoning ?? 'unknown',
		answerTokens: reasoning === undefined ? 'unknown' : outputTokens - reasoning,
	};
}

function detail(usage: JsonObject, name: string, ...holders: string[]): number | undefined {
	for (const holder of holders) {
		const details = usage[holder];
		const value = isObject(details) ? count(details[name]) : undefined;
		if (value !== undefined) return value;
	}
	return undefined;
}

function add(first: Usage, second: Usage): Usage {
	const sum = (left: number | 'unknown', right: number | 'unknown') =>
		left === 'unknown' || right === 'unknown' ? 'unknown' : left + right;
	return {
		inputTokens: first.inputTokens + second.inputTokens,
		cachedTokens: first.cachedTokens + second.cachedTokens,
		outputTokens: first.outputTokens + second.outputTokens,
		reasoningTokens: sum(first.reasoningTokens, second.reasoningTokens),
		answerTokens: sum(first.answerTokens, second.answerTokens),
	};
}
