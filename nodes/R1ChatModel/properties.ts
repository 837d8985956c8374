import type { INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { connections, hostsBut } from '../R1Reason/hosts';
import { options } from '../R1Reason/options';
import { model } from '../R1Reason/properties';

const used = [
	'budgets',
	'effort',
	'extraBody',
	'ledger',
	'ledgerFile',
	'maxTokens',
	'price',
	'retries',
	'seed',
	'silenceTimeout',
	'temperature',
	'thinking',
	'topP',
	'totalTimeout',
];

const hostOptions: INodePropertyOptions[] = [...connections];

export const properties: INodeProperties[] = [
	{
		displayName: 'Connect To',
		name: 'host',
		type: 'options',
		noDataExpression: true,
		default: 'r1DeepSeekApi',
		options: hostOptions,
	},
	model('r1DeepSeekApi', 'id', 'deepseek-flash'),
	model('r1OpenAiApi', 'id', 'gpt-6.1-terra'),
	model('r1CompatibleApi', 'list', ''),
	{ ...options, options: options.options?.filter(({ name }) => used.includes(name)) } as INodeProperties,
];

export const credentials: INodeCredentialDescription[] = [
	...connections.map(({ value }) => ({ name: value, required: true, displayOptions: { hide: { host: hostsBut(value) } } })),
	{ name: 'r1LedgerPostgresApi', testedBy: 'testLedger', displayOptions: { show: { 'options.ledger': ['postgres'] } } },
];
