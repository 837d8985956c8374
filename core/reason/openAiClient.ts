import type { OpenAI } from 'openai';
import { parseJson } from '../json';
import type { Endpoint } from './endpoint';
import { destinationOf, hostNameOf } from './destination';
import { bytesOf, defaultLimits, readAtMost, tooLarge, type Limits } from './limits';

const longestTimer = 2 ** 31 - 1;

const kept = new WeakMap<typeof fetch, Map<string, Promise<OpenAI>>>();

/**
 * The openai client for an endpoint. It sends, and names what failed; it neither retries (that would pay twice), nor
 * keeps time (a trace takes as long as it takes), nor reads settings or keys from the environment, nor logs.
 *
 * Kept for as long as the fetch it sends with, since making one costs more than a short call.
 */
export async function openAiClient(endpoint: Endpoint, send: typeof fetch, limits: Limits = defaultLimits): Promise<OpenAI> {
	const clients = kept.get(send) ?? new Map<string, Promise<OpenAI>>();
	kept.set(send, clients);
	const { baseURL, apiKey, headers, profile } = endpoint;
	const key = JSON.stringify([baseURL, apiKey, headers, profile, limits.headerBytes, limits.errorBytes]);
	const client = clients.get(key) ?? makeClient(endpoint, limitedFetch(send, hostNameOf(endpoint), limits));
	if (clients.size > 100) clients.clear();
	clients.set(key, client);
	return await client;
}

async function makeClient(endpoint: Endpoint, send: typeof fetch): Promise<OpenAI> {
	const { OpenAI: Client } = await import('openai');
	const { apiKey, headers } = endpoint;
	const { baseURL, query } = destinationOf(endpoint);
	return new Client({
		baseURL,
		defaultQuery: query,
		apiKey: apiKey || 'none',
		adminAPIKey: null,
		organization: null,
		project: null,
		webhookSecret: null,
		maxRetries: 0,
		timeout: longestTimer,
		logLevel: 'off',
		fetch: send,
		// A server of one's own may not expect a key at all.
		defaultHeaders: { ...(apiKey ? {} : { Authorization: null }), ...headers },
	});
}

/** Set where the body of an error was longer than is read: the limit in bytes. */
export const cutErrorHeader = 'x-error-body-cut';

/** The client reads the body of an error whole: it gets no more than the limit. */
function limitedFetch(send: typeof fetch, hostName: string, { headerBytes, errorBytes }: Limits): typeof fetch {
	return async (input, init) => {
		const response = await send(input, init);
		if (bytesOf(response.headers) > headerBytes) {
			response.body?.cancel().catch(() => undefined);
			throw tooLarge(hostName, 'headerBytes', headerBytes);
		}
		if (response.status < 400) return response;
		const { text, isCut } = await readAtMost(response, errorBytes);
		const headers = new Headers(response.headers);
		headers.delete(cutErrorHeader);
		if (isCut) headers.set(cutErrorHeader, String(errorBytes));
		// The client drops a body that is one JSON text.
		const said = parseJson(text);
		return new Response(typeof said === 'string' ? said : text, { status: response.status, headers });
	};
}
