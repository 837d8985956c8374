import type { Field } from '../field';

export const fields: readonly Field[] = [
	{
		displayName: 'Source of Workflows',
		name: 'source',
		type: 'options',
		default: 'files',
		options: [
			{ name: 'Files', value: 'files', description: 'Exports in files and folders that n8n can read' },
			{ name: 'Items', value: 'items', description: 'Workflows that come in as items, such as from the n8n node' },
			{ name: 'N8n Instance', value: 'instance', description: 'All workflows of an n8n, by its public API' },
		],
	},
	{
		displayName: 'Files or Folders',
		name: 'paths',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: '/data/exports',
		description: 'One on each line: a file with one workflow, an array or a backup, or a folder with such files',
		displayOptions: { show: { source: ['files'] } },
	},
	{
		displayName: 'Instance Address',
		name: 'instanceUrl',
		type: 'string',
		default: '',
		placeholder: 'https://n8n.example.com',
		displayOptions: { show: { source: ['instance'] } },
	},
	{
		displayName: 'Instance API Key',
		name: 'instanceApiKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'From Settings &gt; n8n API; an expression can read it from the environment',
		displayOptions: { show: { source: ['instance'] } },
	},
	{
		displayName: 'Target Model',
		name: 'target',
		type: 'string',
		default: '',
		placeholder: 'deepseek-flash',
		description:
			"Model that language models move to, with which the settings of each node are compared; empty for the replacement that each model's maker names",
	},
	{
		displayName: 'Write Migrated Copies To',
		name: 'fixDir',
		type: 'string',
		default: '',
		placeholder: '/data/migrated',
		description: 'Folder for copies of the workflows with the models replaced, empty for none; the originals are not touched',
	},
	{
		displayName: 'Inventory Options',
		name: 'inventoryOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Evidence From',
				name: 'evidenceFile',
				type: 'string',
				default: '',
				placeholder: '/data/audit/report.json',
				description:
					'A report.json in which the quality check ran: its verdict stands beside each change. A quality check before this one in the workflow is found by itself.',
			},
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
					'One rule on each line, the first that fits counts: kind, provider, class (small, medium, large) or tag, joined by commas, then the model, and @ with an address where it is not its maker who serves it. What no rule fits goes to the target model.',
			},
			{
				displayName: 'Warn Days Before the End',
				name: 'warnDays',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 365,
				description: 'How many days before a model ends its use is a warning',
			},
		],
	},
];
