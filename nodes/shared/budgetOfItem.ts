import type { IDataObject } from 'n8n-workflow';

/** What Check and Reserve of Cost Guard wrote onto an item. */
export interface ItemBudget {
	reservationId?: string;
	/** The output limit that was reserved. */
	maxOutputTokens?: number;
	/** What becomes of the lease if nobody settles. */
	onExpiry?: 'auto' | 'charge' | 'free';
	/** The ledger of the reservation: a name for a file, nothing for PostgreSQL, whose credential the node must have. */
	ledger?: { store: 'sqlite' | 'postgres'; name: string };
}

/** Undefined for items that do not come from Cost Guard. */
export function budgetOfItem({ budget }: IDataObject): ItemBudget | undefined {
	if (typeof budget !== 'object' || budget === null) return undefined;
	const { reservationId, maxOutputTokens, onExpiry, ledger } = budget as IDataObject;
	const id = typeof reservationId === 'string' && /^r1_/.test(reservationId) ? reservationId : undefined;
	const limit =
		typeof maxOutputTokens === 'number' && Number.isSafeInteger(maxOutputTokens) && maxOutputTokens > 0 ? maxOutputTokens : undefined;
	if (id === undefined) return undefined;
	return { reservationId: id, maxOutputTokens: limit, onExpiry: ends.find((end) => end === onExpiry), ledger: placeOf(ledger) };
}

const ends = ['auto', 'charge', 'free'] as const;

function placeOf(ledger: IDataObject[string]): ItemBudget['ledger'] {
	if (typeof ledger !== 'object' || ledger === null) return undefined;
	const { store, name } = ledger as IDataObject;
	if (store !== 'sqlite' && store !== 'postgres') return undefined;
	return { store, name: typeof name === 'string' ? name : '' };
}

/** The smaller of what is set on the node and what was reserved: more would overspend the reservation. */
export function limitWithin(set: number | undefined, item: ItemBudget | undefined): number | undefined {
	const reserved = item?.maxOutputTokens;
	return reserved === undefined ? set : Math.min(set ?? Infinity, reserved);
}
