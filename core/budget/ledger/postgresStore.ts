import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import { LedgerError, unexpected } from './ledgerError';
import { migrations } from './migrations';
import type { PostgresConnection } from './postgresConnection';
import { newerLedger, newLedgerId } from './sqliteStore';
import { intOf, textOf, type Attempt, type TransactionEnd, type StoredRow, type Statement, type Steps, type Store } from './store';
import { itemAt } from '../../itemAt';

const clock = 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)';

/** Any number that all copies of this package agree on. */
const migrationLock = 718_207_101;

/** How long one statement may take before the connection is given up as dead. */
const statementTimeoutMs = 15_000;

/**
 * A ledger in PostgreSQL, for n8n on several machines. The server's clock counts: workers estimate it, and each
 * reservation is checked against it before it is kept.
 */
export class PostgresStore implements Store {
	private readonly pool: Pool;
	private readonly names = new Map<string, { name: string; text: string }>();
	private ready: Promise<string> | undefined;
	/** The server's clock minus this process's steady clock. */
	private offset: number | undefined;

	constructor(private readonly settings: PostgresConnection & { waitMs: number }) {
		this.pool = new Pool(poolConfig(settings));
		// A connection that breaks while idle is replaced on next use; without a listener it would end the process.
		this.pool.on('error', () => undefined);
		// A connection that breaks at work fails its queries, and reports the same once more as an event.
		this.pool.on('connect', (client) => client.on('error', () => undefined));
	}

	async transact<Result>(steps: (attempt: Attempt) => Steps<TransactionEnd<Result>>): Promise<Result> {
		await this.ledgerId();
		return await this.insist(
			async (uncertain, remainingMs) => await this.withClient((client) => this.drive(client, steps({ uncertain }), remainingMs)),
		);
	}

	async now() {
		if (this.offset === undefined) {
			const rows = await this.insist(async () => (await this.pool.query<StoredRow>(`SELECT ${clock} AS now`)).rows);
			this.sawClock(intOf(itemAt(rows, 0), 'now'));
		}
		return Math.round(performance.now() + (this.offset ?? 0));
	}

	sawClock(storeNow: number) {
		this.offset = storeNow - performance.now();
	}

	async ledgerId() {
		this.ready ??= this.insist(async () => await this.withClient(migrate)).catch((error: unknown) => {
			this.ready = undefined;
			throw error;
		});
		return await this.ready;
	}

	async notices() {
		return [];
	}

	async close() {
		await this.pool.end();
	}

	/**
	 * BEGIN travels with the first statement and COMMIT with the last, and what nobody reads is not waited for: a row stays
	 * locked for as few round trips as can be.
	 */
	protected async drive<Result>(client: PoolClient, steps: Steps<TransactionEnd<Result>>, waitMs: number): Promise<Result> {
		let pending: Promise<unknown>[] = [client.query(`BEGIN; SET LOCAL lock_timeout = ${Math.max(1, Math.ceil(waitMs))}`)];
		let committed = false;
		let step = steps.next();
		while (!step.done) {
			const { last = false, unread = false } = step.value;
			const rows = this.run(client, step.value);
			if (last) pending.push(client.query('COMMIT'));
			committed ||= last;
			if (unread && !last) {
				pending.push(rows);
				step = steps.next([]);
			} else {
				const [answer] = await Promise.all([rows, ...pending]);
				pending = [];
				step = steps.next(answer);
			}
		}
		const { keep, value } = step.value;
		if (!committed) await Promise.all([...pending, client.query(keep ? 'COMMIT' : 'ROLLBACK')]);
		return value;
	}

	private async run(client: PoolClient, { text, values }: Statement): Promise<StoredRow[]> {
		let known = this.names.get(text);
		if (!known) {
			known = { name: `r1_${this.names.size}`, text: dialect(text) };
			this.names.set(text, known);
		}
		return (await client.query<StoredRow>({ ...known, values })).rows;
	}

	private async withClient<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
		const client = await this.pool.connect();
		let broken = true;
		try {
			const result = await work(client).catch(async (error: unknown) => {
				await client.query('ROLLBACK');
				broken = false;
				throw error;
			});
			broken = false;
			return result;
		} finally {
			client.release(broken);
		}
	}

	/** Tries again after a deadlock or a lost connection: every transaction here may safely run twice. */
	private async insist<Result>(work: (uncertain: boolean, remainingMs: number) => Promise<Result>): Promise<Result> {
		const deadline = performance.now() + this.settings.waitMs;
		for (let uncertain = false, delayMs = 20; ; delayMs = Math.min(delayMs * 2, 500)) {
			try {
				return await work(uncertain, deadline - performance.now());
			} catch (error) {
				const clear = this.clearError(error);
				const lost = clear instanceof LedgerError && clear.kind === 'unavailable';
				const clashed = retryable.has(codeOf(error));
				if (!(lost || clashed) || performance.now() + delayMs > deadline) throw clear;
				uncertain ||= lost;
				await new Promise((resolve) => setTimeout(resolve, delayMs * (0.5 + Math.random())));
			}
		}
	}

	private clearError(error: unknown): unknown {
		if (error instanceof LedgerError || !(error instanceof Error)) return error;
		const code = codeOf(error);
		const { host, port = 5432, database, user } = this.settings;
		const server = `${host}:${port}`;
		const make = (kind: LedgerError['kind'], message: string, description: string) =>
			new LedgerError(kind, message, description, undefined, { cause: error });
		switch (code) {
			case '28P01':
			case '28000':
				return make(
					'refused',
					`PostgreSQL at ${server} refuses user ${user}: wrong user or password, or not allowed`,
					'Check the user and the password in the ledger credential, and pg_hba.conf on the server. Nothing was charged.',
				);
			case '3D000':
				return make(
					'refused',
					`PostgreSQL at ${server} has no database ${database}`,
					'Create the database, or correct its name in the ledger credential. Nothing was charged.',
				);
			case '42501':
				return make(
					'refused',
					`User ${user} lacks rights in database ${database} at ${server}`,
					'Let the user create tables in its schema, or create the r1_ tables for it. Nothing was charged.',
				);
			case '55P03':
				return make(
					'locked',
					`Another program holds the rows of the budget in PostgreSQL at ${server}`,
					'End the transaction or session that holds them (see pg_stat_activity), or raise the wait for the ledger. Nothing was charged.',
				);
			case '25006':
				return make('refused', `PostgreSQL at ${server} is read-only`, 'Connect to the primary server. Nothing was charged.');
			case '53100':
				return make(
					'full',
					`No room is left on the disk of PostgreSQL at ${server}`,
					'Free some space and run again. Nothing was charged.',
				);
			case 'XX001':
			case 'XX002':
				return make('corrupt', `PostgreSQL at ${server} reports damaged data`, 'Restore the database from a backup. Nothing was charged.');
			case 'DEPTH_ZERO_SELF_SIGNED_CERT':
			case 'SELF_SIGNED_CERT_IN_CHAIN':
			case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
			case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
			case 'ERR_TLS_CERT_ALTNAME_INVALID':
			case 'CERT_HAS_EXPIRED':
				return make(
					'refused',
					`The certificate of PostgreSQL at ${server} can't be verified (${code})`,
					'Give the certificate of its authority in the ledger credential, or choose another TLS setting. Nothing was charged.',
				);
		}
		if (code === '' && /does not support SSL/.test(error.message)) {
			return make(
				'refused',
				`PostgreSQL at ${server} does not offer TLS`,
				'Set up TLS on the server, or turn it off in the ledger credential. Nothing was charged.',
			);
		}
		if (unreachable.test(code) || (code === '' && connectionLost.test(error.message))) {
			return make(
				'unavailable',
				`PostgreSQL at ${server} can't be reached`,
				'Check that the server runs and that this machine may connect to it, then run again. Nothing was charged twice.',
			);
		}
		return code === '' ? error : unexpected(`PostgreSQL at ${server}`, error);
	}
}

const retryable = new Set(['40001', '40P01', '55P03', '23505', '42P07']);
const unreachable = /^(08...|57P0[123]|57014|53300|25P03|ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|EPIPE|ENOENT)/;
// The driver has no codes for these: https://github.com/brianc/node-postgres/tree/master/packages/pg/lib
const connectionLost = /Connection terminated|timeout|Client has encountered a connection error|not queryable/i;

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

const dialect = (text: string) =>
	text
		.replace('{clustered}', '')
		.replaceAll('{now}', clock)
		.replace('{list scopes}', '(SELECT json_array_elements_text(scopes::json))')
		.replace(/\{list (\$\d+)\}/g, '(SELECT json_array_elements_text(CAST($1 AS json)))')
		.replace('{lockFree}', 'FOR UPDATE SKIP LOCKED')
		.replace('{lock}', 'FOR UPDATE');

export function poolConfig({ tls = 'off', caCertificate, connections = 8, waitMs, ...settings }: PostgresConnection & { waitMs: number }) {
	const config: PoolConfig = {
		host: settings.host,
		port: settings.port ?? 5432,
		database: settings.database,
		user: settings.user,
		password: settings.password,
		ssl: tls === 'off' ? false : { rejectUnauthorized: tls === 'verify', ca: caCertificate || undefined },
		max: connections,
		// An idle pool must not keep a program running that only used the ledger.
		allowExitOnIdle: true,
		connectionTimeoutMillis: waitMs,
		query_timeout: statementTimeoutMs,
		statement_timeout: statementTimeoutMs,
		// A worker that hangs must not hold a budget's row for ever.
		idle_in_transaction_session_timeout: statementTimeoutMs,
		keepAlive: true,
		pipeline: true,
		application_name: 'n8n-nodes-r1',
		types: { getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? BigInt : types.getTypeParser(oid, format)) },
	};
	return config;
}

async function migrate(client: PoolClient): Promise<string> {
	await client.query('BEGIN');
	await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
	const { rows: known } = await client.query<StoredRow>("SELECT to_regclass('r1_ledger')::text AS name");
	const { rows } = itemAt(known, 0).name === null ? { rows: [] } : await client.query<StoredRow>('SELECT id, version FROM r1_ledger');
	const [kept] = rows;
	const version = kept ? intOf(kept, 'version') : 0;
	if (version > migrations.length) throw newerLedger();
	for (const statements of migrations.slice(version)) for (const statement of statements) await client.query(dialect(statement));
	const id = kept ? textOf(kept, 'id') : newLedgerId();
	if (version === 0) await client.query('INSERT INTO r1_ledger (id, version) VALUES ($1, $2)', [id, migrations.length]);
	else await client.query('UPDATE r1_ledger SET version = $1', [migrations.length]);
	await client.query('COMMIT');
	return id;
}
