import { isObject, type JsonObject } from '../json';
import type { Usage } from './cost';
import { believed, findUsage } from './itemUsage';
import { nanoOf } from './nano';
import { adviceFor, gapOfNode, gapOfShape, type SourceNode } from './nodeUsage';
import { apartOfAnswer } from './chargedApart';
import { addReadings, chargedApart, unknown, type Reading } from './reading';
import { countsOfPayload, mergeCounts } from './streamUsage';
import { tokensOf, type UsageSource } from './tokenCounts';

export { addUsage, type Reading } from './reading';
export type { UsageSource } from './tokenCounts';

export interface ItemSource extends UsageSource {
	node?: SourceNode;
}

/** What an item says about its call. */
export type ItemReading = Reading & {
	/** The model that the item names. */
	model?: string;
	/** What the item says that the call cost, at the price of whoever made the item, in nano-dollars; R1 Reason says it so. */
	pricedNano?: number | 'unknown';
	/** The call was never sent or was refused: it costs nothing, and its usage is none. */
	uncharged?: true;
};

/**
 * The tokens that a call used, and what it cost where the host says so: from the answer of a host, the chunks of a stream, an
 * item of n8n's nodes, of LangChain or of R1 Reason. `unknown` where it is not known; `readUsage` says why.
 *
 * @param json the answer or the item
 * @param source the host (an id of the catalogue) and the model, where they are known: some count in their own way
 * @returns tokens, with all input (the cache included) in `inputTokens` and all that is billed as output in `outputTokens`
 * @example
 * usageOf({ usage: { prompt_tokens: 100, completion_tokens: 40, total_tokens: 140 } }); // { inputTokens: 100, outputTokens: 40, … }
 */
export function usageOf(json: unknown, source: ItemSource = {}): Usage | 'unknown' {
	const reading = readUsage(json, source);
	return 'usage' in reading ? reading.usage : 'unknown';
}

/** The same with the reason where the usage is not known, and with the model that the item names. */
export function readUsage(json: unknown, source: ItemSource = {}): ItemReading {
	if (Array.isArray(json)) return findUsage({ list: json }, source) ?? unknown('The list holds no token counts');
	if (!isObject(json)) return unknown('There is nothing to read: neither an answer nor an item');
	const model = modelOf(json);
	const named = model === undefined ? {} : { model };
	if (isFailure(json)) return { ...readFailure(json), ...named };
	return { ...readItem(json, { ...source, model: source.model ?? model }), ...named };
}

function readItem(json: JsonObject, source: ItemSource): ItemReading {
	const isPriced = Array.isArray(json.attempts) || 'costUsd' in json;
	const gap = isPriced ? undefined : (gapOfShape(json) ?? (source.node && gapOfNode(source.node)));
	if (gap) return unknown(gap);
	const reading = findUsage(json, source) ?? (looksLikeCounts(json) ? tokensOf(json, source) : unknown(adviceFor(json)));
	return isPriced ? withPrice(json, reading) : reading;
}

/** R1 Reason has priced every attempt by itself, and says so where it could not. */
function withPrice({ costUsd, attempts }: JsonObject, reading: Reading): ItemReading {
	const lost = 'unknown' in reading ? whichAttempts(attempts) : undefined;
	const pricedNano = costUsd === undefined ? undefined : (nanoIn(costUsd) ?? 'unknown');
	return { ...(lost === undefined ? reading : unknown(lost)), ...(pricedNano === undefined ? {} : { pricedNano }) };
}

function nanoIn(usd: unknown): number | undefined {
	if (typeof usd !== 'number' || !Number.isFinite(usd) || usd < 0 || usd > 9e6) return undefined;
	return nanoOf('costUsd', usd);
}

function whichAttempts(attempts: unknown): string | undefined {
	const list = Array.isArray(attempts) ? attempts.filter(isObject) : [];
	const lost = list.filter(({ usage }) => usage === 'unknown');
	if (lost.length === 0) return undefined;
	const reasons = new Set(lost.flatMap(({ usageProblem: why }) => (typeof why === 'string' ? [why.slice(0, 300)] : [])));
	const why = reasons.size === 0 ? '' : ` (${[...reasons].join('; ')})`;
	return `The usage of ${lost.length} of ${list.length} attempts is not known${why}: each was sent and may have been charged`;
}

/** Whether an item tells of a call that failed. */
export const isFailure = ({ error }: JsonObject): boolean => (typeof error === 'string' && error !== '') || isObject(error);

/** A failed call: what an earlier call left on the item is not its usage. Only the attempts of R1 Reason tell about it. */
function readFailure({ details }: JsonObject): ItemReading {
	const facts = isObject(details) ? details : {};
	const attempts = Array.isArray(facts.attempts) ? facts.attempts.filter(isObject) : [];
	if (attempts.length === 0) {
		const neverSent = facts.sent === false || facts.kind === 'budget';
		return neverSent ? { usage: nothing, uncharged: true } : unknown('The call failed, and nothing says whether it was charged');
	}
	const charged = attempts.filter(({ usage }) => usage !== 'none');
	if (charged.length === 0) return { usage: nothing, uncharged: true };
	const sum = addReadings(
		charged.map(({ usage }) => (isObject(usage) ? tokensOf(usage) : unknown('The usage of the attempt is not known'))),
	);
	if (!sum || 'unknown' in sum) return unknown(whichAttempts(attempts) ?? 'The usage of a failed attempt is not known');
	const costs = charged.map(({ costUsd }) => nanoIn(costUsd));
	const pricedNano = costs.reduce<number | 'unknown'>(
		(total, cost) => (total === 'unknown' || cost === undefined ? 'unknown' : total + cost),
		0,
	);
	return { ...sum, pricedNano };
}

const nothing: Usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0, answerTokens: 0, costNano: 0 };

/** An item that is itself the counts, as an expression takes them out of an answer. */
const looksLikeCounts = (json: JsonObject): boolean =>
	['prompt_tokens', 'input_tokens', 'inputTokens', 'promptTokens', 'promptTokenCount'].some((name) => typeof json[name] === 'number');

function modelOf(json: JsonObject): string | undefined {
	const inner = [json.response_metadata, json.kwargs, json.message, json.response].filter(isObject);
	return [json, ...inner]
		.flatMap(({ model, modelName, model_name, modelVersion }) => [model, modelName, model_name, modelVersion])
		.find((name): name is string => typeof name === 'string' && name !== '');
}

/** Reads the counts of one call while its answer comes in. */
export interface UsageMeter {
	/** Takes a chunk, or a whole answer. */
	take(payload: JsonObject): void;
	/** @param wrote whether the answer has any text, trace or tool call: then an output of zero is not believed */
	read(wrote: boolean): Reading;
}

export function createUsageMeter(source: UsageSource = {}): UsageMeter {
	let counts: JsonObject | undefined;
	let apart: string | undefined;
	return {
		take(payload) {
			apart ??= apartOfAnswer(payload);
			const found = countsOfPayload(payload);
			if (found) counts = mergeCounts(counts, found);
		},
		read(wrote) {
			if (!counts) return unknown('The host sent no token counts');
			return chargedApart(believed({ text: wrote ? 'written' : '' }, tokensOf(counts, source)), apart);
		},
	};
}
