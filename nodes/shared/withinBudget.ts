import type { FunctionsBase, IExecuteFunctions } from 'n8n-workflow';
import { credentialOf } from './credentialOf';
import type { OwnPrice } from '../../core/money/dearestCase';
import { payFrom } from '../../core/budget/paidCall';
import { paidRequests, type PaidRequests } from '../../core/budget/paidRequests';
import type { Origin, Scope } from '../../core/budget/ledger/input';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { nanoOf } from '../../core/money/nano';
import { ledgerFile } from './ledgerFile';
import { connectionOf, sharedLedger } from './sharedLedger';

export interface BudgetSettings {
	scopes: Scope[];
	workflow: string;
	/** Where the call comes from, for the report. */
	origin?: Origin;
	/** Names what is asked for; empty for none. */
	idempotencyKey?: string;
	/** For models whose price is not known. */
	price?: OwnPrice;
}

/** Sent along when a budget holds and the user set no limit: without one the dearest case would be the model's own. */
export const maxTokensWithinBudget = 32_768;

/** The ledger that the node is set to. */
export async function ledgerOf(
	context: Pick<FunctionsBase, 'getNode' | 'getCredentials'>,
	store: 'sqlite' | 'postgres',
	file: string,
): Promise<Ledger> {
	if (store === 'postgres') return sharedLedger({ postgres: connectionOf(await credentialOf(context, 'r1LedgerPostgresApi')) });
	return sharedLedger({ file: await ledgerFile(file) });
}

/** Puts a budget around every request: retries, corrections and fallbacks reserve anew, so that none of them runs past it. */
export function withinBudget(ledger: Ledger, settings: BudgetSettings, onSettled?: PaidRequests['onSettled']) {
	const { scopes, workflow, origin, price, idempotencyKey } = settings;
	return paidRequests(payFrom({ ledger, scopes, workflow, origin }), { price, idempotencyKey: idempotencyKey || undefined, onSettled });
}

/** Two that stand around a request, one around the other. */
export function bothAround(outer: Around | undefined, inner: Around | undefined): Around | undefined {
	if (!outer || !inner) return outer ?? inner;
	return (call, send) => outer(call, () => inner(call, send));
}

type Around = ReturnType<typeof paidRequests>;

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

/** By what a reservation is found again in n8n. */
export const originOf = (context: Pick<IExecuteFunctions, 'getExecutionId' | 'getWorkflow'>, item: number): Origin => ({
	executionId: context.getExecutionId() || undefined,
	workflowId: context.getWorkflow().id || undefined,
	item,
});
