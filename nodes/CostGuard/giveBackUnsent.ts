import type { IExecuteFunctions } from 'n8n-workflow';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { wasRefused, watchReservation } from '../shared/refusedRequests';

export interface Reserved {
	ledger: Ledger;
	reservationId: string;
}

/**
 * When the execution ends, however it does: gives back what no node marked as sent, such as the items after one that failed,
 * or all of a run that was stopped, and what was sent and refused, such as the item that failed. A reservation whose lease is to be charged in any case is left to Settle and its lease.
 */
export function giveBackUnsent(context: IExecuteFunctions, reserved: readonly Reserved[]) {
	if (reserved.length === 0) return;
	for (const { reservationId } of reserved) watchReservation(reservationId);
	const giveBack = async () => {
		// What can't be given back now, the lease gives back.
		await Promise.allSettled(
			reserved.map(({ ledger, reservationId }) => ledger.release({ reservationId, unlessSent: !wasRefused(reservationId) })),
		);
	};
	if (context.onExecutionFinish) context.onExecutionFinish(giveBack);
	else context.onExecutionCancellation(() => void giveBack());
}
