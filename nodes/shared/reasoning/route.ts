import type { Host } from '../catalogue/host';
import { findHost, findHostById } from '../catalogue/lookup';
import type { Endpoint } from './endpoint';

export interface Route {
	host: Host;
	/** Address that the paths are added to. */
	baseURL: string;
	/** Ollama's own API instead of the OpenAI format. */
	native: boolean;
}

/** The chosen profile, or what the address says. */
export const hostOf = ({ baseURL, profile }: Endpoint): Host => (profile && findHostById(profile)) || findHost(baseURL);

/** Where requests to an endpoint go; a server of one's own may be given without the usual `/v1`. */
export function routeOf(endpoint: Endpoint): Route {
	const host = hostOf(endpoint);
	const baseURL = endpoint.baseURL.trim().replace(/\/+$/, '');
	if (host.id === 'ollama' && !/\/v1$/.test(baseURL)) {
		return { host, baseURL: /\/api$/.test(baseURL) ? baseURL : `${baseURL}/api`, native: true };
	}
	const isBare = host.kind === 'self-hosted' && /^[a-z]+:\/\/[^/]+$/i.test(baseURL);
	return { host, baseURL: isBare ? `${baseURL}/v1` : baseURL, native: false };
}
