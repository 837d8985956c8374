import { execFile, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { FileIdentity } from '../../../../core/budget/ledger/fileIdentity';
import { createLedger } from '../../../../core/budget/ledger/ledger';
import { defaultFile, openLedger, type LedgerOptions } from '../../../../core/budget/ledger/openLedger';
import { SqliteStore } from '../../../../core/budget/ledger/sqliteStore';
import { idOf, ledgerOpener } from './stores';

const folder = mkdtempSync(path.join(tmpdir(), 'r1-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshFile = () => path.join(folder, `${files++}.sqlite`);
const request = { scopes: [{ key: 'all', period: 'allTime' as const, limitNano: 1_000_000 }], estimateNano: 10 };
const settings = { leaseMs: 60_000, failOpen: false, clock: (now: number) => now, keepMs: 90 * 86_400_000, sweepEveryMs: 5000 };
const root = path.join(import.meta.dirname, '../../../..');

describe('the SQLite ledger', () => {
	const open = ledgerOpener();

	describe('while another program holds the file', () => {
		function locked(file: string) {
			const other = new DatabaseSync(file);
			other.exec('BEGIN EXCLUSIVE');
			return () => {
				other.exec('ROLLBACK');
				other.close();
			};
		}

		test('fails with a clear error after the waiting time, and works when the file is free', async () => {
			const ledger = open({ file: freshFile(), waitMs: 200 });
			const lockedFile = path.join(folder, `${files - 1}.sqlite`);
			const reservationId = idOf(await ledger.reserve(request));
			const free = locked(lockedFile);
			await expect(ledger.reserve(request)).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining(lockedFile) });
			await expect(ledger.settle({ reservationId, costNano: 5 })).rejects.toMatchObject({ kind: 'unavailable' });
			free();
			expect(await ledger.settle({ reservationId, costNano: 5 })).toMatchObject({ changed: true });
			expect((await ledger.report()).totals).toMatchObject({ calls: 1, spentNano: 5 });
		});

		test('waits without stopping anything else, and loses no settle', async () => {
			const file = freshFile();
			const ledger = open({ file, waitMs: 10_000 });
			const reservationId = idOf(await ledger.reserve(request));
			const free = locked(file);
			const settled = ledger.settle({ reservationId, costNano: 5 });
			let turns = 0;
			for (let index = 0; index < 20; index++) {
				await new Promise((resolve) => setTimeout(resolve, 1));
				turns++;
			}
			free();
			expect(turns).toBe(20);
			expect(await settled).toMatchObject({ changed: true, costNano: 5 });
		});

		test('lets calls through with a flag, where that is wanted', async () => {
			const file = freshFile();
			await open({ file }).report();
			const free = locked(file);
			const ledger = open({ file, waitMs: 50, failOpen: true });
			expect(await ledger.reserve(request)).toMatchObject({
				status: 'unguarded',
				reservationId: null,
				reason: expect.stringContaining('locked'),
			});
			await expect(ledger.reserve({ ...request, estimateNano: -1 })).rejects.toMatchObject({ kind: 'invalid' });
			free();
			expect(await ledger.reserve(request)).toMatchObject({ status: 'reserved' });
		});
	});

	describe('on a full disk', () => {
		class SmallDisk extends SqliteStore {
			protected override setUp(database: DatabaseSync) {
				super.setUp(database);
				// SQLite then answers with the same SQLITE_FULL as for a disk without room.
				database.exec('PRAGMA max_page_count = 14');
			}
		}

		test('says so, charges nothing for what did not fit, and still settles', async () => {
			const file = freshFile();
			const ledger = createLedger(new SmallDisk({ file, waitMs: 100, survivePowerLoss: false }), settings);
			const ids: string[] = [];
			const fill = async () => {
				for (;;) ids.push(idOf(await ledger.reserve(request)));
			};
			await expect(fill()).rejects.toMatchObject({
				kind: 'full',
				message: expect.stringContaining('No room'),
				description: expect.stringContaining('Nothing was charged'),
			});
			expect(ids.length).toBeGreaterThan(3);
			const together = await Promise.allSettled([
				ledger.settle({ reservationId: ids[0], costNano: 3 }),
				...Array.from({ length: 30 }, async () => await ledger.reserve({ ...request, model: 'x'.repeat(200) })),
				ledger.settle({ reservationId: ids[1], costNano: 4 }),
			]);
			expect([together.at(0)?.status, together.at(-2)?.status, together.at(-1)?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
			const more = together.filter(({ status }) => status === 'fulfilled').length - 2;
			await ledger.close();
			const { totals } = await open({ file }).report();
			expect(totals).toMatchObject({ calls: ids.length + more, spentNano: 7, reservedNano: 10 * (ids.length - 2 + more) });
		});
	});

	test.each([
		{ name: 'another file', content: Buffer.from('This is a letter, not a ledger. '.repeat(200)) },
		{ name: 'a damaged database', content: undefined },
	])('names $name as such and leaves it as it was', async ({ content }) => {
		const file = freshFile();
		if (content) writeFileSync(file, content);
		else {
			const ledger = openLedger({ file });
			for (let index = 0; index < 30; index++) await ledger.reserve(request);
			await ledger.close();
			const bytes = readFileSync(file);
			bytes.fill(0x5a, 4096);
			writeFileSync(file, bytes);
		}
		const before = readFileSync(file);
		await expect(open({ file }).reserve(request)).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringContaining(file) });
		expect(readFileSync(file).equals(before)).toBe(true);
	});

	test('names a place where nothing can be written', async () => {
		const file = freshFile();
		writeFileSync(file, 'in the way');
		await expect(open({ file: path.join(file, 'ledger.sqlite') }).reserve(request)).rejects.toMatchObject({ kind: 'refused' });
	});

	test('refuses a ledger of a newer version', async () => {
		const file = freshFile();
		await open({ file }).report();
		const database = new DatabaseSync(file);
		database.exec('UPDATE r1_ledger SET version = 99');
		database.close();
		await expect(open({ file }).reserve(request)).rejects.toMatchObject({
			kind: 'unsupported',
			description: expect.stringContaining('Update'),
		});
	});

	test('lies in n8n’s user folder unless told otherwise', () => {
		expect(defaultFile()).toBe(path.join(process.env.N8N_USER_FOLDER ?? '', '.n8n', 'r1-budget.sqlite'));
	});

	test.each([
		{ name: 'an empty file name', options: { file: ' ' }, field: 'file' },
		{ name: 'a lease that is no number', options: { leaseMs: NaN }, field: 'leaseMs' },
		{ name: 'a server without a name', options: { postgres: { host: '', database: 'a', user: 'b' } }, field: 'postgres.host' },
	] satisfies { name: string; options: LedgerOptions; field: string }[])('is not opened with $name', ({ options, field }) => {
		expect(() => openLedger(options)).toThrow(expect.objectContaining({ kind: 'invalid', field }));
	});

	test.each([
		{ name: 'moved', change: (file: string) => renameSync(file, `${file}.moved`), says: /moved or deleted/ },
		{ name: 'deleted', change: (file: string) => rmSync(file), says: /moved or deleted/ },
		{
			name: 'replaced by another ledger',
			change: (file: string) => {
				copyFileSync(file, `${file}.copy`);
				renameSync(`${file}.copy`, file);
			},
			says: /replaced/,
		},
	])('refuses to go on when its file was $name under it, and says so', async ({ change, says }) => {
		const file = freshFile();
		const ledger = open({ file });
		const reservationId = idOf(await ledger.reserve(request));
		change(file);
		await expect(ledger.reserve(request)).rejects.toMatchObject({ kind: 'moved', message: expect.stringMatching(says) });
		await expect(ledger.settle({ reservationId, costNano: 1 })).rejects.toMatchObject({ kind: 'moved' });
		expect(existsSync(file)).toBe(says.source === 'replaced');
	});

	test('goes on when its file is put back', async () => {
		const file = freshFile();
		const ledger = open({ file });
		const reservationId = idOf(await ledger.reserve(request));
		renameSync(file, `${file}.away`);
		await expect(ledger.reserve(request)).rejects.toMatchObject({ kind: 'moved' });
		renameSync(`${file}.away`, file);
		expect(await ledger.settle({ reservationId, costNano: 5 })).toMatchObject({ changed: true });
	});

	test('notices that its file was overwritten in place', async () => {
		const file = freshFile();
		await open({ file }).reserve(request);
		const identity = new FileIdentity(file, 0);
		identity.check();
		writeFileSync(file, 'something else');
		expect(() => identity.check()).toThrow(/overwritten/);
	});

	test('waits for a locked file from its first call on without stopping anything else', async () => {
		const file = freshFile();
		await open({ file }).reserve(request);
		const other = new DatabaseSync(file);
		other.exec('BEGIN EXCLUSIVE');
		const second = open({ file, waitMs: 10_000 }).reserve(request);
		for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setTimeout(resolve, 1));
		other.exec('ROLLBACK');
		other.close();
		expect(await second).toMatchObject({ status: 'reserved' });
	});

	test('is not even created by opening it', () => {
		const file = freshFile();
		openLedger({ file });
		expect(existsSync(file)).toBe(false);
	});

	const opener = JSON.stringify(path.join(root, 'core/budget/ledger/openLedger.ts'));
	const tsx = ['--import', path.join(root, 'node_modules/tsx/dist/loader.mjs')];

	test('says what to do on a Node without SQLite', async () => {
		const program = `import { openLedger } from ${opener};
			openLedger({ file: ${JSON.stringify(freshFile())} }).report().catch((error) => console.log(error.kind, error.description));`;
		const { stdout } = await promisify(execFile)(process.execPath, [
			'--no-experimental-sqlite',
			...tsx,
			'--input-type=module',
			'-e',
			program,
		]);
		expect(stdout).toMatch(/^unsupported .*Node 22.*PostgreSQL/);
	});

	test(
		'loses nothing that was settled when its process is killed, and frees the rest when the leases end',
		{ timeout: 60_000 },
		async () => {
			const file = freshFile();
			const program = `import { openLedger } from ${opener};
			const ledger = openLedger({ file: ${JSON.stringify(file)} });
			const scopes = [{ key: 'all', period: 'allTime', limitNano: 1_000_000_000 }];
			for (;;) {
				const [kept, lost] = await Promise.all([1, 2].map(() => ledger.reserve({ scopes, estimateNano: 10, leaseMs: 1000 })));
				await ledger.settle({ reservationId: kept.reservationId, costNano: 7 });
				console.log('settled');
			}`;
			const child = spawn(process.execPath, [...tsx, '--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
			let told = 0;
			const ended = new Promise((resolve) => child.once('close', resolve));
			child.stdout.on('data', (lines: Buffer) => {
				told += lines.toString().split('\n').length - 1;
				if (told > 200) child.kill('SIGKILL');
			});
			await ended;
			let now = Date.now();
			const ledger = open({ file, clock: () => now });
			now = Date.now() + 2000;
			const { totals, scopes } = await ledger.report();
			expect(totals.calls).toBeGreaterThanOrEqual(told);
			expect(totals.calls).toBeLessThanOrEqual(told + 1);
			expect(scopes).toMatchObject([{ spentNano: totals.calls * 7, reservedNano: 0 }]);
			expect(statSync(file).size).toBeGreaterThan(0);
		},
	);
});
