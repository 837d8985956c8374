import type { paidRequests } from '../../core/budget/paidRequests';

type Around = ReturnType<typeof paidRequests>;

interface Sent {
	requests: number;
	refused: number;
}

/** Reservations that Cost Guard made in this process and whose execution has not ended. */
const watched = new Map<string, Sent>();
/** Executions that wait never come back here: the oldest are forgotten, and their leases decide. */
const mostWatched = 10_000;

/** From now on it is counted what is sent on a reservation. */
export function watchReservation(reservationId: string) {
	watched.set(reservationId, { requests: 0, refused: 0 });
	const [oldest] = watched.keys();
	if (watched.size > mostWatched && oldest !== undefined) watched.delete(oldest);
}

/**
 * Ends that, and says whether all that was sent on it was refused: then it cost nothing, though it is marked as sent. A request
 * whose end is not known counts as charged.
 */
export function wasRefused(reservationId: string): boolean {
	const sent = watched.get(reservationId);
	watched.delete(reservationId);
	return sent !== undefined && sent.requests > 0 && sent.requests === sent.refused;
}

/** Counts the requests that are sent on a reservation, and how many of them the host refused. */
export function countRefused(reservationId: string, around: Around): Around {
	return (call, send) =>
		around(call, async () => {
			const sent = watched.get(reservationId);
			if (sent) sent.requests += 1;
			const attempt = await send();
			if (sent && attempt.usage === 'none') sent.refused += 1;
			return attempt;
		});
}
