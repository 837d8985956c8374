import { getParametersJsonSchema, supplyModel } from '@n8n/ai-node-sdk';
import type { ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import { z } from 'zod/v4';
import { ledgerOf, maxTokensWithinBudget, scopesOf, withinBudget } from '../shared/withinBudget';
import { budgetOfItem, limitWithin } from '../shared/budgetOfItem';
import { modelName, readParameters } from '../shared/parameters';
import { reasonOptions } from '../shared/reasonParameters';
import { properties } from './properties';
import { endpointOfCredential } from '../shared/endpointOfCredential';
import { networkFetchOf } from '../shared/networkFetchOf';
import { createChatModel } from './chatModel';
import { toNodeError } from '../shared/forEachItem';
import { onReservation } from '../shared/onReservation';
import { replayThroughN8n } from './replayThroughN8n';
import { observerOf, shadowSettings } from '../shared/shadow';
import { turnsOf } from './turnMemory';

const chatModelOptions = z.object({
	shadow: shadowSettings,
	stopLoops: z.boolean().default(true),
	whenBudgetEnds: z.enum(['answer', 'error']).default('answer'),
});
const parameters = z.object({ host: z.string(), model: modelName, options: reasonOptions.and(chatModelOptions.prefault({})) });

const seconds = (value: number | undefined) => (value === undefined ? undefined : value * 1000);

/** Only loaded inside n8n, which brings its SDK along. */
export async function supplyData(this: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
	const { host: type, model: name, options } = readParameters(this, itemIndex, parameters, properties);
	const endpoint = endpointOfCredential(type, await this.getCredentials(type));
	const network = await networkFetchOf(this);
	const { effort, thinking, temperature, topP, seed, budgets, extraBody } = options;
	const itemBudget = budgetOfItem(this.getInputData()[itemIndex]?.json ?? {});
	const guarded = budgets.entries.length > 0;
	const around = guarded
		? withinBudget(await ledgerOf(this, options.ledger, options.ledgerFile), {
				scopes: scopesOf(budgets.entries, this.getTimezone(), this.getExecutionId()),
				workflow: (this.getWorkflow().name || 'unnamed').slice(0, 200),
				price: options.price.entry,
			})
		: onReservation(itemBudget);
	const settings = {
		endpoint,
		request: {
			model: name,
			maxTokens: limitWithin(options.maxTokens ?? (guarded ? maxTokensWithinBudget : undefined), itemBudget),
			...{ effort, thinking, temperature, topP, seed },
			...(extraBody === undefined ? {} : { extraBody }),
		},
		options: {
			around,
			fetch: network.fetch,
			signal: this.getExecutionCancelSignal(),
			retries: options.retries,
			silenceTimeoutMs: seconds(options.silenceTimeout),
			totalTimeoutMs: seconds(options.totalTimeout),
		},
		schemaOf: getParametersJsonSchema,
		stopLoops: options.stopLoops,
		whenBudgetEnds: options.whenBudgetEnds,
		...(options.shadow.entry
			? {
					onAnswered: observerOf(this, options.shadow.entry, {
						...options,
						onProblem: (problem) => this.logger.warn(`Shadow model of ${this.getNode().name}: ${problem}`),
					}),
				}
			: {}),
		toError: (error: unknown) => toNodeError(this, error, itemIndex),
	};
	const turns = turnsOf(this.getExecutionId(), this.getNode().name);
	const { response } = supplyModel(this, createChatModel(settings, [], turns));
	return { response: replayThroughN8n(response, turns), closeFunction: () => network.close() };
}
