import { homedir } from 'node:os';
import path from 'node:path';
import type { Ledger } from './ledger';
import { checkLease } from './lease';
import { invalid } from './ledgerError';
import type { PostgresConnection } from './postgresConnection';

export interface LedgerOptions {
	/** SQLite file; default `r1-budget.sqlite` in n8n's user folder. Not used with `postgres`. */
	file?: string;
	/** Keeps the ledger in PostgreSQL: for n8n on several machines. */
	postgres?: PostgresConnection;
	/** How long a reservation holds without being settled; default 10 minutes. */
	leaseMs?: number;
	/** How long to wait for a locked file or a lost server before giving up; default 10 seconds. */
	waitMs?: number;
	/** Lets calls through, marked `unguarded`, while the store can't be reached. Default: they fail. */
	failOpen?: boolean;
	/** SQLite: waits for the disk at every commit, so that even a power cut loses nothing; a reservation then takes as long as the disk. */
	survivePowerLoss?: boolean;
	/** How long closed reservations are kept one by one, before they become sums; default 90 days. */
	keepMs?: number;
	/** How often expired leases are looked for while the ledger is used; default 5 seconds. */
	sweepEveryMs?: number;
	/** For tests: corrects the store's clock (ms). */
	clock?: (storeNow: number) => number;
}

const day = 86_400_000;

/** No shorter than a lease can be: a reservation must not be pruned while its call may still be settled. */
function checkKeep(value: number): number {
	if (Number.isSafeInteger(value) && value >= 31 * day) return value;
	throw invalid('keepMs', `whole milliseconds from ${31 * day} (31 days)`, value);
}

export const defaultFile = () => path.join(process.env.N8N_USER_FOLDER ?? homedir(), '.n8n', 'r1-budget.sqlite');

/**
 * Opens the ledger of budgets. Nothing is read or connected before the first call.
 *
 * @example
 * const ledger = openLedger({ file: 'budget.sqlite' });
 * const scopes = [{ key: 'customer:42', period: 'day', limitNano: 5_000_000_000, timeZone: 'Europe/Berlin' }];
 * const reservation = await ledger.reserve({ scopes, estimateNano: 120_000_000, model: 'deepseek-v4-pro' });
 * if (reservation.status === 'reserved') {
 *   await ledger.extend({ reservationId: reservation.reservationId, dispatched: true });
 *   await ledger.settle({ reservationId: reservation.reservationId, costNano: 31_400_000 });
 * }
 */
export function openLedger(options: LedgerOptions = {}): Ledger {
	const settings = {
		leaseMs: checkLease('leaseMs', options.leaseMs ?? 600_000),
		failOpen: options.failOpen ?? false,
		keepMs: checkKeep(options.keepMs ?? 90 * day),
		sweepEveryMs: checkLease('sweepEveryMs', options.sweepEveryMs ?? 5000),
		clock: options.clock ?? ((storeNow: number) => storeNow),
	};
	const waitMs = checkLease('waitMs', options.waitMs ?? 10_000);
	const { postgres, file = defaultFile(), survivePowerLoss = false } = options;
	if (!postgres && (typeof file !== 'string' || file.trim() === '')) throw invalid('file', 'the path of a file', file);
	if (postgres) {
		for (const field of ['host', 'database', 'user'] as const) {
			if (typeof postgres[field] !== 'string' || postgres[field] === '') throw invalid(`postgres.${field}`, 'a text', postgres[field]);
		}
	}

	let opened: Promise<Ledger> | undefined;
	const ledger = () =>
		(opened ??= (async () => {
			const { createLedger } = await import('./ledger');
			if (postgres) {
				const { PostgresStore } = await import('./postgresStore');
				return createLedger(new PostgresStore({ ...postgres, waitMs }), settings);
			}
			const { SqliteStore } = await import('./sqliteStore');
			return createLedger(new SqliteStore({ file: path.resolve(file), waitMs, survivePowerLoss }), settings);
		})());

	return {
		reserve: async (request) => await (await ledger()).reserve(request),
		settle: async (request) => await (await ledger()).settle(request),
		release: async (request) => await (await ledger()).release(request),
		extend: async (request) => await (await ledger()).extend(request),
		report: async (request) => await (await ledger()).report(request),
		reset: async (request) => await (await ledger()).reset(request),
		setBudget: async (request) => await (await ledger()).setBudget(request),
		prune: async (request) => await (await ledger()).prune(request),
		close: async () => await (await ledger()).close(),
	};
}
