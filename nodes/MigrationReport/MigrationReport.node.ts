import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { execute } from './execute';
import { properties } from './properties';

export class MigrationReport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Migration Report',
		name: 'migrationReport',
		icon: { light: 'file:migrationReport.svg', dark: 'file:migrationReport.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["title"] }}',
		description: 'Turn the results of migration checks into one verdict and a report as HTML, Markdown, JSON and JUnit',
		defaults: { name: 'Migration Report' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties,
	};

	execute = execute;
}
