import { fork } from 'node:child_process';
import path from 'node:path';
import type { PostgresConnection } from '../../core/budget/ledger/postgresConnection';
import { machineNow, tableOf, writeMeasured } from '../support/measuredTable';
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

/** What the measured machine would take for 10,000 reservations a second. */
function arithmetic(rows: readonly (Load & { 'pairs a second': number })[]): string {
	const wanted = 10_000;
	const best = (one: boolean) => Math.max(...rows.filter(({ budgets }) => (budgets === 1) === one).map((row) => row['pairs a second']));
	const [h, n] = [best(true), best(false)];
	const [shards, machines] = [Math.ceil(wanted / h), Math.ceil(wanted / n)];
	const inFigures = (value: number) => value.toLocaleString('en-US');
	const text = `So \`h\` = ${inFigures(h)} and \`n\` = ${inFigures(n)} here: ${inFigures(wanted)} a second take ${inFigures(wanted)} / ${inFigures(n)} = ${machines} machines like this one, and one budget for all of them ${inFigures(wanted)} / ${inFigures(h)} = ${shards} shards.`;
	process.stdout.write(`${text}\n`);
	return text;
}

/** Reservations a second in PostgreSQL that waits for its disk, against connections, processes and budgets. */
export default async function scaling() {
	if (!hasPostgres) {
		console.log('PostgreSQL is not installed: nothing to measure');
		return;
	}
	const machine = machineNow();
	const server = await startPostgres({ durable: true });
	const rows: (Load & { 'pairs a second': number })[] = [];
	for (const load of loads) rows.push({ ...load, 'pairs a second': await measure(server.connection, load) });
	await server.stop();
	const table = tableOf(
		rows.map(({ processes, connections, budgets, ...rate }) => ({ processes, 'connections each': connections, budgets, ...rate })),
	);
	writeMeasured('docs/scaling.md', 'scaling', `${machine}:\n\n${table}\n\n${arithmetic(rows)}`);
}
