import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { routeItems } from './routeItems';
import { teachItems } from './teachItems';

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return this.getNodeParameter('operation', 0) === 'teach' ? await teachItems(this) : await routeItems(this);
}
