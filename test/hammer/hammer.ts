import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'rolldown';
import { openLedger, type LedgerOptions } from '../../core/budget/ledger/openLedger';
import type { WorkerOrders } from './worker';

export interface HammerPlan {
	options: LedgerOptions;
	processes: number;
	inFlight: number;
	/** Granted reservations to reach before the workers are stopped. */
	reservations: number;
	/** How many budgets the reservations are spread over. */
	budgets: number;
	/** How many workers are killed on the way there. */
	kills: number;
	seed: number;
	/** Runs SQL on the store beside the ledger. */
	sql: (text: string) => Promise<Record<string, unknown>[]>;
	/** SQL that makes each write of a counter over its limit leave a row in r1_violation. */
	watch: string;
}

export interface HammerResult {
	reservations: number;
	kills: number;
	/** How often a worker met an exhausted budget and reset it. */
	resets: number;
	violations: number;
	settledNano: bigint;
	ms: number;
	/** Everything that does not add up, in words. */
	wrong: string[];
}

/** Budgets of all sizes: small ones are exhausted all the time, large ones now and then. */
const limitsOf = (budgets: number) =>
	Object.fromEntries(
		Array.from({ length: budgets }, (_, index) => [
			index === 0 ? 'everything' : `customer:${index}`,
			[600e9, 90e9, 70e9, 200e9, 50e9, 300e9][index % 6],
		]),
	);
const leaseMs = 2000;
const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** Processes that reserve, settle, release, forget and are killed; afterwards every nano-dollar is accounted for. */
export async function hammer(plan: HammerPlan): Promise<HammerResult> {
	const folder = mkdtempSync(path.join(tmpdir(), 'r1-hammer-'));
	const started = performance.now();
	const program = path.join(folder, 'worker.mjs');
	await build({
		input: path.join(import.meta.dirname, 'worker.ts'),
		platform: 'node',
		external: ['pg-native', 'pg-cloudflare'],
		logLevel: 'silent',
		output: { file: program, format: 'esm', codeSplitting: false },
	});
	const ledger = openLedger(plan.options);
	await ledger.report();
	for (const statement of plan.watch.split(';;')) await plan.sql(statement);

	let random = plan.seed;
	const next = () => (random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff) / 0x7fffffff;
	let workers = 0;
	const failures: string[] = [];
	const start = () => {
		const name = `worker-${workers++}`;
		const orders: WorkerOrders = {
			options: plan.options,
			seed: plan.seed + workers,
			inFlight: plan.inFlight,
			journal: path.join(folder, `${name}.journal`),
			limits: limitsOf(plan.budgets),
			leaseMs,
		};
		const file = path.join(folder, `${name}.json`);
		writeFileSync(file, JSON.stringify(orders));
		const child = spawn(process.execPath, [program, file], { stdio: ['pipe', 'ignore', 'pipe'] });
		child.stderr?.on('data', (text: Buffer) => failures.push(text.toString()));
		return child;
	};
	const kill = async (child: ChildProcess) => {
		const ended = child.exitCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGKILL');
		await ended;
	};
	const team = Array.from({ length: plan.processes }, start);
	let kills = 0;
	let reservations = 0;
	let killAt = 0;
	while (reservations < plan.reservations) {
		await pause(200);
		if (failures.length > 0 || team.some(({ exitCode }) => exitCode !== null)) break;
		if (reservations > killAt) {
			killAt += (2 * next() * plan.reservations) / plan.kills;
			const index = Math.floor(next() * team.length) % team.length;
			await kill(team[index]);
			kills++;
			team[index] = start();
		}
		reservations = Number((await plan.sql('SELECT COUNT(*) AS n FROM r1_reservation'))[0].n);
	}
	await Promise.all(team.map(kill));
	await pause(leaseMs + 100);
	await ledger.report({ from: 0, to: 0 });
	const { wrong, resets } = await account(plan, folder);
	wrong.unshift(...failures);
	const [{ n: violations }] = await plan.sql('SELECT COUNT(*) AS n FROM r1_violation');
	const [{ cost }] = await plan.sql("SELECT CAST(SUM(cost) AS TEXT) AS cost FROM r1_reservation WHERE state = 'settled'");
	await ledger.close();
	rmSync(folder, { recursive: true, force: true });
	return {
		reservations,
		kills,
		resets,
		violations: Number(violations),
		settledNano: BigInt(String(cost)),
		ms: performance.now() - started,
		wrong,
	};
}

/** Compares the journals of the workers, the reservations and the counters, each with each. */
async function account({ sql }: HammerPlan, folder: string) {
	const wrong: string[] = [];
	let resets = 0;
	const rows = await sql(
		'SELECT id, state, CAST(estimate AS TEXT) AS estimate, CAST(cost AS TEXT) AS cost, counters, dispatched FROM r1_reservation',
	);
	const known = new Map(rows.map((row) => [String(row.id), row]));
	const meant = new Map<string, string>();
	const journals = readdirSync(folder).filter((name) => name.endsWith('.journal'));
	for (const journal of journals) {
		const lines = readFileSync(path.join(folder, journal), 'utf8').split('\n').slice(0, -1);
		for (const line of lines) {
			const [what, id, cost, changed] = line.split(' ');
			const row = known.get(id);
			if (what === 'reset') {
				resets++;
				continue;
			}
			if (what === 'failed') wrong.push(line);
			else if (!row) wrong.push(`${what} was told for ${id}, which the ledger does not have`);
			if (what === 'settling') meant.set(id, cost);
			if (what === 'released' && row?.state !== 'released') wrong.push(`${id} was released but is ${row?.state}`);
			if (what === 'settled' && (row?.state !== 'settled' || row.cost !== cost || changed !== 'true'))
				wrong.push(`${id} was settled at ${cost} but is ${row?.state} at ${row?.cost}`);
		}
	}
	const sums = new Map<string, bigint>();
	for (const { id, state, estimate, cost, counters, dispatched } of rows) {
		if (state === 'held') wrong.push(`${id} is still held after its lease`);
		if (state === 'settled' && meant.get(String(id)) !== cost)
			wrong.push(`${id} was to be settled at ${meant.get(String(id))} but is at ${cost}`);
		if (state === 'charged' && (cost !== estimate || Number(dispatched) !== 1))
			wrong.push(`${id} was charged ${cost} instead of ${estimate}`);
		if (state === 'freed' && (cost !== '0' || Number(dispatched) !== 0)) wrong.push(`${id} was freed but costs ${cost}`);
		for (const counter of JSON.parse(String(counters))) sums.set(counter, (sums.get(counter) ?? 0n) + BigInt(String(cost ?? 0)));
	}
	for (const { id, total, reserved } of await sql(
		'SELECT id, CAST(spent + forgiven AS TEXT) AS total, CAST(reserved AS TEXT) AS reserved FROM r1_counter',
	)) {
		if (reserved !== '0') wrong.push(`${id} still has ${reserved} reserved`);
		if (BigInt(String(total)) !== (sums.get(String(id)) ?? 0n))
			wrong.push(`${id} counts ${total}, its reservations ${sums.get(String(id))}`);
	}
	return { wrong, resets };
}

/** Says what happened, with the seed to run it again. */
export function tell(
	store: string,
	{ seed, processes, inFlight }: HammerPlan,
	{ reservations, kills, resets, violations, settledNano, ms }: HammerResult,
) {
	process.stdout.write(
		`${store}, seed ${seed}: ${reservations} reservations by ${processes} processes with ${inFlight} in flight each, ${kills} killed, budgets exhausted ${resets} times, ` +
			`${violations} times over a limit, ${settledNano} nano-dollars settled, ${(ms / 1000).toFixed(1)} s\n`,
	);
}
