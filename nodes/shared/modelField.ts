import type { INodeProperties } from 'n8n-workflow';

/** Each host has a default of its own, so that the first click works. */
export const modelField = (host: string, mode: 'id' | 'list', value: string): INodeProperties => ({
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	default: { mode, value },
	required: true,
	description: 'The list is read live from the endpoint',
	displayOptions: { show: { host: [host] } },
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchModels', searchable: true } },
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. deepseek-flash' },
	],
});
