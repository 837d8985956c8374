import { randomUUID } from 'node:crypto';
import { LedgerError, invalid } from './ledgerError';

const pattern = /^r1_([0-9a-f]{12})_([0-9a-z]{8,10})([0-9a-f]{20})$/;

/** Names the ledger and the moment, then 78 random bits; ids of later reservations sort after earlier ones. */
export const reservationIdOf = (ledgerId: string, at: number) => `${firstIdOf(ledgerId, at)}${randomUUID().replaceAll('-', '').slice(-20)}`;

/** What every id from a moment on sorts after. */
export const firstIdOf = (ledgerId: string, at: number) => `r1_${ledgerId}_${Math.max(0, at).toString(36).padStart(8, '0')}`;

/** Which ledger made a reservation. */
export const ledgerIdOf = (id: string): string | undefined => pattern.exec(id)?.[1];

/** When a reservation was made, in ms since 1970. */
export function reservedAtOf(id: string): number | undefined {
	const time = pattern.exec(id)?.[2];
	return time === undefined ? undefined : parseInt(time, 36);
}

export function checkReservationId(ledgerId: string, value: unknown): string {
	const parts = typeof value === 'string' ? pattern.exec(value) : null;
	if (!parts) throw invalid('reservationId', 'an id that `reserve` gave out', value);
	if (parts[1] !== ledgerId) {
		throw new LedgerError(
			'foreignReservation',
			'The reservation was made in another ledger',
			'Settle or release it with the ledger settings (file or PostgreSQL credential) that reserved it. Nothing was charged.',
			'reservationId',
		);
	}
	return parts[0];
}
