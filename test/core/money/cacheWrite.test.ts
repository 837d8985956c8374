import { describe, expect, test } from 'vitest';
import { dearestWriteFactor, writeFactorsOf } from '../../../core/money/cacheWrite';
import { costAtRates, costOf, dearestCost } from '../../../core/money/cost';

describe('writing the cache costs a multiple of the input price', () => {
	test.each([
		{ model: 'claude-opus-5', fiveMinutes: 1.25, hour: 2 },
		{ model: 'anthropic/claude-opus-5', fiveMinutes: 1.25, hour: 2 },
		{ model: 'us.anthropic.claude-opus-5', fiveMinutes: 1.25, hour: 2 },
		{ model: 'gpt-5.6', fiveMinutes: 1.25, hour: 1.25 },
		{ model: 'gpt-5.10', fiveMinutes: 1.25, hour: 1.25 },
		{ model: 'openai/gpt-6.1-sol', fiveMinutes: 1.25, hour: 1.25 },
		{ model: 'gpt-10', fiveMinutes: 1.25, hour: 1.25 },
		{ model: 'gpt-5.5', fiveMinutes: 1, hour: 1 },
		{ model: 'gpt-4o', fiveMinutes: 1, hour: 1 },
		{ model: 'not-claude-at-all', fiveMinutes: 1, hour: 1 },
		{ model: 'my-gpt-6', fiveMinutes: 1, hour: 1 },
		{ model: 'deepseek-flash', fiveMinutes: 1, hour: 1 },
	])('$model', ({ model, ...factors }) => {
		expect(writeFactorsOf(model)).toEqual(factors);
		expect(dearestWriteFactor(model)).toBe(factors.hour);
	});
});

const rates = { input: 10, cachedInput: 1, output: 50 };
const tokens = { inputTokens: 1000, cachedTokens: 0, outputTokens: 0 };

describe('the part that was written to the cache', () => {
	test.each([
		{ name: 'for five minutes', more: { cacheWriteTokens: 400 }, nano: 600 * 10_000 + 400 * 12_500 },
		{ name: 'for an hour', more: { cacheWriteTokens: 400, cacheWriteHourTokens: 400 }, nano: 600 * 10_000 + 400 * 20_000 },
		{
			name: 'for both, beside a part that the cache gave',
			more: { cachedTokens: 100, cacheWriteTokens: 400, cacheWriteHourTokens: 150 },
			nano: 500 * 10_000 + 100 * 1000 + 250 * 12_500 + 150 * 20_000,
		},
		{ name: 'as the whole input', more: { cachedTokens: 600, cacheWriteTokens: 400 }, nano: 600 * 1000 + 400 * 12_500 },
	])('$name is charged by itself', ({ more, nano }) => {
		expect(costAtRates({ ...tokens, ...more }, rates, 'claude-opus-5')).toBe(nano);
	});

	test('is charged like input where the model is not named', () => {
		expect(costAtRates({ ...tokens, cacheWriteTokens: 400, cacheWriteHourTokens: 400 }, rates)).toBe(1000 * 10_000);
	});

	test.each([
		{ name: 'more written and cached tokens than input', more: { cachedTokens: 601, cacheWriteTokens: 400 } },
		{ name: 'more tokens written for an hour than written', more: { cacheWriteTokens: 400, cacheWriteHourTokens: 401 } },
		{ name: 'a negative count of written tokens', more: { cacheWriteTokens: -1 } },
		{ name: 'a negative count of tokens written for an hour', more: { cacheWriteHourTokens: -1 } },
		{ name: 'half a token of output', more: { outputTokens: 0.5 } },
		{ name: 'half a cached token', more: { cachedTokens: 0.5 } },
	])('is unknown for $name', ({ more }) => {
		expect(costAtRates({ ...tokens, ...more }, rates, 'claude-opus-5')).toBe('unknown');
	});

	test('leaves a cache price that is not known out only where nothing came from the cache', () => {
		const unknownCache = { ...rates, cachedInput: 'unknown' as const };
		expect(costAtRates(tokens, unknownCache)).toBe(1000 * 10_000);
		expect(costAtRates({ ...tokens, cachedTokens: 1 }, unknownCache)).toBe('unknown');
	});
});

test('a cost too large to be counted in whole nano-dollars is unknown', () => {
	expect(costAtRates({ ...tokens, outputTokens: Number.MAX_SAFE_INTEGER }, rates)).toBe('unknown');
});

const at = new Date('2026-11-23T12:00:00Z');

describe('a reservation holds', () => {
	test('for a write of the whole input to the cache for an hour', () => {
		const model = 'claude-opus-4-8';
		const written = { inputTokens: 1000, cachedTokens: 0, cacheWriteTokens: 1000, cacheWriteHourTokens: 1000, outputTokens: 10 };
		const cost = costOf({ ...written, reasoningTokens: 'unknown', answerTokens: 'unknown' }, model, at);
		expect(cost).toBeTypeOf('number');
		expect(dearestCost({ inputTokens: 1000, maxOutputTokens: 10 }, model, at)).toBe(cost);
	});

	test.each([
		{ inputTokens: 0.5, maxOutputTokens: 1 },
		{ inputTokens: 1, maxOutputTokens: -1 },
		{ inputTokens: NaN, maxOutputTokens: 1 },
	])('is unknown for counts that cannot be: %j', (counts) => {
		expect(dearestCost(counts, 'deepseek-flash', at)).toBe('unknown');
	});
});

describe('a cost that the host says', () => {
	const usage = { inputTokens: 10, cachedTokens: 0, outputTokens: 1, reasoningTokens: 'unknown', answerTokens: 'unknown' } as const;
	test('wins over every price, and over pieces beside the tokens', () => {
		expect(costOf({ ...usage, costNano: 7 }, 'deepseek-flash', at)).toBe(7);
		expect(costOf({ ...usage, costNano: 0 }, 'made-up', at)).toBe(0);
		expect(costOf({ ...usage, costNano: 7, apart: 'searches' }, 'deepseek-flash', at)).toBe(7);
	});

	test('is unknown where it is no amount', () => {
		expect(costOf({ ...usage, costNano: -1 }, 'deepseek-flash', at)).toBe('unknown');
		expect(costOf({ ...usage, costNano: 0.5 }, 'deepseek-flash', at)).toBe('unknown');
	});

	test('is missed where pieces beside the tokens have no price', () => {
		expect(costOf({ ...usage, apart: 'searches' }, 'deepseek-flash', at)).toBe('unknown');
	});
});
