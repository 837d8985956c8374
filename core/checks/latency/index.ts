import { defineCheck } from '../check';
import { fields } from './fields';

export const latency = defineCheck({
	id: 'latency',
	title: 'Latency and load',
	description: 'Load both models and measure first token, first answer token, time between tokens and goodput',
	sides: { candidate: 'needed', baseline: 'optional' },
	needsSettings: 'Loads a server, so it only runs when the config file has `checks.latency`.',
	fields,
	load: async () => (await import('./run')).check,
});
