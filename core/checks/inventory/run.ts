import type { CheckRun } from '../check';
import { collect } from './collect';
import { judge } from './judge';
import { parseParameters, type InventoryParameters } from './parameters';

export const check: CheckRun<InventoryParameters> = {
	parse: parseParameters,
	async run(parameters, context) {
		const evidence = await collect(parameters, context);
		return judge(evidence, { warnDays: parameters.warnDays });
	},
};
