import { describe, expect, test } from 'vitest';
import type { Usage } from '../../../core/money/cost';
import type { OwnPrice } from '../../../core/money/dearestCase';
import { settledCost, type SettledCall } from '../../../core/money/settledCost';
import type { ItemReading } from '../../../core/money/usage';

const usage: Usage = { inputTokens: 1000, cachedTokens: 0, outputTokens: 100, reasoningTokens: 'unknown', answerTokens: 'unknown' };
const prices = new Map<string, OwnPrice>([['my-model', { inputUsdPerMillion: 1, outputUsdPerMillion: 2 }]]);
const call = (change: Partial<SettledCall> = {}): SettledCall => ({
	model: 'deepseek-flash',
	at: new Date('2026-11-23T12:00:00Z'),
	prices,
	...change,
});
const catalogue = 1000 * 150 + 100 * 600;
const own = 1000 * 1000 + 100 * 2000;

describe('a call is charged', () => {
	test.each<{ name: string; reading: ItemReading; call?: Partial<SettledCall>; costNano: number }>([
		{
			name: 'nothing where it was refused, whatever the item says beside',
			reading: { usage, uncharged: true, pricedNano: 9 },
			costNano: 0,
		},
		{
			name: 'what the host says, before any price',
			reading: { usage: { ...usage, costNano: 7 }, pricedNano: 8 },
			call: { model: 'my-model' },
			costNano: 7,
		},
		{
			name: 'what the host says, also beside pieces that the tokens leave out',
			reading: { usage: { ...usage, costNano: 7, apart: 'searches' } },
			costNano: 7,
		},
		{
			name: 'at the price of the reservation, before what R1 Reason found',
			reading: { usage, pricedNano: 8 },
			call: { model: 'my-model' },
			costNano: own,
		},
		{
			name: 'at the price of the reservation, however the name is written',
			reading: { usage },
			call: { model: 'My-Model' },
			costNano: own,
		},
		{
			name: 'at the price of the reservation where one model made all attempts',
			reading: { usage },
			call: { model: 'my-model', attempts: [{ model: 'my-model' }, { model: 'my-model' }, 'odd'] },
			costNano: own,
		},
		{
			name: 'what R1 Reason found where several models made the attempts',
			reading: { usage, pricedNano: 8 },
			call: { model: 'my-model', attempts: [{ model: 'other' }, { model: 'my-model' }] },
			costNano: 8,
		},
		{ name: 'what R1 Reason found, before the catalogue', reading: { usage, pricedNano: 8 }, costNano: 8 },
		{ name: 'what R1 Reason found, also nothing', reading: { usage, pricedNano: 0 }, costNano: 0 },
		{ name: 'what R1 Reason found, though the tokens are not known', reading: { unknown: 'No counts', pricedNano: 8 }, costNano: 8 },
		{ name: 'at the catalogue’s price', reading: { usage }, costNano: catalogue },
		{ name: 'at the catalogue’s price of its host', reading: { usage }, call: { hostId: 'deepseek' }, costNano: catalogue },
	])('$name', ({ reading, call: change, costNano }) => {
		expect(settledCost(reading, call(change)).costNano).toBe(costNano);
	});

	test.each<{ name: string; reading: ItemReading; call?: Partial<SettledCall>; reason: string }>([
		{ name: 'the tokens are not known', reading: { unknown: 'No counts' }, reason: 'No counts. The reservation is charged in full' },
		{
			name: 'the tokens are not known, and R1 Reason could not price them',
			reading: { unknown: 'No counts', pricedNano: 'unknown' },
			reason: 'No counts. The reservation is charged in full',
		},
		{
			name: 'the host charges pieces beside the tokens, also where a price is given',
			reading: { usage: { ...usage, apart: 'Two searches by the piece' } },
			call: { model: 'my-model' },
			reason: 'Two searches by the piece. The reservation is charged in full',
		},
		{
			name: 'R1 Reason found no price: the catalogue’s is not taken instead',
			reading: { usage, pricedNano: 'unknown' },
			reason:
				'No price is known for "deepseek-flash" at that moment: give it under Prices in Check and Reserve. The reservation is charged in full',
		},
		{
			name: 'R1 Reason found no price, and no model is named',
			reading: { usage, pricedNano: 'unknown' },
			call: { model: undefined },
			reason:
				'No price is known for the model at that moment: give it under Prices in Check and Reserve. The reservation is charged in full',
		},
		{
			name: 'nobody names the model',
			reading: { usage },
			call: { model: undefined },
			reason: 'The item does not name the model: choose it under Options, Model. The reservation is charged in full',
		},
		{
			name: 'the catalogue has no price',
			reading: { usage },
			call: { model: 'made-up' },
			reason:
				'No price is known for "made-up" at that moment: give it under Prices in Check and Reserve. The reservation is charged in full',
		},
		{
			name: 'the catalogue has no price of that host',
			reading: { usage },
			call: { hostId: 'openrouter' },
			reason:
				'No price is known for "deepseek-flash" at that moment: give it under Prices in Check and Reserve. The reservation is charged in full',
		},
	])('in full where $name', ({ reading, call: change, reason }) => {
		expect(settledCost(reading, call(change))).toEqual({ costNano: 'unknown', reason });
	});

	test('nothing, and says why, where it was never sent', () => {
		expect(settledCost({ usage, uncharged: true }, call())).toEqual({
			costNano: 0,
			reason: 'The call was not sent or was refused: nothing is charged',
		});
	});
});
