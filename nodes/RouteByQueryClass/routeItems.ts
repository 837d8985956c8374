import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { correctionsFile } from './correctionsFile';
import { forEachItem } from '../shared/forEachItem';
import type { Adaptation } from '../../core/classify/classify';
import { opinionPrompt, readOpinion } from '../../core/classify/opinion';
import { parseAdaptation, type Options } from '../../core/classify/parameters';
import { readOptions, readTable } from './parameters';
import { queryAt } from './queryAt';
import { textOf } from '../../core/classify/query';
import { NoModel, routeItem, type AskOpinion } from '../../core/classify/routeItem';
import { inWordsOf } from '../../core/parseFields';
import { properties } from './properties';
import { overlaps } from '../../core/classify/routes';

/** Opinions are asked for at once for this many items. */
const CONCURRENCY = 5;

export async function routeItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = new Date();
	const { routes, secondOpinion } = readTable(context, now);
	for (const overlap of overlaps(routes)) context.logger.info(overlap);
	const ask = secondOpinion ? await connectedModel(context) : undefined;
	const read = adaptationReader(context);

	return await forEachItem(
		context,
		{ outputs: routes.length + 2, failTo: routes.length, concurrency: secondOpinion ? CONCURRENCY : 1 },
		async (item, itemIndex) => {
			const options = readOptions(context, itemIndex, item.json);
			const { output, route } = await routeItem({
				query: queryAt(context, itemIndex, item.json),
				mimeTypes: Object.values(item.binary ?? {}).map(({ mimeType }) => mimeType),
				routes,
				options,
				adaptation: await read(options),
				now,
				ask,
			});
			return { output, json: { ...item.json, route }, binary: item.binary };
		},
	);
}

interface ChatModel {
	invoke(messages: Array<{ role: string; content: string }>, options?: { signal?: AbortSignal }): Promise<{ content: unknown }>;
}

const isChatModel = (value: unknown): value is ChatModel =>
	typeof value === 'object' && value !== null && 'invoke' in value && typeof value.invoke === 'function';

async function connectedModel(context: IExecuteFunctions): Promise<AskOpinion> {
	const connected: unknown = await context.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, 0);
	const model: unknown = Array.isArray(connected) ? connected[0] : connected;
	if (!isChatModel(model)) return () => Promise.reject(new NoModel());
	return async (question) => {
		const { content } = await model.invoke(opinionPrompt(question), { signal: context.getExecutionCancelSignal() });
		return readOpinion(textOf(content));
	};
}

/** Reads each file of corrections once a run. */
function adaptationReader(context: IExecuteFunctions): (options: Options) => Promise<Adaptation | undefined> {
	const known = new Map<unknown, Adaptation | undefined>();
	return async ({ adaptation, adaptationFile }) => {
		const key = adaptationFile || adaptation;
		if (!known.has(key)) {
			const given = adaptationFile ? await correctionsFile(context, adaptationFile) : adaptation;
			known.set(
				key,
				inWordsOf(properties, () => parseAdaptation(given)),
			);
		}
		return known.get(key);
	};
}
