import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { hints } from '../shared/hints';
import { credentials, properties } from './properties';

/** What it does loads on first use, so that n8n starts no slower. */
export class R1Reason implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'R1 Reason',
		name: 'r1Reason',
		icon: { light: 'file:r1Reason.svg', dark: 'file:r1Reason.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["model"]?.value ?? "several models" }}',
		description: 'Ask a reasoning model and get its answer, its thinking and what it cost, on any host',
		defaults: { name: 'R1 Reason' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
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
		credentialTest: {
			async testLedger(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
				const { testLedger } = await import('../shared/testLedger');
				return await testLedger.call(this, credential);
			},
		},
	};

	async execute(this: IExecuteFunctions) {
		const { execute } = await import('./execute');
		return await execute.call(this);
	}
}
