import type { CheckDefinition } from '../../checkDefinition';
import { collect } from './collect';
import { judge } from './judge';
import { parseParameters, type CostParameters } from './parameters';
import { properties } from './properties';

export const check: CheckDefinition<CostParameters> = {
	id: 'cost',
	title: 'Cost model',
	description: 'Price your usage under baseline, candidate, other hosts and self-hosting',
	properties,
	parse: parseParameters,
	async run(parameters, context) {
		const { costOptions, migrationCostUsd } = parameters;
		const { maxCostRatio, maxPaybackMonths, budgetUsdPerMonth, minRequests } = costOptions;
		const evidence = await collect(parameters, context);
		return judge(evidence, { maxCostRatio, maxPaybackMonths, budgetUsdPerMonth, minRequests, migrationUsd: migrationCostUsd });
	},
};
