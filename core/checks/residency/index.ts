import { defineCheck } from '../check';
import { fields } from './fields';

export const residency = defineCheck({
	id: 'residency',
	title: 'Data residency',
	description: 'Hold operator, country and network of the endpoint against your policy',
	sides: { candidate: 'needed', baseline: 'none' },
	fields,
	load: async () => (await import('./run')).check,
});
