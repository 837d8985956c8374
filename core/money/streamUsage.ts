import { isObject, type JsonObject } from '../json';
import { apartOfAnswer } from './chargedApart';
import { addReadings, chargedApart, unknown, type Reading } from './reading';
import { countsTokens, tokensOf, type UsageSource } from './tokenCounts';

/**
 * The counts in one payload of a host: a chunk of a stream or a whole answer; nothing where it has none. Runs for every
 * token, and nearly none has any.
 */
export function countsOfPayload(payload: JsonObject): JsonObject | undefined {
	const { usage, x_groq: groq, timings, choices } = payload;
	if (isObject(usage) && countsTokens(usage)) return usage;
	if (isObject(groq) && isObject(groq.usage)) return groq.usage;
	if (payload.eval_count !== undefined) return ollamaCounts(payload);
	if (isObject(timings) && timings.predicted_n !== undefined) return llamaCppCounts(timings);
	if (ownCounts.some((name) => payload[name] !== undefined)) return payload;
	if (payload.inputTextTokenCount !== undefined) return titanCounts(payload);
	if (isObject(payload.meta) && isObject(payload.meta.billed_units)) return payload.meta;
	const metrics = payload['amazon-bedrock-invocationMetrics'];
	if (isObject(metrics)) return metrics;
	// Moonshot.
	const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
	return isObject(choice) && isObject(choice.usage) ? choice.usage : undefined;
}

/** llama.cpp, watsonx and Llama on Bedrock count on the answer itself. */
const ownCounts = ['tokens_predicted', 'generated_token_count', 'generation_token_count'];

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html, read 2026-11-28 */
function titanCounts({ inputTextTokenCount: input, results }: JsonObject): JsonObject {
	const counts = (Array.isArray(results) ? results.filter(isObject) : []).map(({ tokenCount }) => tokenCount);
	const known = counts.length > 0 && counts.every((count) => typeof count === 'number');
	return { inputTokens: input, ...(known ? { outputTokens: counts.reduce((sum, count) => sum + Number(count), 0) } : {}) };
}

const ollamaCounts = ({ prompt_eval_count, prompt_eval_cached_count, eval_count }: JsonObject): JsonObject => ({
	prompt_eval_count,
	prompt_eval_cached_count,
	eval_count,
});

/** llama.cpp: `prompt_n` leaves out what came from the cache (`cache_n`). */
function llamaCppCounts({ prompt_n: fresh, cache_n: cached, predicted_n: output }: JsonObject): JsonObject {
	const isCounted = typeof fresh === 'number' && typeof cached === 'number';
	return { inputTokens: isCounted ? fresh + cached : fresh, cachedTokens: cached, outputTokens: output };
}

/** More names than any host has counts: each chunk could bring new ones. */
const mostNames = 100;

/**
 * Counts that a stream repeats: hosts send the sum so far with each chunk, or input first and output last. So the largest
 * of each count is the count, and zeros after real counts count for nothing.
 */
export function mergeCounts(before: JsonObject | undefined, after: JsonObject): JsonObject {
	if (!before) return after;
	const merged: JsonObject = { ...before };
	let names = Object.keys(before).length;
	for (const [name, value] of Object.entries(after)) {
		const known = merged[name];
		if (isObject(known) && isObject(value)) merged[name] = mergeCounts(known, value);
		else if (typeof known === 'number' && typeof value === 'number') merged[name] = value < 0 ? value : Math.max(known, value);
		else if (value !== undefined && value !== null && (name in merged || names++ < mostNames)) merged[name] = value;
	}
	return merged;
}

/** Entries that belong to one stream, or to several one after another: each begins with an event of its own. */
export function readStream(entries: readonly JsonObject[], source: UsageSource): Reading | undefined {
	const events = entries.map(eventOf);
	const streams: (JsonObject | undefined)[] = [];
	let outputs: number[] = [];
	let shrinks = false;
	let apart: string | undefined;
	/** Claude counts one token of output before it has written any. */
	let isOpen = false;
	let isCut = false;
	for (const event of events) {
		for (const holder of holdersOf(event)) apart ??= apartOfAnswer(holder);
		const isStart = event.type === 'message_start' || event.type === 'response.created';
		if (streams.length === 0 || isStart) {
			streams.push(undefined);
			outputs = [];
			isCut ||= isOpen;
			isOpen = event.type === 'message_start';
		}
		if (event.type === 'message_delta') isOpen = false;
		const counts = countsOfEvent(event);
		if (!counts) continue;
		const output = Number(counts.completion_tokens ?? counts.output_tokens ?? counts.candidatesTokenCount ?? 0);
		if (output > 0) outputs.push(output);
		shrinks ||= outputs.some((earlier) => output > 0 && output < earlier);
		streams[streams.length - 1] = mergeCounts(streams.at(-1), counts);
	}
	const found = streams.filter((counts) => counts !== undefined);
	if (found.length === 0) return undefined;
	if (shrinks) return unknown('The counts of the chunks become smaller: they are neither sums so far nor known to be parts');
	if (found.length < streams.length) return unknown('One of the answers in the stream has no counts');
	if (isCut || isOpen) return unknown('The stream was cut before its output was counted');
	const reading = addReadings(found.map((counts) => tokensOf(counts, source)));
	return reading && chargedApart(reading, apart);
}

/** Anthropic's and OpenAI's events carry the answer inside, Gemini's chunks their own name, Bedrock's its metadata, Cohere's its delta. */
const holdersOf = (event: JsonObject) => [event, event.message, event.response, event.metadata, event.delta, event.json].filter(isObject);

function countsOfEvent(event: JsonObject): JsonObject | undefined {
	for (const holder of holdersOf(event)) {
		const counts = countsOfPayload(holder) ?? holder.usageMetadata;
		if (isObject(counts)) return counts;
	}
	return undefined;
}

/** Readers of server-sent events give the name of an event and its data. */
const eventOf = (entry: JsonObject): JsonObject => (typeof entry.event === 'string' && isObject(entry.data) ? entry.data : entry);

const isChunk = (entry: JsonObject): boolean =>
	(typeof entry.object === 'string' && entry.object.endsWith('.chunk')) ||
	(Array.isArray(entry.choices) && isObject(entry.choices[0]) && isObject(entry.choices[0].delta)) ||
	(typeof entry.type === 'string' &&
		/^(message[_-](start|delta|stop|end)|content_block_|content-(start|delta|end)|response\.)/.test(entry.type)) ||
	(entry.done === false && 'model' in entry) ||
	'contentBlockDelta' in entry;

/** Whether a list is one stream rather than calls that add up. */
export const isStream = (name: string, entries: readonly JsonObject[]): boolean =>
	/^(chunks?|events?|stream|deltas?|lines)$/i.test(name) || entries.map(eventOf).some(isChunk) || isOneGeminiAnswer(entries);

/** Gemini streams answers of the same form as whole ones: they share an id, or only the last has an end. */
function isOneGeminiAnswer(entries: readonly JsonObject[]): boolean {
	if (entries.length < 2 || !entries.every(({ usageMetadata }) => isObject(usageMetadata))) return false;
	const ids = new Set(entries.map(({ responseId }) => responseId));
	if (!ids.has(undefined)) return ids.size === 1;
	return ids.size === 1 && entries.every((entry, index) => hasEnd(entry) === (index === entries.length - 1));
}

const hasEnd = ({ candidates }: JsonObject): boolean =>
	Array.isArray(candidates) && candidates.some((candidate) => isObject(candidate) && typeof candidate.finishReason === 'string');
