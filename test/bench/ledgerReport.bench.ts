import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { openLedger } from '../../core';
import { machineNow, tableOf, writeMeasured } from '../support/measuredTable';

const sizes = [10_000, 100_000, 1_000_000];

/** How long a report holds the event loop, by how many reservations the ledger's file keeps. */
export default async function ledgerReport() {
	const folder = mkdtempSync(path.join(tmpdir(), 'ledger-report-'));
	const machine = machineNow();
	const rows = [];
	for (const reservations of sizes)
		rows.push({ reservations, ...(await measure(path.join(folder, `${reservations}.sqlite`), reservations)) });
	rmSync(folder, { recursive: true });
	const table = tableOf(rows.map(({ reservations, ...rest }) => ({ reservations: reservations.toLocaleString('en-US'), ...rest })));
	writeMeasured('docs/scaling.md', 'report', `${machine}:\n\n${table}`);
}

async function measure(file: string, reservations: number) {
	await fill(file, reservations);
	const ledger = openLedger({ file });
	// The first report also reads the file into memory.
	await ledger.report({});
	const delay = monitorEventLoopDelay({ resolution: 1 });
	const [at, processor] = [performance.now(), process.cpuUsage()];
	delay.enable();
	const { totals } = await ledger.report({});
	delay.disable();
	const { user, system } = process.cpuUsage(processor);
	await ledger.close();
	if (totals.calls !== reservations) throw new Error(`The report counted ${totals.calls} of ${reservations} calls`);
	return {
		'report, ms': Math.round(performance.now() - at),
		'processor, ms': Math.round((user + system) / 1000),
		'longest stall, ms': Math.round(delay.max / 1e6),
	};
}

/** One settled call, and copies of it under other ids, models and times: a million real ones would take an hour. */
async function fill(file: string, reservations: number) {
	const ledger = openLedger({ file });
	const scopes = [{ key: 'everything', period: 'day' as const, limitNano: 1_000_000_000 }];
	const made = await ledger.reserve({ scopes, estimateNano: 5000, model: 'm', workflow: 'w', dispatched: true });
	if (made.status !== 'reserved') throw new Error('Nothing was reserved');
	await ledger.settle({ reservationId: made.reservationId, costNano: 4000 });
	await ledger.close();
	const database = new DatabaseSync(file);
	const columns = database
		.prepare('PRAGMA table_info(r1_reservation)')
		.all()
		.map(({ name }) => String(name));
	const other: Record<string, string> = {
		id: "one.id || '-' || n.i",
		model: "'m' || (n.i % 7)",
		created_at: 'one.created_at - n.i * 100',
	};
	database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${reservations - 1})
		INSERT INTO r1_reservation (${columns.join(', ')})
		SELECT ${columns.map((name) => other[name] ?? `one.${name}`).join(', ')} FROM n, (SELECT * FROM r1_reservation) one`);
	database.close();
}
