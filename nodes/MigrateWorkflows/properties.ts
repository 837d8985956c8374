import type { INodeProperties } from 'n8n-workflow';

const show = (...operation: string[]) => ({ displayOptions: { show: { operation } } });

const only: INodeProperties = {
	displayName: 'Only These Workflows',
	name: 'only',
	type: 'string',
	default: '',
	placeholder: 'production, 3kV9fGQ2',
	description: 'IDs of workflows, or for a plan tags, with commas between them; empty for all',
};

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'plan',
		options: [
			{
				name: 'Plan',
				value: 'plan',
				action: 'Plan the change of models',
				description: 'Read the instance and put out one item for each workflow that would change; changes nothing',
			},
			{
				name: 'Apply',
				value: 'apply',
				action: 'Apply a plan',
				description: 'Change the workflows of a plan: save, publish what was live, read back; put an approval before it',
			},
			{
				name: 'Roll Back',
				value: 'rollBack',
				action: 'Roll back what was applied',
				description: 'Bring back what apply changed, where nobody changed it since',
			},
		],
	},
	{
		displayName: 'Target Model',
		name: 'target',
		type: 'string',
		default: '',
		placeholder: 'deepseek-flash',
		description: "Model that language models move to; empty for the replacement that each model's maker names",
		...show('plan'),
	},
	{
		displayName: 'Plan',
		name: 'planItems',
		type: 'json',
		default: '',
		placeholder: "={{ $('Plan').all().map((item) => item.json) }}",
		description:
			'The items of the operation Plan, where a node between (such as one that waits for an approval) does not pass them on; empty to take the input',
		...show('apply'),
	},
	{
		displayName: 'Journal File',
		name: 'journalFile',
		type: 'string',
		default: '',
		placeholder: '/home/node/.n8n-files/migration/plan.journal',
		description:
			'Each step is written here before the next one, and a backup of each workflow beside it. Empty for a file named after the plan in ~/.n8n-files/migration. A run that was cut goes on from its journal.',
		...show('apply'),
	},
	{
		displayName: 'Journal File',
		name: 'journalFile',
		type: 'string',
		default: '',
		required: true,
		placeholder: "={{ $('Apply').first().json.journal }}",
		description: 'The journal that Apply wrote',
		...show('rollBack'),
	},
	{
		displayName: 'Options',
		name: 'planOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Credentials by Type',
				name: 'credentials',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'deepSeekApi=DeepSeek production',
				description: 'One on each line, where the instance has several credentials of a type that a changed node asks for',
			},
			{
				displayName: 'Evidence From',
				name: 'evidenceFile',
				type: 'string',
				default: '',
				placeholder: '/data/audit/report.json',
				description: 'Report of an audit, as JSON, in which the quality check ran: its verdict stands beside each change',
			},
			only,
			{
				displayName: 'Target Base URL',
				name: 'targetBaseUrl',
				type: 'string',
				default: '',
				placeholder: 'https://openrouter.ai/api/v1',
				description: 'Where the target model is served, if not by its maker',
			},
			{
				displayName: 'Targets by Rule',
				name: 'targets',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				placeholder: 'kind:vision: gpt-6-luna',
				description:
					'One rule on each line, the first that fits counts: kind, provider, class (small, medium, large) or tag, joined by commas, then the model. What no rule fits goes to the target model.',
			},
		],
		...show('plan'),
	},
	{
		displayName: 'Options',
		name: 'applyOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Stop After',
				name: 'first',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1,
				description: 'Change so many workflows and no more, to look at them first; the others come out as left to you',
			},
			{
				displayName: 'Workflows a Second',
				name: 'rate',
				type: 'number',
				typeOptions: { minValue: 0.1, numberPrecision: 1 },
				default: 2,
				description: 'How many workflows are changed in a second at most',
			},
		],
		...show('apply'),
	},
	{
		displayName: 'Options',
		name: 'rollBackOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Dry Run',
				name: 'dryRun',
				type: 'boolean',
				default: false,
				description: 'Whether to say only what would be brought back',
			},
			only,
		],
		...show('rollBack'),
	},
];
