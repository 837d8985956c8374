import type { IExecuteFunctions } from 'n8n-workflow';
import { credentialOf } from '../shared/credentialOf';
import { z } from 'zod/v4';
import { openSide } from '../../core/audit/sides';
import type { Side } from '../../core/checks/check';
import type { Endpoint } from '../../core/reason/endpoint';
import { endpointOfCredential } from '../shared/endpointOfCredential';
import { fieldError, modelName, readParameters } from '../shared/parameters';
import { properties } from './properties';

const schema = z.object({
	candidateCredential: z.string().default('none'),
	candidateModel: modelName,
	baselineCredential: z.string().default('none'),
	baselineModel: modelName,
});

/** The endpoint whose list of models an inventory asks for, or none. */
export async function readListedBy(context: IExecuteFunctions): Promise<Endpoint[]> {
	const { candidateCredential: type } = readParameters(context, 0, schema, properties);
	return type === 'none' ? [] : [endpointOfCredential(type, await credentialOf(context, type))];
}

/** The model and endpoint that the user chose for one side of the migration, or nothing when there is none. */
export async function readSide(
	context: IExecuteFunctions,
	side: 'baseline' | 'candidate',
	emulated: boolean,
	send: typeof fetch,
): Promise<Side | undefined> {
	const given = readParameters(context, 0, schema, properties);
	const chosen = given[`${side}Credential`];
	if (chosen === 'none') return undefined;
	const type = chosen === 'same' ? given.candidateCredential : chosen;
	const model = given[`${side}Model`];
	if (model === '') throw fieldError(`${side}Model`, `No ${side} model is named. Pick one from the list, or write its ID`, properties);
	const credential = await credentialOf(context, type);
	const region = typeof credential.region === 'string' ? credential.region.trim() : '';
	return await openSide({ endpoint: endpointOfCredential(type, credential), model, region, emulated }, send);
}
