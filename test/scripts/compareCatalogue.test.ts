import { expect, test } from 'vitest';
import { findModel } from '../../core/catalogue/lookup';
import type { ModelRow } from '../../core/catalogue/model';
import { compareCatalogue, type PublicPrice } from '../../scripts/compareCatalogue/compare';
import { compareLists } from '../../scripts/compareCatalogue/lists';
import { asMarkdown } from '../../scripts/compareCatalogue/markdown';

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

test('the lists of hosts name what is gone there and what is new; retired models are not missed', () => {
	const rows = [row('deepseek-flash'), row('deepseek-v4-pro'), row('o1')];
	const lists = [
		{ host: 'deepseek', names: ['DeepSeek-Flash', 'deepseek-v5'] },
		{ host: 'openai', names: [] },
	];
	expect(compareLists(rows, lists, now)).toEqual({
		gone: [{ host: 'deepseek', model: 'deepseek-v4-pro' }],
		unknown: [{ host: 'deepseek', model: 'deepseek-v5' }],
	});
	expect(compareLists(rows, [], now)).toEqual({ gone: [], unknown: [] });
});

test('the text of the pull request says only what differs, and which lists nobody asked for', () => {
	const nothing = { compared: 3, differences: [], missing: [], old: [] };
	expect(asMarkdown(nothing, { gone: [], unknown: [] }, [])).toBe('# Prices and models to look at\n\nNothing differs.\n');
	const text = asMarkdown(
		{ ...nothing, differences: [{ ...flash, figure: 'output', ours: 0.6, theirs: 0.7 }] },
		{ gone: [{ host: 'deepseek', model: 'deepseek-v4-pro' }], unknown: [] },
		['openai'],
	);
	expect(text).toContain('- `deepseek-flash` at deepseek: output 0.6 here, 0.7 in x 1.0');
	expect(text).toContain('- `deepseek-v4-pro` at deepseek');
	expect(text).toContain('no key is set\n\n- openai');
});
