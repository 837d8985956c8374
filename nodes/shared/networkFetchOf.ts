import type { FunctionsBase } from 'n8n-workflow';
import { createNetworkFetch, type EgressFilter, type NetworkFetch } from '../../core/reason/networkFetch';

/** A fetch that respects the network of this n8n: its proxy settings and, when it is on, its SSRF protection. */
export async function networkFetchOf(context: { helpers: object } & Pick<FunctionsBase, 'getNode'>): Promise<NetworkFetch> {
	const { helpers } = context;
	return await createNetworkFetch(hasEgressFilter(helpers) ? helpers.getSecureEgressFilter() : undefined);
}

/** Older n8n has no such helper. */
function hasEgressFilter(helpers: object): helpers is { getSecureEgressFilter(): EgressFilter } {
	return 'getSecureEgressFilter' in helpers && typeof helpers.getSecureEgressFilter === 'function';
}
