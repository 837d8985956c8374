import type { LookupFunction } from 'node:net';
import { mostHeaderBytes } from './limits';

/** What n8n offers as egress filter; a passthrough unless its SSRF protection is on. */
export interface EgressFilter {
	validateUrl(url: string | URL): Promise<{ ok: true; result: void } | { ok: false; error: Error }>;
	createSecureLookup(): LookupFunction;
}

export interface NetworkFetch {
	fetch: typeof fetch;
	/** Closes the kept connections. */
	close(): Promise<void>;
}

/** An address that the operator of this n8n does not allow. */
export class BlockedAddressError extends Error {
	override readonly name = 'BlockedAddressError';
}

/**
 * A fetch for answers that take their time: it has no idle limit of its own, respects HTTP_PROXY, HTTPS_PROXY and
 * NO_PROXY, and asks n8n's egress filter about every address, name lookups included.
 */
export async function createNetworkFetch(egress?: EgressFilter): Promise<NetworkFetch> {
	const { EnvHttpProxyAgent, fetch: undiciFetch } = await import('undici');
	// The same fetch as Node's own, but typed apart from the DOM's.
	const sendOnce = undiciFetch as unknown as (url: URL, init: RequestInit & { dispatcher: unknown }) => Promise<Response>;
	const agent = new EnvHttpProxyAgent({
		headersTimeout: 0,
		bodyTimeout: 0,
		maxHeaderSize: mostHeaderBytes,
		// Plain HTTP goes to the proxy as it is: many proxies refuse CONNECT to ports other than 443.
		proxyTunnel: false,
		...(egress ? { connect: { lookup: egress.createSecureLookup() } } : {}),
	});
	// The proxy's own client doesn't take over the agent's limits.
	const dispatcher = agent.compose(
		(dispatch) => (options, handler) => dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler),
	);

	async function checked(url: URL) {
		const allowed = await egress?.validateUrl(url);
		if (allowed && !allowed.ok) throw new BlockedAddressError(allowed.error.message);
	}

	const send = async (input: URL | RequestInfo, init: RequestInit = {}) =>
		await withinOrigin(new URL(input instanceof Request ? input.url : input), async (url) => {
			await checked(url);
			return await sendOnce(url, { ...init, redirect: 'manual', dispatcher });
		});
	return { fetch: send, close: () => agent.close() };
}

const mostHops = 5;

/** Follows redirects that keep the method and stay on the same host; any other is the answer. Elsewhere the key has no business. */
export async function withinOrigin(start: URL, send: (url: URL) => Promise<Response>): Promise<Response> {
	let url = start;
	for (let hops = 0; ; hops++) {
		const response = await send(url);
		const location = response.headers.get('location');
		const keepsMethod = response.status === 307 || response.status === 308;
		const target = location === null || !URL.canParse(location, url) ? undefined : new URL(location, url);
		if (!keepsMethod || target?.origin !== url.origin || hops === mostHops) return response;
		await response.body?.cancel();
		url = target;
	}
}

const shared = new Map<string, Promise<NetworkFetch>>();

/** One for all calls of a library user, so that connections are kept; another one when the proxy settings change. */
export async function sharedFetch(): Promise<typeof fetch> {
	const { env } = process;
	const settings = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'].map((name) => env[name] ?? '').join('\n');
	const network = shared.get(settings) ?? createNetworkFetch();
	shared.set(settings, network);
	return (await network).fetch;
}
