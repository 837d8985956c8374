import { costAtRates, isWithin, lastPrice, priceAt } from '../../money/cost';
import type { ModelRow, Price, Rates } from '../../catalogue/model';
import type { UsageRow } from './usage';

/** How the tokens of the log change with the model that answers. */
export interface Adaptation {
	inputRatio: number;
	outputRatio: number;
	/** Part of the input that the cache holds; absent: as in the log. */
	cacheShare?: number;
	/** Factor on the price. */
	priceFactor?: number;
	/** Hours for which all is priced instead of their own. */
	hours?: 'peak' | 'off-peak';
}

export const asLogged: Adaptation = { inputRatio: 1, outputRatio: 1 };

export interface Priced {
	/** Integer nano-dollars over the whole log. */
	nanoUsd: number | 'unknown';
	/** Share of the requests that fell into peak hours; undefined where the model has none. */
	peakShare?: number;
	notes: string[];
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const quarterMs = 15 * 60_000;

/** The same weekday and hour in the week before a moment, so that a log of last year meets today's prices. */
export function inLastWeek(at: Date, now: Date): Date {
	const behind = (((now.getTime() - at.getTime()) % weekMs) + weekMs) % weekMs;
	return new Date(now.getTime() - behind);
}

/** The log priced under a model, at the prices that hold now and the hours that the calls had. */
export function priceLog(rows: readonly UsageRow[], model: ModelRow, now: Date, adaptation: Adaptation = asLogged): Priced {
	const price = priceAt(model, now) ?? lastPrice(model);
	if (!price) return { nanoUsd: 'unknown', notes: [`No price of ${model.id} is known for ${now.toISOString().slice(0, 10)}.`] };
	const notes = new Set<string>();
	let nanoUsd = 0;
	let peakRequests = 0;
	let requests = 0;
	for (const row of rows) {
		const part = priceRow(row, model, price, now, adaptation, notes);
		if (part === undefined) return { nanoUsd: 'unknown', notes: ['A row of the log cannot be priced.'] };
		nanoUsd += part.nano;
		peakRequests += part.peakShare * row.requests;
		requests += row.requests;
	}
	if (price.hours?.note) notes.add(price.hours.note);
	return { nanoUsd: Math.round(nanoUsd), notes: [...notes], ...(price.hours && requests > 0 && { peakShare: peakRequests / requests }) };
}

function priceRow(
	row: UsageRow,
	model: ModelRow,
	price: Price,
	now: Date,
	adaptation: Adaptation,
	notes: Set<string>,
): { nano: number; peakShare: number } | undefined {
	const usage = adapt(row, adaptation);
	const cost = (rates: Rates) => {
		let used = rates;
		if (usage.cachedTokens > 0 && rates.cachedInput === 'unknown') {
			used = { ...rates, cachedInput: rates.input };
			notes.add('The price of cached input is not known: it is priced like other input, an upper bound.');
		}
		const nano = costAtRates(usage, used, model.id);
		return nano === 'unknown' ? undefined : nano * (adaptation.priceFactor ?? 1);
	};
	const peakShare = price.hours ? shareInPeak(row, price, now, adaptation.hours) : 0;
	const isLong = price.long !== undefined && usage.inputTokens / Math.max(row.requests, 1) > price.long.above;
	const base = cost(isLong && price.long ? price.long.rates : price);
	const peak = price.hours && peakShare > 0 ? cost(price.hours.rates) : 0;
	return base === undefined || peak === undefined ? undefined : { nano: base * (1 - peakShare) + peak * peakShare, peakShare };
}

function adapt(row: UsageRow, { inputRatio, outputRatio, cacheShare }: Adaptation) {
	const { inputTokens, cachedTokens, outputTokens, cacheWriteTokens = 0, cacheWriteHourTokens = 0 } = row;
	const input = Math.round(inputTokens * inputRatio);
	const cached = cacheShare === undefined ? Math.min(input, Math.round(cachedTokens * inputRatio)) : Math.round(input * cacheShare);
	const written = Math.min(input - cached, Math.round(cacheWriteTokens * inputRatio));
	return {
		inputTokens: input,
		cachedTokens: cached,
		cacheWriteTokens: written,
		cacheWriteHourTokens: Math.min(written, Math.round(cacheWriteHourTokens * inputRatio)),
		outputTokens: Math.round(outputTokens * outputRatio),
	};
}

/**
 * 1 or 0 for a call whose hour is known; for calls that an export adds up the share of such hours in their stretch of time;
 * the week's share where no time is known.
 */
function shareInPeak({ at, until, day }: UsageRow, { hours }: Price, now: Date, forced: Adaptation['hours']): number {
	if (!hours) return 0;
	if (forced) return forced === 'peak' ? 1 : 0;
	const from = at ?? (day === undefined ? undefined : new Date(day));
	const to = until ?? (at || !from ? undefined : new Date(from.getTime() + dayMs));
	if (from && to && to > from) {
		// A week says it all; a quarter of an hour is the finest that windows have.
		const moments = Math.min(Math.ceil((to.getTime() - from.getTime()) / quarterMs), weekMs / quarterMs);
		const within = Array.from({ length: moments }, (_, index) => new Date(from.getTime() + index * quarterMs)).filter((moment) =>
			isWithin(hours, inLastWeek(moment, now)),
		);
		return within.length / moments;
	}
	if (at) return Number(isWithin(hours, inLastWeek(at, now)));
	const minutes = hours.windows.reduce((sum, { from, to }) => sum + ((to - from + 1440) % 1440), 0);
	return (minutes * (hours.days === 'weekdays' ? 5 : 7)) / (7 * 1440);
}
