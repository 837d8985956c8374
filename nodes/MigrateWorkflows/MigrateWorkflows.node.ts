import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { credentialTests } from '../shared/credentialTests';
import { execute } from './execute';
import { properties } from './properties';

// No tool: an agent must not change workflows on its own.
// eslint-disable-next-line @n8n/community-nodes/node-usable-as-tool
export class MigrateWorkflows implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Migrate Workflows',
		name: 'migrateWorkflows',
		icon: { light: 'file:migrateWorkflows.svg', dark: 'file:migrateWorkflows.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: 'Plan the change of models that are gone or will go on an n8n, do it, and undo it',
		defaults: { name: 'Migrate Workflows' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Go On', 'Left to You'],
		credentials: [{ name: 'r1N8nApi', required: true, testedBy: 'testInstance' }],
		properties,
	};

	methods = { credentialTest: credentialTests };

	execute = execute;
}
