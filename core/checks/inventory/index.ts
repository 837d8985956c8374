import { defineCheck } from '../check';
import { fields } from './fields';

export const inventory = defineCheck({
	id: 'inventory',
	title: 'Inventory',
	description: 'Find every AI model that workflows use, and which are gone or will go',
	sides: { candidate: 'none', baseline: 'none' },
	fields,
	load: async () => (await import('./run')).check,
});
