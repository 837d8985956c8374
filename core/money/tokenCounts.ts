import { isObject, type JsonObject } from '../json';
import { apartOfCounts } from './chargedApart';
import { nanoPerUsd } from './nano';
import { addReadings, unknown, type Reading } from './reading';

/** Who sent the counts, where it is known: a few hosts count in their own way. */
export interface UsageSource {
	/** Host id of the catalogue. */
	host?: string;
	model?: string;
}

/** Names of each count; all of them are parts of the input or the output unless `tokensOf` says otherwise. */
const names = {
	input: [
		'inputTokens',
		'prompt_tokens',
		'input_tokens',
		'promptTokens',
		'promptTokenCount',
		'prompt_eval_count',
		'tokens_evaluated',
		'prompt_token_count',
		'inputTokenCount',
		'input_token_count',
		'PromptTokens',
		'total_input_tokens',
		'totalInputTokens',
	],
	output: [
		'outputTokens',
		'completion_tokens',
		'output_tokens',
		'completionTokens',
		'candidatesTokenCount',
		'responseTokenCount',
		'eval_count',
		'tokens_predicted',
		'candidates_token_count',
		'outputTokenCount',
		'generated_token_count',
		'generation_token_count',
		'CompletionTokens',
		'total_output_tokens',
		'totalOutputTokens',
	],
	total: ['total_tokens', 'totalTokens', 'totalTokenCount', 'total_token_count', 'TotalTokens'],
	cached: [
		'cachedTokens',
		'cachedInputTokens',
		'cached_tokens',
		'prompt_cache_hit_tokens',
		'cachedContentTokenCount',
		'cached_content_token_count',
		'prompt_eval_cached_count',
		'num_cached_tokens',
		'total_cached_tokens',
		'totalCachedTokens',
	],
	/** Read from the cache, of hosts that may count it beside the input. */
	read: ['cache_read_input_tokens', 'cacheReadInputTokens', 'cacheReadInputTokenCount'],
	written: ['cacheWriteTokens', 'cache_creation_input_tokens', 'cacheWriteInputTokens', 'cacheWriteInputTokenCount', 'cache_write_tokens'],
	writtenHour: ['cacheWriteHourTokens'],
	reasoning: [
		'reasoningTokens',
		'thoughtsTokenCount',
		'reasoning_tokens',
		'thoughts_token_count',
		'total_thought_tokens',
		'totalThoughtTokens',
	],
	toolPrompt: ['toolUsePromptTokenCount', 'tool_use_prompt_token_count', 'total_tool_use_tokens', 'totalToolUseTokens'],
} as const;
type Count = keyof typeof names;

const inputDetails = ['prompt_tokens_details', 'input_tokens_details', 'input_token_details', 'inputTokenDetails', 'promptTokensDetails'];
const outputDetails = [
	'completion_tokens_details',
	'output_tokens_details',
	'output_token_details',
	'outputTokenDetails',
	'completionTokensDetails',
];
const detailNames: Partial<Record<Count, readonly [holders: readonly string[], names: readonly string[]]>> = {
	cached: [inputDetails, ['cached_tokens', 'cache_read', 'cacheReadTokens', 'cachedTokens']],
	written: [
		inputDetails,
		['cache_write_tokens', 'cache_creation_input_tokens', 'cache_creation', 'cacheWriteTokens', 'cache_creation_tokens'],
	],
	reasoning: [outputDetails, ['reasoning_tokens', 'reasoning', 'reasoningTokens']],
};

const sides: readonly string[] = [...names.input, ...names.output, ...names.total];

/** Whether an object counts tokens at all: `usage` is a common word. */
export const countsTokens = (value: JsonObject): boolean =>
	sides.some((name) => value[name] !== undefined && value[name] !== null) || isObject(value.billed_units) || isObject(value.tokens);

/** A count that cannot be one: said, never dropped. */
class NotACount extends Error {}

function countIn(holder: JsonObject, name: string): number | undefined {
	const value = holder[name];
	// R1 Reason says `unknown` where a host does not split its output.
	if (value === undefined || value === null || value === 'unknown') return undefined;
	if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
	const what = typeof value !== 'number' ? `of type ${typeof value}` : value < 0 ? 'negative' : 'not a whole number';
	throw new NotACount(`The count ${name} is ${what}`);
}

function read(usage: JsonObject, count: Count): number | undefined {
	for (const name of names[count]) {
		const value = countIn(usage, name);
		if (value !== undefined) return value;
	}
	const [holders, inner] = detailNames[count] ?? [[], []];
	for (const holder of holders) {
		const details = usage[holder];
		if (!isObject(details)) continue;
		for (const name of inner) {
			// DashScope splits its `cache_creation` by time, beside the sum.
			if (isObject(details[name])) continue;
			const value = countIn(details, name);
			if (value !== undefined) return value;
		}
	}
	return undefined;
}

/**
 * Reads one object of counts, in any host's words. Unknown, with the reason, where a count is no count, where counts
 * contradict each other, and where all are zero: an answer always costs some.
 */
export function tokensOf(raw: JsonObject, source: UsageSource = {}): Reading {
	try {
		return readCounts(raw, source);
	} catch (error) {
		if (error instanceof NotACount) return unknown(error.message);
		throw error;
	}
}

function readCounts(raw: JsonObject, source: UsageSource): Reading {
	const iterations = Array.isArray(raw.iterations) ? raw.iterations.filter(isObject) : [];
	if (iterations.length > 0) return readIterations(iterations, source);
	// Cohere bills other counts than the model saw.
	const usage = isObject(raw.billed_units) ? raw.billed_units : isObject(raw.tokens) ? raw.tokens : raw;
	const total = read(usage, 'total') || undefined;
	const named = { input: read(usage, 'input'), output: read(usage, 'output') };
	const cache = cacheOf(usage, named.input);
	const input = inputOf(named, total, cache.beside + (read(usage, 'toolPrompt') ?? 0), 'eval_count' in usage);
	if (typeof input === 'string') return unknown(input);
	if ((countIn(usage, 'raw_prompt_token') ?? 0) > input)
		return unknown('The host read more input than it counts, and does not say whether it charges the earlier turns that it kept');
	const cached = cache.read + (cache.read === 0 ? (read(usage, 'cached') ?? 0) : 0);
	if (cached + cache.written > input) return unknown('More tokens are said to be cached than there was input');

	const reasoning = read(usage, 'reasoning');
	const costNano = saidCost(raw, source, named.output ?? 0);
	if (typeof costNano === 'string') return unknown(costNano);
	const counted = outputOf(usage, { named: named.output, reasoning, total, input, besideInput: cache.beside }, source);
	// Where the host says the cost, its counts need not add up: Perplexity counts the reasoning of its research beside them.
	const output =
		typeof counted === 'string' && costNano !== undefined && named.output !== undefined ? named.output + (reasoning ?? 0) : counted;
	if (typeof output === 'string') return unknown(output);
	if (input === 0 && output === 0) return unknown('All counts are zero, which no call is: the host did not count');
	if (input === 0) return unknown('The input is said to be zero tokens, which no call is');
	const apart = apartOfCounts(raw) ?? (source.host === 'perplexity' ? 'Perplexity charges each request beside its tokens' : undefined);
	return {
		usage: {
			inputTokens: input,
			cachedTokens: cached,
			...(cache.written > 0 ? { cacheWriteTokens: cache.written } : {}),
			...(cache.hour > 0 ? { cacheWriteHourTokens: cache.hour } : {}),
			outputTokens: output,
			reasoningTokens: reasoning ?? 'unknown',
			answerTokens: reasoning === undefined ? 'unknown' : output - reasoning,
			...(apart === undefined ? {} : { apart }),
			...(costNano === undefined ? {} : { costNano }),
		},
	};
}

/**
 * Claude's calls of one request where it compacted its context: the counts around them leave some out.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-threshold, read 2026-11-28; the figures of its example are known from a reading of 2026-10-30
 */
function readIterations(iterations: readonly JsonObject[], source: UsageSource): Reading {
	if (iterations.some(({ type }) => type !== 'message' && type !== 'compaction'))
		return unknown('Another model was asked within the call, and nothing says at what price');
	return addReadings(iterations.map((iteration) => readCounts(iteration, source))) ?? unknown('The iterations hold no token counts');
}

/** Anthropic and Bedrock count what the cache gave and took beside the input; everybody else as a part of it. */
function cacheOf(usage: JsonObject, input: number | undefined) {
	const readTokens = read(usage, 'read') ?? 0;
	const { written, hour } = writtenOf(usage);
	const names = [usage.input_tokens, usage.inputTokens, usage.inputTokenCount].some((count) => count !== undefined);
	const isBeside =
		input !== undefined &&
		names &&
		(usage.cache_read_input_tokens ??
			usage.cache_creation_input_tokens ??
			usage.cache_creation ??
			usage.cacheReadInputTokens ??
			usage.cacheWriteInputTokens ??
			usage.cacheReadInputTokenCount ??
			usage.cacheWriteInputTokenCount) !== undefined;
	return { read: readTokens, written, hour, beside: isBeside ? readTokens + written : 0 };
}

/** Tokens written to the cache, those for an hour apart: Anthropic's `cache_creation`, LangChain's details, Bedrock's `cacheDetails`. */
function writtenOf(usage: JsonObject): { written: number; hour: number } {
	let fiveMinutes = 0;
	let hour = read(usage, 'writtenHour') ?? 0;
	const details = usage.prompt_tokens_details;
	for (const holder of [usage.cache_creation, usage.input_token_details, isObject(details) ? details.cache_creation : undefined]) {
		if (!isObject(holder)) continue;
		fiveMinutes += countIn(holder, 'ephemeral_5m_input_tokens') ?? 0;
		hour += countIn(holder, 'ephemeral_1h_input_tokens') ?? 0;
	}
	for (const entry of Array.isArray(usage.cacheDetails) ? usage.cacheDetails.filter(isObject) : []) {
		const tokens = countIn(entry, 'inputTokens') ?? 0;
		if (entry.ttl === '1h') hour += tokens;
		else fiveMinutes += tokens;
	}
	const said = read(usage, 'written') ?? 0;
	// LangChain says 0 beside the split counts.
	const written = said === 0 ? fiveMinutes + hour : said;
	if (fiveMinutes + hour > written) throw new NotACount('The parts of the cache writes are more than their sum');
	return { written, hour };
}

/** The whole input, or why it is not known. */
function inputOf(
	{ input, output }: { input?: number; output?: number },
	total: number | undefined,
	beside: number,
	isOllama: boolean,
): number | string {
	if (input !== undefined) return input + beside;
	if (total !== undefined && output !== undefined && total > output) return total - output;
	if (isOllama) return 'Ollama leaves the input out of its counts where it had the prompt in its cache';
	return output === undefined ? 'Neither input nor output tokens are counted' : 'The input tokens are missing';
}

interface OutputCounts {
	named?: number;
	reasoning?: number;
	total?: number;
	input: number;
	besideInput: number;
}

/** All that is billed as output, reasoning included, or why it is not known. */
function outputOf(
	usage: JsonObject,
	{ named, reasoning, total, input, besideInput }: OutputCounts,
	{ host, model }: UsageSource,
): number | string {
	const isGemini = [usage.promptTokenCount, usage.prompt_token_count, usage.total_input_tokens, usage.totalInputTokens].some(
		(count) => count !== undefined,
	);
	const rest = total === undefined ? undefined : total - input;
	if (isGemini) {
		const counted = (named ?? 0) + (reasoning ?? 0);
		if (rest === undefined) return named === undefined && reasoning === undefined ? 'The output tokens are missing' : counted;
		return rest < counted ? 'The total is less than its parts' : rest;
	}
	if (named === undefined) return rest !== undefined && rest >= 0 ? rest : 'The output tokens are missing';
	const sum = named + (reasoning ?? 0);
	if (rest === undefined) return (reasoning ?? 0) > named || (host === 'xai' && usage.prompt_tokens !== undefined) ? sum : named;
	// Bedrock's total holds the cache, that of some relays does not.
	const rests = besideInput > 0 ? [rest, rest + besideInput] : [rest];
	if (rests.includes(named) && (reasoning ?? 0) <= named) return named;
	if (rests.includes(sum)) return sum;
	const countsMore = /^(google|vertex|xai)$/.test(host ?? '') || /gemini|grok/i.test(model ?? '');
	// Gemini's compatible API shows its thoughts in the total only.
	if (countsMore && rest > sum) return rest;
	return rest < named ? 'The total is less than its parts' : 'The total is more than its parts, and nothing says what the rest is';
}

/** What a broker says that it charged, in nano-dollars; the text is why that is not known. */
function saidCost(usage: JsonObject, { model }: UsageSource, output: number): number | string | undefined {
	if (typeof usage.costNano === 'number')
		return Number.isSafeInteger(usage.costNano) && usage.costNano >= 0 ? usage.costNano : 'The cost is no amount';
	const ticks = countIn(usage, 'cost_in_usd_ticks');
	// https://docs.x.ai/developers/cost-tracking.md, read 2026-11-28: 10^10 ticks are a dollar, tools included.
	if (ticks) return Math.ceil(ticks / 10);
	// OpenRouter and n8n's tracing give a number, Perplexity its parts.
	const said = isObject(usage.cost) ? usage.cost.total_cost : (usage.cost ?? usage.totalCost);
	if (said === undefined || said === null) return undefined;
	const there = isObject(usage.cost_details) ? usage.cost_details.upstream_inference_cost : undefined;
	// With a key of one's own the broker's cost is its fee only, which may be nothing.
	const isOwnKey = usage.is_byok === true || (usage.is_byok === undefined && said === 0 && typeof there === 'number');
	const upstream = isOwnKey ? there : 0;
	if (upstream === undefined || upstream === null) return 'The broker says its fee only, not what the provider behind it charges';
	if (![said, upstream].every((usd) => typeof usd === 'number' && Number.isFinite(usd) && usd >= 0))
		return 'The cost is no amount of dollars';
	const nano = Math.ceil(Number(((Number(said) + Number(upstream)) * nanoPerUsd).toPrecision(12)));
	// Free by name is free; any other zero is a cost that was not worked out.
	if (nano === 0 && output > 0 && !/:free$/.test(model ?? '')) return undefined;
	return Number.isSafeInteger(nano) ? nano : 'The cost is no amount of dollars';
}
