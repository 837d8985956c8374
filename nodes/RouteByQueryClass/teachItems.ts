import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { messageOf } from '../../core/describeError';
import { filesOf } from '../shared/files';
import { toNodeError } from '../shared/forEachItem';
import { isQueryClass, QUERY_CLASSES } from '../../core/classify/classes';
import { wholeText } from '../../core/classify/facts';
import { readLabel, readTeaching } from './parameters';
import { queryAt } from './queryAt';
import { makeSorter } from '../../core/classify/own/categories';
import type { TaughtExample } from '../../core/classify/own/parameters';
import { teach, type LabelledQuery } from '../../core/classify/teach';
import { itemAt } from '../../core/itemAt';

/** Takes all items as labelled rows and puts out one item: the corrections, and the error before and after. */
export async function teachItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const pairedItem = items.map((_, item) => ({ item }));
	try {
		const { teachFor, saveTo, filePath } = readTeaching(context);
		const { adaptation, ...figures } =
			teachFor === 'examples'
				? teachCategories(items.map((_, itemIndex) => exampleItem(context, itemIndex)))
				: teach(items.map((_, itemIndex) => labelledItem(context, itemIndex)));
		if (saveTo === 'item') return [[{ json: { adaptation, ...figures }, pairedItem }]];
		await filesOf(context).write(filePath, `${JSON.stringify({ adaptation, ...figures })}\n`);
		return [[{ json: { filePath, ...figures }, pairedItem }]];
	} catch (error) {
		if (context.continueOnFail()) return [[{ json: { error: messageOf(error) }, pairedItem }]];
		throw error instanceof NodeOperationError ? error : toNodeError(context, error, 0);
	}
}

function labelledItem(context: IExecuteFunctions, itemIndex: number): LabelledQuery {
	const query = queryAt(context, itemIndex, itemAt(context.getInputData(), itemIndex).json);
	const label = readLabel(context, itemIndex).toLowerCase();
	const known = `Known classes are ${QUERY_CLASSES.join(', ')}.`;
	if (!isQueryClass(label)) throw Object.assign(new Error(`Item ${itemIndex} has the unknown class “${label}”`), { description: known });
	if (!/\S/.test(wholeText(query)))
		throw Object.assign(new Error(`Item ${itemIndex} has no query`), { description: 'Check the expression in Query.' });
	return { query, queryClass: label };
}

function exampleItem(context: IExecuteFunctions, itemIndex: number): TaughtExample {
	const category = readLabel(context, itemIndex);
	const text = wholeText(queryAt(context, itemIndex, itemAt(context.getInputData(), itemIndex).json));
	if (category === '')
		throw Object.assign(new Error(`Item ${itemIndex} has no category`), { description: 'Check the expression in Right Class.' });
	if (!/\S/.test(text)) throw Object.assign(new Error(`Item ${itemIndex} has no query`), { description: 'Check the expression in Query.' });
	return { category, text };
}

/** The examples as they are, with the error that they make when they are left out one at a time. */
function teachCategories(examples: TaughtExample[]) {
	const categories = new Map<string, { name: string; examples: string[] }>();
	for (const { category, text } of examples) {
		const known = categories.get(category.toLowerCase()) ?? { name: category, examples: [] };
		known.examples.push(text);
		categories.set(category.toLowerCase(), known);
	}
	const { heldOutError, heldOutUnsure } = makeSorter([...categories.values()]);
	return { adaptation: { examples }, rows: examples.length, heldOutError, heldOutUnsure };
}
