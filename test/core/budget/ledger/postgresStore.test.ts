import { execFileSync } from 'node:child_process';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLedger } from '../../../../core/budget/ledger/ledger';
import type { PostgresConnection } from '../../../../core/budget/ledger/postgresConnection';
import { PostgresStore } from '../../../../core/budget/ledger/postgresStore';
import { hasPostgres, postgresName, startPostgres, type Postgres } from '../../../support/startPostgres';
import { freshDatabase, idOf, ledgerOpener } from './stores';

const request = { scopes: [{ key: 'all', period: 'day' as const, limitNano: 1_000_000 }], estimateNano: 10 };

const hasOpenssl = (() => {
	try {
		execFileSync('openssl', ['version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
})();

describe.skipIf(!hasPostgres)(`the ${postgresName} ledger`, () => {
	const open = ledgerOpener();
	let server: Postgres;
	beforeAll(async () => {
		server = await startPostgres({ durable: true });
	});
	afterAll(async () => await server.stop());

	async function sql(connection: PostgresConnection, text: string) {
		const client = new Client(connection);
		await client.connect();
		const { rows } = await client.query(text);
		await client.end();
		return rows;
	}

	test.each([
		{ name: 'a wrong password', change: { password: 'guess' }, kind: 'refused', says: /wrong user or password/ },
		{ name: 'a missing database', change: { database: 'nowhere' }, kind: 'refused', says: /no database nowhere/ },
		{ name: 'TLS that the server does not offer', change: { tls: 'require' as const }, kind: 'refused', says: /does not offer TLS/ },
		{ name: 'a port where nobody listens', change: { port: 1 }, kind: 'unavailable', says: /can't be reached/ },
		{ name: 'a host that does not exist', change: { host: 'nowhere.invalid' }, kind: 'unavailable', says: /can't be reached/ },
	])('names $name, without the password', async ({ change, kind, says }) => {
		const ledger = open({ postgres: { ...server.connection, ...change }, waitMs: 300 });
		const failure = await ledger.reserve(request).catch((error: unknown) => error);
		expect(failure).toMatchObject({ kind, message: expect.stringMatching(says) });
		expect(JSON.stringify(failure) + String(failure)).not.toContain(server.connection.password);
	});

	test('lets calls through with a flag while the server is away, where that is wanted', async () => {
		const ledger = open({ postgres: { ...server.connection, port: 1 }, waitMs: 100, failOpen: true });
		expect(await ledger.reserve(request)).toMatchObject({ status: 'unguarded', reservationId: null });
	});

	test('names a database that only reads', async () => {
		const postgres = await freshDatabase(server);
		await open({ postgres }).report();
		await sql(postgres, `ALTER DATABASE ${postgres.database} SET default_transaction_read_only = on`);
		await expect(open({ postgres }).reserve(request)).rejects.toMatchObject({
			kind: 'refused',
			message: expect.stringContaining('read-only'),
		});
	});

	test('waits for a row that another session holds only as long as it may, and says that it is locked', async () => {
		const connection = await freshDatabase(server);
		const ledger = open({ postgres: connection, waitMs: 300 });
		const reservationId = idOf(await ledger.reserve(request));
		const other = new Client(connection);
		await other.connect();
		await other.query('BEGIN; UPDATE r1_counter SET spent = spent');
		await expect(ledger.reserve(request)).rejects.toMatchObject({ kind: 'locked', message: expect.stringContaining('holds the rows') });
		await other.query('ROLLBACK');
		await other.end();
		expect(await ledger.settle({ reservationId, costNano: 5 })).toMatchObject({ changed: true });
	});

	test('gives its own kind of error for whatever the server says', async () => {
		const connection = await freshDatabase(server);
		const ledger = open({ postgres: connection });
		await ledger.reserve(request);
		await sql(connection, 'ALTER TABLE r1_reservation DROP COLUMN workflow');
		await expect(ledger.reserve(request)).rejects.toMatchObject({
			name: 'LedgerError',
			kind: 'unexpected',
			message: expect.stringContaining('42703'),
		});
	});

	test('names a user who may not write', async () => {
		const postgres = await freshDatabase(server);
		await open({ postgres }).report();
		await sql(postgres, `CREATE ROLE reader LOGIN PASSWORD 'only-for-tests'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader`);
		await expect(open({ postgres: { ...postgres, user: 'reader' } }).reserve(request)).rejects.toMatchObject({
			kind: 'refused',
			message: expect.stringContaining('reader lacks rights'),
		});
	});

	test('names a full disk and charges nothing', async () => {
		const postgres = await freshDatabase(server);
		const ledger = open({ postgres });
		const reservationId = idOf(await ledger.reserve(request));
		// The server's own error code for a disk without room, raised at the same place.
		await sql(
			postgres,
			`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$;
			CREATE TRIGGER full_disk BEFORE INSERT ON r1_reservation FOR EACH ROW EXECUTE FUNCTION full_disk()`,
		);
		await expect(ledger.reserve(request)).rejects.toMatchObject({ kind: 'full' });
		expect(await ledger.settle({ reservationId, costNano: 4 })).toMatchObject({ changed: true });
		expect((await ledger.report()).scopes).toMatchObject([{ spentNano: 4, reservedNano: 0 }]);
	});

	test(
		'survives a crash of the server in the middle of reservations and settles: nothing twice, nothing lost',
		{ timeout: 90_000 },
		async () => {
			const postgres = await freshDatabase(server);
			const ledger = open({ postgres: { ...postgres, connections: 6 }, waitMs: 60_000 });
			await ledger.report();
			let crash: Promise<void> | undefined;
			const costs: number[] = [];
			await Promise.all(
				Array.from({ length: 120 }, async (_, index) => {
					const reservationId = idOf(await ledger.reserve(request));
					if (index === 40) crash = server.restart();
					const { changed, costNano } = await ledger.settle({ reservationId, costNano: index });
					expect(changed).toBe(true);
					costs.push(costNano);
				}),
			);
			await crash;
			const { scopes, totals } = await ledger.report();
			const sum = (120 * 119) / 2;
			expect(costs.reduce((total, cost) => total + cost)).toBe(sum);
			expect(totals).toMatchObject({ calls: 120, spentNano: sum, reservedNano: 0 });
			expect(scopes).toMatchObject([{ spentNano: sum, reservedNano: 0 }]);
		},
	);

	test('retries a reservation whose commit was never confirmed without taking it twice', async () => {
		const postgres = await freshDatabase(server);
		// The connection breaks after the commit: the first answer is thrown away, as a crash of the network would.
		class Forgetful extends PostgresStore {
			private forgotten = false;
			protected override async drive<Result>(...parameters: Parameters<PostgresStore['drive']>): Promise<Result> {
				const value = await super.drive(...parameters);
				if (this.forgotten) return value as Result;
				this.forgotten = true;
				throw new Error('Connection terminated unexpectedly');
			}
		}
		const settings = { leaseMs: 60_000, failOpen: false, clock: (now: number) => now, keepMs: 90 * 86_400_000, sweepEveryMs: 5000 };
		for (const step of ['reserve', 'settle'] as const) {
			const ledger = createLedger(new Forgetful({ ...postgres, waitMs: 5000 }), settings);
			const steady = open({ postgres });
			const scopes = [{ key: step, period: 'day' as const, limitNano: 100 }];
			const reservationId = idOf(await (step === 'reserve' ? ledger : steady).reserve({ scopes, estimateNano: 60 }));
			expect((await steady.report({ key: step })).scopes).toMatchObject([{ reservedNano: 60 }]);
			expect(await ledger.settle({ reservationId, costNano: 40 })).toMatchObject({ changed: true, costNano: 40 });
			expect((await steady.report({ key: step })).scopes).toMatchObject([{ spentNano: 40, reservedNano: 0 }]);
			await ledger.close();
		}
	});

	describe('counts time by the clock of the server', () => {
		const settings = { leaseMs: 60_000, failOpen: false, clock: (now: number) => now, keepMs: 90 * 86_400_000, sweepEveryMs: 5000 };

		test('however wrong the clock of the worker is', async () => {
			const postgres = await freshDatabase(server);
			vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2001-01-01') });
			const reservation = await open({ postgres }).reserve(request);
			vi.useRealTimers();
			const [{ startsAt }] = reservation.status === 'reserved' ? reservation.scopes : [];
			const day = 86_400_000;
			expect(startsAt).toBe(Math.floor(Date.now() / day) * day);
		});

		test.each([-3, 3])('even when the worker believes that it is %i days off', async (days) => {
			const store = new PostgresStore({ ...(await freshDatabase(server)), waitMs: 5000 });
			const ledger = createLedger(store, settings);
			const now = await store.now();
			store.sawClock(now + days * 86_400_000);
			await ledger.reserve(request);
			store.sawClock(now + days * 86_400_000);
			expect(await ledger.reserve({ ...request, estimateNano: 999_991 })).toMatchObject({
				status: 'denied',
				scopes: [{ reservedNano: 10 }],
			});
			expect((await ledger.report()).scopes).toHaveLength(1);
			await ledger.close();
		});
	});

	test('speaks TLS, and with verification only to the server that it knows', { skip: !hasOpenssl }, async () => {
		const secured = await startPostgres({ tls: true });
		try {
			const reach = async (tls: 'require' | 'verify', caCertificate?: string) =>
				await open({ postgres: { ...secured.connection, tls, caCertificate }, waitMs: 2000 }).reserve(request);
			expect(await reach('require')).toMatchObject({ status: 'reserved' });
			expect(await reach('verify', secured.certificate)).toMatchObject({ status: 'reserved' });
			await expect(reach('verify')).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('certificate') });
		} finally {
			await secured.stop();
		}
	});
});
