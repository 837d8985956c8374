import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { messageOf } from '../../core/describeError';
import { filesOf } from '../shared/files';
import { toNodeError } from '../shared/forEachItem';
import { isQueryClass, QUERY_CLASSES } from '../../core/classify/classes';
import { queryOf } from '../../core/classify/facts';
import { questionOf } from '../../core/classify/question';
import { teach, type LabelledQuery } from '../../core/classify/teach';

/** Takes all items as labelled rows and puts out one item: the corrections, and the error before and after. */
export async function teachItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const pairedItem = items.map((_, item) => ({ item }));
	try {
		const { adaptation, ...figures } = teach(items.map((_, itemIndex) => labelledItem(context, itemIndex)));
		if (context.getNodeParameter('saveTo', 0, 'item') !== 'file') return [[{ json: { adaptation, ...figures }, pairedItem }]];
		const filePath = String(context.getNodeParameter('filePath', 0, ''));
		await filesOf(context).write(filePath, `${JSON.stringify({ adaptation, ...figures })}\n`);
		return [[{ json: { filePath, ...figures }, pairedItem }]];
	} catch (error) {
		if (context.continueOnFail()) return [[{ json: { error: messageOf(error) }, pairedItem }]];
		throw error instanceof NodeOperationError ? error : toNodeError(context, error, 0);
	}
}

function labelledItem(context: IExecuteFunctions, itemIndex: number): LabelledQuery {
	const query = queryOf(context.getNodeParameter('query', itemIndex, ''));
	const label = String(context.getNodeParameter('label', itemIndex, '') ?? '')
		.trim()
		.toLowerCase();
	const known = `Known classes are ${QUERY_CLASSES.join(', ')}.`;
	if (!isQueryClass(label)) throw Object.assign(new Error(`Item ${itemIndex} has the unknown class “${label}”`), { description: known });
	if (questionOf(query).trim() === '')
		throw Object.assign(new Error(`Item ${itemIndex} has no query`), { description: 'Check the expression in Query.' });
	return { query, queryClass: label };
}
