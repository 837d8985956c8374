import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasPostgres, postgresName, startPostgres } from '../support/startPostgres';
import { hammer, tell, type HammerPlan, type HammerResult } from './hammer';
import { postgresTarget, sqliteTarget } from './targets';

type Load = Pick<HammerPlan, 'processes' | 'inFlight' | 'kills' | 'budgets'>;

const seed = Number(process.env.HAMMER_SEED ?? Math.floor(Math.random() * 2 ** 31));

function check({ wrong, violations, reservations, kills, resets, settledNano }: HammerResult, wanted: number) {
	expect(wrong.slice(0, 10)).toEqual([]);
	expect(violations).toBe(0);
	expect(reservations).toBeGreaterThanOrEqual(wanted);
	expect(kills).toBeGreaterThan(0);
	expect(resets).toBeGreaterThan(0);
	expect(settledNano).toBeGreaterThan(0n);
}

/** The hammer on both stores, as tests; `HAMMER_SEED` repeats the random choices of a run. */
export function runHammer(load: Load, wanted: { sqlite: number; postgres: number }, timeout: number) {
	describe('workers that are killed at random never overspend', () => {
		test(`in SQLite, over ${wanted.sqlite} reservations`, { timeout }, async () => {
			const folder = mkdtempSync(path.join(tmpdir(), 'r1-hammer-file-'));
			const target = sqliteTarget(folder);
			const plan = { ...target, ...load, seed, reservations: wanted.sqlite };
			const result = await hammer(plan);
			tell('SQLite', plan, result);
			await target.close();
			rmSync(folder, { recursive: true, force: true });
			check(result, wanted.sqlite);
		});

		test.skipIf(!hasPostgres)(`in ${postgresName}, over ${wanted.postgres} reservations`, { timeout }, async () => {
			const server = await startPostgres();
			const target = await postgresTarget(server);
			const plan = { ...target, ...load, seed, reservations: wanted.postgres };
			const result = await hammer(plan);
			tell('PostgreSQL', plan, result);
			await target.close();
			await server.stop();
			check(result, wanted.postgres);
		});
	});
}
