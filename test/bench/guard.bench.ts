import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { payFrom } from '../../core/budget/paidCall';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { openLedger } from '../../core/budget/ledger/openLedger';
import { hasPostgres, startPostgres } from '../support/startPostgres';

const rounds = 7;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const limit = 9_000_000_000_000_000;

/** Runs `count` pairs of reserve and settle over `lanes` at once; pairs per second. */
async function rate(count: number, lanes: number, pair: (index: number, lane: number) => Promise<void> | void): Promise<number> {
	let index = 0;
	const started = performance.now();
	await Promise.all(
		Array.from({ length: lanes }, async (_, lane) => {
			while (index < count) await pair(index++, lane);
		}),
	);
	return (count * 1000) / (performance.now() - started);
}

/** Both sides take turns in the same run, so that a busy machine slows both; the ratio is the median of the rounds. */
async function compare(name: string, ledger: () => Promise<number>, bare: () => Promise<number>) {
	await ledger();
	await bare();
	const pairs: { ledger: number; bare: number }[] = [];
	for (let round = 0; round < rounds; round++) pairs.push({ ledger: await ledger(), bare: await bare() });
	return {
		case: name,
		'ledger, pairs/s': Math.round(median(pairs.map((pair) => pair.ledger))),
		'bare statements, pairs/s': Math.round(median(pairs.map((pair) => pair.bare))),
		ratio: Number(median(pairs.map((pair) => pair.ledger / pair.bare)).toFixed(2)),
	};
}

const pairOf = (ledger: Ledger, keyOf: (index: number) => string) => async (index: number) => {
	const reservation = await ledger.reserve({
		scopes: [{ key: keyOf(index), period: 'day', limitNano: limit }],
		estimateNano: 1000,
		model: 'm',
	});
	if (reservation.status !== 'reserved') throw new Error('The bench ran out of budget');
	await ledger.settle({ reservationId: reservation.reservationId, costNano: 400 });
};

const tables = [
	'CREATE TABLE counter (id TEXT PRIMARY KEY, spent BIGINT NOT NULL, reserved BIGINT NOT NULL)',
	'CREATE TABLE reservation (id TEXT PRIMARY KEY, counter TEXT NOT NULL, estimate BIGINT NOT NULL, cost BIGINT, expires_at BIGINT NOT NULL)',
];

/** The least that a guard must write: check and take, note the reservation; charge, give back, close it. */
const bare = {
	take: 'UPDATE counter SET reserved = reserved + $2 WHERE id = $1 AND spent + reserved + $2 <= $3 RETURNING spent, reserved',
	insert: 'INSERT INTO reservation (id, counter, estimate, expires_at) VALUES ($1, $2, $3, $4)',
	close: 'UPDATE reservation SET cost = $2 WHERE id = $1 AND cost IS NULL RETURNING estimate, counter',
	charge: 'UPDATE counter SET reserved = reserved - $2, spent = spent + $3 WHERE id = $1',
};
const idOf = (run: string, index: number) => `${run}-${String(index).padStart(8, '0')}`;

function bareSqlite(file: string, survivePowerLoss: boolean) {
	const database = new DatabaseSync(file);
	database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${survivePowerLoss ? 'FULL' : 'NORMAL'}; ${tables.join(';')}`);
	database.exec("INSERT INTO counter VALUES ('hot', 0, 0)");
	const prepare = (text: string) => database.prepare(text.replaceAll('$', '?'));
	const [begin, commit] = ['BEGIN IMMEDIATE', 'COMMIT'].map(prepare);
	const [take, insert, close, charge] = [bare.take, bare.insert, bare.close, bare.charge].map(prepare);
	let run = 0;
	return async (count: number) => {
		run++;
		return await rate(count, 1, (index) => {
			const id = idOf(`r${run}`, index);
			begin.run();
			take.all('hot', 1000, limit);
			insert.run(id, 'hot', 1000, Date.now() + 600_000);
			commit.run();
			begin.run();
			close.all(id, 400);
			charge.run('hot', 1000, 400);
			commit.run();
		});
	};
}

async function sqliteRows(folder: string) {
	const rows: object[] = [];
	for (const [name, survivePowerLoss, count] of [
		['no wait for the disk (default)', false, 1500],
		['waits for the disk', true, 100],
	] as const) {
		const ledger = openLedger({ file: path.join(folder, `${count}.sqlite`), survivePowerLoss });
		const bareRate = bareSqlite(path.join(folder, `${count}-bare.sqlite`), survivePowerLoss);
		const pair = pairOf(ledger, () => 'hot');
		rows.push(
			await compare(
				`SQLite, ${name}, one after the other`,
				async () => await rate(count, 1, pair),
				async () => await bareRate(count),
			),
		);
		rows.push(
			await compare(
				`SQLite, ${name}, 64 in flight (bare: one after the other)`,
				async () => await rate(count * 2, 64, pair),
				async () => await bareRate(count),
			),
		);
		await ledger.close();
	}
	return rows;
}

async function postgresRows() {
	const server = await startPostgres({ durable: true });
	const connections = 8;
	const clients = Array.from({ length: connections }, () => new Client(server.connection));
	const ledger = openLedger({ postgres: { ...server.connection, connections } });
	const rows: object[] = [];
	try {
		await Promise.all(clients.map(async (client) => await client.connect()));
		for (const table of tables) await clients[0].query(table);
		await clients[0].query("INSERT INTO counter SELECT 'budget:' || n, 0, 0 FROM generate_series(0, 999) n");
		const named = (client: Client, name: keyof typeof bare, values: (string | number)[]) =>
			client.query({ name, text: bare[name], values });
		let run = 0;
		const bareRate = async (count: number, keyOf: (index: number) => string) => {
			run++;
			return await rate(count, connections, async (index, lane) => {
				const client = clients[lane];
				const id = idOf(`r${run}`, index);
				await client.query('BEGIN');
				await named(client, 'take', [keyOf(index), 1000, limit]);
				await named(client, 'insert', [id, keyOf(index), 1000, Date.now() + 600_000]);
				await client.query('COMMIT');
				await client.query('BEGIN');
				await named(client, 'close', [id, 400]);
				await named(client, 'charge', [keyOf(index), 1000, 400]);
				await client.query('COMMIT');
			});
		};
		for (const [name, keyOf, count] of [
			['one hot budget', () => 'budget:0', 400],
			['1,000 budgets', (index: number) => `budget:${index % 1000}`, 1000],
		] as const) {
			const pair = pairOf(ledger, keyOf);
			rows.push(
				await compare(
					`PostgreSQL, ${connections} connections, ${name}`,
					async () => await rate(count, connections, pair),
					async () => await bareRate(count, keyOf),
				),
			);
		}
	} finally {
		await ledger.close();
		await Promise.all(clients.map(async (client) => await client.end()));
		await server.stop();
	}
	return rows;
}

/** What a guard adds to one call: reserve, mark as sent, settle. */
async function addedTime(folder: string) {
	const ledger = openLedger({ file: path.join(folder, 'added.sqlite') });
	const scopes = [
		{ key: 'everything', period: 'day' as const, limitNano: limit },
		{ key: 'customer:1', period: 'month' as const, limitNano: limit },
	];
	const times: number[] = [];
	for (let index = 0; index < 3000; index++) {
		const started = performance.now();
		await payFrom({ ledger, scopes })({ estimateNano: 1000, model: 'm', send: async () => 1, costOf: () => 400 });
		times.push(performance.now() - started);
	}
	await ledger.close();
	const sorted = times.slice(500).toSorted((a, b) => a - b);
	const at = (share: number) => Number(sorted[Math.floor(sorted.length * share)].toFixed(3));
	return { 'median, ms': at(0.5), 'p95, ms': at(0.95), 'p99, ms': at(0.99), target: 'median under 1 ms' };
}

/** A report of a million reservations, and for how long it keeps everything else of its process waiting at most. */
async function largeReport(folder: string) {
	const file = path.join(folder, 'large.sqlite');
	const ledger = openLedger({ file });
	const reservation = await ledger.reserve({ scopes: [{ key: 'all', period: 'allTime', limitNano: limit }], estimateNano: 1000 });
	const database = new DatabaseSync(file);
	const prefix = String(reservation.reservationId).slice(0, 16);
	// Two a minute: nearly two years of calls, of 5 models and 20 workflows.
	database.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
		INSERT INTO r1_reservation (id, state, estimate, cost, counters, scopes, model, workflow, dispatched, on_expiry, created_at, expires_at, closed_at)
		SELECT '${prefix}' || printf('0000%04d%020d', i / 10000, i), 'settled', 1000, 400, '[]', '["all"]', 'm' || (i % 5), 'w' || (i % 20), 1, 'auto',
			1700000000000 + i * 30000, 1700000000000, 1700000000000 FROM n`);
	database.close();
	const delay = monitorEventLoopDelay({ resolution: 5 });
	const cpu = process.cpuUsage();
	delay.enable();
	const started = performance.now();
	const { totals } = await ledger.report();
	const seconds = (performance.now() - started) / 1000;
	delay.disable();
	const used = process.cpuUsage(cpu);
	await ledger.close();
	return {
		reservations: totals.calls,
		seconds: Number(seconds.toFixed(1)),
		'of the processor': Number(((used.user + used.system) / 1e6).toFixed(1)),
		'longest stall, ms': Math.round(delay.max / 1e6),
	};
}

/** Pairs of reserve and settle beside bare prepared statements with the same durability; target: at least half of them. */
export default async function guard() {
	const folder = mkdtempSync(path.join(tmpdir(), 'r1-bench-guard-'));
	console.table([...(await sqliteRows(folder)), ...(hasPostgres ? await postgresRows() : [])]);
	if (!hasPostgres) console.log('PostgreSQL left out: no initdb and pg_ctl on this machine');
	console.log('What a guard with two budgets adds to one call on SQLite (reserve, mark as sent, settle):');
	console.table([await addedTime(folder)]);
	console.log('A report of a million reservations in SQLite:');
	console.table([await largeReport(folder)]);
	rmSync(folder, { recursive: true, force: true });
}
