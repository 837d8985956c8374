import { findModel } from '../catalogue/lookup';
import type { OwnPrice, PlannedCall } from './dearestCase';
import { upperTokens } from './estimateTokens';

type Json = Record<string, unknown>;

/**
 * A request as it leaves, as a call whose dearest case can be reckoned. Read from the body itself, so that whatever was
 * merged into it counts: another model, another limit, several answers.
 */
export function plannedCallOf(body: Json, hostId: string | undefined, price?: OwnPrice): PlannedCall {
	const model = typeof body.model === 'string' ? body.model : 'unknown';
	const row = findModel(model, hostId);
	const known = (value: number | 'unknown' | undefined) => value ?? 'unknown';
	return {
		model,
		hostId,
		input: inputTokensOf(body, known(row?.context), model),
		maxOutputTokens: outputLimitOf(body) ?? known(row?.maxOutput),
		answers: answersOf(body),
		price,
	};
}

/** The largest of the limits in the body: which of two a host obeys is not known. */
function outputLimitOf(body: Json): number | undefined {
	const { options } = body;
	const limits = [
		body.max_tokens,
		body.max_completion_tokens,
		body.max_output_tokens,
		body.num_predict,
		isJson(options) ? options.num_predict : undefined,
	].filter((limit) => limit !== undefined && limit !== null);
	if (limits.length === 0) return undefined;
	const counts = limits.map((limit) => (typeof limit === 'string' ? Number(limit) : limit));
	// A limit that is no count, such as Ollama's -1, limits nothing.
	return counts.every((count) => typeof count === 'number' && Number.isSafeInteger(count) && count >= 0)
		? Math.max(...counts.map(Number))
		: undefined;
}

/** `n` answers are generated and paid; of `best_of` all, and only the best is given. */
function answersOf({ n, best_of: bestOf }: Json): number | 'unknown' {
	const counts = [n, bestOf].filter((count) => count !== undefined && count !== null).map(Number);
	if (counts.some((count) => !Number.isSafeInteger(count) || count < 1)) return 'unknown';
	return Math.max(1, ...counts);
}

/**
 * Hosts put instructions of their own before tools; the longest known are Claude's. The page that could be read on
 * 2026-11-28, https://docs.anthropic.com/en/docs/tool-use-pricing-and-tokens, names 530 tokens at most, for older models; 804
 * is said of newer ones at second hand, and stays as the upper bound.
 */
const toolPrompt = 804;

/** Everything in the body but its numbers may be read by the model: messages, tools, schemas, what Extra Body adds. */
function inputTokensOf(body: Json, context: number | 'unknown', model: string): number | 'unknown' {
	const { messages, ...rest } = body;
	const list: readonly unknown[] = Array.isArray(messages) ? messages : [messages];
	const media = { images: 0, references: 0 };
	for (const message of list) countMedia(message, media);
	// Of a file that the host fetches only the model's context is a bound.
	if (media.references > 0) return context;
	const texts = [...list.map((message) => JSON.stringify(message) ?? ''), JSON.stringify(rest)];
	const tools = Array.isArray(body.tools) && body.tools.length > 0 ? toolPrompt : 0;
	return upperTokens(texts) + tools + media.images * tokensPerImage(model);
}

/**
 * The most tokens that one image takes.
 * - Claude: 4,784 for an image of 2,576 pixels; said by users of the API (https://github.com/vercel-labs/agent-browser/discussions/2318,
 *   read 2026-11-28), while https://docs.anthropic.com/en/docs/vision, read the same day, says about 1,600 of older models
 * - gpt-4o-mini: 48,169, which is 2,833 and 8 tiles of 5,667; at second hand, OpenAI's page is yet to be read
 * - others: 16,384, the largest that any known model reads by default, Qwen2-VL
 *   (https://huggingface.co/Qwen/Qwen2-VL-7B-Instruct/discussions/47, read 2026-11-28)
 */
function tokensPerImage(model: string): number {
	if (/gpt-4o-mini/i.test(model)) return 48_169;
	return /claude/i.test(model) ? 5_000 : 16_384;
}

/** Data that is sent along counts with its text, which is more than its tokens; an image takes a share of its own. */
function countMedia(value: unknown, media: { images: number; references: number }, depth = 0) {
	if (depth > 8) return;
	if (Array.isArray(value)) {
		for (const entry of value) countMedia(entry, media, depth + 1);
		return;
	}
	if (!isJson(value)) return;
	const type = typeof value.type === 'string' ? value.type : '';
	if (/image/.test(type)) {
		media.images += 1;
	} else if (/video|file|document|audio/.test(type) && !hasData(value)) {
		media.references += 1;
	} else if (Array.isArray(value.images)) {
		media.images += value.images.length;
	} else if (Array.isArray(value.content)) {
		countMedia(value.content, media, depth + 1);
	}
}

const hasData = (part: Json): boolean =>
	Object.entries(part).some(([name, value]) =>
		isJson(value) ? hasData(value) : typeof value === 'string' && (/^data:/.test(value) || /^(data|file_data)$/.test(name)),
	);

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Fields of a request that make a host charge by other rules, so that no budget can hold.
 * Tiers, server tools, lists of models, predictions and spoken answers have prices of their own.
 */
const priceChanging: Record<string, string> = {
	service_tier: 'leave the tier out, or use `default` or `flex`',
	models: 'add the models under Several, with Fallback',
	route: 'add the models under Several, with Fallback',
	plugins: 'call the tool from the workflow',
	web_search_options: 'call the search from the workflow',
	prediction: 'leave it out: rejected predictions are charged as output',
	modalities: 'ask for text only',
	audio: 'ask for text only',
	inference_geo: 'leave the region to the account',
	speed: 'leave the speed out',
};

/** The first field of a request that no budget can reckon with, and what to do instead. */
export function unboundedField(body: Json): { field: string; instead: string } | undefined {
	for (const [field, instead] of Object.entries(priceChanging)) {
		if (body[field] === undefined || body[field] === null || isHarmless(field, body[field])) continue;
		return { field, instead };
	}
	return undefined;
}

const isHarmless = (field: string, value: unknown) =>
	(field === 'service_tier' && (value === 'default' || value === 'flex')) ||
	(field === 'modalities' && JSON.stringify(value) === '["text"]') ||
	(field === 'speed' && value === 'standard');
