import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { baseline, connections, hostOptions, hostsBut } from '../shared/hosts';
import { options } from '../shared/reasonOptions';
import { modelField } from '../shared/modelField';
import { modelsField } from '../shared/modelsField';
import { onceShadowIsNamed } from '../shared/shadowOption';

const used = [
	'askAgain',
	'budgets',
	'effort',
	'extraBody',
	'fallBackOn',
	'languages',
	'ledger',
	'ledgerFile',
	'limits',
	'maxTokens',
	'price',
	'retries',
	'seed',
	'shadow',
	'silenceTimeout',
	'temperature',
	'thinking',
	'topP',
	'totalTimeout',
	'whenChinese',
];

/** Options that only agents need. */
const ofAgents: INodeProperties[] = [
	{
		displayName: 'Calls of Tools',
		name: 'toolForm',
		type: 'options',
		default: 'auto',
		description: 'How tools are offered to the model',
		options: [
			{
				name: 'As the Model Can',
				value: 'auto',
				description: 'In the prompt for the first weights of R1 and their distills, by the API for all others',
			},
			{ name: 'By the API', value: 'native' },
			{
				name: 'In the Prompt',
				value: 'prompt',
				description:
					"The tools are described in the user's turn and their calls read from the answer, for models and servers without tools",
			},
		],
	},
	{
		displayName: 'Context Tokens',
		name: 'contextTokens',
		type: 'number',
		typeOptions: { minValue: 1000 },
		default: 131072,
		description:
			'How many tokens the model takes, prompt and answer together; old results of tools are shortened before it is full. Where it is not set, what is known of the model.',
	},
	{
		displayName: 'Recovered Calls That Write',
		name: 'recoveredWrites',
		type: 'options',
		default: 'approve',
		description: 'What happens with a call of one of the Tools That Write that the server left in the text of an answer',
		options: [
			{
				name: 'Ask for Approval',
				value: 'approve',
				description: 'The agent ends with the call and makes it when the user replies "approve"',
			},
			{ name: 'Make Them', value: 'run' },
			{ name: 'Refuse', value: 'refuse', description: 'The model is told once to call the tool the right way' },
		],
	},
	{
		displayName: 'Tools That Write',
		name: 'writingTools',
		type: 'string',
		default: '',
		placeholder: 'Send Mail, Create Order',
		description:
			'Names of tools that change something, with commas between: they count as a loop one call earlier, and see Recovered Calls That Write',
	},
	{
		displayName: 'Stop Loops',
		name: 'stopLoops',
		type: 'boolean',
		default: true,
		description:
			'Whether a model that repeats the same calls of tools with the same results (three times, or two in turn twice), or only thinks, is told so, and the agent ended with the reason if it goes on',
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
].sort((first, second) => first.displayName.localeCompare(second.displayName));

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
	modelsField,
	{ ...options, options: optionsOfModel },
];

export const credentials: INodeCredentialDescription[] = [
	// Not marked as required, since with several hosts only those are needed that the list names; the run says which is missing.
	...connections.map(({ value, name }) => ({
		name: value,
		displayName: name,
		testedBy: 'testEndpoint',
		displayOptions: { hide: { host: hostsBut(value) } },
	})),
	{ name: baseline.value, displayName: baseline.name, testedBy: 'testEndpoint', displayOptions: { hide: { host: hostsBut() } } },
	{ name: 'r1ShadowApi', displayName: 'R1 Shadow Endpoint', testedBy: 'testEndpoint', displayOptions: onceShadowIsNamed },
	{ name: 'r1LedgerPostgresApi', testedBy: 'testLedger', displayOptions: { show: { 'options.ledger': ['postgres'] } } },
];
