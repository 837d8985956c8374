import { NodeApiError, NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
import { makeBreathe } from '../../core/breathe';
import { describeError } from '../../core/describeError';
import { itemAt } from '../../core/itemAt';

export interface ItemOutcome {
	/** Index of the output that the item leaves by. */
	output: number;
	json: IDataObject;
	binary?: INodeExecutionData['binary'];
}

export interface Lanes {
	/** How many outputs the node has. */
	outputs: number;
	/** Where a failed item goes under Continue On Fail: the node's safe side. */
	failTo?: number;
	/** How many items run at once; results keep the order of the input. */
	concurrency?: number;
}

/**
 * The one item loop of the pack: each item runs once, n8n gets a turn between items, results keep their order and their paired item, and under
 * Continue On Fail one failed item does not lose the others.
 *
 * @throws NodeOperationError or NodeApiError of the first item (by index) that failed, unless Continue On Fail is on.
 */
export async function forEachItem(
	context: IExecuteFunctions,
	{ outputs, failTo = 0, concurrency = 1 }: Lanes,
	run: (item: INodeExecutionData, itemIndex: number) => Promise<ItemOutcome>,
): Promise<INodeExecutionData[][]> {
	const limit = pLimit(concurrency);
	// One or the other: an item that had to breathe after its turn would begin in the turn of the next one.
	const letOthersRun = concurrency > 1 ? onePerTurn() : makeBreathe();
	const keepGoing = context.continueOnFail();
	let firstFailure: { itemIndex: number; error: unknown } | undefined;
	const outcomes = await Promise.all(
		context.getInputData().map((item, itemIndex) =>
			limit(async (): Promise<ItemOutcome | undefined> => {
				await letOthersRun();
				if (firstFailure) return undefined;
				try {
					return await run(item, itemIndex);
				} catch (error) {
					if (!keepGoing) {
						firstFailure ??= { itemIndex, error };
						return undefined;
					}
					return { output: failTo, json: failedJson(context, item, error) };
				}
			}),
		),
	);
	if (firstFailure) throw toNodeError(context, firstFailure.error, firstFailure.itemIndex);

	const lanes = Array.from({ length: outputs }, (): INodeExecutionData[] => []);
	for (const [itemIndex, outcome] of outcomes.entries()) {
		if (!outcome) continue;
		const { output, ...data } = outcome;
		itemAt(lanes, output).push({ ...data, pairedItem: { item: itemIndex } });
	}
	return lanes;
}

/** Lets one caller on in each turn of the event loop: a hundred calls begun at once would hold n8n for a tenth of a second. */
function onePerTurn(): () => Promise<void> {
	let last: Promise<unknown> = Promise.resolve();
	return async () => {
		last = last.then(() => setImmediate());
		await last;
	};
}

/** The error as n8n shows it: message on top, what to do in the description, the item it belongs to. */
export function toNodeError(context: Pick<IExecuteFunctions, 'getNode'>, error: unknown, itemIndex: number) {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	const { message, description } = describeError(error);
	return new NodeOperationError(context.getNode(), message, { itemIndex, description });
}

/**
 * What a failed item carries: the message, and as `details` what to do and what the error knows (its kind, what was paid
 * before it). On the error output n8n recognises such an item by these keys alone and adds those of the input itself; an
 * item with an `error` beside its `json` would lose all but the message.
 */
function failedJson(context: IExecuteFunctions, item: INodeExecutionData, error: unknown): IDataObject {
	const { message, description } = describeError(error);
	const facts = error instanceof Error && 'facts' in error && typeof error.facts === 'object' ? error.facts : {};
	const failure = { error: message, details: { ...(description ? { description } : {}), ...facts } };
	return context.getNode().onError === 'continueErrorOutput' ? failure : { ...item.json, ...failure };
}
