import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { endpointOfCredential } from '../shared/endpointOfCredential';
import { makeBreathe } from '../../core/breathe';
import { forEachItem, toNodeError } from '../shared/forEachItem';
import { networkFetchOf } from '../shared/networkFetchOf';
import type { Settlement } from '../../core/budget/paidCall';
import { reasonWithFallback, type Endpoint } from '../../core/reason';
import { budgetOfItem, limitWithin, type ItemBudget } from '../shared/budgetOfItem';
import { usualConcurrency } from '../shared/usualConcurrency';
import { assertAttached, withAttachments } from './attachments';
import { chunksOf } from './chunks';
import { onReservation } from '../shared/onReservation';
import { settlementField, settlementHints } from '../shared/settlements';
import { bothAround, ledgerOf, originOf, scopesOf, withinBudget } from '../shared/withinBudget';
import { credentialOf } from '../shared/credentialOf';
import { retirementHint } from '../shared/describeModel';
import { withoutChinese, type CheckedResult } from '../shared/language';
import { outputItem } from './outputItem';
import { languagesIn, readReasonParameters, type Parameters } from '../shared/reasonParameters';
import { observerOf } from '../shared/shadow';
import { properties } from './properties';

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const endpointOf = onceEach((type: string) => readEndpoint(this, type));
	const asked = await readAll(this);
	const network = await networkFetchOf(this);
	const concurrency = asked[0]?.options.concurrency ?? (await concurrencyOf(this, asked[0], endpointOf));
	const totals = { input: 0, output: 0 };
	const retiring = new Set<string>();
	const settled: Settlement[] = [];
	const run = forEachItem(this, { outputs: 1, concurrency }, async (item, itemIndex) => {
		const parameters = withinReservation(asked[itemIndex] ?? readReasonParameters(this, itemIndex, properties), budgetOfItem(item.json));
		const targets = await Promise.all(
			parameters.models.map(async ({ model, credential }) => ({ model, endpoint: await endpointOf(credential) })),
		);
		for (const { model, endpoint } of targets) {
			const hint = retirementHint(model, endpoint, new Date());
			if (hint) retiring.add(hint);
		}
		const settlements: Settlement[] = [];
		const around = bothAround(
			await onReservation(this, budgetOfItem(item.json)),
			await budgetOf(this, parameters, itemIndex, (settlement) => settlements.push(settlement)),
		);
		const chunks = chunksOf(this, itemIndex, parameters);
		const options = {
			...optionsOf(parameters),
			around,
			fetch: network.fetch,
			signal: this.getExecutionCancelSignal(),
			onDelta: chunks.onDelta,
		};
		const messages = await withAttachments(this, itemIndex, parameters.options.attach, parameters.request.messages);
		const result = await withoutChinese(
			{ ...parameters.request, messages },
			(request) => reasonWithFallback(request, targets, options),
			languageOf(parameters),
		)
			.catch((error: unknown) => {
				chunks.end();
				throw error;
			})
			.finally(() => settled.push(...settlements));
		chunks.end(result);
		count(totals, result);
		if (parameters.options.shadow.entry)
			observerOf(this, parameters.options.shadow.entry, {
				...parameters.options,
				onProblem: (problem) => this.logger.warn(`Shadow model of ${this.getNode().name}: ${problem}`),
			})({ ...parameters.request, model: result.model }, result);
		const json = { ...outputItem(result, parameters.options, item.json), ...settlementField(settlements) } as IDataObject;
		return { output: 0, json, binary: item.binary };
	});
	return await run.finally(async () => {
		await network.close();
		const hints = [...retiring, ...settlementHints(settled)];
		if (hints.length > 0)
			this.addExecutionHints(...hints.map((message) => ({ message, type: 'warning' as const, location: 'outputPane' as const })));
		this.setMetadata({ tracing: { 'llm.tokens.in': totals.input, 'llm.tokens.out': totals.output } });
	});
}

/**
 * What was set for each item, before the first paid call: one that can't be asked must not be found out after others were
 * paid for. Under Continue On Fail it is read again in its turn, where its error belongs.
 */
async function readAll(context: IExecuteFunctions): Promise<(Parameters | undefined)[]> {
	const all: (Parameters | undefined)[] = [];
	const breathe = makeBreathe();
	for (const [itemIndex, item] of context.getInputData().entries()) {
		try {
			const parameters = readReasonParameters(context, itemIndex, properties);
			assertAttached(parameters.options.attach, item);
			all.push(parameters);
		} catch (error) {
			if (!context.continueOnFail()) throw toNodeError(context, error, itemIndex);
			all.push(undefined);
		}
		await breathe();
	}
	return all;
}

/** Version 1 asks five at once; later ones as many as suits the host. */
async function concurrencyOf(context: IExecuteFunctions, asked: Parameters | undefined, endpointOf: (type: string) => Promise<Endpoint>) {
	if (context.getNode().typeVersion < 1.1 || !asked) return 5;
	const endpoints = await Promise.all(asked.models.map(({ credential }) => endpointOf(credential).catch(() => undefined)));
	return usualConcurrency(endpoints.filter((endpoint) => endpoint !== undefined));
}

/** What Cost Guard reserved bounds what is asked for. */
const withinReservation = (parameters: Parameters, item: ItemBudget | undefined): Parameters => ({
	...parameters,
	request: { ...parameters.request, maxTokens: limitWithin(parameters.request.maxTokens, item) },
});

const seconds = (value: number | undefined) => (value === undefined ? undefined : value * 1000);

const optionsOf = ({ options: { retries, silenceTimeout, totalTimeout, fallBackOn, limits } }: Parameters) => ({
	retries,
	limits: limits.entry,
	silenceTimeoutMs: seconds(silenceTimeout),
	totalTimeoutMs: seconds(totalTimeout),
	fallBackOn,
});

const languageOf = ({ options: { whenChinese, askAgain, languages } }: Parameters) => ({
	whenChinese,
	askAgain,
	expectedLanguages: languagesIn(languages),
});

async function budgetOf(
	context: IExecuteFunctions,
	{ options: { budgets, idempotencyKey, ledger, ledgerFile, price } }: Parameters,
	itemIndex: number,
	onSettled: (settlement: Settlement) => void,
) {
	if (budgets.entries.length === 0) return undefined;
	const settings = {
		scopes: scopesOf(budgets.entries, context.getTimezone(), context.getExecutionId()),
		workflow: (context.getWorkflow().name || 'unnamed').slice(0, 200),
		origin: originOf(context, itemIndex),
		price: price.entry,
		idempotencyKey,
	};
	return withinBudget(await ledgerOf(context, ledger, ledgerFile), settings, onSettled);
}

function count(totals: { input: number; output: number }, { usage }: CheckedResult) {
	if (usage === 'unknown') return;
	totals.input += usage.inputTokens;
	totals.output += usage.outputTokens;
}

const readEndpoint = async (context: IExecuteFunctions, type: string): Promise<Endpoint> =>
	endpointOfCredential(type, await credentialOf(context, type));

/** Credentials are decrypted once in a run, not once an item. */
function onceEach<Value>(make: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
	const made = new Map<string, Promise<Value>>();
	return async (key) => {
		const value = made.get(key) ?? make(key);
		made.set(key, value);
		return await value;
	};
}
