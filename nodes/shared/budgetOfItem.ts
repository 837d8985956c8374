import type { IDataObject } from 'n8n-workflow';

/** What Check and Reserve of Cost Guard wrote onto an item. */
export interface ItemBudget {
	reservationId?: string;
	/** The output limit that was reserved. */
	maxOutputTokens?: number;
}

/** Undefined for items that do not come from Cost Guard. */
export function budgetOfItem({ budget }: IDataObject): ItemBudget | undefined {
	if (typeof budget !== 'object' || budget === null) return undefined;
	const { reservationId, maxOutputTokens } = budget as IDataObject;
	const id = typeof reservationId === 'string' && /^r1_/.test(reservationId) ? reservationId : undefined;
	const limit =
		typeof maxOutputTokens === 'number' && Number.isSafeInteger(maxOutputTokens) && maxOutputTokens > 0 ? maxOutputTokens : undefined;
	return id === undefined ? undefined : { reservationId: id, maxOutputTokens: limit };
}

/** The smaller of what is set on the node and what was reserved: more would overspend the reservation. */
export function limitWithin(set: number | undefined, item: ItemBudget | undefined): number | undefined {
	const reserved = item?.maxOutputTokens;
	return reserved === undefined ? set : Math.min(set ?? Infinity, reserved);
}
