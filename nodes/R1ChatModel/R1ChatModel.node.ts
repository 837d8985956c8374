import {
	NodeConnectionTypes,
	type ILoadOptionsFunctions,
	type INodeType,
	type INodeTypeDescription,
	type ISupplyDataFunctions,
} from 'n8n-workflow';
import { credentialTests } from '../shared/credentialTests';
import { chosenModel, hints } from '../shared/hints';
import { credentials, properties } from './properties';

export class R1ChatModel implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'R1 Chat Model',
		name: 'r1ChatModel',
		icon: { light: 'file:r1ChatModel.svg', dark: 'file:r1ChatModel.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ ${chosenModel} }}`,
		description: 'Give an AI agent a reasoning model on any host, with its trace sent back where the host wants it, and within a budget',
		defaults: { name: 'R1 Chat Model' },
		inputs: [],
		outputs: [NodeConnectionTypes.AiLanguageModel],
		outputNames: ['Model'],
		hints,
		credentials,
		properties,
	};

	methods = {
		listSearch: {
			async searchModels(this: ILoadOptionsFunctions, filter?: string) {
				const { searchModels } = await import('../shared/searchModels');
				return await searchModels.call(this, filter);
			},
		},
		credentialTest: credentialTests,
	};

	async supplyData(this: ISupplyDataFunctions, itemIndex: number) {
		const { supplyData } = await import('./supplyData');
		return await supplyData.call(this, itemIndex);
	}
}
