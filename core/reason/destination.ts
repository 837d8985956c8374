import type { Host } from '../catalogue/host';
import { findHost, findHostById } from '../catalogue/lookup';
import type { Endpoint } from './endpoint';

export interface Destination {
	host: Host;
	/** Address that the paths are added to. */
	baseURL: string;
	/** Ollama's own API instead of the OpenAI format. */
	native: boolean;
	/** Goes with every request, such as Azure's `api-version`. */
	query: Record<string, string>;
}

/** The host of an endpoint: the profile chosen in its credential, or else what its address says. The only place that decides it. */
export const hostOf = ({ baseURL, profile }: Endpoint): Host => (profile && findHostById(profile)) || findHost(baseURL);

const known = new Map<string, Destination>();

/** Where requests to an endpoint go; a server of one's own may be given without the usual `/v1`. */
export function destinationOf(endpoint: Endpoint): Destination {
	const key = `${endpoint.profile ?? ''} ${endpoint.baseURL}`;
	const destination = known.get(key) ?? findDestination(endpoint);
	if (known.size > 100) known.clear();
	known.set(key, destination);
	return destination;
}

function findDestination(endpoint: Endpoint): Destination {
	const host = hostOf(endpoint);
	const [address, search = ''] = endpoint.baseURL.trim().split('?', 2);
	const baseURL = address.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
	const query = Object.fromEntries(new URLSearchParams(search));
	if (host.id === 'ollama' && !/\/v1$/.test(baseURL)) {
		return { host, query, baseURL: /\/api$/.test(baseURL) ? baseURL : `${baseURL}/api`, native: true };
	}
	const isBare = host.kind === 'self-hosted' && /^[a-z]+:\/\/[^/]+$/i.test(baseURL);
	return { host, query, baseURL: isBare ? `${baseURL}/v1` : baseURL, native: false };
}

/** How a host is called in messages: by its name, or by its address where it has none. */
export function hostNameOf(endpoint: Endpoint): string {
	const host = hostOf(endpoint);
	if (host.kind !== 'unknown') return host.name;
	return URL.canParse(endpoint.baseURL) ? new URL(endpoint.baseURL).host : 'the host';
}
