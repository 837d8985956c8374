// One process of the scaling bench: as many pairs of reserve and settle as go into the time.
import { openLedger } from '../../core/budget/ledger/openLedger';
import type { PostgresConnection } from '../../core/budget/ledger/postgresConnection';

export interface Load {
	processes: number;
	connections: number;
	/** How many budgets the reservations are spread over. */
	budgets: number;
}

export interface ScalingOrders {
	connection: PostgresConnection;
	load: Load;
	measuredMs: number;
}

const limitNano = 9_000_000_000_000_000;

async function work({ connection, load: { connections, budgets }, measuredMs }: ScalingOrders): Promise<number> {
	const ledger = openLedger({ postgres: { ...connection, connections }, waitMs: 30_000 });
	await ledger.report({ from: 0, to: 0 });
	const ends = performance.now() + measuredMs;
	let pairs = 0;
	const lane = async () => {
		while (performance.now() < ends) {
			const key = `customer:${Math.floor(Math.random() * budgets)}`;
			const reservation = await ledger.reserve({ scopes: [{ key, period: 'day', limitNano }], estimateNano: 1000, model: 'm' });
			if (reservation.status !== 'reserved') throw new Error('The bench ran out of budget');
			await ledger.settle({ reservationId: reservation.reservationId, costNano: 400 });
			pairs += 1;
		}
	};
	await Promise.all(Array.from({ length: connections * 2 }, lane));
	await ledger.close();
	return pairs;
}

process.once('message', (orders: ScalingOrders) => {
	void work(orders).then((pairs) => {
		process.send?.(pairs);
		process.disconnect();
	});
});
