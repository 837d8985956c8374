import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { costOf } from '../../core/money/cost';
import type { ItemOutcome } from '../shared/forEachItem';
import type { Closed } from '../../core/budget/ledger/close';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { nanoOf, usdOf } from '../../core/money/nano';
import { reservedAtOf } from '../../core/budget/ledger/reservationId';
import { read, releaseParameters, settleCost, settleFields, settleParameters } from './parameters';
import { readUsage, type Spent } from '../../core/money/itemUsage';

/** Settle: charges what the item says that the call cost; the whole reservation where it does not say. */
export async function settleItem(
	context: IExecuteFunctions,
	itemIndex: number,
	item: INodeExecutionData,
	ledger: Ledger,
): Promise<ItemOutcome> {
	const { reservationId, usageFrom, options } = read(context, itemIndex, settleParameters);
	if (!reservationId && passedUnguarded(item)) return unguarded(item);
	const spent = spentOf(context, itemIndex, item, usageFrom);
	const model = options.model || spent.model || modelOfBudget(item);
	const sentAt = new Date(options.sentAt ?? reservedAtOf(reservationId ?? '') ?? Date.now());
	const costNano = nanoOfSpent(spent, model, sentAt, options.hostId || undefined);
	const closed = await ledger.settle({ reservationId: reservationId ?? '', costNano, model });
	return {
		output: 0,
		json: { ...item.json, settlement: { ...settlementOf(closed), costKnown: costNano !== 'unknown' } },
		binary: item.binary,
	};
}

/** Release: the call was not sent. */
export async function releaseItem(
	context: IExecuteFunctions,
	itemIndex: number,
	item: INodeExecutionData,
	ledger: Ledger,
): Promise<ItemOutcome> {
	const { reservationId } = read(context, itemIndex, releaseParameters);
	if (!reservationId && passedUnguarded(item)) return unguarded(item);
	const closed = await ledger.release({ reservationId: reservationId ?? '' });
	return { output: 0, json: { ...item.json, settlement: settlementOf(closed) }, binary: item.binary };
}

function spentOf(context: IExecuteFunctions, itemIndex: number, item: INodeExecutionData, usageFrom: 'item' | 'fields' | 'cost'): Spent {
	switch (usageFrom) {
		case 'item':
			return readUsage(item.json);
		case 'fields':
			return { usage: { ...read(context, itemIndex, settleFields), reasoningTokens: 'unknown', answerTokens: 'unknown' } };
		case 'cost':
			return read(context, itemIndex, settleCost);
	}
}

/** A cost that the item names wins over its tokens: R1 Reason has priced every attempt by itself. */
function nanoOfSpent({ costUsd, usage }: Spent, model: string | undefined, at: Date, hostId: string | undefined): number | 'unknown' {
	if (costUsd !== undefined) return nanoOf('Cost (USD)', costUsd);
	return usage && model ? costOf(usage, model, at, hostId) : 'unknown';
}

function modelOfBudget({ json: { budget } }: INodeExecutionData): string | undefined {
	const model = typeof budget === 'object' && budget !== null && 'model' in budget ? budget.model : undefined;
	return typeof model === 'string' ? model : undefined;
}

/** Items that came through while the ledger was away have no reservation to close. */
const passedUnguarded = ({ json: { budget } }: INodeExecutionData) =>
	typeof budget === 'object' && budget !== null && 'guarded' in budget && budget.guarded === false;

const unguarded = (item: INodeExecutionData): ItemOutcome => ({
	output: 0,
	json: { ...item.json, settlement: { reservationId: null, state: 'unguarded', changed: false } },
	binary: item.binary,
});

const settlementOf = ({ reservationId, state, changed, estimateNano, costNano, overrunNano, late }: Closed) => ({
	reservationId,
	state,
	changed,
	estimateUsd: usdOf(estimateNano),
	costUsd: usdOf(costNano),
	givenBackUsd: usdOf(Math.max(0, estimateNano - costNano)),
	overrun: overrunNano > 0,
	overrunUsd: usdOf(overrunNano),
	late,
});
