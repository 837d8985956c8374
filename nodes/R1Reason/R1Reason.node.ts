import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { testLedger } from '../CostGuard/testLedger';
import { execute } from './execute';
import { hints } from './hints';
import { credentials, properties } from './properties';
import { searchModels } from './searchModels';

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

	methods = { listSearch: { searchModels }, credentialTest: { testLedger } };

	execute = execute;
}
