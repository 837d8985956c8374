import type { CheckRun } from '../check';
import { collect } from './collect';
import { judge } from './judge';
import { parse, type FallbackParameters } from './parameters';

export const check: CheckRun<FallbackParameters> = {
	parse,
	async run(parameters, context) {
		const { settings, deadlineSeconds, options } = parameters;
		const evidence = await collect(parameters, context);
		return judge(evidence, {
			deadlineSeconds,
			mustSurvive: options.mustSurvive,
			retries: settings.retries,
			fallBackOn: settings.fallBackOn,
		});
	},
};
