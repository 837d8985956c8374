import { bigintOf, textOf, type StoredRow, type Steps } from './store';
import { emptySums, type Sums } from './sums';

/** Reservations that are pruned in one transaction. */
export const pruneBatch = 500;

const old = `SELECT id, state, estimate, cost, answered, created_at / 900000 AS quarter, scopes, model, workflow FROM r1_reservation
	WHERE id < $1 AND state <> 'held' AND closed_at < $2 ORDER BY id LIMIT ${pruneBatch} {lockFree}`;

const columns = ['spent', 'calls', 'overruns', 'overrun', 'charged', 'unanswered'] as const;
const add = `INSERT INTO r1_sum (id, quarter, scopes, model, workflow, ${columns.join(', ')})
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
	ON CONFLICT (id) DO UPDATE SET ${columns.map((name) => `${name} = r1_sum.${name} + excluded.${name}`).join(', ')}`;

/**
 * Turns closed reservations into sums, at most 500 at a time; says how many. A sum covers a quarter of an hour, the finest
 * step by which time zones differ, so that the days of a report stay right in each of them.
 *
 * @param firstId ids of reservations made before the time of pruning sort before it
 * @param closedBefore ms since 1970
 */
export function* prune(firstId: string, closedBefore: number): Steps<number> {
	const rows = yield { text: old, values: [firstId, closedBefore] };
	if (rows.length === 0) return 0;
	const groups = new Map<string, { row: StoredRow; sums: Sums }>();
	for (const row of rows) {
		const id = JSON.stringify([String(row.quarter), row.scopes, row.model, row.workflow]);
		const group = groups.get(id) ?? { row, sums: emptySums() };
		groups.set(id, group);
		addTo(group.sums, row);
	}
	// Always in the same order, so that two workers never wait for each other.
	for (const [id, { row, sums }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const group = [id, bigintOf(row, 'quarter'), textOf(row, 'scopes'), row.model ?? null, row.workflow ?? null];
		yield { text: add, values: [...group, ...columns.map((name) => sums[name])] };
	}
	const ids = JSON.stringify(rows.map((row) => textOf(row, 'id')));
	yield { text: 'DELETE FROM r1_reservation WHERE id IN {list $1}', values: [ids] };
	yield { text: 'UPDATE r1_ledger SET prunes = prunes + 1', values: [] };
	return rows.length;
}

function addTo(sums: Sums, row: StoredRow) {
	const cost = typeof row.cost === 'bigint' ? row.cost : 0n;
	const over = cost - bigintOf(row, 'estimate');
	sums.spent += cost;
	if (row.state === 'settled' || row.state === 'charged') sums.calls += 1n;
	if (over > 0n) sums.overruns += 1n;
	if (over > 0n) sums.overrun += over;
	if (row.state === 'charged') sums.charged += 1n;
	if ((row.state === 'charged' || row.answered === 0n) && cost > 0n) sums.unanswered += 1n;
}

const executions = `DELETE FROM r1_counter WHERE id IN (SELECT id FROM r1_counter
	WHERE period = 'execution' AND created_at < $1 AND reserved = 0 LIMIT ${pruneBatch}) RETURNING id`;

/** Forgets the windows of executions that began before a time: each has one, and no other execution asks for it. */
export function* pruneExecutions(begunBefore: number): Steps<number> {
	const rows = yield { text: executions, values: [begunBefore] };
	return rows.length;
}
