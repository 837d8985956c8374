import { fork } from 'node:child_process';
import path from 'node:path';
import type { PostgresConnection } from '../../core/budget/ledger/postgresConnection';
import { hasPostgres, startPostgres } from '../support/startPostgres';
import type { Load, ScalingOrders } from './scalingWorker';

const measuredMs = 3000;

const loads: Load[] = [
	...[1, 2, 4, 8].map((connections) => ({ processes: 1, connections, budgets: 1 })),
	...[1, 2, 4, 8, 16].map((connections) => ({ processes: 1, connections, budgets: 256 })),
	...[2, 4].flatMap((processes) => [1, 256].map((budgets) => ({ processes, connections: 4, budgets }))),
];

async function measure(connection: PostgresConnection, load: Load): Promise<number> {
	const pairs = await Promise.all(Array.from({ length: load.processes }, async () => await inProcess({ connection, load, measuredMs })));
	return Math.round((pairs.reduce((sum, count) => sum + count, 0) * 1000) / measuredMs);
}

const inProcess = async (orders: ScalingOrders) =>
	await new Promise<number>((resolve, reject) => {
		const child = fork(path.join(import.meta.dirname, 'scalingWorker.ts'), [], { execArgv: ['--import', 'tsx'] });
		child.once('message', (pairs) => resolve(Number(pairs)));
		child.once('exit', (code) => (code === 0 ? undefined : reject(new Error(`A process of the bench ended with ${code}`))));
		child.send(orders);
	});

/** Reservations a second in PostgreSQL that waits for its disk, against connections, processes and budgets. */
export default async function scaling() {
	if (!hasPostgres) {
		console.log('PostgreSQL is not installed: nothing to measure');
		return;
	}
	const server = await startPostgres({ durable: true });
	const rows: object[] = [];
	for (const load of loads) rows.push({ ...load, 'reserve and settle, pairs/s': await measure(server.connection, load) });
	console.table(rows);
	await server.stop();
}
