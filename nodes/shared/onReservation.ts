import { payOutOf } from '../../core/budget/paidCall';
import { paidRequests } from '../../core/budget/paidRequests';
import type { ItemBudget } from './budgetOfItem';
import { ledgerOfReservation } from './sharedLedger';

/** Marks the reservation of Cost Guard as sent when the first request leaves, and keeps it while requests run. */
export function onReservation(item: ItemBudget | undefined) {
	const ledger = item?.reservationId === undefined ? undefined : ledgerOfReservation(item.reservationId);
	return ledger && item?.reservationId ? paidRequests(payOutOf({ ledger, reservationId: item.reservationId })) : undefined;
}
