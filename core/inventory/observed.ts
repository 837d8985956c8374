import { hostOf } from '../reason/destination';
import { describeError } from '../describeError';
import type { Endpoint } from '../reason/endpoint';
import { listModels } from '../reason/listModels';
import type { FileProblem } from '../fileProblem';

/** What an endpoint itself says that it serves. */
export interface ModelList {
	/** Host id of the catalogue. */
	host: string;
	names: ReadonlySet<string>;
	/** Day on which it was asked. */
	on: string;
}

const bare = (name: string) =>
	name
		.trim()
		.toLowerCase()
		.replace(/^models\//, '');

/** Asks each endpoint for its list of models; one that gives none is told in `remarks`. */
export async function readModelLists(
	endpoints: readonly Endpoint[],
	send: typeof fetch,
	now: Date,
	remarks: FileProblem[],
): Promise<ModelList[]> {
	const lists = await Promise.all(
		endpoints.map(async (endpoint) => {
			try {
				const names = await listModels(endpoint, send);
				return [{ host: hostOf(endpoint).id, names: new Set(names.map(bare)), on: now.toISOString().slice(0, 10) }];
			} catch (error) {
				const { message, description = '' } = describeError(error);
				remarks.push({
					file: new URL(endpoint.baseURL).host,
					reason: `Its list of models could not be read: ${message}. ${description}`.trim(),
				});
				return [];
			}
		}),
	);
	return lists.flat();
}

/** Whether the endpoint that a reference calls lists its model; nothing where its list was not read, or its model is not known. */
export function observedOf(
	{ provider, model, form }: { provider: string; model: string; form: string },
	lists: readonly ModelList[],
): { listed: boolean; listedOn: string } | undefined {
	const list = lists.find(({ host }) => host === provider && host !== 'unknown');
	if (!list || model === '' || form === 'dynamic' || form === 'assistant') return undefined;
	return { listed: list.names.has(bare(model)), listedOn: list.on };
}
