import type { IExecuteFunctions } from 'n8n-workflow';
import { openSide } from '../../core/audit/sides';
import type { Side } from '../../core/checks/check';
import { endpointOfCredential } from '../shared/endpointOfCredential';
import { fieldError, modelName } from '../shared/parameters';
import { properties } from './properties';

/** The model and endpoint that the user chose for one side of the migration, or nothing when there is none. */
export async function readSide(context: IExecuteFunctions, side: 'baseline' | 'candidate', send: typeof fetch): Promise<Side | undefined> {
	const chosen = String(context.getNodeParameter(`${side}Credential`, 0, 'none'));
	if (chosen === 'none') return undefined;
	const type = chosen === 'same' ? String(context.getNodeParameter('candidateCredential', 0)) : chosen;
	const model = modelName.parse(context.getNodeParameter(`${side}Model`, 0, ''));
	if (model === '') throw fieldError(`${side}Model`, `No ${side} model is named. Pick one from the list, or write its ID`, properties);
	const credential = await context.getCredentials(type, 0);
	const region = typeof credential.region === 'string' ? credential.region.trim() : '';
	return await openSide(
		{
			endpoint: endpointOfCredential(type, credential),
			model,
			region,
			emulated: context.getNodeParameter('runOptions.emulated', 0, false) === true,
		},
		send,
	);
}
