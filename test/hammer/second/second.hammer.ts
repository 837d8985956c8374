import { spawn, type ChildProcess } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger, type LedgerOptions } from '../../../core/budget/ledger/openLedger';
import { hasPostgres, postgresName, startPostgres, type Postgres } from '../../support/startPostgres';
import { judge } from './judge';
import type { Orders } from './worker';

// Another hammer than the one beside it: no code of it, no SQL, no look into the tables. It believes its own logs only.

const folder = mkdtempSync(path.join(tmpdir(), 'r1-second-hammer-'));
const program = path.join(folder, 'worker.mjs');
let postgres: Postgres | undefined;
beforeAll(async () => {
	await build({
		input: path.join(import.meta.dirname, 'worker.ts'),
		platform: 'node',
		external: ['pg-native', 'pg-cloudflare'],
		logLevel: 'silent',
		output: { file: program, format: 'esm', codeSplitting: false },
	});
	if (hasPostgres) postgres = await startPostgres();
}, 60_000);
afterAll(async () => {
	await postgres?.stop();
	rmSync(folder, { recursive: true, force: true });
});

const leaseMs = 2000;
const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));
const countIn = (lines: readonly string[], word: string) => lines.filter((line) => line.startsWith(word)).length;

/** Whole lines only: the last one may have been cut by a kill. */
const linesOf = (name: string) =>
	globSync(path.join(folder, `${name}-*.log`)).flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1));

async function hammer(name: string, options: LedgerOptions, wanted: number) {
	const started = performance.now();
	// A call costs 2,200 on the average (half of the estimates for six in ten, all of it for one in ten) and what the killed
	// leave behind: the wanted number always fits, and the budget is full soon after it. Then every kill that loses or invents money shows.
	const limitNano = wanted * 2500;
	const scopes = ['everything', 'team'].map((key) => ({ key, period: 'allTime' as const, limitNano }));
	const ledger = openLedger(options);
	await ledger.report();
	let born = 0;
	const complaints: string[] = [];
	const start = () => {
		const orders: Orders = { options, scopes, log: path.join(folder, `${name}-${born++}.log`), lanes: 12, leaseMs };
		const child = spawn(process.execPath, [program, JSON.stringify(orders)], { stdio: ['ignore', 'ignore', 'pipe'] });
		child.stderr?.on('data', (text: Buffer) => complaints.push(text.toString()));
		return child;
	};
	const kill = async (child: ChildProcess) => {
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGKILL');
		await ended;
	};
	const workers = [start(), start(), start()];
	let kills = 0;
	let lines: string[] = [];
	for (let next = wanted / 10; complaints.length === 0;) {
		await pause(100);
		lines = linesOf(name);
		const reserved = countIn(lines, 'reserved');
		// Full for a moment is not the end: what the dead still hold comes back when its lease lapses.
		if (reserved >= wanted && countIn(lines, 'full') > 0) break;
		if (reserved < next) continue;
		next += wanted / 10;
		const index = kills++ % workers.length;
		await kill(workers[index]);
		workers[index] = start();
	}
	await Promise.all(workers.map(kill));
	await pause(leaseMs + 200);
	await ledger.report();
	lines = linesOf(name);
	const judgement = await judge(ledger, lines, limitNano);
	await ledger.close();
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	process.stdout.write(
		`${name}: ${judgement.reservations} reservations, ${kills} workers killed, ${countIn(lines, 'full')} refused, ${judgement.spentNano} of ${limitNano} nano-dollars spent, ${seconds} s\n`,
	);
	return { ...judgement, wrong: [...complaints, ...judgement.wrong], kills };
}

describe('workers that are killed at random, judged by their own logs', () => {
	test('in SQLite, 10,000 reservations', { timeout: 300_000 }, async () => {
		const { reservations, kills, wrong } = await hammer('sqlite', { file: path.join(folder, 'ledger.sqlite'), waitMs: 60_000 }, 10_000);
		expect(wrong.slice(0, 10)).toEqual([]);
		expect(reservations).toBeGreaterThanOrEqual(10_000);
		expect(kills).toBeGreaterThan(3);
	});

	test.skipIf(!hasPostgres)(`in ${postgresName}, 3,000 reservations`, { timeout: 300_000 }, async () => {
		if (!postgres) throw new Error('PostgreSQL is not started');
		const options = { postgres: { ...postgres.connection, connections: 4 }, waitMs: 60_000 };
		const { reservations, kills, wrong } = await hammer('postgres', options, 3000);
		expect(wrong.slice(0, 10)).toEqual([]);
		expect(reservations).toBeGreaterThanOrEqual(3000);
		expect(kills).toBeGreaterThan(3);
	});
});
