import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { createLedger } from '../../../../core/budget/ledger/ledger';
import { networkTypeOf, type Machine } from '../../../../core/budget/ledger/machine';
import { SqliteStore } from '../../../../core/budget/ledger/sqliteStore';

const folder = mkdtempSync(path.join(tmpdir(), 'r1-machine-'));
const opened: { close: () => Promise<void> }[] = [];
afterAll(async () => {
	for (const ledger of opened) await ledger.close();
	rmSync(folder, { recursive: true, force: true });
});
let files = 0;
const freshFile = () => path.join(folder, `${files++}.sqlite`);
const request = { scopes: [{ key: 'all', period: 'allTime' as const, limitNano: 1000 }], estimateNano: 10 };

function ledgerOn(file: string, more: { machine?: Machine; networkType?: (file: string) => string | undefined } = {}) {
	const store = new SqliteStore({ file, waitMs: 500, survivePowerLoss: false, ...more });
	const settings = { leaseMs: 60_000, failOpen: false, clock: (now: number) => now, keepMs: 90 * 86_400_000, sweepEveryMs: 5000 };
	const ledger = createLedger(store, settings);
	opened.push(ledger);
	return ledger;
}

describe('a ledger file', () => {
	const one = { id: 'kernel-1', name: 'alpha' };

	test('serves any number of processes of one machine', async () => {
		const file = freshFile();
		for (const machine of [one, one, { ...one, name: 'a container on it' }])
			expect(await ledgerOn(file, { machine }).reserve(request)).toMatchObject({ status: 'reserved' });
	});

	test('refuses another machine while it is in use on one, by name, and takes nothing', async () => {
		const file = freshFile();
		const ledger = ledgerOn(file, { machine: one });
		await ledger.reserve(request);
		await expect(ledgerOn(file, { machine: { id: 'kernel-2', name: 'beta' } }).reserve(request)).rejects.toMatchObject({
			kind: 'unsupported',
			message: expect.stringContaining('alpha'),
			description: expect.stringContaining('PostgreSQL'),
		});
		expect((await ledger.report()).totals).toMatchObject({ calls: 1 });
	});

	test.each([
		{ name: 'the machine itself after a restart', machine: { id: 'kernel-2', name: 'alpha' }, agoMs: 0 },
		{ name: 'another machine after a move', machine: { id: 'kernel-2', name: 'beta' }, agoMs: 31_000 },
	])('is taken over by $name', async ({ machine, agoMs }) => {
		const file = freshFile();
		await ledgerOn(file, { machine: one }).reserve(request);
		const database = new DatabaseSync(file);
		database.prepare('UPDATE r1_machine SET seen_at = seen_at - ?').run(agoMs);
		database.close();
		expect(await ledgerOn(file, { machine }).reserve(request)).toMatchObject({ status: 'reserved' });
	});

	test('is not made on a network file system; one that is there says so in its report', async () => {
		const file = freshFile();
		const networkType = () => 'NFS';
		await expect(ledgerOn(file, { networkType }).reserve(request)).rejects.toMatchObject({
			kind: 'unsupported',
			message: expect.stringContaining('NFS'),
		});
		await ledgerOn(file).reserve(request);
		const ledger = ledgerOn(file, { networkType });
		expect(await ledger.reserve(request)).toMatchObject({ status: 'reserved' });
		expect((await ledger.report()).notices).toEqual([expect.stringContaining('NFS')]);
		expect((await ledgerOn(file).report()).notices).toEqual([]);
	});

	test.each([
		[0x6969, 'NFS'],
		[-11317950, 'CIFS'],
		[0xef53, undefined],
		[0x9123683e, undefined],
	])('of the type %d is on %s', (type, name) => {
		expect(networkTypeOf(type)).toBe(name);
	});
});
