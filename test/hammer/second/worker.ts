// A worker that may be killed at any moment. Whatever it is about to do, and whatever it was told, is a line of its own log.
import { appendFileSync } from 'node:fs';
import { openLedger, type LedgerOptions } from '../../../core/budget/ledger/openLedger';
import type { Scope } from '../../../core/budget/ledger/input';

export interface Orders {
	options: LedgerOptions;
	scopes: Scope[];
	log: string;
	lanes: number;
	leaseMs: number;
}

const { options, scopes, log, lanes, leaseMs }: Orders = JSON.parse(process.argv[2]);
const ledger = openLedger(options);
const note = (...words: (string | number)[]) => appendFileSync(log, `${words.join('\t')}\n`);
const upTo = (most: number) => Math.floor(Math.random() * most);

/** One call as users make it: most are answered, some fail before they leave, some are forgotten. */
async function call() {
	const estimateNano = 1000 + upTo(9000);
	const reservation = await ledger.reserve({ scopes, estimateNano, leaseMs });
	if (reservation.status !== 'reserved') {
		note('full');
		return;
	}
	const id = reservation.reservationId;
	note('reserved', id, estimateNano, reservation.leftNano);
	const fate = upTo(10);
	if (fate === 0) return;
	if (fate < 3) {
		note('release?', id);
		await ledger.release({ reservationId: id });
		note('release!', id);
		return;
	}
	note('send?', id);
	await ledger.extend({ reservationId: id, dispatched: true, leaseMs });
	note('send!', id);
	if (fate === 3) return;
	const cost = upTo(estimateNano + 1);
	note('settle?', id, cost);
	await ledger.settle({ reservationId: id, costNano: cost });
	note('settle!', id, cost);
}

async function lane() {
	for (;;) {
		try {
			await call();
		} catch (error) {
			note('error', error instanceof Error ? error.message : String(error));
		}
	}
}

for (let index = 0; index < lanes; index++) void lane();
