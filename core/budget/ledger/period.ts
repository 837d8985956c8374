import { DateTime, IANAZone } from 'luxon';
import { invalid } from './ledgerError';
import type { Period } from './periods';

/** The stretch of time that a budget covers. An execution and all time have no start and no end. */
export interface Window {
	startsAt: number | null;
	endsAt: number | null;
}

const endless: Window = { startsAt: null, endsAt: null };
const halfHour = 30 * 60_000;

const validZones = new Set(['UTC']);

export function checkTimeZone(field: string, zone: unknown): string {
	if (typeof zone !== 'string' || !(validZones.has(zone) || IANAZone.isValidZone(zone))) {
		throw invalid(field, 'a time zone such as `UTC` or `Europe/Berlin`', zone);
	}
	validZones.add(zone);
	return zone;
}

/** The window of a period that holds the instant `at` (ms since 1970) on the calendar of a time zone. */
export function windowOf(period: Period, at: number, timeZone: string): Window {
	if (period === 'execution' || period === 'allTime') return endless;
	const local = DateTime.fromMillis(at, { zone: timeZone });
	if (period === 'hour') {
		// Counted back from the instant itself: the hour that a clock shows twice in autumn is two hours.
		const startsAt = at - ((((at + local.offset * 60_000) % 3_600_000) + 3_600_000) % 3_600_000);
		return { startsAt, endsAt: startsAt + 3_600_000 };
	}
	const start = local.startOf(period);
	return { startsAt: firstInstant(start), endsAt: firstInstant(start.plus({ [period]: 1 }).startOf(period)) };
}

/** The first instant of a calendar day: where the clock goes back over midnight, midnight comes twice. */
function firstInstant(midnight: DateTime): number {
	const day = midnight.toISODate();
	let first = midnight;
	for (let steps = 1; steps <= 4; steps++) {
		const earlier = midnight.minus({ milliseconds: steps * halfHour });
		if (earlier.toISODate() === day) first = earlier;
	}
	return first.toMillis();
}

export const holds = ({ startsAt, endsAt }: Window, at: number) =>
	(startsAt === null || startsAt <= at) && (endsAt === null || at < endsAt);
