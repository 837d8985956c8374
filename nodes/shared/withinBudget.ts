import type { FunctionsBase } from 'n8n-workflow';
import { dearestCase, type OwnPrice } from '../../core/money/dearestCase';
import { guardedCall } from '../../core/budget/guardedCall';
import type { Scope } from '../../core/budget/ledger/input';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { nanoOf } from '../../core/money/nano';
import { ledgerFile } from './ledgerFile';
import { connectionOf, sharedLedger } from './sharedLedger';
import { ReasonError, type Attempt, type OutgoingCall } from '../../core/reason';

export interface BudgetSettings {
	scopes: Scope[];
	workflow: string;
	/** For models whose price is not known. */
	price?: OwnPrice;
}

/** Sent along when a budget holds and the user set no limit: without one the dearest case would be the model's own. */
export const maxTokensWithinBudget = 32_768;

/** The ledger that the node is set to. */
export async function ledgerOf(
	context: Pick<FunctionsBase, 'getCredentials'>,
	store: 'sqlite' | 'postgres',
	file: string,
): Promise<Ledger> {
	if (store === 'postgres') return sharedLedger({ postgres: connectionOf(await context.getCredentials('r1LedgerPostgresApi')) });
	return sharedLedger({ file: await ledgerFile(file) });
}

/** Puts a budget around every request: retries, corrections and fallbacks reserve anew, so that none of them runs past it. */
export function withinBudget(ledger: Ledger, { scopes, workflow, price }: BudgetSettings) {
	return async (call: OutgoingCall, send: () => Promise<Attempt>): Promise<Attempt> => {
		const { model, host, texts, maxTokens = maxTokensWithinBudget } = call;
		const outcome = await guardedCall({
			ledger,
			scopes,
			workflow,
			model: model.slice(0, 200),
			estimateNano: dearestCase([{ model, hostId: host, input: texts, maxOutputTokens: maxTokens, price }], new Date()),
			send,
			costOf: ({ costUsd, usage }) => (costUsd === 'unknown' ? atOwnPrice(usage, price) : Math.round(costUsd * 1e9)),
			modelOf: (attempt) => attempt.model.slice(0, 200),
		});
		if (outcome.status === 'done') return outcome.result;
		const { reason, scopes: states } = outcome.reservation;
		throw reason === 'unpriced'
			? unpriced(model)
			: overBudget(
					model,
					states.filter(({ over }) => over).map(({ key, period }) => `${key} (${period})`),
				);
	};
}

function atOwnPrice(usage: Attempt['usage'], price: OwnPrice | undefined): number | 'unknown' {
	if (usage === 'unknown' || usage === 'none' || !price) return 'unknown';
	const usdPerMillion = usage.inputTokens * price.inputUsdPerMillion + usage.outputTokens * price.outputUsdPerMillion;
	return Math.ceil(usdPerMillion * 1e3);
}

const overBudget = (model: string, scopes: string[]) =>
	new ReasonError(`The dearest case of a call to "${model}" does not fit into the budget`, {
		kind: 'budget',
		description: `Nothing was sent. No room in: ${scopes.join(', ')}. Raise the limit, lower Max Tokens, or use a cheaper model.`,
	});

const unpriced = (model: string) =>
	new ReasonError(`No price is known for "${model}", so a budget can't hold`, {
		kind: 'budget',
		description: 'Nothing was sent. Choose the host profile of the credential, or give the price under Options, Price.',
	});

/** Budgets as the user wrote them. */
export function scopesOf(
	entries: readonly { key: string; limitUsd?: number; period: Scope['period'] }[],
	timeZone: string,
	executionId: string,
): Scope[] {
	return entries.map(({ key, limitUsd, period }) => ({
		key,
		period,
		timeZone,
		executionId,
		...(limitUsd === undefined ? {} : { limitNano: nanoOf('Limit (USD)', limitUsd) }),
	}));
}
