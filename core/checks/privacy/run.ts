import type { CheckRun } from '../check';
import { parseParameters, type PrivacyParameters } from './parameters';

export const check: CheckRun<PrivacyParameters> = {
	parse: parseParameters,
	async run(parameters, context) {
		const [{ collect }, { judge }] = await Promise.all([import('./collect'), import('./judge')]);
		return judge(await collect(parameters, context), { needed: parameters.needed });
	},
};
