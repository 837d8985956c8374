import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod/v4';
import { readParameters } from '../shared/parameters';
import { properties } from './properties';

const schema = z.object({
	operation: z.enum(['route', 'teach']).default('route'),
	table: z.enum(['founding', 'examples', 'own']).default('founding'),
});

/** The weights, the lexicon and the catalogue are loaded when the node first runs, not when n8n starts. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { operation, table } = readParameters(this, 0, schema, properties);
	if (operation === 'teach') return await (await import('./teachItems')).teachItems(this);
	if (table === 'examples') return await (await import('./sortItems')).sortItems(this);
	return await (await import('./routeItems')).routeItems(this);
}
