import type { IExecuteFunctions } from 'n8n-workflow';
import { endpointOfCredential } from '../shared/n8n/endpointOfCredential';
import type { Side } from './checkDefinition';

/** The model and endpoint that the user chose for one side of the migration, or nothing when there is none. */
export async function readSide(context: IExecuteFunctions, side: 'baseline' | 'candidate', send: typeof fetch): Promise<Side | undefined> {
	const chosen = String(context.getNodeParameter(`${side}Credential`, 0, 'none'));
	if (chosen === 'none') return undefined;
	const type = chosen === 'same' ? String(context.getNodeParameter('candidateCredential', 0)) : chosen;
	const model = String(context.getNodeParameter(`${side}Model`, 0, '')).trim();
	if (model === '') throw new Error(`No ${side} model is named. Put its name into the field "${side === 'baseline' ? 'Baseline' : 'Candidate'} Model".`);
	const endpoint = endpointOfCredential(type, await context.getCredentials(type, 0));
	const declared = context.getNodeParameter('runOptions.emulated', 0, false) === true;
	return { endpoint, model, emulated: declared || (await isProviderLab(endpoint.baseURL, send)) };
}

const onThisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether the endpoint is a server on this machine, which sends no bill. */
export const isLocal = ({ baseURL }: Side['endpoint']) => onThisMachine.test(new URL(baseURL).hostname);

/** The provider lab says that it is one, so that nobody takes its answers for a model's. */
async function isProviderLab(baseURL: string, send: typeof fetch): Promise<boolean> {
	if (!isLocal({ baseURL })) return false;
	try {
		const response = await send(`${baseURL}/models`, { signal: AbortSignal.timeout(5_000) });
		await response.body?.cancel();
		return response.headers.get('x-provider-lab') !== null;
	} catch {
		return false;
	}
}
