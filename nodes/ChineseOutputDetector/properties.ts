import type { INodeProperties } from 'n8n-workflow';

const smallestSpan: INodeProperties = {
	displayName: 'Smallest Find (Characters)',
	name: 'smallestSpan',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description: 'Chinese characters from which on a find counts',
};

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'detect',
		options: [
			{ name: 'Detect', value: 'detect', action: 'Detect chinese', description: 'Say where it is and leave the text alone' },
			{
				name: 'Highlight',
				value: 'highlight',
				action: 'Highlight chinese',
				description: 'Also give HTML in which it is marked, for a report or a mail',
			},
			{ name: 'Replace', value: 'replace', action: 'Replace chinese', description: 'Put a placeholder, or nothing, in its place' },
		],
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Field',
		default: {
			entries: [
				{ name: 'answer', severity: 'failure', smallestSpan: 1, smallestShare: 0 },
				{ name: 'thinking', severity: 'warning', smallestSpan: 1, smallestShare: 0 },
			],
		},
		description: 'Each is judged apart; the defaults are the answer and the trace of R1 Reason',
		options: [
			{
				displayName: 'Field',
				name: 'entries',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: 'answer',
						placeholder: 'e.g. choices[0].message.content',
						description: 'Field of the item, by path; a list or an object is searched through',
					},
					{
						displayName: 'Severity',
						name: 'severity',
						type: 'options',
						default: 'failure',
						description: 'What Chinese in this field amounts to',
						options: [
							{ name: 'Failure', value: 'failure' },
							{ name: 'Warning', value: 'warning' },
						],
					},
					smallestSpan,
					{
						displayName: 'Smallest Share (Percent)',
						name: 'smallestShare',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
						default: 0,
						description: "Part of the field's letters that has to be Chinese before it counts",
					},
				],
			},
		],
	},
	{
		displayName: 'Placeholder',
		name: 'placeholder',
		type: 'string',
		default: '[…]',
		description: 'What stands in the place of each find; leave it empty to take the find out',
		displayOptions: { show: { operation: ['replace'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Allowed Terms',
				name: 'allowedTerms',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. 微信',
				description: 'Terms and names that may be there, one a line, or a list from an expression',
			},
			{
				displayName: 'Expected Languages',
				name: 'expectedLanguages',
				type: 'multiOptions',
				default: [],
				description: 'Chinese in an expected script is no find; with Japanese, words that both languages write count as Japanese',
				options: [
					{ name: 'Chinese', value: 'zh' },
					{ name: 'Chinese, Simplified', value: 'zh-Hans' },
					{ name: 'Chinese, Traditional', value: 'zh-Hant' },
					{ name: 'Japanese', value: 'ja' },
				],
			},
			{
				displayName: 'Ignore Code',
				name: 'ignoreCode',
				type: 'boolean',
				default: true,
				description: 'Whether Chinese inside fenced blocks and inline code is allowed',
			},
			{
				displayName: 'Ignore Quotations',
				name: 'ignoreQuotations',
				type: 'boolean',
				default: true,
				description: 'Whether Chinese inside quotation marks and quoted lines is allowed',
			},
			{
				displayName: 'Prompt',
				name: 'prompt',
				type: 'string',
				typeOptions: { rows: 2 },
				default: '={{ $json.prompt ?? $json.chatInput }}',
				description: 'What the user wrote: whatever Chinese is in it may be in the field too',
			},
			{
				displayName: 'Warnings Leave By',
				name: 'warningsLeaveBy',
				type: 'options',
				default: 'found',
				description: 'Output for items with warnings and no failure',
				options: [
					{ name: 'Chinese Found', value: 'found' },
					{ name: 'Clean', value: 'clean' },
				],
			},
		],
	},
];
