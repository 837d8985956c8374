import { defineCheck } from '../check';
import { fields } from './fields';

export const privacy = defineCheck({
	id: 'privacy',
	title: 'Privacy policy',
	description: 'Look in your privacy policy for what a move of provider needs, and draft what is missing',
	sides: { candidate: 'optional', baseline: 'none' },
	needsSettings: 'Needs your privacy policy: name it under `checks.privacy` in the config file.',
	fields,
	load: async () => (await import('./run')).check,
});
