import { isObject, type JsonObject } from '../json';
import { apartOfAnswer } from './chargedApart';
import { countsInHeaders } from './headerUsage';
import { addReadings, chargedApart, unknown, type Reading } from './reading';
import { countsOfPayload, isStream, readStream } from './streamUsage';
import { countsTokens, tokensOf, type UsageSource } from './tokenCounts';

/** Where an object keeps the counts of its own call; the first that it has is read, for they repeat each other. */
const holders = [
	'totalUsage',
	'usage',
	'usage_metadata',
	'usageMetadata',
	'tokenUsage',
	'token_usage',
	'usageInfo',
	'Usage',
	'amazon-bedrock-invocationMetrics',
] as const;
/** What a model wrote, what other nodes put there, and what earlier calls left: counts in there are not those of the call. */
const notSearched = new Set(
	['budget', 'settlement', 'attempts', 'details', 'error', 'content', 'text', 'answer', 'thinking', 'candidates', 'parts'].concat(
		'tool_calls',
		'toolCalls',
		'observation',
		'passedOver',
		'server_tool_use',
	),
);
const maxDepth = 8;

interface Found {
	reading: Reading;
	distance: number;
}

/** The nearest counts: of the item itself, else of what it holds; the calls of a list add up, the chunks of a stream repeat. */
export function findUsage(item: JsonObject, source: UsageSource): Reading | undefined {
	const found = nearest(item, '', 0, source)?.reading;
	if (found) return chargedApart(found, apartOfAnswer(item));
	const counts = countsInHeaders(item);
	return counts && tokensOf(counts, source);
}

function nearest(value: unknown, name: string, depth: number, source: UsageSource): Found | undefined {
	if (depth > maxDepth) return undefined;
	if (Array.isArray(value)) return ofList(value, name, depth, source);
	if (!isObject(value)) return undefined;
	const own = ofObject(value, source);
	if (own) return { reading: own, distance: depth };
	const inner = Object.entries(value)
		.filter(([key, child]) => !notSearched.has(key) && !(key === 'output' && !Array.isArray(child) && depth === 0))
		.map(([key, child]) => nearest(child, key, depth + 1, source))
		.filter((found) => found !== undefined);
	const distance = Math.min(...inner.map((found) => found.distance));
	const [first, ...others] = inner.filter((found) => found.distance === distance);
	if (!first || others.every(({ reading }) => isSame(reading, first.reading))) return first;
	return { reading: unknown('The item holds the counts of several calls, and nothing says which of them is meant'), distance };
}

/** One call may be told about twice. */
const isSame = (one: Reading, other: Reading): boolean =>
	'usage' in one &&
	'usage' in other &&
	one.usage.inputTokens === other.usage.inputTokens &&
	one.usage.outputTokens === other.usage.outputTokens;

function ofObject(value: JsonObject, source: UsageSource): Reading | undefined {
	const reading = countsOf(value, source);
	return reading && chargedApart(reading, apartOfAnswer(value));
}

function countsOf(value: JsonObject, source: UsageSource): Reading | undefined {
	for (const holder of holders) {
		const counts = value[holder];
		if (counts === 'unknown') return unknown('The item says that its usage is unknown');
		if (isObject(counts) && countsTokens(counts)) return believed(value, tokensOf(withWrites(counts, value), source));
	}
	const counts = countsOfPayload(value);
	if (counts) return believed(value, tokensOf(counts, source));
	return isObject(value.tokenUsageEstimate) ? unknown('n8n estimated the tokens, since the model did not tell them') : undefined;
}

/**
 * LangChain's own counts leave out for how long the cache was written, and some versions the cache itself; the answer of
 * Anthropic beside them has both.
 */
function withWrites(counts: JsonObject, message: JsonObject): JsonObject {
	const { response_metadata: metadata } = message;
	const raw = isObject(metadata) && isObject(metadata.usage) ? metadata.usage : undefined;
	if (!raw || !isObject(counts.input_token_details)) return counts;
	if (raw.input_tokens === counts.input_tokens && raw.output_tokens === counts.output_tokens) return raw;
	const { cache_creation: split } = raw;
	return isObject(split) ? { ...counts, input_token_details: { ...split, ...counts.input_token_details } } : counts;
}

/** No output, but something was written: the host did not count. */
export function believed(answer: JsonObject, reading: Reading): Reading {
	if (!('usage' in reading) || reading.usage.outputTokens > 0 || !isWritten(answer, 0)) return reading;
	return unknown('The output is said to be zero tokens, but there is an answer: the host did not count');
}

const written = [
	'choices',
	'message',
	'delta',
	'content',
	'text',
	'answer',
	'thinking',
	'reasoning',
	'reasoning_content',
	'response',
	'candidates',
	'parts',
	'output',
];

function isWritten(value: unknown, depth: number): boolean {
	if (typeof value === 'string') return value.trim() !== '';
	if (depth > maxDepth) return false;
	if (Array.isArray(value)) return value.some((entry) => typeof entry === 'object' && isWritten(entry, depth + 1));
	if (!isObject(value)) return false;
	const calls = value.tool_calls;
	return (Array.isArray(calls) && calls.length > 0) || written.some((name) => isWritten(value[name], depth + 1));
}

function ofList(list: readonly unknown[], name: string, depth: number, source: UsageSource): Found | undefined {
	const entries = list.filter(isObject);
	if (isStream(name, entries)) {
		const reading = readStream(entries, source);
		return reading && { reading, distance: depth + 1 };
	}
	const found = list.map((entry) => nearest(entry, name, depth + 1, source));
	const known = found.filter((entry) => entry !== undefined);
	if (known.length === 0) return undefined;
	const distance = Math.min(...known.map((entry) => entry.distance));
	const isPartial = list.some((entry, index) => !found[index] && isObject(entry) && isAnswer(entry));
	if (isPartial) return { reading: unknown('One of the calls in the list has no counts'), distance };
	// Answers to one request repeat its counts.
	const readings = (name === 'choices' ? known.slice(0, 1) : known).map(({ reading }) => reading);
	const reading = addReadings(readings);
	return reading && { reading, distance };
}

/** Whether an entry of a list is a call's answer, rather than a question or a tool's result. */
const isAnswer = (entry: JsonObject): boolean =>
	Array.isArray(entry.choices) ||
	entry.type === 'ai' ||
	entry.role === 'assistant' ||
	(Array.isArray(entry.id) && entry.id.some((part) => typeof part === 'string' && part.startsWith('AIMessage')));
