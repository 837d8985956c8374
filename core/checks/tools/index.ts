import { defineCheck } from '../check';
import { fields } from './fields';

export const tools = defineCheck({
	id: 'tools',
	title: 'Tool use',
	description: 'Whether the candidate makes the right calls with valid arguments, and which features its endpoint lacks',
	sides: { candidate: 'needed', baseline: 'optional' },
	fields,
	load: async () => (await import('./run')).check,
});
