import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FileIdentity } from './fileIdentity';
import { LedgerError, unexpected } from './ledgerError';
import { claim, networkFileSystem, networkNotice, seenEveryMs, thisMachine, type Machine } from './machine';
import { migrations } from './migrations';
import type { Attempt, TransactionEnd, StoredRow, Statement, Steps, Store } from './store';

export interface SqliteOptions {
	file: string;
	waitMs: number;
	/** Waits for the disk at every commit. Off, a crash of the process loses nothing, a power cut may lose the last moments. */
	survivePowerLoss: boolean;
	/** For tests: who uses the file, and the type of its file system where that is one over a network. */
	machine?: Machine;
	networkType?: (file: string) => string | undefined;
}

interface Job {
	steps: (attempt: Attempt) => Steps<TransactionEnd<unknown>>;
	resolve: (value: unknown) => void;
	reject: (error: unknown) => void;
	deadline: number;
}

const plain = (text: string): Statement => ({ text, values: [] });
const begin = plain('BEGIN IMMEDIATE');
const commit = plain('COMMIT');
const rollback = plain('ROLLBACK');
const savepoint = plain('SAVEPOINT job');
const undo = plain('ROLLBACK TO job');
const release = plain('RELEASE job');

/** How many reservations share one write to the disk; small enough that other processes get their turn. */
const batchSize = 64;

const longestTurnMs = 5;

/**
 * A ledger in one SQLite file in WAL mode, for any number of processes on one machine. Work that is waiting is done in
 * one transaction with a savepoint each, so that the cost of a commit is shared. Waiting for another process never
 * blocks the event loop.
 */
export class SqliteStore implements Store {
	private database: DatabaseSync | undefined;
	private readonly prepared = new Map<string, StatementSync>();
	private readonly queue: Job[] = [];
	private working = false;
	private closed = false;
	/** How many jobs from the front of the queue get a transaction of their own, since one of them broke the last one. */
	private alone = 0;
	/** When the event loop was last seen to turn. */
	private turnedAt = 0;
	private id: string | undefined;
	/** Of the file that was opened: another one at its place must not be taken for it. */
	private identity: FileIdentity | undefined;
	private readonly machine: Machine;
	private claimedAt = -Infinity;

	constructor(private readonly settings: SqliteOptions) {
		this.machine = settings.machine ?? thisMachine();
	}

	async transact<Result>(steps: (attempt: Attempt) => Steps<TransactionEnd<Result>>): Promise<Result> {
		return await new Promise<Result>((resolve, reject) => {
			const deadline = performance.now() + this.settings.waitMs;
			// The queue holds jobs of any result; `resolve` is only ever given what these steps returned.
			const settle = (value: unknown) => resolve(value as Result);
			this.queue.push({ steps, resolve: settle, reject, deadline });
			this.wake();
		});
	}

	async now() {
		return Date.now();
	}

	sawClock() {}

	async ledgerId() {
		this.id ??= await this.transact(function* () {
			const [row] = yield { text: 'SELECT id FROM r1_ledger', values: [] };
			return { keep: true, value: String(row?.id) };
		});
		return this.id;
	}

	async notices() {
		const { file, networkType = networkFileSystem } = this.settings;
		const type = networkType(file);
		return type === undefined ? [] : [networkNotice(file, type)];
	}

	async close() {
		while (this.queue.length > 0 || this.working) await new Promise((resolve) => setImmediate(resolve));
		this.closed = true;
		this.prepared.clear();
		this.database?.close();
		this.database = undefined;
	}

	private wake(delayMs = 0) {
		if (this.working) return;
		this.working = true;
		if (delayMs > 0) {
			setTimeout(() => void this.work(), delayMs);
		} else if (performance.now() - this.turnedAt < longestTurnMs) {
			// After all promises that are settled by now: what they ask for joins the same transaction.
			process.nextTick(() => void this.work());
		} else {
			// A long chain of reservations must not keep the event loop from turning.
			setImmediate(() => {
				this.turnedAt = performance.now();
				void this.work();
			});
		}
	}

	private async work() {
		const jobs = this.queue.splice(0, this.alone > 0 ? 1 : batchSize);
		this.alone = Math.max(0, this.alone - 1);
		let delayMs = 0;
		try {
			const database = this.database ?? (await this.open());
			this.identity?.check();
			this.run(database, begin);
			this.claim(database);
			this.runBatch(database, jobs);
		} catch (error) {
			delayMs = this.sortOut(jobs, this.clearError(error));
		}
		this.working = false;
		if (this.queue.length > 0) this.wake(delayMs);
	}

	/** Now and then, inside a transaction that is under way. */
	private claim(database: DatabaseSync) {
		const now = Date.now();
		if (now - this.claimedAt < seenEveryMs) return;
		try {
			this.drive(database, claim(this.machine, this.settings.file, now));
		} catch (error) {
			if (database.isTransaction) database.exec('ROLLBACK');
			throw error;
		}
		this.claimedAt = now;
	}

	private runBatch(database: DatabaseSync, jobs: Job[]) {
		const tellAll: (() => void)[] = [];
		try {
			let anyKept = false;
			for (const job of jobs) {
				const { tell, keep } = this.runJob(database, job, jobs.length > 1);
				tellAll.push(tell);
				anyKept ||= keep;
			}
			this.run(database, anyKept ? commit : rollback);
		} finally {
			// A full disk makes SQLite roll back by itself.
			if (database.isTransaction) database.exec('ROLLBACK');
		}
		for (const tell of tellAll) tell();
	}

	/** Runs one job inside the open transaction; what it says is told only after the commit. */
	private runJob(database: DatabaseSync, { steps, resolve, reject }: Job, amongOthers: boolean): { tell: () => void; keep: boolean } {
		if (amongOthers) this.run(database, savepoint);
		const result = attempt(() => this.drive(database, steps({ uncertain: false })));
		// What SQLite says concerns the whole batch; anything else concerns this job alone.
		if ('error' in result && isSqliteError(result.error)) throw result.error;
		const keep = 'value' in result && result.value.keep;
		if (amongOthers) {
			if (!keep) this.run(database, undo);
			this.run(database, release);
		}
		return { tell: () => ('value' in result ? resolve(result.value.value) : reject(result.error)), keep };
	}

	private drive<Result>(database: DatabaseSync, steps: Steps<Result>): Result {
		let step = steps.next();
		while (!step.done) step = steps.next(this.run(database, step.value));
		return step.value;
	}

	private run(database: DatabaseSync, { text, values }: Statement): StoredRow[] {
		let statement = this.prepared.get(text);
		if (!statement) {
			statement = database.prepare(dialect(text));
			statement.setReadBigInts(true);
			this.prepared.set(text, statement);
		}
		const rows: unknown[] = statement.all(...values);
		return rows as StoredRow[];
	}

	/**
	 * Puts jobs back that only met a lock, in their order, or that failed together, to find the one at fault; refuses the
	 * rest. Returns how long to wait.
	 */
	private sortOut(jobs: Job[], error: unknown): number {
		const locked = error instanceof LedgerError && error.kind === 'unavailable';
		if (!locked && jobs.length > 1) {
			this.queue.unshift(...jobs);
			this.alone = jobs.length;
			return 0;
		}
		const again = jobs.filter(({ deadline }) => locked && deadline > performance.now());
		this.queue.unshift(...again);
		for (const job of jobs) if (!again.includes(job)) job.reject(error);
		return 0.5 + Math.random() * 4;
	}

	private async open(): Promise<DatabaseSync> {
		if (this.closed) throw new LedgerError('invalid', 'The ledger is closed', 'Open it again with openLedger.');
		const { DatabaseSync } = await loadSqlite();
		const { file } = this.settings;
		mkdirSync(path.dirname(file), { recursive: true });
		this.refuseNewOnNetwork(file);
		const database = new DatabaseSync(file, { timeout: 0 });
		try {
			this.setUp(database);
			this.identity ??= new FileIdentity(file);
			this.database = database;
		} finally {
			if (!this.database) database.close();
		}
		return database;
	}

	/** A ledger that is there goes on, with a notice in its report; a new one is better put elsewhere at once. */
	private refuseNewOnNetwork(file: string) {
		const type = existsSync(file) ? undefined : (this.settings.networkType ?? networkFileSystem)(file);
		// FUSE may be a local disk.
		if (type === undefined || type === 'FUSE') return;
		throw new LedgerError(
			'unsupported',
			`The ledger file ${file} would lie on a network file system (${type}), where SQLite's locks do not hold`,
			'Keep budgets in PostgreSQL, or in a folder on a local disk that the operator allows by R1_LEDGER_FOLDERS. Nothing was charged.',
		);
	}

	protected setUp(database: DatabaseSync) {
		database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${this.settings.survivePowerLoss ? 'FULL' : 'NORMAL'}`);
		migrate(database);
	}

	private clearError(error: unknown): unknown {
		if (error instanceof LedgerError || !(error instanceof Error)) return error;
		const { file } = this.settings;
		const systemCode = 'code' in error ? String(error.code) : '';
		const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
		const name = (code !== undefined ? errorNames[code] : undefined) ?? systemErrorNames[systemCode];
		if (name === undefined) return isSqliteError(error) || systemCode !== '' ? unexpected(`the ledger file ${file}`, error) : error;
		const make = (kind: LedgerError['kind'], message: string, description: string) =>
			new LedgerError(kind, message, description, undefined, { cause: error });
		switch (name) {
			case 'locked':
				return make(
					'unavailable',
					`The ledger file ${file} is locked by another program`,
					'Close the program that holds the file, such as a database browser or a backup, and run again. Nothing was charged.',
				);
			case 'full':
				return make(
					'full',
					`No room is left on the disk of the ledger file ${file}`,
					'Free some space and run again. Nothing was charged.',
				);
			case 'corrupt':
				return make(
					'corrupt',
					`The ledger file ${file} is damaged or is not a ledger`,
					'Restore it from a backup, or move it away to start an empty ledger: spending until now is then forgotten. Nothing was charged.',
				);
			case 'unwritable':
				return make(
					'refused',
					`The ledger file ${file} can't be opened for writing`,
					'Check that the folder exists and that the user who runs n8n may write to it. Nothing was charged.',
				);
			case 'disk':
				return make('unavailable', `The disk of the ledger file ${file} can't be read or written`, 'Check the disk. Nothing was charged.');
		}
	}
}

type ErrorName = 'locked' | 'full' | 'corrupt' | 'unwritable' | 'disk';

/** Primary result codes: https://www.sqlite.org/rescode.html */
const errorNames: Record<number, ErrorName | undefined> = {
	3: 'unwritable',
	5: 'locked',
	6: 'locked',
	8: 'unwritable',
	10: 'disk',
	11: 'corrupt',
	13: 'full',
	14: 'unwritable',
	26: 'corrupt',
};

const systemErrorNames: Record<string, ErrorName | undefined> = {
	EACCES: 'unwritable',
	EPERM: 'unwritable',
	EROFS: 'unwritable',
	ENOTDIR: 'unwritable',
	EEXIST: 'unwritable',
	ENOSPC: 'full',
	EIO: 'disk',
};

const dialect = (text: string) =>
	text
		.replace('{clustered}', ' WITHOUT ROWID')
		.replaceAll('{now}', "CAST(unixepoch('subsec') * 1000 AS INTEGER)")
		.replace(/\{list ([^}]+)\}/g, '(SELECT value FROM json_each($1))')
		.replace(/ ?\{lock(Free)?\}/g, '')
		.replace(/\$(\d)/g, '?$1');

function migrate(database: DatabaseSync) {
	database.exec('BEGIN IMMEDIATE');
	try {
		const known = database.prepare("SELECT name FROM sqlite_master WHERE name = 'r1_ledger'").all();
		const version = known.length === 0 ? 0 : Number(database.prepare('SELECT version FROM r1_ledger').get()?.version);
		if (version > migrations.length) throw newerLedger();
		for (const statements of migrations.slice(version)) for (const statement of statements) database.exec(dialect(statement));
		if (version === 0) {
			database.prepare('INSERT INTO r1_ledger (id, version) VALUES (?, ?)').run(newLedgerId(), migrations.length);
		} else if (version < migrations.length) {
			database.prepare('UPDATE r1_ledger SET version = ?').run(migrations.length);
		}
		database.exec('COMMIT');
	} finally {
		if (database.isTransaction) database.exec('ROLLBACK');
	}
}

export const newLedgerId = () => randomBytes(6).toString('hex');

export const newerLedger = () =>
	new LedgerError(
		'unsupported',
		'The ledger was written by a newer version of this package',
		'Update n8n-nodes-r1 on this machine. Nothing was charged.',
	);

const loadSqlite = async () =>
	await import('node:sqlite').catch((cause: unknown) => {
		throw new LedgerError(
			'unsupported',
			`This Node (${process.version}) has no SQLite`,
			'Run n8n on Node 22.16 or newer, or give Cost Guard a PostgreSQL credential.',
			undefined,
			{ cause },
		);
	});

function attempt<Result>(work: () => Result): { value: Result } | { error: unknown } {
	try {
		return { value: work() };
	} catch (error) {
		return { error };
	}
}

const isSqliteError = (error: unknown) => error instanceof Error && 'errcode' in error;
