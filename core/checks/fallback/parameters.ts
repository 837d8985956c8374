import { z } from 'zod/v4';
import { readParameters } from '../calls/readParameters';
import { defaultFallBackOn, fallbackGroups } from '../../reason/reasonWithFallback';
import { drillFaults } from './faults';
import { readFallbackModels, readNode, usualRetries, type FailurePolicy } from './failurePolicy';

const faultIds = drillFaults.map(({ id }) => id);
const groups = fallbackGroups.map(({ value }) => value);
const timeout = z.coerce.number().min(0).default(0);
const faultList = z.array(z.enum(faultIds));

const schema = z.object({
	drillSettings: z.enum(['fields', 'node']).default('fields'),
	reasonNode: z.string().default(''),
	fallbackModels: z.string().default(''),
	deadlineSeconds: z.coerce.number().positive().default(120),
	fallbackOptions: z
		.object({
			faults: faultList.default(faultIds),
			lasting: z
				.array(z.enum(['once', 'always']))
				.min(1)
				.default(['once', 'always']),
			mustSurvive: faultList.default(['rate-limit', 'rate-limit-retry-after', 'server-error', 'overloaded', 'wrong-model']),
			items: z.coerce.number().int().min(1).default(2),
			prompts: z.string().default(''),
			maxTokens: z.coerce.number().int().min(1).default(1_024),
			retries: z.coerce.number().int().min(0).default(usualRetries),
			fallBackOn: z.array(z.enum(groups)).default([...defaultFallBackOn]),
			silenceTimeout: timeout,
			totalTimeout: timeout,
		})
		.prefault({}),
});

export type FallbackParameters = {
	settings: FailurePolicy;
	deadlineSeconds: number;
	options: z.infer<typeof schema>['fallbackOptions'];
};

/** Reads the check's fields; an Error says which one is wrong. */
export function parse(raw: Record<string, unknown>): FallbackParameters {
	const parsed = readParameters(schema, raw);
	const { drillSettings, reasonNode, fallbackModels, deadlineSeconds, fallbackOptions: options } = parsed;
	if (drillSettings === 'node') return { settings: readNode(reasonNode), deadlineSeconds, options };
	const { retries, fallBackOn, silenceTimeout, totalTimeout } = options;
	const settings: FailurePolicy = {
		retries,
		fallBackOn,
		silenceTimeoutMs: silenceTimeout > 0 ? silenceTimeout * 1_000 : undefined,
		totalTimeoutMs: totalTimeout > 0 ? totalTimeout * 1_000 : undefined,
		fallbacks: readFallbackModels(fallbackModels),
	};
	return { settings, deadlineSeconds, options };
}
