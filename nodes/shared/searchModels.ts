import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { endpointOfCredential } from './endpointOfCredential';
import { networkFetchOf } from './networkFetchOf';
import { listModels } from '../../core/reason/listModels';
import { describeModel } from './describeModel';

/** The models that the endpoint of a credential serves now, those that match the search. */
async function modelsOf(context: ILoadOptionsFunctions, type: string, filter: string): Promise<INodeListSearchResult> {
	const endpoint = endpointOfCredential(type, await context.getCredentials(type));
	const network = await networkFetchOf(context);
	const names = await listModels(endpoint, network.fetch).finally(() => network.close());
	const wanted = filter.trim().toLowerCase();
	return {
		results: names
			.filter((name) => name.toLowerCase().includes(wanted))
			.map((name) => ({ name, value: name, ...describeModel(name, endpoint, new Date()) })),
	};
}

const chosen = (context: ILoadOptionsFunctions, field: string) => String(context.getCurrentNodeParameter(field) ?? '');

export async function searchModels(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	return await modelsOf(this, chosen(this, 'host') || 'r1DeepSeekApi', filter);
}

export async function searchCandidateModels(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	return await modelsOf(this, chosen(this, 'candidateCredential') || 'r1CompatibleApi', filter);
}

export async function searchBaselineModels(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const type = chosen(this, 'baselineCredential');
	return await modelsOf(this, type === 'same' ? chosen(this, 'candidateCredential') : type, filter);
}
