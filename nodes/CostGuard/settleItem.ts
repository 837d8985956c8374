import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Closed } from '../../core/budget/ledger/close';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { reservedAtOf } from '../../core/budget/ledger/reservationId';
import { nanoOf, usdOf } from '../../core/money/nano';
import { settledCost, type Cost } from '../../core/money/settledCost';
import { isFailure, readUsage, type ItemReading } from '../../core/money/usage';
import type { ItemOutcome } from '../shared/forEachItem';
import { pricesOfBudget, textOfBudget } from './budgetField';
import { read, releaseParameters, settleCost, settleFields, settleParameters } from './parameters';
import { fieldError } from '../shared/parameters';
import { properties } from './properties';
import { sourceNodeOf } from './sourceNode';

/** Settle: charges what the item says that the call cost; the whole reservation, with the reason, where it does not say. */
export async function settleItem(
	context: IExecuteFunctions,
	itemIndex: number,
	item: INodeExecutionData,
	ledger: Ledger,
): Promise<ItemOutcome> {
	const { reservationId, usageFrom, options } = read(context, itemIndex, settleParameters);
	if (!reservationId && passedUnguarded(item)) return unguarded(item);
	const id = given(reservationId);
	const hostId = options.hostId || textOfBudget(item.json, 'hostId');
	const source = { host: hostId, model: options.model || undefined, node: sourceNodeOf(context) };
	const reading: ItemReading | Cost =
		usageFrom === 'item'
			? readUsage(item.json, source)
			: usageFrom === 'fields'
				? fieldsOf(context, itemIndex)
				: costOf(context, itemIndex);
	const model = options.model || ('model' in reading ? reading.model : undefined) || textOfBudget(item.json, 'model');
	const cost: Cost =
		'costNano' in reading
			? reading
			: settledCost(reading, {
					model,
					hostId,
					at: new Date(options.sentAt ?? reservedAtOf(id) ?? Date.now()),
					prices: pricesOfBudget(item.json),
					attempts: item.json.attempts,
				});
	const closed =
		'uncharged' in reading
			? await ledger.release({ reservationId: id })
			: await ledger.settle({ reservationId: id, costNano: cost.costNano, model, answered: !isFailure(item.json) });
	const warning = warningOf(closed, cost);
	if (warning) context.addExecutionHints({ message: warning, type: 'warning', location: 'outputPane' });
	return {
		output: 0,
		json: {
			...item.json,
			settlement: {
				...settlementOf(closed),
				costKnown: cost.costNano !== 'unknown',
				...(cost.reason === undefined ? {} : { reason: cost.reason }),
				...(warning === undefined ? {} : { warning }),
			},
		},
		binary: item.binary,
	};
}

/** A reservation is settled once; whoever settles it again at another cost has two calls on one reservation, or a mistake. */
function warningOf({ changed, costNano: charged }: Closed, { costNano }: Cost): string | undefined {
	if (changed || costNano === 'unknown' || costNano === charged) return undefined;
	return `The reservation was closed before at $${usdOf(charged)}, which stands. This settle says $${usdOf(costNano)}: reserve each call by itself`;
}

const fieldsOf = (context: IExecuteFunctions, itemIndex: number): ItemReading => ({
	usage: { ...read(context, itemIndex, settleFields), reasoningTokens: 'unknown', answerTokens: 'unknown' },
});

const costOf = (context: IExecuteFunctions, itemIndex: number): Cost => ({
	costNano: nanoOf('costUsd', read(context, itemIndex, settleCost).costUsd),
});

/** Release: the call was not sent. */
export async function releaseItem(
	context: IExecuteFunctions,
	itemIndex: number,
	item: INodeExecutionData,
	ledger: Ledger,
): Promise<ItemOutcome> {
	const { reservationId } = read(context, itemIndex, releaseParameters);
	if (!reservationId && passedUnguarded(item)) return unguarded(item);
	const closed = await ledger.release({ reservationId: given(reservationId) });
	return { output: 0, json: { ...item.json, settlement: settlementOf(closed) }, binary: item.binary };
}

/** @throws FieldError where the item has lost it on its way. */
function given(reservationId: string | null): string {
	if (reservationId) return reservationId;
	const where =
		'It is in budget.reservationId of Check and Reserve: name that node in the expression when a node in between drops the field';
	throw fieldError('reservationId', `It is empty for this item, and nothing was charged. ${where}`, properties);
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
