import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costAtRates, costOf, dearestCost, isWithin, lastPrice, priceAt, ratesAt, type Usage } from '../../../core/money/cost';
import type { ModelRow, Price } from '../../../core/catalogue/model';

const usage = (tokens: Partial<Usage>): Usage => ({
	inputTokens: 0,
	cachedTokens: 0,
	outputTokens: 0,
	reasoningTokens: 'unknown',
	answerTokens: 'unknown',
	...tokens,
});
const million = 1_000_000;
const usd = (dollars: number) => Math.round(dollars * 1e9);
const at = (moment: string) => new Date(moment);

describe('a call is priced in whole nano-dollars', () => {
	test.each([
		{
			name: 'a million input tokens of o1 cost 15 dollars',
			model: 'o1',
			tokens: { inputTokens: million },
			when: '2026-01-05T12:00:00Z',
			nano: usd(15),
		},
		{
			name: 'a million output tokens of o1 cost 60 dollars',
			model: 'o1',
			tokens: { outputTokens: million },
			when: '2026-01-05T12:00:00Z',
			nano: usd(60),
		},
		{
			name: 'cached input costs its own price',
			model: 'o1',
			tokens: { inputTokens: million, cachedTokens: million },
			when: '2026-01-05T12:00:00Z',
			nano: usd(7.5),
		},
		{
			name: 'reasoning tokens are part of the output and counted once',
			model: 'o1',
			tokens: { outputTokens: 1000, reasoningTokens: 900, answerTokens: 100 },
			when: '2026-01-05T12:00:00Z',
			nano: 60_000_000,
		},
		{
			name: 'R1 on its first day',
			model: 'deepseek-reasoner',
			tokens: { inputTokens: million, outputTokens: million },
			when: '2025-01-20T00:00:00Z',
			nano: usd(0.55 + 2.19),
		},
		{
			name: 'R1 in its discount hours',
			model: 'deepseek-reasoner',
			tokens: { outputTokens: million },
			when: '2025-06-02T23:59:00Z',
			nano: usd(0.55),
		},
		{
			name: 'the discount passes midnight',
			model: 'deepseek-reasoner',
			tokens: { outputTokens: million },
			when: '2025-06-03T00:29:00Z',
			nano: usd(0.55),
		},
		{
			name: 'and ends half an hour later',
			model: 'deepseek-reasoner',
			tokens: { outputTokens: million },
			when: '2025-06-03T00:30:00Z',
			nano: usd(2.19),
		},
		{
			name: 'V3.1 from its price change on',
			model: 'deepseek-reasoner',
			tokens: { outputTokens: million },
			when: '2025-09-05T16:00:00Z',
			nano: usd(1.68),
		},
		{
			name: 'and the old price a minute before',
			model: 'deepseek-reasoner',
			tokens: { outputTokens: million },
			when: '2025-09-05T15:59:00Z',
			nano: usd(2.19),
		},
		{
			name: 'a price with six decimals stays exact',
			model: 'deepseek-v4-pro',
			tokens: { inputTokens: million, cachedTokens: million },
			when: '2026-06-01T00:00:00Z',
			nano: 3_625_000,
		},
		{
			name: 'one token below a nano-dollar rounds to the nearest',
			model: 'deepseek-v4-pro',
			tokens: { inputTokens: 100, cachedTokens: 100 },
			when: '2026-06-01T00:00:00Z',
			nano: 363,
		},
		{ name: 'no tokens cost nothing', model: 'deepseek-flash', tokens: {}, when: '2026-11-23T12:00:00Z', nano: 0 },
		{
			name: 'a broker with a row of its own',
			model: 'deepseek/deepseek-r1-0528',
			host: 'openrouter',
			tokens: { inputTokens: million, outputTokens: million },
			when: '2026-11-23T12:00:00Z',
			nano: usd(2.65),
		},
	])('$name', ({ model, host, tokens, when, nano }) => {
		expect(costOf(usage(tokens), model, at(when), host)).toBe(nano);
	});
});

describe('the minutes at which DeepSeek charges double', () => {
	// 2026-11-23 is a Monday, 2026-11-22 a Sunday.
	test.each([
		{ when: '2026-11-23T00:59:59Z', dollars: 0.6 },
		{ when: '2026-11-23T01:00:00Z', dollars: 1.2 },
		{ when: '2026-11-23T03:59:59Z', dollars: 1.2 },
		{ when: '2026-11-23T04:00:00Z', dollars: 0.6 },
		{ when: '2026-11-23T05:59:59Z', dollars: 0.6 },
		{ when: '2026-11-23T06:00:00Z', dollars: 1.2 },
		{ when: '2026-11-23T09:59:59Z', dollars: 1.2 },
		{ when: '2026-11-23T10:00:00Z', dollars: 0.6 },
		{ when: '2026-11-22T02:00:00Z', dollars: 0.6 },
		{ when: '2026-11-21T07:00:00Z', dollars: 0.6 },
		{ when: '2026-11-20T07:00:00Z', dollars: 1.2 },
	])('a million output tokens of deepseek-flash at $when cost $dollars dollars', ({ when, dollars }) => {
		expect(costOf(usage({ outputTokens: million }), 'deepseek-flash', at(when))).toBe(usd(dollars));
	});

	test.each([
		{ name: 'the Sunday evening on which they began was off-peak', when: '2026-08-16T16:00:00Z', nano: usd(0.66) },
		{ name: 'peak of a weekday in the first week', when: '2026-08-21T01:00:00Z', nano: usd(1.32) },
		{ name: 'a Saturday from 2026-08-22 on is off-peak', when: '2026-08-22T02:00:00Z', nano: usd(0.66) },
		{ name: 'a Monday after it is peak', when: '2026-08-24T02:00:00Z', nano: usd(1.32) },
		{ name: 'before the peak hours existed', when: '2026-08-16T15:59:00Z', nano: usd(0.28) },
		{ name: 'the price of September', when: '2026-09-10T12:00:00Z', nano: usd(0.6) },
	])('$name', ({ when, nano }) => {
		expect(costOf(usage({ outputTokens: million }), 'deepseek-v4-flash', at(when))).toBe(nano);
	});

	test('a weekend in the daily week was peak too', () => {
		const daily = { ...usage({ outputTokens: million }) };
		expect(costOf(daily, 'deepseek-v4-flash', at('2026-08-19T02:00:00Z'))).toBe(usd(1.32));
	});
});

describe('what is not known is unknown, never 0', () => {
	test.each([
		{ name: 'a model that is in no table', model: 'made-up-model', tokens: { inputTokens: 1 }, when: '2026-11-23T12:00:00Z' },
		{ name: 'a moment before the first price', model: 'o1', tokens: { inputTokens: 1 }, when: '2024-01-01T00:00:00Z' },
		{ name: 'a name that has ended', model: 'deepseek-reasoner', tokens: { inputTokens: 1 }, when: '2026-07-24T15:59:00Z' },
		{
			name: 'a cache hit whose price is not known',
			model: 'o1-pro',
			tokens: { inputTokens: 10, cachedTokens: 1 },
			when: '2026-01-05T12:00:00Z',
		},
		{ name: 'more cached tokens than tokens', model: 'o1', tokens: { inputTokens: 1, cachedTokens: 2 }, when: '2026-01-05T12:00:00Z' },
		{ name: 'negative tokens', model: 'o1', tokens: { inputTokens: -1 }, when: '2026-01-05T12:00:00Z' },
		{ name: 'half a token', model: 'o1', tokens: { inputTokens: 0.5 }, when: '2026-01-05T12:00:00Z' },
		{ name: "a server of one's own", model: 'deepseek-r1:14b', host: 'ollama', tokens: { inputTokens: 1 }, when: '2026-11-23T12:00:00Z' },
		{
			name: 'a broker without a row of its own',
			model: 'openai/gpt-4o',
			host: 'openrouter',
			tokens: { inputTokens: 1 },
			when: '2026-11-23T12:00:00Z',
		},
	])('$name', ({ model, host, tokens, when }) => {
		expect(costOf(usage(tokens), model, at(when), host)).toBe('unknown');
	});
});

test('a reservation takes the dearest hour, no cache hit and all of the output', () => {
	const worst = dearestCost({ inputTokens: million, maxOutputTokens: million }, 'deepseek-flash', at('2026-11-22T12:00:00Z'));
	expect(worst).toBe(usd(0.3 + 1.2));
});

describe('a long request costs more, all of it', () => {
	test.each([
		{ name: 'at the limit it does not', inputTokens: 272_000, cachedTokens: 0, outputTokens: 1000, nano: usd(0.272 * 2 + 0.01) },
		{ name: 'one token above it does', inputTokens: 272_001, cachedTokens: 0, outputTokens: 1000, nano: 1_088_004_000 + usd(0.015) },
		{ name: 'the cached part too', inputTokens: 300_000, cachedTokens: 300_000, outputTokens: 0, nano: usd(0.3 * 0.2) },
	])('$name', ({ nano, ...tokens }) => {
		expect(costOf(usage(tokens), 'gpt-6.1-sol', at('2026-11-23T12:00:00Z'))).toBe(nano);
	});

	test('and is reserved at that price', () => {
		expect(dearestCost({ inputTokens: 300_000, maxOutputTokens: 1000 }, 'gpt-6.1-sol', at('2026-11-23T12:00:00Z'))).toBe(
			// A write of the cache at 1.25 times the input price.
			usd(0.3 * 4 * 1.25 + 0.015),
		);
	});
});

test('a reservation is unknown where a price is', () => {
	expect(dearestCost({ inputTokens: 1, maxOutputTokens: 1 }, 'made-up-model', at('2026-11-22T12:00:00Z'))).toBe('unknown');
});

const tokens = fc.integer({ min: 0, max: 2_000_000 });
const moments = fc.date({ min: at('2026-09-10T00:00:00Z'), max: at('2027-01-01T00:00:00Z'), noInvalidDate: true });

test('no call costs more than its reservation', () => {
	fc.assert(
		fc.property(tokens, tokens, tokens, moments, (inputTokens, cached, outputTokens, moment) => {
			const cachedTokens = Math.min(cached, inputTokens);
			const cost = costOf(usage({ inputTokens, cachedTokens, outputTokens }), 'deepseek-flash', moment);
			const most = dearestCost({ inputTokens, maxOutputTokens: outputTokens }, 'deepseek-flash', moment);
			expect(cost).toBeTypeOf('number');
			expect(Number(cost)).toBeLessThanOrEqual(Number(most));
		}),
	);
});

test('a hundred thousand small calls add up to what the exact sum says', () => {
	const row: ModelRow = {
		...{ id: 'x', host: 'x', aliases: [], context: 1, maxOutput: 1, trace: 'none', tools: false, vision: false, jsonModes: [] },
		...{ systemPrompt: 'ok', rejectedParameters: [], served: 'yes', source: 'x', checkedAt: '2026-11-23' },
		prices: [{ input: 0.1, cachedInput: 0.1, output: 0.3, from: '2026-01-01T00:00:00Z', source: 'x', checkedAt: '2026-11-23' }],
	};
	let sum = 0;
	for (let call = 0; call < 100_000; call++)
		sum += Number(costOf(usage({ inputTokens: 10, outputTokens: 10 }), row, at('2026-02-01T00:00:00Z')));
	expect(sum).toBe(100_000 * 4000);
});

describe('the price that holds', () => {
	const price = (from: string, more: Partial<Price> = {}): Price => ({
		...{ input: 1, cachedInput: 1, output: 1, from, source: 'x', checkedAt: '2026-11-23' },
		...more,
	});
	const row = (...prices: Price[]): ModelRow => ({
		...{ id: 'x', host: 'x', aliases: [], context: 1, maxOutput: 1, trace: 'none', tools: false, vision: false, jsonModes: [] },
		...{ systemPrompt: 'ok', rejectedParameters: [], served: 'yes', source: 'x', checkedAt: '2026-11-23', prices },
	});
	const [january, march, may] = [price('2026-01-01T00:00:00Z'), price('2026-03-01T00:00:00Z'), price('2026-05-01T00:00:00Z')];

	test.each([
		{ name: 'none before the first', when: '2025-12-31T23:59:59Z', holds: undefined },
		{ name: 'the first from its moment on', when: '2026-01-01T00:00:00Z', holds: january },
		{ name: 'the latest that has begun', when: '2026-04-01T00:00:00Z', holds: march },
		{ name: 'the last for good', when: '2027-01-01T00:00:00Z', holds: may },
	])('is $name, in whatever order the rows stand', ({ when, holds }) => {
		for (const prices of [
			[january, march, may],
			[may, january, march],
			[march, may, january],
		]) {
			expect(priceAt(row(...prices), at(when))).toBe(holds);
		}
	});

	test('is the later row of two with one beginning', () => {
		const corrected = price('2026-01-01T00:00:00Z', { input: 2 });
		expect(priceAt(row(january, corrected), at('2026-02-01T00:00:00Z'))).toBe(corrected);
		expect(lastPrice(row(january, corrected))).toBe(corrected);
	});

	test('ends with its name', () => {
		const ended = price('2026-01-01T00:00:00Z', { until: '2026-02-01T00:00:00Z' });
		expect(priceAt(row(ended), at('2026-01-31T23:59:59Z'))).toBe(ended);
		expect(priceAt(row(ended), at('2026-02-01T00:00:00Z'))).toBeUndefined();
	});

	test('of a model that is gone is its last one', () => {
		expect(lastPrice(row(march, may, january))).toBe(may);
		expect(lastPrice(row())).toBeUndefined();
	});

	test('of a snapshot without a row of its own is that of its name', () => {
		const tokens = usage({ inputTokens: 1000 });
		const when = at('2026-11-23T12:00:00Z');
		const known = costOf(tokens, 'gpt-6.1-sol', when);
		expect(known).toBeTypeOf('number');
		expect(costOf(tokens, 'gpt-6.1-sol-2026-10-01', when)).toBe(known);
		expect(costOf(tokens, 'gpt-6.1-sol-20261001', when)).toBe(known);
		expect(costOf(tokens, 'gpt-6.1-sol-2026', when)).toBe('unknown');
		expect(dearestCost({ inputTokens: 1000, maxOutputTokens: 0 }, 'gpt-6.1-sol-2026-10-01', when)).toBeTypeOf('number');
	});

	test('of special hours holds within them, on weekdays or every day', () => {
		const special = { input: 5, cachedInput: 5, output: 5 };
		const windows = [{ from: 60, to: 120 }];
		const [weekdays, daily] = [
			{ days: 'weekdays' as const, windows, rates: special },
			{ days: 'daily' as const, windows, rates: special },
		];
		// 2026-11-21 is a Saturday, 2026-11-22 a Sunday, 2026-11-23 a Monday.
		const on = (hours: typeof weekdays | typeof daily) =>
			['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map((day) => isWithin(hours, at(`${day}T01:30:00Z`)));
		expect(on(weekdays)).toEqual([true, false, false, true]);
		expect(on(daily)).toEqual([true, true, true, true]);
		expect(isWithin(daily, at('2026-11-23T02:00:00Z'))).toBe(false);
		const dear = price('2026-01-01T00:00:00Z', { hours: daily });
		expect(ratesAt(dear, at('2026-11-23T01:30:00Z'))).toBe(special);
		expect(ratesAt(dear, at('2026-11-23T03:30:00Z'))).toBe(dear);
	});
});

describe('half a nano-dollar', () => {
	const rates = { input: 0.000_5, cachedInput: 0, output: 0 };
	const row: ModelRow = {
		...{ id: 'x', host: 'x', aliases: [], context: 1, maxOutput: 1, trace: 'none', tools: false, vision: false, jsonModes: [] },
		...{ systemPrompt: 'ok', rejectedParameters: [], served: 'yes', source: 'x', checkedAt: '2026-11-23' },
		prices: [{ ...rates, from: '2026-01-01T00:00:00Z', source: 'x', checkedAt: '2026-11-23' }],
	};
	test.each([
		{ tokens: 1, cost: 1, most: 1 },
		{ tokens: 2, cost: 1, most: 1 },
		{ tokens: 3, cost: 2, most: 2 },
	])('is rounded up ($tokens tokens)', ({ tokens, cost, most }) => {
		expect(costAtRates({ inputTokens: tokens, cachedTokens: 0, outputTokens: 0 }, rates)).toBe(cost);
		expect(dearestCost({ inputTokens: tokens, maxOutputTokens: 0 }, row, at('2026-02-01T00:00:00Z'))).toBe(most);
	});

	test('and less is rounded down in a cost, up in a reservation', () => {
		const low = { ...row, prices: row.prices.map((price) => ({ ...price, input: 0.000_4 })) };
		expect(costAtRates({ inputTokens: 1, cachedTokens: 0, outputTokens: 0 }, { ...rates, input: 0.000_4 })).toBe(0);
		expect(dearestCost({ inputTokens: 1, maxOutputTokens: 0 }, low, at('2026-02-01T00:00:00Z'))).toBe(1);
	});

	test('a reservation whose cache price is not known takes the price of the input', () => {
		const unknownCache = { ...row, prices: row.prices.map((price) => ({ ...price, input: 1, cachedInput: 'unknown' as const })) };
		expect(dearestCost({ inputTokens: 1000, maxOutputTokens: 0 }, unknownCache, at('2026-02-01T00:00:00Z'))).toBe(1_000_000);
	});

	test('a reservation takes the cache price where that is dearer', () => {
		const dearCache = { ...row, prices: row.prices.map((price) => ({ ...price, input: 1, cachedInput: 3 })) };
		expect(dearestCost({ inputTokens: 1000, maxOutputTokens: 0 }, dearCache, at('2026-02-01T00:00:00Z'))).toBe(3_000_000);
	});
});
