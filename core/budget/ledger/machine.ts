import { readFileSync, statfsSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { LedgerError } from './ledgerError';
import { intOf, textOf, type Steps } from './store';

/**
 * Types of file systems whose files lie on another machine. Source: the f_type values of statfs(2),
 * https://man7.org/linux/man-pages/man2/statfs.2.html, and linux/magic.h; written from knowledge of them.
 */
const networkTypes: Record<number, string | undefined> = {
	0x6969: 'NFS',
	0x517b: 'SMB',
	0xff534d42: 'CIFS',
	0xfe534d42: 'SMB',
	0x73757245: 'Coda',
	0x5346414f: 'AFS',
	0x00c36400: 'Ceph',
	0x0bd00bd0: 'Lustre',
	0x47504653: 'GPFS',
	0x01161970: 'GFS2',
	0x7461636f: 'OCFS2',
	0x01021997: '9P',
	0x786f4256: 'VirtualBox shared folder',
	0x65735546: 'FUSE',
};

/** The type of a file's system by its number, where that is one over a network; FUSE may be one. */
export const networkTypeOf = (type: number): string | undefined => networkTypes[type >>> 0];

/** The same of a file that exists; undefined where the system does not say. */
export function networkFileSystem(file: string): string | undefined {
	try {
		return networkTypeOf(statfsSync(path.dirname(file)).type);
	} catch {
		return undefined;
	}
}

/** SQLite's own words: https://www.sqlite.org/wal.html, "WAL does not work over a network filesystem" */
export const networkNotice = (file: string, type: string) =>
	`The ledger file ${file} lies on a network file system (${type}), where SQLite's locks do not hold between machines: use it from one machine only, or keep budgets in PostgreSQL`;

export interface Machine {
	/** Same for all processes, containers too, that share a kernel: they share SQLite's locks. */
	id: string;
	name: string;
}

export function thisMachine(): Machine {
	try {
		return { id: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), name: hostname() };
	} catch {
		return { id: hostname(), name: hostname() };
	}
}

/** How often a machine says that it uses the file, and for how long that counts (ms). */
export const seenEveryMs = 10_000;
const seenForMs = 30_000;

/**
 * Writes down that this machine uses the file.
 *
 * @throws LedgerError of kind `unsupported` when another one did within 30 seconds: the locks of SQLite hold on one machine
 */
export function* claim({ id, name }: Machine, file: string, now: number): Steps<void> {
	const machines = yield { text: 'SELECT id, name, seen_at FROM r1_machine', values: [] };
	// The same name with another id is this machine after a restart.
	const other = machines.find(
		(row) => textOf(row, 'id') !== id && textOf(row, 'name') !== name && Math.abs(now - intOf(row, 'seen_at')) < seenForMs,
	);
	if (other) {
		throw new LedgerError(
			'unsupported',
			`The ledger file ${file} is in use on another machine (${textOf(other, 'name')})`,
			'A file serves one machine: keep budgets in PostgreSQL, or give each machine a file of its own. After a move, wait 30 seconds. Nothing was charged.',
		);
	}
	yield {
		text: `INSERT INTO r1_machine (id, name, seen_at) VALUES ($1, $2, $3)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at`,
		values: [id, name, now],
	};
	yield { text: 'DELETE FROM r1_machine WHERE seen_at < $1', values: [now - 86_400_000] };
}
