import { defineCheck } from '../check';
import { fields } from './fields';

export const language = defineCheck({
	id: 'language',
	title: 'Chinese and language handling',
	description: 'How often Chinese leaks into answers and traces, and whether Chinese prompts are answered in Chinese',
	sides: { candidate: 'needed', baseline: 'optional' },
	fields,
	load: async () => (await import('./run')).check,
});
