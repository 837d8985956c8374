import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { endpointOfCredential } from '../shared/n8n/endpointOfCredential';
import { forEachItem } from '../shared/n8n/forEachItem';
import { networkFetchOf } from '../shared/n8n/networkFetchOf';
import type { Endpoint } from '../shared/reasoning/endpoint';
import { reasonWithFallback } from '../shared/reasoning/reasonWithFallback';
import { outputItem } from './outputItem';
import { readParameters } from './parameters';

const seconds = (value: number | undefined) => (value === undefined ? undefined : value * 1000);

export async function execute(this: IExecuteFunctions) {
	const network = await networkFetchOf(this);
	const endpointOf = onceEach((type: string) => readEndpoint(this, type));
	const concurrency = Number(this.getNodeParameter('options.concurrency', 0, 5));
	const signal = this.getExecutionCancelSignal();
	const run = forEachItem(this, { outputs: 1, concurrency }, async (_item, itemIndex) => {
		const { request, models, options } = readParameters(this, itemIndex);
		const targets = await Promise.all(models.map(async ({ model, credential }) => ({ model, endpoint: await endpointOf(credential) })));
		const result = await reasonWithFallback(request, targets, {
			signal,
			fetch: network.fetch,
			retries: options.retries,
			silenceTimeoutMs: seconds(options.silenceTimeout),
			totalTimeoutMs: seconds(options.totalTimeout),
			fallBackOn: options.fallBackOn,
		});
		return { output: 0, json: outputItem(result, options) as IDataObject };
	});
	return await run.finally(() => network.close());
}

async function readEndpoint(context: IExecuteFunctions, type: string): Promise<Endpoint> {
	if (!context.getNode().credentials?.[type]) {
		throw Object.assign(new Error('A credential is missing'), { description: `Pick a credential of the type ${type} in the node.` });
	}
	return endpointOfCredential(type, await context.getCredentials(type, 0));
}

/** Credentials are decrypted once in a run, not once an item. */
function onceEach<Value>(make: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
	const made = new Map<string, Promise<Value>>();
	return async (key) => {
		const value = made.get(key) ?? make(key);
		made.set(key, value);
		return await value;
	};
}
