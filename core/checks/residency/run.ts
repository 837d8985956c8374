import type { CheckContext, CheckRun } from '../check';
import { judge } from './judge';
import { observe, systemNetwork, type Network } from './observe';
import { parseParameters, type ResidencyParameters } from './parameters';

/** The check with a network of its own, so that tests need no real one. */
export const residencyCheck = (networkFor: (context: CheckContext) => Network): CheckRun<ResidencyParameters> => ({
	parse: parseParameters,
	async run({ residencyOptions, ...policy }, context) {
		const { candidate, now, signal } = context;
		if (!candidate) {
			throw Object.assign(new Error('Data residency needs an endpoint'), { description: 'Choose the credential of the candidate model.' });
		}
		const { pinnedProviders, certificateDays, observeNetwork } = residencyOptions;
		const { baseURL } = candidate.endpoint;
		const declaredRegion = residencyOptions.declaredRegion || candidate.region;
		if (!URL.canParse(baseURL))
			throw Object.assign(new Error('The base URL of the candidate is not an address'), {
				description: 'Correct it in the credential, such as https://api.deepseek.com.',
			});
		context.onProgress?.(0, 1);
		const observed = observeNetwork
			? await observe(baseURL, networkFor(context), signal)
			: { addresses: [], skipped: 'Switched off by the option "Look at the Network".' };
		context.onProgress?.(1, 1);
		const evidence = {
			baseURL,
			model: candidate.model,
			emulated: candidate.emulated,
			pinnedProviders,
			observed,
			...(declaredRegion && { declaredRegion }),
		};
		return judge(evidence, { ...policy, certificateDays }, now);
	},
});

export const check = residencyCheck(({ fetch: given }) => systemNetwork(given ?? fetch));
