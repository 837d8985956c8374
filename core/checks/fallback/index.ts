import { defineCheck } from '../check';
import { fields } from './fields';

export const fallback = defineCheck({
	id: 'fallback',
	title: 'Fallback drill',
	description: 'Let the candidate fail in every known way and see who answers, after how long and how often it is paid',
	sides: { candidate: 'needed', baseline: 'optional' },
	fields,
	load: async () => (await import('./run')).check,
});
