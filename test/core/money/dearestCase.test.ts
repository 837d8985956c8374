import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atPrice, dearestCase } from '../../../core/money/dearestCase';
import { costOf } from '../../../core/money/cost';
import { upperTokens } from '../../../core/money/estimateTokens';

// Monday noon in UTC: off-peak, while the dearest case is at peak (0.30 / 1.20 USD per million for deepseek-flash).
const offPeak = new Date('2026-11-23T12:00:00Z');
const flash = { model: 'deepseek-flash', input: 1_000_000, maxOutputTokens: 1_000_000 };

describe('the dearest case', () => {
	test('is at the peak hour, without cache, with the whole output', () => {
		expect(dearestCase([flash], offPeak)).toBe(1_500_000_000);
	});

	test('adds all attempts of a request and its fallbacks', () => {
		const pro = { ...flash, model: 'deepseek-v4-pro' };
		expect(dearestCase([flash, pro, flash], offPeak)).toBe(2 * 1_500_000_000 + 5_280_000_000);
	});

	test('is unknown when one model has no price, unless a price is given', () => {
		const own = { ...flash, model: 'my-own-model' };
		expect(dearestCase([flash, own], offPeak)).toBe('unknown');
		expect(dearestCase([{ ...own, price: { inputUsdPerMillion: 1, outputUsdPerMillion: 2 } }], offPeak)).toBe(3_000_000_000);
		expect(dearestCase([{ ...flash, price: { inputUsdPerMillion: 1, outputUsdPerMillion: 2 } }], offPeak)).toBe(3_000_000_000);
	});

	test('counts texts from above', () => {
		const texts = ['你是一个助手。', 'How many r in strawberry?'];
		expect(dearestCase([{ ...flash, input: texts }], offPeak)).toBe(dearestCase([{ ...flash, input: upperTokens(texts) }], offPeak));
	});

	test.each([
		{ name: 'a negative price', price: { inputUsdPerMillion: -1, outputUsdPerMillion: 1 } },
		{ name: 'a price that is not a number', price: { inputUsdPerMillion: NaN, outputUsdPerMillion: 1 } },
	])('is unknown for $name', ({ price }) => {
		expect(atPrice(price, 1, 1)).toBe('unknown');
	});

	test.each([
		{ name: 'the input', call: { ...flash, input: 'unknown' as const } },
		{ name: 'the output limit', call: { ...flash, maxOutputTokens: 'unknown' as const } },
		{ name: 'the number of answers', call: { ...flash, answers: 'unknown' as const } },
	])('is unknown where $name is, alone or among other calls, at any price', ({ call }) => {
		const price = { inputUsdPerMillion: 1, outputUsdPerMillion: 2 };
		expect(dearestCase([call], offPeak)).toBe('unknown');
		expect(dearestCase([{ ...call, price }], offPeak)).toBe('unknown');
		expect(dearestCase([call, flash], offPeak)).toBe('unknown');
		expect(dearestCase([flash, call], offPeak)).toBe('unknown');
	});

	test('of several answers holds the whole output of each, and the input once', () => {
		expect(dearestCase([{ ...flash, answers: 3 }], offPeak)).toBe(300_000_000 + 3 * 1_200_000_000);
	});

	test('of no calls is nothing', () => {
		expect(dearestCase([], offPeak)).toBe(0);
	});

	test.each([
		{ name: 'the dearest price that may be given', price: { inputUsdPerMillion: 1e6, outputUsdPerMillion: 0 }, tokens: [1, 1], nano: 1e9 },
		{ name: 'a dearer one', price: { inputUsdPerMillion: 1e6 + 1, outputUsdPerMillion: 0 }, tokens: [1, 1], nano: 'unknown' },
		{ name: 'half a token', price: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 }, tokens: [0.5, 1], nano: 'unknown' },
		{ name: 'fewer tokens than none', price: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 }, tokens: [1, -1], nano: 'unknown' },
		{
			name: 'more than can be counted',
			price: { inputUsdPerMillion: 1e6, outputUsdPerMillion: 1e6 },
			tokens: [Number.MAX_SAFE_INTEGER, 1],
			nano: 'unknown',
		},
	])('at $name', ({ price, tokens: [input = 0, output = 0], nano }) => {
		expect(atPrice(price, input, output)).toBe(nano);
	});

	test('is rounded up to the nano-dollar', () => {
		expect(atPrice({ inputUsdPerMillion: 0.000_1, outputUsdPerMillion: 0 }, 1, 0)).toBe(1);
	});

	test('is never below what any use within its bounds costs at any hour of the week', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('deepseek-flash', 'deepseek-v4-pro'),
				fc.nat({ max: 200_000 }),
				fc.nat({ max: 100_000 }),
				fc.nat(),
				fc.nat(),
				fc.nat({ max: 7 * 24 * 60 }),
				(model, input, output, cached, used, minute) => {
					const reserved = dearestCase([{ model, input, maxOutputTokens: output }], offPeak);
					const spent = {
						inputTokens: input,
						cachedTokens: cached % (input + 1),
						outputTokens: used % (output + 1),
						reasoningTokens: 'unknown' as const,
						answerTokens: 'unknown' as const,
					};
					const cost = costOf(spent, model, new Date(offPeak.getTime() + minute * 60_000));
					expect(typeof reserved === 'number' && typeof cost === 'number' && cost <= reserved).toBe(true);
				},
			),
		);
	});
});
