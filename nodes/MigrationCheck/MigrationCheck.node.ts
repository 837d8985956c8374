import { NodeConnectionTypes, type ILoadOptionsFunctions, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { credentialTests } from '../shared/credentialTests';
import { oldCatalogue } from '../shared/hints';
import { execute } from './execute';
import { credentials, properties } from './properties';

export class MigrationCheck implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Migration Check',
		name: 'migrationCheck',
		icon: { light: 'file:migrationCheck.svg', dark: 'file:migrationCheck.dark.svg' },
		group: ['transform'],
		version: [1, 1.1, 1.2],
		defaultVersion: 1.2,
		subtitle: '={{ $parameter["operation"] }}',
		description: 'Check whether workflows can move from one language model to another, with evidence',
		defaults: { name: 'Migration Check' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		hints: [oldCatalogue],
		properties,
	};

	methods = {
		credentialTest: credentialTests,
		listSearch: {
			async searchCandidateModels(this: ILoadOptionsFunctions, filter?: string) {
				const { searchCandidateModels } = await import('../shared/searchModels');
				return await searchCandidateModels.call(this, filter);
			},
			async searchBaselineModels(this: ILoadOptionsFunctions, filter?: string) {
				const { searchBaselineModels } = await import('../shared/searchModels');
				return await searchBaselineModels.call(this, filter);
			},
		},
	};

	execute = execute;
}
