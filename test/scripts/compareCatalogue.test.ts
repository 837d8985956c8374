import { expect, test } from 'vitest';
import { findModel } from '../../core/catalogue/lookup';
import type { ModelRow } from '../../core/catalogue/model';
import { compareCatalogue, type PublicPrice } from '../../scripts/compareCatalogue/compare';

const row = (name: string): ModelRow => findModel(name) ?? expect.unreachable(name);
const now = new Date('2026-11-23T12:00:00Z');
const compare = (rows: ModelRow[], prices: PublicPrice[], maxAgeDays = 60) => compareCatalogue(rows, prices, { now, maxAgeDays });
const flash = { host: 'deepseek', model: 'deepseek-flash', source: 'x 1.0' };

test('the same price is no difference, at off-peak or at peak', () => {
	const offPeak = { ...flash, input: 0.15, cachedInput: 0.003, output: 0.6 };
	const peak = { ...flash, input: 0.3, cachedInput: 0.006, output: 1.2 };
	expect(compare([row('deepseek-flash')], [offPeak, peak])).toEqual({ compared: 2, differences: [], missing: [], old: [] });
});

test('another price is named with both figures and its source', () => {
	expect(compare([row('deepseek-flash')], [{ ...flash, input: 0.15, output: 0.7 }]).differences).toEqual([
		{ ...flash, figure: 'output', ours: 0.6, theirs: 0.7 },
	]);
});

test('a cache price of 0 in a package is not taken for a price', () => {
	expect(compare([row('o1-pro')], [{ host: 'openai', model: 'o1-pro', cachedInput: 0, source: 'x' }]).differences).toEqual([]);
});

test('a model that a package of the host does not have is named, a retired one is not', () => {
	const other = { host: 'openai', model: 'gpt-x', input: 1, source: 'x' };
	expect(compare([row('gpt-6.1-sol'), row('o1'), row('deepseek-flash')], [other]).missing).toEqual([
		{ host: 'openai', model: 'gpt-6.1-sol', source: 'x' },
	]);
});

test('a row that was checked long ago is named', () => {
	expect(compare([{ ...row('o1'), checkedAt: '2026-01-01' }], []).old).toEqual([{ host: 'openai', model: 'o1', checkedAt: '2026-01-01' }]);
});
