import { inTurns } from '../../breathe';
import type { CheckRun } from '../check';
import { parseParameters, type PrivacyParameters } from './parameters';

export const check: CheckRun<PrivacyParameters> = {
	parse: parseParameters,
	async run(parameters, context) {
		const [{ collect }, { judgeInSteps }] = await Promise.all([import('./collect'), import('./judge')]);
		const evidence = await collect(parameters, context);
		return await inTurns(judgeInSteps(evidence, { needed: parameters.needed }));
	},
};
