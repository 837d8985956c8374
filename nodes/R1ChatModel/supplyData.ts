import { getParametersJsonSchema, supplyModel } from '@n8n/ai-node-sdk';
import type { ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import { z } from 'zod/v4';
import { itemAt } from '../../core/itemAt';
import type { Settlement } from '../../core/budget/paidCall';
import { settlementHints } from '../shared/settlements';
import { bothAround, ledgerOf, maxTokensWithinBudget, originOf, scopesOf, withinBudget } from '../shared/withinBudget';
import { budgetOfItem, limitWithin } from '../shared/budgetOfItem';
import { credentialOf } from '../shared/credentialOf';
import { modelName, readParameters, whole } from '../shared/parameters';
import { languagesIn, modelEntries, modelsOf, reasonOptions } from '../shared/reasonParameters';
import { properties } from './properties';
import { endpointOfCredential } from '../shared/endpointOfCredential';
import { networkFetchOf } from '../shared/networkFetchOf';
import { createChatModel } from './chatModel';
import { toNodeError } from '../shared/forEachItem';
import { onReservation } from '../shared/onReservation';
import { replayThroughN8n } from './replayThroughN8n';
import { observerOf } from '../shared/shadow';
import { shownParameters } from './shownParameters';
import { spentOf, turnsOf } from './turnMemory';
import { writingTools } from './writingTools';

const chatModelOptions = z.object({
	contextTokens: whole(1000).optional(),
	recoveredWrites: z.enum(['run', 'approve', 'refuse']).default('approve'),
	stopLoops: z.boolean().default(true),
	toolForm: z.enum(['auto', 'native', 'prompt']).default('auto'),
	whenBudgetEnds: z.enum(['answer', 'error']).default('answer'),
	writingTools: z.string().default(''),
});
const parameters = z.object({
	host: z.string(),
	model: modelName.optional(),
	models: modelEntries,
	options: reasonOptions.and(chatModelOptions.prefault({})),
});

const seconds = (value: number | undefined) => (value === undefined ? undefined : value * 1000);

/** Only loaded inside n8n, which brings its SDK along. */
export async function supplyData(this: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
	const given = readParameters(this, itemIndex, parameters, properties);
	const { options } = given;
	const endpointOf = async (type: string) => endpointOfCredential(type, await credentialOf(this, type));
	const targets = await Promise.all(
		modelsOf(given, properties).map(async ({ credential, model }) => ({ model, endpoint: await endpointOf(credential) })),
	);
	const [first, fallbacks] = [itemAt(targets, 0), targets.slice(1)];
	const network = await networkFetchOf(this);
	const { effort, thinking, temperature, topP, seed, budgets, extraBody } = options;
	const itemBudget = budgetOfItem(this.getInputData()[itemIndex]?.json ?? {});
	const guarded = budgets.entries.length > 0;
	const tell = (settlement: Settlement) => {
		const [message] = settlementHints([settlement]);
		if (message) this.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	};
	const own = guarded
		? withinBudget(
				await ledgerOf(this, options.ledger, options.ledgerFile),
				{
					scopes: scopesOf(budgets.entries, this.getTimezone(), this.getExecutionId()),
					workflow: (this.getWorkflow().name || 'unnamed').slice(0, 200),
					origin: originOf(this, itemIndex),
					price: options.price.entry,
				},
				tell,
			)
		: undefined;
	const around = bothAround(await onReservation(this, itemBudget), own);
	const settings = {
		endpoint: first.endpoint,
		fallbacks,
		request: {
			model: first.model,
			maxTokens: limitWithin(options.maxTokens ?? (guarded ? maxTokensWithinBudget : undefined), itemBudget),
			...{ effort, thinking, temperature, topP, seed },
			...(extraBody === undefined ? {} : { extraBody }),
			...(options.toolForm === 'auto' ? {} : { toolForm: options.toolForm }),
		},
		options: {
			around,
			fetch: network.fetch,
			signal: this.getExecutionCancelSignal(),
			retries: options.retries,
			limits: options.limits.entry,
			silenceTimeoutMs: seconds(options.silenceTimeout),
			totalTimeoutMs: seconds(options.totalTimeout),
			fallBackOn: options.fallBackOn,
		},
		schemaOf: getParametersJsonSchema,
		stopLoops: options.stopLoops,
		whenBudgetEnds: options.whenBudgetEnds,
		isWriting: writingTools(options.writingTools),
		recoveredWrites: options.recoveredWrites,
		contextTokens: options.contextTokens,
		language: { whenChinese: options.whenChinese, askAgain: options.askAgain, expectedLanguages: languagesIn(options.languages) },
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
	const shown = shownParameters(settings.request, first.endpoint);
	return {
		response: replayThroughN8n(response, { turns, shown, spent: spentOf(this.getExecutionId(), this.getNode().name) }),
		closeFunction: () => network.close(),
	};
}
