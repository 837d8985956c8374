import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import type { Side } from './checkDefinition';

/** The model and endpoint that the user chose for one side of the migration, or nothing when there is none. */
export async function readSide(context: IExecuteFunctions, side: 'baseline' | 'candidate'): Promise<Side | undefined> {
	const chosen = String(context.getNodeParameter(`${side}Credential`, 0, 'none'));
	if (chosen === 'none') return undefined;
	const type = chosen === 'same' ? String(context.getNodeParameter('candidateCredential', 0)) : chosen;
	const model = String(context.getNodeParameter(`${side}Model`, 0, '')).trim();
	if (model === '') throw new Error(`No ${side} model is named. Put its name into the field "${side === 'baseline' ? 'Baseline' : 'Candidate'} Model".`);
	const endpoint = endpointOf(await context.getCredentials(type, 0));
	return { endpoint, model, emulated: context.getNodeParameter('runOptions.emulated', 0, false) === true };
}

function endpointOf(credential: ICredentialDataDecryptedObject): Side['endpoint'] {
	const text = (...names: string[]) => {
		const value = names.map((name) => credential[name]).find((entry) => typeof entry === 'string' && entry !== '');
		return typeof value === 'string' ? value : undefined;
	};
	return {
		baseURL: text('baseUrl', 'baseURL', 'url') ?? '',
		apiKey: text('apiKey'),
		profile: text('profile'),
	};
}
