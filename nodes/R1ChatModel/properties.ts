import type { INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { connections, hostsBut } from '../shared/hosts';
import { options } from '../shared/reasonOptions';
import { modelField } from '../shared/modelField';
import { shadowCredential, shadowOption } from '../shared/shadow';

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

/** Options that only agents need. */
const ofAgents: INodeProperties[] = [
	{
		displayName: 'Stop Loops',
		name: 'stopLoops',
		type: 'boolean',
		default: true,
		description:
			'Whether a model that repeats the same calls of tools with the same results (three times, or two in turn twice) is told so, and the agent ended with the reason if it goes on',
	},
	{
		displayName: 'When the Budget Ends',
		name: 'whenBudgetEnds',
		type: 'options',
		default: 'answer',
		description: 'What an agent does that has called tools when the next request no longer fits into a budget',
		options: [
			{ name: 'Answer With What It Has', value: 'answer', description: 'The answer says that the budget ended, and what the tools gave' },
			{ name: 'Fail', value: 'error' },
		],
	},
];

const optionsOfModel = [
	...(options.options ?? []).filter((option): option is INodeProperties => 'type' in option && used.includes(option.name)),
	...ofAgents,
	shadowOption,
].sort((first, second) => first.displayName.localeCompare(second.displayName));

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
	{ ...options, options: optionsOfModel },
];

/** n8n's check takes conditions here as it does for fields; its type for credentials leaves them out. */
const onceShadowIsNamed = {
	show: { 'options.shadow.entry.model': [{ _cnd: { exists: true } }] },
} as unknown as INodeCredentialDescription['displayOptions'];

export const credentials: INodeCredentialDescription[] = [
	...connections.map(({ value }) => ({
		name: value,
		testedBy: 'testEndpoint',
		required: true,
		displayOptions: { hide: { host: hostsBut(value) } },
	})),
	{ name: shadowCredential, testedBy: 'testEndpoint', displayOptions: onceShadowIsNamed },
	{ name: 'r1LedgerPostgresApi', testedBy: 'testLedger', displayOptions: { show: { 'options.ledger': ['postgres'] } } },
];
