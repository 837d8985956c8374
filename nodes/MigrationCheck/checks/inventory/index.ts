import type { CheckDefinition } from '../../checkDefinition';
import { collect } from './collect';
import { judge } from './judge';
import { parseParameters, type InventoryParameters } from './parameters';
import { properties } from './properties';

export const check: CheckDefinition<InventoryParameters> = {
	id: 'inventory',
	title: 'Inventory',
	description: 'Find every language model that workflows name, and which are gone or will go',
	properties,
	parse: parseParameters,
	async run(parameters, context) {
		const evidence = await collect(parameters, context);
		return judge(evidence, { warnDays: parameters.warnDays });
	},
};
