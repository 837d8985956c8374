import type { INodeProperties } from 'n8n-workflow';

export const properties: INodeProperties[] = [
	{
		displayName: 'Takes the items of one or more Migration Check nodes and gives one item: the verdict as JSON, and the report as files',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: 'Migration report',
		description: 'Headline of the report',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Compare With Binary Field',
				name: 'againstField',
				type: 'string',
				default: '',
				placeholder: 'data',
				hint: 'The name of the input binary field containing the earlier report',
				description: 'Field with an earlier report as JSON; the new one then says what got better and worse',
			},
			{
				displayName: 'Compare With JSON',
				name: 'against',
				type: 'json',
				default: '',
				description: 'An earlier report as JSON; the new one then says what got better and worse',
			},
			{
				displayName: 'Date',
				name: 'date',
				type: 'string',
				default: '',
				placeholder: '2026-12-31',
				description: 'Day that the report names, instead of now',
			},
		],
	},
];
