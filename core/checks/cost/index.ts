import { defineCheck } from '../check';
import { fields } from './fields';

export const cost = defineCheck({
	id: 'cost',
	title: 'Cost model',
	description: 'Price your usage under baseline, candidate, other hosts and self-hosting',
	sides: { candidate: 'optional', baseline: 'optional' },
	needsSettings: 'Needs a usage log or traffic profile: name it under `checks.cost` in the config file.',
	fields,
	load: async () => (await import('./run')).check,
});
