import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../../core/json';
import type { OwnPrice } from '../../core/money/dearestCase';

/** Prices of one's own, by the model's name in small letters. */
export type OwnPrices = ReadonlyMap<string, OwnPrice>;

/** A text that Check and Reserve left in the field `budget`. */
export function textOfBudget({ budget }: IDataObject, name: 'model' | 'hostId'): string | undefined {
	const value = isObject(budget) ? budget[name] : undefined;
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The prices that the reservation was made with: the call is settled at them, too. */
export function pricesOfBudget({ budget }: IDataObject): OwnPrices {
	const entries = isObject(budget) && Array.isArray(budget.prices) ? budget.prices.filter(isObject) : [];
	return new Map(
		entries.flatMap(({ model, inputUsdPerMillion, outputUsdPerMillion }): [string, OwnPrice][] =>
			typeof model === 'string' && typeof inputUsdPerMillion === 'number' && typeof outputUsdPerMillion === 'number'
				? [[model.toLowerCase(), { inputUsdPerMillion, outputUsdPerMillion }]]
				: [],
		),
	);
}
