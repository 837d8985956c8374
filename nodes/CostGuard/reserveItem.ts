import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ItemOutcome } from '../shared/forEachItem';
import { cheapestThatFits, type Candidate, type Choice } from '../../core/budget/cheapestThatFits';
import { dearestCase } from '../../core/money/dearestCase';
import type { Scope } from '../../core/budget/ledger/input';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { upperTokens } from '../../core/money/estimateTokens';
import { nanoOf, usdOf } from '../../core/money/nano';
import type { Earlier, ScopeState } from '../../core/budget/ledger/reserve';
import { fieldError } from '../shared/parameters';
import { rememberLedger } from '../shared/sharedLedger';
import { originOf } from '../shared/withinBudget';
import { marksAsSent } from './marksAsSent';
import { lane } from './operations';
import { read, reserveParameters } from './parameters';
import { properties } from './properties';

type Parameters = ReturnType<typeof read<(typeof reserveParameters)['shape']>>;

/** Check and Reserve: which output the item leaves by, and what it carries on. */
export async function reserveItem(
	context: IExecuteFunctions,
	itemIndex: number,
	item: INodeExecutionData,
	ledger: Ledger,
): Promise<ItemOutcome> {
	const parameters = read(context, itemIndex, reserveParameters);
	const { options } = parameters;
	const at = new Date();
	const onExpiry = onExpiryOf(context, options.onExpiry);
	const choice = await cheapestThatFits(ledger, candidatesOf(parameters, at), {
		scopes: scopesOf(parameters, options.timeZone || context.getTimezone(), context.getExecutionId()),
		leaseMs: Math.round(options.leaseMinutes * 60_000),
		onExpiry,
		idempotencyKey: options.idempotencyKey || undefined,
		origin: originOf(context, itemIndex),
		workflow: (options.workflow || context.getWorkflow().name || 'unnamed').slice(0, 200),
	});
	if (choice.status === 'reserved') rememberLedger(choice.reservationId, ledger);
	const status = statusOf(choice, options.nearLimitPercent);
	const budget = {
		...budgetOf(choice, status, options),
		maxOutputTokens: parameters.maxOutputTokens,
		...(choice.status === 'reserved' ? { onExpiry, ledger: { store: parameters.ledger, name: options.file ?? '' } } : {}),
	};
	tellOfOtherZones(context, options.timeZone, choice);
	return { output: lane[status], json: { ...item.json, budget }, binary: item.binary };
}

/** Where another node may send the call, nobody marks it as sent: it counts as sent. */
function onExpiryOf(context: IExecuteFunctions, chosen: Parameters['options']['onExpiry']) {
	const wanted = chosen ?? (context.getNode().typeVersion >= 1.2 ? 'auto' : 'charge');
	return wanted === 'auto' && !marksAsSent(context) ? 'charge' : wanted;
}

function tellOfOtherZones(context: IExecuteFunctions, asked: string | undefined, choice: Choice) {
	if (!asked || !('scopes' in choice)) return;
	for (const { key, period, timeZone } of choice.scopes) {
		if (timeZone === null || timeZone === asked) continue;
		const message = `The days of the budget ${key} (${period}) begin in ${timeZone}, where it was used first: Time Zone ${asked} is not used`;
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
}

function candidatesOf({ models, text, maxOutputTokens, options }: Parameters, at: Date): [Candidate, ...Candidate[]] {
	const prices = new Map(options.prices.entries.map(({ model, ...price }) => [model.toLowerCase(), price]));
	// Counted once, however many calls and models are reckoned with.
	const input = options.inputTokens ?? (options.estimateUsd ? 0 : upperTokens([text]));
	const call = (model: string) => ({
		model,
		hostId: options.hostId || undefined,
		input,
		maxOutputTokens,
		price: prices.get(model.toLowerCase()),
	});
	const fallbacks = options.fallbackModels.map(call);
	const [first, ...others] = models.map((model) => {
		const calls = Array.from({ length: options.calls }, () => [call(model), ...fallbacks]).flat();
		const estimateNano = !options.estimateUsd ? dearestCase(calls, at) : nanoOf('Estimate (USD)', options.estimateUsd);
		return { model, estimateNano };
	});
	if (!first) throw fieldError('models', 'Name at least one model', properties);
	return [first, ...others];
}

const scopesOf = ({ scopes }: Parameters, timeZone: string, executionId: string): Scope[] =>
	scopes.entries.map(({ key, period, limitUsd }, index) => ({
		key,
		period,
		timeZone,
		executionId,
		limitNano: limitUsd === undefined ? undefined : nanoOf(`Budget ${index + 1}: Limit (USD)`, limitUsd),
	}));

function statusOf(choice: Choice, nearLimitPercent: number): keyof typeof lane {
	if (choice.status === 'denied') return 'over';
	if (choice.status === 'repeated') return 'repeated';
	if (choice.status === 'unguarded') return 'within';
	const near = choice.scopes.some(({ limitNano, leftNano }) => (limitNano - leftNano) * 100 >= limitNano * nearLimitPercent);
	return near ? 'near' : 'within';
}

function budgetOf(choice: Choice, status: keyof typeof lane, { hostId, prices, idempotencyKey }: Parameters['options']): IDataObject {
	const { reservationId, estimateNano, model, passedOver } = choice;
	const common = {
		status,
		guarded: choice.status !== 'unguarded',
		reservationId,
		model,
		...(hostId ? { hostId } : {}),
		// Settle charges at the same prices.
		...(prices.entries.length > 0 ? { prices: prices.entries } : {}),
		estimateUsd: estimateNano === 'unknown' ? estimateNano : usdOf(estimateNano),
		...(passedOver.length > 0 ? { passedOver } : {}),
		...(idempotencyKey ? { idempotencyKey } : {}),
	};
	if (choice.status === 'repeated') return { ...common, earlier: earlierOf(choice.earlier) };
	if (choice.status === 'unguarded') return { ...common, reason: choice.reason };
	return {
		...common,
		leftUsd: choice.leftNano === null ? 'unknown' : usdOf(choice.leftNano),
		scopes: choice.scopes.map(scopeOf),
		...(choice.status === 'reserved' ? { expiresAt: new Date(choice.expiresAt).toISOString() } : { reason: choice.reason }),
	};
}

function earlierOf({ estimateNano, costNano, reservedAt, ...earlier }: Earlier): IDataObject {
	return { ...earlier, reservedAt: isoOf(reservedAt), estimateUsd: usdOf(estimateNano), costUsd: usdOf(costNano) };
}

const scopeOf = ({
	key,
	period,
	timeZone,
	startsAt,
	endsAt,
	limitNano,
	spentNano,
	reservedNano,
	leftNano,
	over,
}: ScopeState): IDataObject => ({
	key,
	period,
	...(timeZone === null ? {} : { timeZone }),
	startsAt: isoOf(startsAt),
	endsAt: isoOf(endsAt),
	limitUsd: usdOf(limitNano),
	spentUsd: usdOf(spentNano),
	reservedUsd: usdOf(reservedNano),
	leftUsd: usdOf(leftNano),
	over,
});

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
