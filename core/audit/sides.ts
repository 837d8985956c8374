import type { Side } from '../checks/check';
import type { Endpoint } from '../reason/endpoint';

const onThisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether the endpoint is a server on this machine, which sends no bill. */
export const isLocal = ({ baseURL }: Endpoint) => onThisMachine.test(new URL(baseURL).hostname);

interface Chosen {
	endpoint: Endpoint;
	model: string;
	/** The user's own word that the endpoint is a stand-in. */
	emulated?: boolean;
	/** Country or region that the user declares for the endpoint. */
	region?: string;
}

/** A side of the migration; whether the provider lab plays it, it says itself, so that nobody takes its answers for a model's. */
export async function openSide({ endpoint, model, emulated = false, region }: Chosen, send: typeof fetch): Promise<Side> {
	return { endpoint, model, ...(region ? { region } : {}), emulated: emulated || (await isProviderLab(endpoint, send)) };
}

async function isProviderLab(endpoint: Endpoint, send: typeof fetch): Promise<boolean> {
	if (!isLocal(endpoint)) return false;
	try {
		const response = await send(`${endpoint.baseURL}/models`, { signal: AbortSignal.timeout(5_000) });
		await response.body?.cancel();
		return response.headers.get('x-provider-lab') !== null;
	} catch {
		return false;
	}
}
