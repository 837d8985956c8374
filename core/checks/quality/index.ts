import { defineCheck } from '../check';
import { fields } from './fields';

export const quality = defineCheck({
	id: 'quality',
	title: 'Reasoning quality',
	description: 'Whether the candidate solves tasks as well as the baseline, with confidence intervals',
	sides: { candidate: 'needed', baseline: 'optional' },
	fields,
	load: async () => (await import('./run')).check,
});
