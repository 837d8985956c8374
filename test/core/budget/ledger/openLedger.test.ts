import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openLedger, type LedgerOptions } from '../../../../core/budget/ledger/openLedger';

const folder = mkdtempSync(path.join(tmpdir(), 'r1-open-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const day = 86_400_000;
const postgres = { host: 'db', database: 'n8n', user: 'n8n', password: 'p' };

describe('a ledger', () => {
	test.each([
		{ options: { file: '' }, field: 'file' },
		{ options: { file: '  ' }, field: 'file' },
		{ options: { file: 7 }, field: 'file' },
		{ options: { keepMs: 31 * day - 1 }, field: 'keepMs' },
		{ options: { keepMs: 31.5 * day + 0.5 }, field: 'keepMs' },
		{ options: { keepMs: Infinity }, field: 'keepMs' },
		{ options: { leaseMs: 0 }, field: 'leaseMs' },
		{ options: { waitMs: -1 }, field: 'waitMs' },
		{ options: { postgres: { ...postgres, host: '' } }, field: 'postgres.host' },
		{ options: { postgres: { ...postgres, user: undefined } }, field: 'postgres.user' },
	])('is not opened with $options', ({ options, field }) => {
		expect(() => openLedger(options as unknown as LedgerOptions)).toThrow(expect.objectContaining({ kind: 'invalid', field }));
	});

	test.each([{ file: 'x.sqlite', keepMs: 31 * day }, { postgres }, { postgres, file: '' }])(
		'is opened with %j, and nothing is read yet',
		(options) => {
			expect(openLedger(options)).toHaveProperty('reserve');
		},
	);

	test('does what it is asked, each by its own name, and no more once it is closed', async () => {
		const ledger = openLedger({ file: path.join(folder, 'ledger.sqlite') });
		const scopes = [{ key: 'k', period: 'allTime' as const }];
		await ledger.setBudget({ key: 'k', period: 'allTime', limitNano: 100 });
		const reserve = async () => {
			const outcome = await ledger.reserve({ scopes, estimateNano: 40 });
			if (outcome.status !== 'reserved') throw new Error(outcome.status);
			return outcome.reservationId;
		};
		const first = await reserve();
		expect(await ledger.extend({ reservationId: first, dispatched: true })).toMatchObject({ reservationId: first });
		expect(await ledger.settle({ reservationId: first, costNano: 30 })).toMatchObject({ changed: true });
		expect(await ledger.release({ reservationId: await reserve() })).toMatchObject({ changed: true });
		expect((await ledger.report()).totals).toMatchObject({ spentNano: 30, reservedNano: 0, calls: 1 });
		expect(await ledger.prune({ olderThanMs: 0 })).toMatchObject({ reservations: expect.any(Number) });
		await ledger.reset({ key: 'k', period: 'allTime' });
		expect((await ledger.report()).scopes).toMatchObject([{ spentNano: 0, forgivenNano: 30 }]);
		await ledger.close();
		await expect(ledger.report()).rejects.toMatchObject({ kind: 'invalid' });
	});
});
