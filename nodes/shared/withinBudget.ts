import type { FunctionsBase } from 'n8n-workflow';
import type { OwnPrice } from '../../core/money/dearestCase';
import { payFrom } from '../../core/budget/paidCall';
import { paidRequests, type PaidRequests } from '../../core/budget/paidRequests';
import type { Scope } from '../../core/budget/ledger/input';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { nanoOf } from '../../core/money/nano';
import { ledgerFile } from './ledgerFile';
import { connectionOf, sharedLedger } from './sharedLedger';

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
export function withinBudget(ledger: Ledger, { scopes, workflow, price }: BudgetSettings, onSettled?: PaidRequests['onSettled']) {
	return paidRequests(payFrom({ ledger, scopes, workflow }), { price, onSettled });
}

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
