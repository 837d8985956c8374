import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** The weights, the lexicon and the catalogue are loaded when the node first runs, not when n8n starts. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (this.getNodeParameter('operation', 0) === 'teach') return await (await import('./teachItems')).teachItems(this);
	if (this.getNodeParameter('table', 0, 'founding') === 'examples') return await (await import('./sortItems')).sortItems(this);
	return await (await import('./routeItems')).routeItems(this);
}
