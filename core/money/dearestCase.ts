import { dearestWriteFactor, writeFactorsOf } from './cacheWrite';
import { dearestCost, type Usage } from './cost';
import { upperTokens } from './estimateTokens';

/** US dollars per million tokens, for models whose price the catalogue does not know. */
export interface OwnPrice {
	inputUsdPerMillion: number;
	outputUsdPerMillion: number;
}

export interface PlannedCall {
	model: string;
	hostId?: string;
	/** Counted tokens where they are known; else the texts, whose tokens are estimated from above. */
	input: number | 'unknown' | readonly string[];
	/** The output limit that is sent with the request, thinking included. */
	maxOutputTokens: number | 'unknown';
	/** How many answers are generated; default 1. */
	answers?: number | 'unknown';
	price?: OwnPrice;
}

/**
 * The most that a call can cost, in nano-dollars: no cache hit or a cache write where that is dearer, the dearest hour of
 * the day, the whole output limit for each answer.
 * Several calls (a request and its fallbacks) add up: each of them may be sent and paid. Unknown if one of them is.
 */
export function dearestCase(calls: readonly PlannedCall[], at: Date): number | 'unknown' {
	return calls.reduce<number | 'unknown'>((sum, call) => {
		const nano = dearestOf(call, at);
		return sum === 'unknown' || nano === 'unknown' ? 'unknown' : sum + nano;
	}, 0);
}

function dearestOf({ model, hostId, input, maxOutputTokens: limit, answers = 1, price }: PlannedCall, at: Date): number | 'unknown' {
	if (input === 'unknown' || limit === 'unknown' || answers === 'unknown') return 'unknown';
	const inputTokens = typeof input === 'number' ? input : upperTokens(input);
	const maxOutputTokens = limit * answers;
	if (!price) return dearestCost({ inputTokens, maxOutputTokens }, model, at, hostId);
	return atPrice(price, Math.ceil(inputTokens * dearestWriteFactor(model)), maxOutputTokens);
}

/**
 * What a call cost at a price of one's own: what the cache gave counts as input, what it took at the model's own factor. The
 * host's own figure wins; unknown where it charges by other rules as well.
 */
export function costAtOwnPrice(usage: Usage, price: OwnPrice, model: string): number | 'unknown' {
	const { inputTokens, cacheWriteTokens: written = 0, cacheWriteHourTokens: hour = 0, outputTokens, apart, costNano } = usage;
	if (costNano !== undefined) return costNano;
	if (apart !== undefined) return 'unknown';
	const factors = writeFactorsOf(model);
	const more = Math.ceil((written - hour) * (factors.fiveMinutes - 1) + hour * (factors.hour - 1));
	return atPrice(price, inputTokens + more, outputTokens);
}

/** Cost at a price of one's own, rounded up; a micro-dollar per million tokens is a nano-dollar per thousand. */
export function atPrice(
	{ inputUsdPerMillion, outputUsdPerMillion }: OwnPrice,
	inputTokens: number,
	outputTokens: number,
): number | 'unknown' {
	const picoPerToken = (usdPerMillion: number) => BigInt(Math.round(usdPerMillion * 1e6));
	const parts = [inputUsdPerMillion, outputUsdPerMillion];
	const valid = parts.every((usd) => Number.isFinite(usd) && usd >= 0 && usd <= 1e6);
	if (!valid || ![inputTokens, outputTokens].every((tokens) => Number.isSafeInteger(tokens) && tokens >= 0)) return 'unknown';
	const pico = BigInt(inputTokens) * picoPerToken(inputUsdPerMillion) + BigInt(outputTokens) * picoPerToken(outputUsdPerMillion);
	const nano = Number((pico + 999n) / 1000n);
	return Number.isSafeInteger(nano) ? nano : 'unknown';
}
