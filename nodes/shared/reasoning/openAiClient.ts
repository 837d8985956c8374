import type { OpenAI } from 'openai';
import type { Endpoint } from './endpoint';
import { routeOf } from './route';

const longestTimer = 2 ** 31 - 1;

/**
 * The openai client for an endpoint. It sends, and names what failed; it neither retries (that would pay twice), nor
 * keeps time (a trace takes as long as it takes), nor reads settings or keys from the environment, nor logs.
 */
export async function openAiClient(endpoint: Endpoint, send: typeof fetch): Promise<OpenAI> {
	const { OpenAI: Client } = await import('openai');
	const { apiKey, headers } = endpoint;
	const { baseURL, query } = routeOf(endpoint);
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
