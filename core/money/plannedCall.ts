import { findModel } from '../catalogue/lookup';
import type { OwnPrice, PlannedCall } from './dearestCase';
import { upperTokens } from './estimateTokens';
import { mediaOfBody } from './mediaOfBody';

type Json = Record<string, unknown>;

/**
 * A request as it leaves, as a call whose dearest case can be reckoned. Read from the body itself, so that whatever was
 * merged into it counts: another model, another limit, several answers, in any host's words.
 */
export function plannedCallOf(body: Json, hostId: string | undefined, price?: OwnPrice): PlannedCall {
	const layers = layersOf(body);
	const names = new Set(layers.map(({ model }) => model).filter((name) => typeof name === 'string'));
	// Which of two models a host asks is not known, and so is its price.
	const model = names.size === 1 && typeof body.model === 'string' ? body.model : 'unknown';
	const row = findModel(model, hostId);
	const known = (value: number | 'unknown' | undefined) => value ?? 'unknown';
	return {
		model,
		hostId,
		input: inputTokensOf(body, known(row?.context), model),
		maxOutputTokens: outputLimitOf(layers) ?? known(row?.maxOutput),
		answers: answersOf(layers),
		price: names.size === 1 ? price : undefined,
	};
}

/** Where hosts, gateways and their libraries put settings beside the body itself. */
const within = [
	'extra_body',
	'options',
	'parameters',
	'config',
	'google',
	'generationConfig',
	'generation_config',
	'inferenceConfig',
	'textGenerationConfig',
	'additionalModelRequestFields',
	'sampling_params',
];

/** The body and the settings in it: all places where a setting may be obeyed. */
export function layersOf(body: Json, depth = 0): Json[] {
	if (depth > 3) return [body];
	const inner = within.map((name) => body[name]).filter(isJson);
	return [body, ...inner.flatMap((layer) => layersOf(layer, depth + 1))];
}

const limitNames = [
	'max_tokens',
	'max_completion_tokens',
	'max_output_tokens',
	'max_new_tokens',
	'max_tokens_to_sample',
	'max_gen_len',
	'max_length',
	'maxTokens',
	'maxOutputTokens',
	'maxCompletionTokens',
	'maxTokenCount',
	'num_predict',
	'n_predict',
];

/** The largest of the limits in the body: which of two a host obeys is not known. */
function outputLimitOf(layers: readonly Json[]): number | undefined {
	const limits = valuesOf(layers, limitNames);
	if (limits.length === 0) return undefined;
	const counts = limits.map((limit) => (typeof limit === 'string' ? Number(limit) : limit));
	// A limit that is no count, such as Ollama's -1, limits nothing, and some servers take 0 for none.
	return counts.every((count) => typeof count === 'number' && Number.isSafeInteger(count) && count >= 1)
		? Math.max(...counts.map(Number))
		: undefined;
}

const answerNames = ['n', 'best_of', 'candidateCount', 'candidate_count', 'num_return_sequences', 'num_generations', 'numResults'];

/** `n` answers are generated and paid; of `best_of` all, and only the best is given. */
function answersOf(layers: readonly Json[]): number | 'unknown' {
	const counts = valuesOf(layers, answerNames).map(Number);
	if (counts.some((count) => !Number.isSafeInteger(count) || count < 1)) return 'unknown';
	return Math.max(1, ...counts);
}

const valuesOf = (layers: readonly Json[], names: readonly string[]): unknown[] =>
	layers.flatMap((layer) => names.map((name) => layer[name])).filter((value) => value !== undefined && value !== null);

/**
 * Hosts put instructions of their own before tools. The longest known are those of Claude Opus 4.7 with a tool that it must
 * call: https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview, in a copy of 2026-07-13, read 2026-11-28. Other
 * hosts name no figure.
 */
const toolPrompt = 804;

/** Everything in the body but its numbers may be read by the model: messages, tools, schemas, what Extra Body adds. */
function inputTokensOf(body: Json, context: number | 'unknown', model: string): number | 'unknown' {
	const { tools, functions, response_format, ...rest } = body;
	const { media, text } = mediaOfBody(rest, model);
	// Of a file that the host fetches only the model's context is a bound.
	if (media.references > 0) return context;
	const { messages, ...others } = text as Json;
	const list: readonly unknown[] = Array.isArray(messages) ? messages : [messages];
	const texts = [...list, others, { tools, functions, response_format }].map((part) => JSON.stringify(part) ?? '');
	return upperTokens(texts) + (hasTools(tools) ? toolPrompt : 0) + media.imageTokens;
}

const hasTools = (tools: unknown) => Array.isArray(tools) && tools.length > 0;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
