import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { makeSorter } from '../../core/classify/own/categories';
import { parseTaughtExamples, withTaught, type OwnCategory } from '../../core/classify/own/parameters';
import { sortItem } from '../../core/classify/own/sortItem';
import { forEachItem } from '../shared/forEachItem';
import { correctionsFile } from './correctionsFile';
import { readCategories, readOptions } from './parameters';
import { queryAt } from './queryAt';

/** Sends each item to the category whose examples it is nearest to. The categories are the same for all items. */
export async function sortItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const categories = await categoriesOf(context);
	const sorter = makeSorter(categories);
	return await forEachItem(context, { outputs: categories.length + 1, failTo: categories.length }, async (item, itemIndex) => {
		const { output, route } = sortItem(queryAt(context, itemIndex, item.json), categories, sorter);
		return { output, json: { ...item.json, route }, binary: item.binary };
	});
}

async function categoriesOf(context: IExecuteFunctions): Promise<OwnCategory[]> {
	const own = readCategories(context);
	const { adaptation, adaptationFile } = readOptions(context, 0);
	if (!adaptation && !adaptationFile) return own;
	const taught = parseTaughtExamples(adaptationFile ? await correctionsFile(context, adaptationFile) : adaptation);
	if (!taught) {
		throw Object.assign(new Error('Taught Corrections holds no examples of categories'), {
			description: 'Teach with Teach set to My Categories, or remove the option.',
		});
	}
	const { categories, unknown } = withTaught(own, taught);
	if (unknown.length > 0) context.logger.warn(`Taught examples of ${unknown.join(', ')} are not used: no category has that name`);
	return categories;
}
