import { findModel } from '../catalogue/lookup';
import { dearestWriteFactor, writeFactorsOf } from './cacheWrite';
import type { HourRates, ModelRow, Price, Rates } from '../catalogue/model';

/** Tokens of one call. `outputTokens` holds the reasoning tokens already. */
export interface Usage {
	inputTokens: number;
	/** Part of `inputTokens` that the host had in its cache. */
	cachedTokens: number;
	/** Part of `inputTokens` that was written to the cache, for however long. */
	cacheWriteTokens?: number;
	/** Part of `cacheWriteTokens` that was written for an hour. */
	cacheWriteHourTokens?: number;
	outputTokens: number;
	reasoningTokens: number | 'unknown';
	answerTokens: number | 'unknown';
	/** What the host charges by the piece, beside the tokens: their price is then not the cost. */
	apart?: string;
	/** What the host itself says that the call cost, in nano-dollars: it wins over every price. */
	costNano?: number;
}

const minutesOfDay = 24 * 60;

/** The price row that holds at a moment; none before the first, and none after a name has ended. */
export function priceAt(row: ModelRow, at: Date): Price | undefined {
	const moment = at.getTime();
	const latest = row.prices
		.filter(({ from }) => Date.parse(from) <= moment)
		.reduce<Price | undefined>((best, price) => (!best || price.from >= best.from ? price : best), undefined);
	return latest?.until !== undefined && moment >= Date.parse(latest.until) ? undefined : latest;
}

/** The last price that a row ever had: what a model that is gone is compared at. */
export const lastPrice = ({ prices }: ModelRow): Price | undefined =>
	prices.reduce<Price | undefined>((best, price) => (!best || price.from >= best.from ? price : best), undefined);

/** Rates at a moment, its hour included, for a request of so many input tokens. */
export function ratesAt(price: Price, at: Date, inputTokens = 0): Rates {
	if (price.long && inputTokens > price.long.above) return price.long.rates;
	return price.hours && isWithin(price.hours, at) ? price.hours.rates : price;
}

/** Whether the special hours of a price are on. They are UTC; a window that passes midnight must be a daily one. */
export function isWithin({ days, windows }: HourRates, at: Date): boolean {
	const day = at.getUTCDay();
	if (days === 'weekdays' && (day === 0 || day === 6)) return false;
	const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
	return windows.some(({ from, to }) => {
		const length = (to - from + minutesOfDay) % minutesOfDay;
		return (minute - from + minutesOfDay) % minutesOfDay < length;
	});
}

/** Nano-dollars per million tokens: an integer for every price with at most nine decimals. */
const nanoPerMillion = (usdPerMillion: number) => BigInt(Math.round(usdPerMillion * 1e9));

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

/** Sum of tokens times rate in femto-dollars, exact; given back in nano-dollars. */
function nanoOf(parts: readonly (readonly [tokens: number, usdPerMillion: number])[], round: 'nearest' | 'up'): number | 'unknown' {
	const million = 1_000_000n;
	const exact = parts.reduce((sum, [tokens, rate]) => sum + BigInt(tokens) * nanoPerMillion(rate), 0n);
	const nano = Number((exact + (round === 'up' ? million - 1n : million / 2n)) / million);
	return Number.isSafeInteger(nano) ? nano : 'unknown';
}

/** Answers name the dated snapshot behind the name that was asked for; one without a row of its own has the price of that name. */
const rowOf = (model: string | ModelRow, hostId?: string) =>
	typeof model === 'string' ? (findModel(model, hostId) ?? findModel(model.replace(snapshotDate, ''), hostId)) : model;

const snapshotDate = /-20\d\d(-\d\d-\d\d|\d{4})$/;

/**
 * What a call cost, in integer nano-dollars (1 USD = 1e9), at the rates of its moment: exact, rounded once to the nearest. A
 * cost that the host said wins. `unknown` for a model, a moment or a cache price that the catalogue does not know, and for
 * counts that cannot be.
 */
export function costOf(usage: Usage, model: string | ModelRow, at: Date, hostId?: string): number | 'unknown' {
	if (usage.costNano !== undefined) return isCount(usage.costNano) ? usage.costNano : 'unknown';
	if (usage.apart !== undefined) return 'unknown';
	const row = rowOf(model, hostId);
	const price = row && priceAt(row, at);
	return price ? costAtRates(usage, ratesAt(price, at, usage.inputTokens), row.id) : 'unknown';
}

type Tokens = Pick<Usage, 'inputTokens' | 'cachedTokens' | 'cacheWriteTokens' | 'cacheWriteHourTokens' | 'outputTokens'>;

/** The same at given rates; what a model charges for writing its cache goes by its name. */
export function costAtRates(usage: Tokens, rates: Rates, model = ''): number | 'unknown' {
	const { inputTokens, cachedTokens, cacheWriteTokens = 0, cacheWriteHourTokens = 0, outputTokens } = usage;
	if (![inputTokens, cachedTokens, cacheWriteTokens, cacheWriteHourTokens, outputTokens].every(isCount)) return 'unknown';
	if (cachedTokens + cacheWriteTokens > inputTokens || cacheWriteHourTokens > cacheWriteTokens) return 'unknown';
	if (cachedTokens > 0 && rates.cachedInput === 'unknown') return 'unknown';
	const cachedRate = rates.cachedInput === 'unknown' ? 0 : rates.cachedInput;
	const write = writeFactorsOf(model);
	return nanoOf(
		[
			[inputTokens - cachedTokens - cacheWriteTokens, rates.input],
			[cachedTokens, cachedRate],
			[cacheWriteTokens - cacheWriteHourTokens, rates.input * write.fiveMinutes],
			[cacheWriteHourTokens, rates.input * write.hour],
			[outputTokens, rates.output],
		],
		'nearest',
	);
}

/**
 * The most that a call can cost: no cache hit, or a cache write where that is dearer; the dearest hour, all of the output.
 * Rounded up; in integer nano-dollars. Unknown where the catalogue has no price.
 */
export function dearestCost(
	{ inputTokens, maxOutputTokens }: { inputTokens: number; maxOutputTokens: number },
	model: string | ModelRow,
	at: Date,
	hostId?: string,
): number | 'unknown' {
	const row = rowOf(model, hostId);
	const price = row && priceAt(row, at);
	if (!price || !isCount(inputTokens) || !isCount(maxOutputTokens)) return 'unknown';
	const candidates = [ratesAt(price, at, inputTokens), ...(price.hours ? [price, price.hours.rates] : [])];
	const dearest = (rate: 'input' | 'cachedInput' | 'output') =>
		Math.max(...candidates.map(({ [rate]: value }) => (value === 'unknown' ? 0 : value)));
	const input = Math.max(dearest('input') * dearestWriteFactor(row.id), dearest('cachedInput'));
	return nanoOf(
		[
			[inputTokens, input],
			[maxOutputTokens, dearest('output')],
		],
		'up',
	);
}
