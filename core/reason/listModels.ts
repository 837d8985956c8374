import type { Endpoint } from './endpoint';
import { nameFailure } from './callHost';
import { isObject, parseJson } from '../json';
import { defaultLimits, longestPieceBytes, readAtMost, tooLarge } from './limits';
import { openAiClient } from './openAiClient';
import { hostNameOf, destinationOf } from './destination';

/** Names of the models that an endpoint serves. @throws ReasonError that says what to do. */
export async function listModels(endpoint: Endpoint, send: typeof fetch): Promise<string[]> {
	const { host, native } = destinationOf(endpoint);
	const client = await openAiClient(endpoint, send);
	const hostName = hostNameOf(endpoint);
	const read = async () => {
		const response = await client.get(native ? '/tags' : (host.listModelsPath ?? '/models')).asResponse();
		const { text, isCut } = await readAtMost(response, longestPieceBytes);
		if (isCut) throw tooLarge(hostName, 'pieceBytes', longestPieceBytes);
		return namesIn(parseJson(text));
	};
	return await read().catch(async (thrown: unknown) => {
		const secrets = [endpoint.apiKey ?? '', ...Object.values(endpoint.headers ?? {})];
		throw await nameFailure(thrown, { errorContext: { model: '', hostName, secrets }, limits: defaultLimits, now: new Date() });
	});
}

/** `{ data: [{ id }] }`, Ollama's `{ models: [{ name }] }`, or a bare list. */
function namesIn(body: unknown): string[] {
	const rows = Array.isArray(body) ? body : isObject(body) ? [body.data, body.models].find(Array.isArray) : undefined;
	const names = (rows ?? []).filter(isObject).map(({ id, name, model }) => [id, name, model].find((each) => typeof each === 'string'));
	return names.filter((name): name is string => typeof name === 'string').sort((a, b) => a.localeCompare(b));
}
