import type { CheckDefinition } from '../../checkDefinition';
import { parseParameters, type PrivacyParameters } from './parameters';
import { properties } from './properties';

export const check: CheckDefinition<PrivacyParameters> = {
	id: 'privacy',
	title: 'Privacy policy',
	description: 'Look in your privacy policy for what a move of provider needs, and draft what is missing',
	properties,
	parse: parseParameters,
	async run(parameters, context) {
		const [{ collect }, { judge }] = await Promise.all([import('./collect'), import('./judge')]);
		return judge(await collect(parameters, context), { needed: parameters.needed });
	},
};
