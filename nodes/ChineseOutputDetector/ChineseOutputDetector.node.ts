import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { execute } from './execute';
import { properties } from './properties';

export class ChineseOutputDetector implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Chinese Output Detector',
		name: 'chineseOutputDetector',
		icon: { light: 'file:chineseOutputDetector.svg', dark: 'file:chineseOutputDetector.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: 'Find Chinese that slipped into an answer or a trace, and tell it from Japanese, Korean and quoted terms',
		defaults: { name: 'Chinese Output Detector' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Clean', 'Chinese Found'],
		properties,
	};

	execute = execute;
}
