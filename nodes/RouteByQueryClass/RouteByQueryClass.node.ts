import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { execute } from './execute';
import { INPUTS, OUTPUTS } from './outputs';
import { properties } from './properties';

export class RouteByQueryClass implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Route by Query Class',
		name: 'routeByQueryClass',
		icon: { light: 'file:routeByQueryClass.svg', dark: 'file:routeByQueryClass.dark.svg' },
		group: ['transform'],
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle:
			'={{ $parameter["operation"] === "teach" ? "teach" : $parameter["table"] === "own" ? "own routes" : $parameter["table"] === "examples" ? "own categories" : "built-in table" }}',
		description:
			'Send each item to the output for the kind of its query: simple, reasoning, coding, creative or general, without any API call',
		defaults: { name: 'Route by Query Class' },
		usableAsTool: true,
		inputs: INPUTS,
		outputs: OUTPUTS,
		properties,
	};

	execute = execute;
}
