import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { LedgerError } from './ledgerError';

/** First bytes of every SQLite file: https://www.sqlite.org/fileformat.html#magic_header_string */
const magic = 'SQLite format 3\0';

/**
 * Notices that the file at a path is no longer the one that was opened: moved, deleted, replaced or overwritten. SQLite
 * itself would go on writing into a file that nobody finds any more, and forget what is spent.
 */
export class FileIdentity {
	private readonly opened: string;
	private headerReadAt = performance.now();

	constructor(
		private readonly file: string,
		private readonly headerEveryMs = 1000,
	) {
		this.opened = identify(file) ?? '';
	}

	/** @throws LedgerError of kind `moved` */
	check() {
		const found = identify(this.file);
		if (found === undefined) throw moved(this.file, 'was moved or deleted while it was in use');
		if (found !== this.opened) throw moved(this.file, 'was replaced by another file while it was in use');
		const now = performance.now();
		if (now - this.headerReadAt < this.headerEveryMs) return;
		this.headerReadAt = now;
		if (readHeader(this.file) !== magic) throw moved(this.file, 'was overwritten while it was in use');
	}
}

function identify(file: string): string | undefined {
	const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
	return stats && `${stats.dev}:${stats.ino}`;
}

function readHeader(file: string): string {
	const handle = openSync(file, 'r');
	try {
		const bytes = Buffer.alloc(magic.length);
		readSync(handle, bytes, 0, magic.length, 0);
		return bytes.toString('latin1');
	} finally {
		closeSync(handle);
	}
}

const moved = (file: string, what: string) =>
	new LedgerError(
		'moved',
		`The ledger file ${file} ${what}`,
		'Put the file back. To go on with what is there now, restart n8n: what was spent before is then forgotten. Nothing was charged.',
	);
