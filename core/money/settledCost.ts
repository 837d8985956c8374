import { isObject } from '../json';
import { costOf } from './cost';
import { costAtOwnPrice, type OwnPrice } from './dearestCase';
import type { ItemReading } from './usage';

/** What a call is charged, in nano-dollars; unknown, with the reason, charges the reservation in full. */
export interface Cost {
	costNano: number | 'unknown';
	reason?: string;
}

export interface SettledCall {
	model?: string;
	hostId?: string;
	at: Date;
	/** The prices that the reservation was made with, by the model's name in small letters. */
	prices: ReadonlyMap<string, OwnPrice>;
	/** The attempts on an item of R1 Reason: at one's own price only where one model made them all. */
	attempts?: unknown;
}

/**
 * In this order: the cost that the host itself says, the price that the reservation was made with, the cost that R1 Reason
 * found, the catalogue's price. What R1 Reason calls unknown is never worked out anew from the catalogue.
 */
export function settledCost(reading: ItemReading, call: SettledCall): Cost {
	if (reading.uncharged) return { costNano: 0, reason: 'The call was not sent or was refused: nothing is charged' };
	const { pricedNano } = reading;
	if ('unknown' in reading) return typeof pricedNano === 'number' ? { costNano: pricedNano } : inFull(reading.unknown);
	const { usage } = reading;
	if (usage.costNano !== undefined) return { costNano: usage.costNano };
	if (usage.apart !== undefined) return inFull(usage.apart);
	const { model, hostId, at, prices, attempts } = call;
	const price = prices.get((model ?? '').toLowerCase());
	if (price && isOneModel(attempts)) return { costNano: costAtOwnPrice(usage, price, model ?? '') };
	if (pricedNano !== undefined) return pricedNano === 'unknown' ? inFull(noPrice(model)) : { costNano: pricedNano };
	if (model === undefined) return inFull('The item does not name the model: choose it under Options, Model');
	const costNano = costOf(usage, model, at, hostId);
	return costNano === 'unknown' ? inFull(noPrice(model)) : { costNano };
}

const inFull = (reason: string): Cost => ({ costNano: 'unknown', reason: `${reason}. The reservation is charged in full` });

const noPrice = (model = '') =>
	`No price is known for ${model ? `"${model}"` : 'the model'} at that moment: give it under Prices in Check and Reserve`;

function isOneModel(attempts: unknown): boolean {
	const models = Array.isArray(attempts) ? attempts.filter(isObject).map(({ model }) => model) : [];
	return new Set(models).size <= 1;
}
