import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../../../core/budget/ledger/ledger';
import { idOf, ledgerOpener, stores } from './stores';

type Step =
	| { do: 'reserve'; scopes: number[]; estimate: number; lease: number; onExpiry: 'auto' | 'charge' | 'free' }
	| { do: 'settle'; pick: number; cost: number }
	| { do: 'release'; pick: number }
	| { do: 'extend'; pick: number; lease: number; dispatched: boolean }
	| { do: 'reset'; scope: number }
	| { do: 'pass'; ms: number };

const amount = fc.nat({ max: 60 });
const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof(
		{
			weight: 5,
			arbitrary: fc.record({
				do: fc.constant('reserve' as const),
				scopes: fc.uniqueArray(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }),
				estimate: amount,
				lease: fc.integer({ min: 1, max: 30 }),
				onExpiry: fc.constantFrom('auto' as const, 'charge' as const, 'free' as const),
			}),
		},
		{ weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), pick: fc.nat(), cost: amount }) },
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), pick: fc.nat() }) },
		{
			weight: 2,
			arbitrary: fc.record({
				do: fc.constant('extend' as const),
				pick: fc.nat(),
				lease: fc.integer({ min: 1, max: 30 }),
				dispatched: fc.boolean(),
			}),
		},
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), scope: fc.nat({ max: 3 }) }) },
		{ weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.oneof(fc.nat({ max: 20 }), fc.constant(3_600_000)) }) },
	),
	{ maxLength: 30, size: 'max' },
);

/** A charge that a reset forgave comes back after another call was charged: that call still counts. */
const releasedAfterReset: Step[] = [
	{ do: 'reserve', scopes: [2], estimate: 1, lease: 1, onExpiry: 'charge' },
	{ do: 'pass', ms: 1 },
	{ do: 'reset', scope: 2 },
	{ do: 'reserve', scopes: [2], estimate: 1, lease: 1, onExpiry: 'charge' },
	{ do: 'pass', ms: 3_600_000 },
	{ do: 'release', pick: 0 },
];

const limits = [100, 70, 150, 40];
const start = Date.parse('2026-10-25T00:59:59.950Z');

interface Entry {
	id: string;
	counters: string[];
	estimate: number;
	expiresAt: number;
	dispatched: boolean;
	onExpiry: 'auto' | 'charge' | 'free';
	state: 'held' | 'settled' | 'released' | 'charged' | 'freed';
	cost: number;
	/** Counters that were reset after this entry was charged. */
	forgivenBy: Set<string>;
}

/** The rules once more, as plainly as they can be said: sums over a list, leases ended at every tick. */
class Model {
	now = start;
	entries: Entry[] = [];
	forgiven = new Map<string, number>();

	counter(scope: number) {
		// Scopes 0 and 1 are hourly, 2 and 3 of all time.
		return scope < 2 ? `${scope}@${Math.floor(this.now / 3_600_000)}` : `${scope}`;
	}

	reserved(counter: string) {
		return this.sum(counter, ({ state, estimate }) => (state === 'held' ? estimate : 0));
	}

	spent(counter: string) {
		return this.sum(counter, ({ cost }) => cost) - (this.forgiven.get(counter) ?? 0);
	}

	private sum(counter: string, amountOf: (entry: Entry) => number) {
		return this.entries.filter(({ counters }) => counters.includes(counter)).reduce((sum, entry) => sum + amountOf(entry), 0);
	}

	pass(ms: number) {
		this.now += ms;
		for (const entry of this.entries) {
			if (entry.state !== 'held' || entry.expiresAt > this.now) continue;
			const charge = entry.onExpiry === 'charge' || (entry.onExpiry === 'auto' && entry.dispatched);
			this.close(entry, charge ? 'charged' : 'freed', charge ? entry.estimate : 0);
		}
	}

	fits(scopes: number[], estimate: number) {
		return scopes.every((scope) => {
			const counter = this.counter(scope);
			return this.spent(counter) + this.reserved(counter) + estimate <= limits[scope];
		});
	}

	close(entry: Entry, state: Entry['state'], cost: number) {
		const before = entry.cost;
		entry.state = state;
		entry.cost = cost;
		// What comes back of a forgiven charge was forgiven, too.
		for (const counter of entry.forgivenBy) {
			if (cost < before) this.forgiven.set(counter, (this.forgiven.get(counter) ?? 0) + cost - before);
		}
	}

	reset(scope: number) {
		const counter = this.counter(scope);
		const forgiven = this.spent(counter);
		this.forgiven.set(counter, (this.forgiven.get(counter) ?? 0) + forgiven);
		for (const entry of this.entries) if (entry.state !== 'held' && entry.counters.includes(counter)) entry.forgivenBy.add(counter);
		return forgiven;
	}
}

async function runBoth(ledger: Ledger, model: Model, clock: { now: number }, prefix: string, sequence: Step[]) {
	const scopeOf = (scope: number) => ({
		key: `${prefix}${scope}`,
		period: scope < 2 ? ('hour' as const) : ('allTime' as const),
		limitNano: limits[scope],
	});
	for (const step of sequence) {
		const entry = 'pick' in step ? model.entries[step.pick % model.entries.length] : undefined;
		switch (step.do) {
			case 'pass':
				model.pass(step.ms);
				clock.now = model.now;
				break;
			case 'reserve': {
				const reservation = await ledger.reserve({
					scopes: step.scopes.map(scopeOf),
					estimateNano: step.estimate,
					leaseMs: step.lease,
					onExpiry: step.onExpiry,
				});
				expect(reservation.status).toBe(model.fits(step.scopes, step.estimate) ? 'reserved' : 'denied');
				if (reservation.status !== 'reserved') break;
				model.entries.push({
					id: idOf(reservation),
					counters: step.scopes.map((scope) => model.counter(scope)),
					estimate: step.estimate,
					expiresAt: model.now + step.lease,
					dispatched: false,
					onExpiry: step.onExpiry,
					state: 'held',
					cost: 0,
					forgivenBy: new Set(),
				});
				break;
			}
			case 'settle':
			case 'release': {
				if (!entry) break;
				const cost = step.do === 'settle' ? step.cost : 0;
				const open = entry.state !== 'settled' && entry.state !== 'released';
				if (open) model.close(entry, step.do === 'settle' ? 'settled' : 'released', cost);
				const request = { reservationId: entry.id, costNano: cost };
				const closed = await (step.do === 'settle' ? ledger.settle(request) : ledger.release(request));
				expect(closed).toMatchObject({ changed: open, state: entry.state, costNano: entry.cost });
				break;
			}
			case 'extend': {
				if (!entry) break;
				const held = entry.state === 'held';
				if (held) {
					entry.dispatched ||= step.dispatched;
					entry.expiresAt = Math.max(entry.expiresAt, model.now + step.lease);
				}
				expect(await ledger.extend({ reservationId: entry.id, leaseMs: step.lease, dispatched: step.dispatched })).toMatchObject({
					changed: held,
				});
				break;
			}
			case 'reset': {
				expect((await ledger.reset({ key: `${prefix}${step.scope}` })).forgivenNano).toBe(model.reset(step.scope));
				break;
			}
		}
	}
	for (const scope of [0, 1, 2, 3]) {
		for (const { startsAt, spentNano, reservedNano } of (await ledger.report({ key: `${prefix}${scope}` })).scopes) {
			const counter = startsAt === null ? `${scope}` : `${scope}@${startsAt / 3_600_000}`;
			expect({ counter, spentNano, reservedNano }).toEqual({
				counter,
				spentNano: model.spent(counter),
				reservedNano: model.reserved(counter),
			});
		}
	}
}

describe.each(stores())('any sequence of steps in $name', ({ name, skip, prepare, fresh }) => {
	describe.skipIf(skip)('agrees with a simple model', () => {
		prepare();
		const open = ledgerOpener();

		test('in every answer, and in every sum at the end', { timeout: 120_000 }, async () => {
			const clock = { now: start };
			const ledger = open({ ...(await fresh()), clock: () => clock.now });
			let runs = 0;
			await fc.assert(
				fc.asyncProperty(steps, async (sequence) => {
					// Leases of an earlier sequence must not end in this one.
					clock.now = start + 10 * 86_400_000;
					await ledger.report({ key: 'nobody' });
					clock.now = start;
					await runBoth(ledger, new Model(), clock, `${runs++}-`, sequence);
				}),
				{ numRuns: name === 'SQLite' ? 300 : 60, examples: [[releasedAfterReset]] },
			);
		});
	});
});
