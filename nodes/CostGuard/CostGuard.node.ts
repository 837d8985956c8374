import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { execute } from './execute';
import { outputsExpression } from './operations';
import { properties } from './properties';
import { credentialTests } from '../shared/credentialTests';
import { oldCatalogue } from '../shared/hints';

export class CostGuard implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cost Guard',
		name: 'costGuard',
		icon: { light: 'file:costGuard.svg', dark: 'file:costGuard.dark.svg' },
		group: ['transform'],
		version: [1, 1.1, 1.2],
		defaultVersion: 1.2,
		subtitle: '={{ $parameter["operation"] === "budget" ? $parameter["change"] + " " + $parameter["key"] : $parameter["operation"] }}',
		description: 'Keep what models cost inside a budget that concurrent executions and workers cannot overspend',
		defaults: { name: 'Cost Guard' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		credentials: [
			{ name: 'r1LedgerPostgresApi', required: true, testedBy: 'testLedger', displayOptions: { show: { ledger: ['postgres'] } } },
		],
		hints: [oldCatalogue],
		properties,
	};

	methods = { credentialTest: credentialTests };

	execute = execute;
}
