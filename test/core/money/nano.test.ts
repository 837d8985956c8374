import { describe, expect, test } from 'vitest';
import { checkNano, nanoOf, usdOf } from '../../../core/money/nano';

describe('US dollars as nano-dollars', () => {
	test.each([
		{ usd: 0, nano: 0 },
		{ usd: 0.1, nano: 100_000_000 },
		{ usd: 0.3, nano: 300_000_000 },
		{ usd: 19.99, nano: 19_990_000_000 },
		{ usd: 1.005, nano: 1_005_000_000 },
		{ usd: 0.000_000_001, nano: 1 },
		{ usd: 0.000_000_000_1, nano: 1 },
		{ usd: 1_234_567.891_234_567, nano: 1_234_567_891_234_567 },
	])('$usd is $nano', ({ usd, nano }) => {
		expect(nanoOf('limit', usd)).toBe(nano);
	});

	test.each([-0.01, NaN, Infinity, 1e12, '5', null])('%s is refused by name', (usd) => {
		expect(() => nanoOf('limit', usd)).toThrow(/`limit`/);
	});

	test('come back as they went in', () => {
		for (let cents = 0; cents < 5000; cents++) expect(usdOf(nanoOf('limit', cents / 100))).toBe(cents / 100);
	});
});

describe('an amount of nano-dollars', () => {
	test.each([
		{ value: 0, amount: 0 },
		{ value: 12, amount: 12 },
		{ value: 12n, amount: 12 },
		{ value: Number.MAX_SAFE_INTEGER, amount: Number.MAX_SAFE_INTEGER },
	])('$value is taken', ({ value, amount }) => {
		expect(checkNano('costNano', value)).toBe(amount);
	});

	test.each([-1, 0.5, NaN, Infinity, 2 ** 53, 2n ** 60n, '12', null, undefined])('%s is refused by name', (value) => {
		expect(() => checkNano('costNano', value)).toThrow(/`costNano`.*from 0 to 9007199254740991/s);
	});
});

test('the most that may be typed is named', () => {
	expect(() => nanoOf('limit', 1e12)).toThrow(/US dollars from 0 to 9007199/);
});
