import type { INodeProperties } from 'n8n-workflow';
import { baseline, connections, several } from './hosts';

/** The models of Several, One After the Other. */
export const modelsField: INodeProperties = {
	displayName: 'Models',
	name: 'models',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Model',
	default: {
		entries: [
			{ host: 'r1DeepSeekApi', model: 'deepseek-flash' },
			{ host: 'r1OpenAiApi', model: 'gpt-6.1-terra' },
		],
	},
	description: 'The first one is asked; the next ones only when the one before failed in a way chosen under Fall Back On',
	displayOptions: { show: { host: [several] } },
	options: [
		{
			displayName: 'Model',
			name: 'entries',
			values: [
				{ displayName: 'Connect To', name: 'host', type: 'options', default: 'r1DeepSeekApi', options: [...connections, baseline] },
				{ displayName: 'Model ID', name: 'model', type: 'string', default: '', placeholder: 'e.g. deepseek-v4-pro' },
			],
		},
	],
};
