import type { INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { connections, hostsBut } from '../shared/hosts';
import { options } from '../shared/reasonOptions';
import { modelField } from '../shared/modelField';

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
	modelField('r1DeepSeekApi', 'id', 'deepseek-flash'),
	modelField('r1OpenAiApi', 'id', 'gpt-6.1-terra'),
	modelField('r1CompatibleApi', 'list', ''),
	{ ...options, options: options.options?.filter(({ name }) => used.includes(name)) } as INodeProperties,
];

export const credentials: INodeCredentialDescription[] = [
	...connections.map(({ value }) => ({
		name: value,
		testedBy: 'testEndpoint',
		required: true,
		displayOptions: { hide: { host: hostsBut(value) } },
	})),
	{ name: 'r1LedgerPostgresApi', testedBy: 'testLedger', displayOptions: { show: { 'options.ledger': ['postgres'] } } },
];
