import { expect, test } from 'vitest';
import { findModel } from '../../../../core/catalogue/lookup';
import type { ModelRow } from '../../../../core/catalogue/model';
import { models } from '../../../../core/catalogue/models';
import { priceLog } from '../../../../core/checks/cost/pricing';
import { priceAt } from '../../../../core/money/cost';

const now = new Date('2026-11-28T12:00:00Z');
const row = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 0, requests: 1 };

/** A model that costs 1 dollar a million, and 3 from 08:00 to 14:00 UTC. */
const peaky: ModelRow = {
	...(findModel('deepseek-flash') ?? expect.unreachable()),
	prices: [
		{
			...(priceAt(findModel('deepseek-flash') ?? expect.unreachable(), now) ?? expect.unreachable()),
			from: '2026-01-01',
			input: 1,
			cachedInput: 1,
			output: 1,
			hours: { days: 'daily', windows: [{ from: 480, to: 840 }], rates: { input: 3, cachedInput: 3, output: 3 } },
		},
	],
};

test.each([
	{ name: 'a call in peak hours', at: '2026-11-25T09:00:00Z', until: undefined, usd: 3 },
	{ name: 'a call at midnight', at: '2026-11-25T00:00:00Z', until: undefined, usd: 1 },
	{ name: 'a day that an export adds up: a quarter of it is peak', at: '2026-11-25T00:00:00Z', until: '2026-11-26T00:00:00Z', usd: 1.5 },
	{ name: 'an hour half in peak', at: '2026-11-25T07:30:00Z', until: '2026-11-25T08:30:00Z', usd: 2 },
])('$name', ({ at, until, usd }) => {
	const times = { at: new Date(at), ...(until && { until: new Date(until) }) };
	expect(priceLog([{ ...row, ...times }], peaky, now).nanoUsd).toBe(usd * 1e9);
});

test('a day without an hour has the share of that day', () => {
	expect(priceLog([{ ...row, day: '2026-11-25' }], peaky, now).nanoUsd).toBe(1.5e9);
});

test('a model that is gone is priced at the last price that it had', () => {
	const gone = models.filter(
		(model) => model.prices.length > 0 && priceAt(model, now) === undefined && model.prices.some(({ from }) => from < '2026-11-28'),
	);
	expect(gone.length).toBeGreaterThan(0);
	for (const model of gone) expect(priceLog([row], model, now).nanoUsd, model.id).toBeGreaterThan(0);
});

test('what was written to the cache costs what its maker takes for it', () => {
	const claude = models.find(({ id }) => id.startsWith('claude-opus')) ?? expect.unreachable();
	const plain = Number(priceLog([row], claude, now).nanoUsd);
	expect(priceLog([{ ...row, cacheWriteTokens: 1_000_000 }], claude, now).nanoUsd).toBe(1.25 * plain);
	expect(priceLog([{ ...row, cacheWriteTokens: 1_000_000, cacheWriteHourTokens: 1_000_000 }], claude, now).nanoUsd).toBe(2 * plain);
});
