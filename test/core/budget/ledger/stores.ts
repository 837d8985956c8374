import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Ledger, Reservation } from '../../../../core/budget/ledger/ledger';
import { openLedger, type LedgerOptions } from '../../../../core/budget/ledger/openLedger';
import { hasPostgres, postgresName, startPostgres, type Postgres } from '../../../support/startPostgres';

export interface StoreUnderTest {
	name: string;
	skip: boolean;
	/** Starts what the store needs before the suite, stops it after. */
	prepare: () => void;
	/** Options for a ledger of its own, that no other test has seen. */
	fresh: () => Promise<LedgerOptions>;
}

const usd = 1_000_000_000;
export const dollars = (amount: number) => Math.round(amount * usd);

export function stores(): StoreUnderTest[] {
	let folder = '';
	let files = 0;
	let postgres: Postgres | undefined;
	return [
		{
			name: 'SQLite',
			skip: false,
			prepare() {
				beforeAll(() => {
					folder = mkdtempSync(path.join(tmpdir(), 'r1-ledger-'));
				});
				afterAll(() => rmSync(folder, { recursive: true, force: true }));
			},
			fresh: async () => ({ file: path.join(folder, `${files++}.sqlite`) }),
		},
		{
			name: postgresName,
			skip: !hasPostgres,
			prepare() {
				beforeAll(async () => {
					postgres = await startPostgres();
				});
				afterAll(async () => await postgres?.stop());
			},
			fresh: async () => {
				if (!postgres) throw new Error('PostgreSQL is not started');
				return { postgres: await freshDatabase(postgres) };
			},
		},
	];
}

let databases = 0;
export async function freshDatabase({ connection }: Postgres) {
	const { Client } = await import('pg');
	const admin = new Client(connection);
	await admin.connect();
	const database = `ledger_${process.pid}_${databases++}`;
	await admin.query(`CREATE DATABASE ${database}`);
	await admin.end();
	return { ...connection, database, connections: 4 };
}

/** Opens ledgers and closes them after the suite. */
export function ledgerOpener() {
	const opened: Ledger[] = [];
	afterAll(async () => {
		for (const ledger of opened) await ledger.close();
	});
	return (options: LedgerOptions) => {
		const ledger = openLedger(options);
		opened.push(ledger);
		return ledger;
	};
}

export function idOf(reservation: Reservation): string {
	if (reservation.status !== 'reserved') throw new Error(`Expected a reservation, got ${reservation.status}`);
	return reservation.reservationId;
}
