// One worker of the hammer: many reservations in flight, some settled, some given back, some forgotten. It is killed at
// any moment; what it was told by then stands in its journal.
import { openSync, readFileSync, writeSync } from 'node:fs';
import type { ReserveRequest } from '../../core/budget/ledger/input';
import { openLedger, type LedgerOptions } from '../../core/budget/ledger/openLedger';

export interface WorkerOrders {
	options: LedgerOptions;
	seed: number;
	inFlight: number;
	journal: string;
	limits: Record<string, number>;
	leaseMs: number;
}

const orders: WorkerOrders = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const journal = openSync(orders.journal, 'a');
const note = (line: string) => writeSync(journal, `${line}\n`);

/** mulberry32: a small generator, so that a seed gives the same choices again. */
let state = orders.seed;
function random() {
	state = (state + 0x6d2b79f5) | 0;
	let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
	mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
	return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const below = (limit: number) => Math.floor(random() * limit);

// A worker does not outlive the one that started it.
process.stdin.on('end', () => process.exit()).resume();

const keys = Object.keys(orders.limits);
const ledger = openLedger(orders.options);

async function oneCall() {
	const scopes: ReserveRequest['scopes'] = Array.from({ length: 1 + below(3) }, () => keys[below(keys.length)]).map((key) => ({
		key,
		period: 'allTime',
		limitNano: orders.limits[key],
	}));
	const estimateNano = 1 + below(1_000_000_000);
	const dispatched = random() < 0.5;
	const reservation = await ledger.reserve({ scopes, estimateNano, dispatched, leaseMs: orders.leaseMs, model: `model-${below(3)}` });
	if (reservation.status === 'denied' && random() < 0.1) {
		const { key } = reservation.scopes.find(({ over }) => over) ?? reservation.scopes[0];
		const { forgivenNano } = await ledger.reset({ key });
		note(`reset ${key} ${forgivenNano}`);
	}
	if (reservation.status !== 'reserved') return;
	const { reservationId } = reservation;
	note(`reserved ${reservationId}`);
	const fate = random();
	if (fate < 0.003) return;
	if (fate < 0.1) {
		await ledger.release({ reservationId });
		note(`released ${reservationId}`);
		return;
	}
	// As the guard does: no call is sent on a lease that could not be marked, so a worker that stalls never overspends.
	if (!dispatched && !(await ledger.extend({ reservationId, dispatched: true, leaseMs: orders.leaseMs })).changed) return;
	const costNano = below(estimateNano + 1);
	note(`settling ${reservationId} ${costNano}`);
	const settled = await ledger.settle({ reservationId, costNano });
	note(`settled ${reservationId} ${settled.costNano} ${settled.changed}`);
	if (fate < 0.12) await ledger.settle({ reservationId, costNano: costNano + 1 });
	if (fate > 0.98) await ledger.release({ reservationId });
}

async function lane() {
	for (;;) await oneCall();
}

for (let index = 0; index < orders.inFlight; index++) {
	lane().catch((error: unknown) => {
		note(`failed ${error instanceof Error ? error.stack : String(error)}`.replaceAll('\n', ' '));
		process.exit(1);
	});
}
