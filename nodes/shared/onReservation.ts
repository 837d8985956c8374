import type { FunctionsBase } from 'n8n-workflow';
import { credentialOf } from './credentialOf';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { payOutOf } from '../../core/budget/paidCall';
import { paidRequests } from '../../core/budget/paidRequests';
import type { ItemBudget } from './budgetOfItem';
import { countRefused } from './refusedRequests';
import { existingLedger } from './ledgerFile';
import { connectionOf, ledgerOfReservation, rememberLedger, sharedLedger } from './sharedLedger';

type Context = Pick<FunctionsBase, 'getCredentials' | 'getNode'>;

/**
 * Marks the reservation of Cost Guard as sent when the first request leaves, and keeps it while requests run: also in
 * another process than the one that reserved, as after a Wait.
 *
 * @throws Error when the ledger can't be found and an unmarked reservation would be given back though the call was sent
 */
export async function onReservation(context: Context, item: ItemBudget | undefined) {
	const reservationId = item?.reservationId;
	if (item === undefined || reservationId === undefined) return undefined;
	const ledger = ledgerOfReservation(reservationId) ?? (await ledgerOfItem(context, item));
	if (ledger) {
		rememberLedger(reservationId, ledger);
		const paid = paidRequests(payOutOf({ ledger, reservationId }), { reservedOutputTokens: item.maxOutputTokens });
		return countRefused(reservationId, paid);
	}
	// Cost Guard before 1.2 does not say where its ledger lies, and charges in full.
	if (item.onExpiry !== 'auto') return undefined;
	throw Object.assign(new Error("The reservation of Cost Guard can't be marked as sent, so nothing was sent"), {
		description:
			item.ledger?.store === 'postgres'
				? 'It lies in PostgreSQL and was made in another process: choose PostgreSQL under Options, Keep Budgets In, with the same ledger credential as in Cost Guard.'
				: `Its ledger file "${item.ledger?.name ?? ''}" is not on this machine: run both nodes on one machine, or keep budgets in PostgreSQL.`,
		facts: { sent: false },
	});
}

async function ledgerOfItem(context: Context, { ledger }: ItemBudget): Promise<Ledger | undefined> {
	if (ledger?.store === 'postgres') {
		if (!context.getNode().credentials?.r1LedgerPostgresApi) return undefined;
		return sharedLedger({ postgres: connectionOf(await credentialOf(context, 'r1LedgerPostgresApi')) });
	}
	if (ledger?.store !== 'sqlite') return undefined;
	// An item names it: a file that is not there is not made.
	const file = await existingLedger(ledger.name);
	return file === undefined ? undefined : sharedLedger({ file });
}
