import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { credentialTests } from '../shared/credentialTests';
import { chosenModel, hints } from '../shared/hints';
import { hostsBut } from '../shared/hosts';
import { onceShadowIsNamed } from '../shared/shadowOption';
import { properties } from './properties';

/** What it does loads on first use, so that n8n starts no slower. */
export class R1Reason implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'R1 Reason',
		name: 'r1Reason',
		icon: { light: 'file:r1Reason.svg', dark: 'file:r1Reason.dark.svg' },
		group: ['transform'],
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle: `={{ $parameter["host"] === "several" ? "several models" : ${chosenModel} }}`,
		description: 'Ask a reasoning model and get its answer, its thinking and what it cost, on any host',
		defaults: { name: 'R1 Reason' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		hints,
		// Not marked as required, since with several hosts only those are needed that the list names; the run says which is
		// missing. By `hide`: the editor takes a field that `show` names for a choice of authentication and leaves it out of
		// the panel. Written out here, where n8n's linter looks for who tests a credential.
		credentials: [
			{
				name: 'r1DeepSeekApi',
				displayName: 'DeepSeek',
				testedBy: 'testEndpoint',
				displayOptions: { hide: { host: hostsBut('r1DeepSeekApi') } },
			},
			{ name: 'r1OpenAiApi', displayName: 'OpenAI', testedBy: 'testEndpoint', displayOptions: { hide: { host: hostsBut('r1OpenAiApi') } } },
			{
				name: 'r1CompatibleApi',
				displayName: 'OpenAI-Compatible Endpoint',
				testedBy: 'testEndpoint',
				displayOptions: { hide: { host: hostsBut('r1CompatibleApi') } },
			},
			{
				name: 'r1BaselineApi',
				displayName: 'R1 Baseline Endpoint',
				testedBy: 'testEndpoint',
				displayOptions: { hide: { host: hostsBut() } },
			},
			{ name: 'r1ShadowApi', displayName: 'R1 Shadow Endpoint', testedBy: 'testEndpoint', displayOptions: onceShadowIsNamed },
			{ name: 'r1LedgerPostgresApi', testedBy: 'testLedger', displayOptions: { show: { 'options.ledger': ['postgres'] } } },
		],
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

	async execute(this: IExecuteFunctions) {
		const { execute } = await import('./execute');
		return await execute.call(this);
	}
}
