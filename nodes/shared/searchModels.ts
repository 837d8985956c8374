import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { endpointOfCredential } from './endpointOfCredential';
import { networkFetchOf } from './networkFetchOf';
import { listModels } from '../../core/reason/listModels';
import { describeModel } from './describeModel';

/** The models that the endpoint serves now, those that match the search. */
export async function searchModels(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const type = String(this.getCurrentNodeParameter('host') ?? 'r1DeepSeekApi');
	const endpoint = endpointOfCredential(type, await this.getCredentials(type));
	const network = await networkFetchOf(this);
	const names = await listModels(endpoint, network.fetch).finally(() => network.close());
	const wanted = filter.trim().toLowerCase();
	return {
		results: names
			.filter((name) => name.toLowerCase().includes(wanted))
			.map((name) => ({ name, value: name, ...describeModel(name, endpoint, new Date()) })),
	};
}
