import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../cli/ledger';
import { openLedger, type LedgerOptions } from '../../core/budget/ledger/openLedger';
import { hasPostgres, startPostgres, type Postgres } from '../support/startPostgres';

const folder = mkdtempSync(path.join(tmpdir(), 'r1-cli-ledger-'));
let postgres: Postgres | undefined;
beforeAll(async () => {
	if (hasPostgres) postgres = await startPostgres();
});
afterAll(async () => {
	await postgres?.stop();
	rmSync(folder, { recursive: true, force: true });
});
let printed = '';
beforeEach(() => {
	printed = '';
	vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
		printed += String(text);
		return true;
	});
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
});

const ago = 100 * 86_400_000;

async function filled(options: LedgerOptions) {
	const ledger = openLedger({ ...options, clock: (now) => now - ago });
	const scopes = [{ key: 'all', period: 'allTime' as const, limitNano: 1e9 }];
	const origin = { executionId: '41', item: 2 };
	for (const answered of [true, false]) {
		const { reservationId } = await ledger.reserve({ scopes, estimateNano: 1000, model: 'm', origin });
		await ledger.settle({ reservationId: String(reservationId), costNano: 400, answered });
	}
	await ledger.close();
}

describe.each([
	{ name: 'a file', skip: false },
	{ name: 'PostgreSQL', skip: !hasPostgres },
])('of $name', ({ name, skip }) => {
	test.skipIf(skip)('tells what was spent and never answered, and prunes', async () => {
		const file = path.join(folder, 'ledger.sqlite');
		const args = name === 'a file' ? ['--file', file] : ['--postgres'];
		await filled(name === 'a file' ? { file } : { postgres: postgres?.connection });
		if (postgres) {
			const { host, port, database, user, password = '' } = postgres.connection;
			for (const [key, value] of Object.entries({
				PGHOST: host,
				PGPORT: String(port),
				PGDATABASE: database,
				PGUSER: user,
				PGPASSWORD: password,
			}))
				vi.stubEnv(key, value);
		}
		expect(await run(['report', ...args])).toBe(0);
		expect(printed).toMatch(/\$8e-7|\$0\.0000008/);
		expect(printed).toMatch(/Possibly paid, never answered \(1\):\n.*execution 41 {2}item 2 {2}r1_/);
		printed = '';
		expect(await run(['prune', ...args])).toBe(0);
		expect(printed).toMatch(/^2 reservations/);
		printed = '';
		await run(['report', '--json', ...args]);
		expect(JSON.parse(printed)).toMatchObject({ totals: { calls: 2, spentNano: 800, unanswered: 1 } });
	});
});

test.each([
	{ args: ['prune', '--file', path.join(folder, 'nothing.sqlite')], says: /There is no ledger file/ },
	{ args: ['prune', '--older-than', 'ever'], says: /takes days/ },
	{ args: ['mend'], says: /prune and report/ },
	{ args: ['prune', '--forever'], says: /--help/ },
])('$args can not run', async ({ args, says }) => {
	if (args.includes('ever')) await filled({ file: path.join(folder, 'ever.sqlite') });
	await expect(run(args.includes('ever') ? [...args, '--file', path.join(folder, 'ever.sqlite')] : args)).rejects.toThrow(says);
});
