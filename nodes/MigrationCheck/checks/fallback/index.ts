import type { CheckDefinition } from '../../checkDefinition';
import { collect } from './collect';
import { judge } from './judge';
import { parse, type FallbackParameters } from './parameters';
import { properties } from './properties';

export const check: CheckDefinition<FallbackParameters> = {
	id: 'fallback',
	title: 'Fallback drill',
	description: 'Let the candidate fail in every known way and see who answers, after how long and how often it is paid',
	properties,
	parse,
	async run(parameters, context) {
		const { settings, deadlineSeconds, options } = parameters;
		const evidence = await collect(parameters, context);
		return judge(evidence, { deadlineSeconds, mustSurvive: options.mustSurvive, retries: settings.retries, fallBackOn: settings.fallBackOn });
	},
};
