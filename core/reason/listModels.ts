import type { Endpoint } from './endpoint';
import { nameFailure } from './callHost';
import { isObject } from '../json';
import { openAiClient } from './openAiClient';
import { hostNameOf, destinationOf } from './destination';

/** Names of the models that an endpoint serves. @throws ReasonError that says what to do. */
export async function listModels(endpoint: Endpoint, send: typeof fetch): Promise<string[]> {
	const { host, native } = destinationOf(endpoint);
	const client = await openAiClient(endpoint, send);
	const body: unknown = await client.get(native ? '/tags' : (host.listModelsPath ?? '/models')).catch(async (thrown: unknown) => {
		throw await nameFailure(thrown, {
			errorContext: {
				model: '',
				hostName: hostNameOf(endpoint),
				secrets: [endpoint.apiKey ?? '', ...Object.values(endpoint.headers ?? {})],
			},
			now: new Date(),
		});
	});
	return namesIn(body);
}

/** `{ data: [{ id }] }`, Ollama's `{ models: [{ name }] }`, or a bare list. */
function namesIn(body: unknown): string[] {
	const rows = Array.isArray(body) ? body : isObject(body) ? [body.data, body.models].find(Array.isArray) : undefined;
	const names = (rows ?? []).filter(isObject).map(({ id, name, model }) => [id, name, model].find((each) => typeof each === 'string'));
	return names.filter((name): name is string => typeof name === 'string').sort((a, b) => a.localeCompare(b));
}
