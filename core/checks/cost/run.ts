import type { CheckRun } from '../check';
import { collect } from './collect';
import { judge } from './judge';
import { parseParameters, type CostParameters } from './parameters';

export const check: CheckRun<CostParameters> = {
	parse: parseParameters,
	async run(parameters, context) {
		const { costOptions, migrationCostUsd } = parameters;
		const { maxCostRatio, maxPaybackMonths, budgetUsdPerMonth, minRequests } = costOptions;
		const evidence = await collect(parameters, context);
		return judge(evidence, { maxCostRatio, maxPaybackMonths, budgetUsdPerMonth, minRequests, migrationUsd: migrationCostUsd });
	},
};
