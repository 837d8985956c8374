import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { openLedger, type LedgerOptions } from '../../core/budget/ledger/openLedger';
import { ledgerIdOf } from '../../core/budget/ledger/reservationId';
import type { PostgresConnection } from '../../core/budget/ledger/postgresConnection';

const open = new Map<string, Ledger>();

/** One ledger per settings for all executions of this process, so that they share its connections. */
export function sharedLedger(options: LedgerOptions): Ledger {
	const name = createHash('sha256').update(JSON.stringify(options)).digest('hex');
	const known = open.get(name);
	if (known) return known;
	const ledger = openLedger(options);
	open.set(name, ledger);
	return ledger;
}

const byId = new Map<string, Ledger>();

/** Reservation ids name their ledger: remembers which one made a reservation, for the nodes after Cost Guard. */
export function rememberLedger(reservationId: string, ledger: Ledger) {
	const id = ledgerIdOf(reservationId);
	if (id !== undefined) byId.set(id, ledger);
}

/** The ledger in which a reservation was made, where this process knows it. */
export const ledgerOfReservation = (reservationId: string) => byId.get(ledgerIdOf(reservationId) ?? '');

/** The connection that a credential of type `r1LedgerPostgresApi` describes. */
export function connectionOf(credential: ICredentialDataDecryptedObject): PostgresConnection {
	const text = (name: string) => String(credential[name] ?? '').trim();
	const tls = text('tls');
	return {
		host: text('host'),
		port: Number(credential.port ?? 5432),
		database: text('database'),
		user: text('user'),
		password: String(credential.password ?? ''),
		tls: tls === 'require' || tls === 'verify' ? tls : 'off',
		caCertificate: text('authority') || undefined,
	};
}
