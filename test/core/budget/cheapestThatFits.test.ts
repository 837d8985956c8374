import { describe, expect, test } from 'vitest';
import { cheapestThatFits, type Candidate } from '../../../core/budget/cheapestThatFits';
import type { ReserveRequest } from '../../../core/budget/ledger/input';
import type { Reservation } from '../../../core/budget/ledger/ledger';

const scopes = [{ key: 'all', period: 'day' as const, limitNano: 100 }];

/** A ledger with so much room, and what it was asked for. */
function ledgerWith(roomNano: number) {
	const asked: ReserveRequest[] = [];
	const reserve = async (request: ReserveRequest): Promise<Reservation> => {
		asked.push(request);
		const { estimateNano } = request;
		if (estimateNano === 'unknown')
			return { status: 'denied', reason: 'unpriced', reservationId: null, estimateNano, leftNano: null, scopes: [] };
		return estimateNano > roomNano
			? { status: 'denied', reason: 'overLimit', reservationId: null, estimateNano, leftNano: roomNano, scopes: [] }
			: { status: 'reserved', reservationId: 'r', estimateNano, leftNano: 0, expiresAt: 0, scopes: [] };
	};
	return { reserve, asked };
}
const dear: Candidate = { model: 'dear', estimateNano: 90 };
const middle: Candidate = { model: 'middle', estimateNano: 50 };
const cheap: Candidate = { model: 'cheap', estimateNano: 10 };
const unpriced: Candidate = { model: 'unpriced', estimateNano: 'unknown' };

describe('the first model that fits', () => {
	test.each<{ name: string; room: number; order: [Candidate, ...Candidate[]]; model: string; passedOver: unknown[] }>([
		{ name: 'is the first where there is room', room: 90, order: [dear, middle, cheap], model: 'dear', passedOver: [] },
		{
			name: 'comes after those that are too dear or have no price',
			room: 40,
			order: [dear, unpriced, cheap],
			model: 'cheap',
			passedOver: [
				{ model: 'dear', reason: 'overLimit' },
				{ model: 'unpriced', reason: 'unpriced' },
			],
		},
		{
			name: 'ends the search',
			room: 60,
			order: [dear, middle, cheap],
			model: 'middle',
			passedOver: [{ model: 'dear', reason: 'overLimit' }],
		},
	])('$name', async ({ room, order, model, passedOver }) => {
		const { reserve, asked } = ledgerWith(room);
		const choice = await cheapestThatFits({ reserve }, order, { scopes, leaseMs: 1000 });
		expect(choice).toMatchObject({ status: 'reserved', model, passedOver });
		// Nothing is reserved for a model that is not asked.
		expect(asked.map((request) => request.model)).toEqual([...passedOver.map((over) => (over as { model: string }).model), model]);
		expect(asked[0]).toEqual({ scopes, leaseMs: 1000, ...order[0] });
	});

	test('is none where nothing fits: the answer is that for the last one', async () => {
		const choice = await cheapestThatFits(ledgerWith(5), [dear, cheap], { scopes });
		expect(choice).toMatchObject({
			status: 'denied',
			model: 'cheap',
			estimateNano: 10,
			passedOver: [{ model: 'dear', reason: 'overLimit' }],
		});
	});

	test('is the first where the ledger lets calls through uncounted', async () => {
		let asked = 0;
		const reserve = async (): Promise<Reservation> => {
			asked += 1;
			return { status: 'unguarded', reservationId: null, estimateNano: 1, reason: 'away' };
		};
		expect(await cheapestThatFits({ reserve }, [dear, cheap], { scopes })).toMatchObject({ status: 'unguarded', model: 'dear' });
		expect(asked).toBe(1);
	});
});
