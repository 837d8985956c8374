import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTimeZone, holds, windowOf } from '../../../../core/budget/ledger/period';
import type { Period } from '../../../../core/budget/ledger/periods';

const iso = ({ startsAt, endsAt }: ReturnType<typeof windowOf>) =>
	[startsAt, endsAt].map((ms) => new Date(ms ?? NaN).toISOString().slice(0, 16));

describe('the window of', () => {
	test.each([
		{ name: 'an hour', period: 'hour', at: '2026-11-23T12:34:56Z', zone: 'UTC', window: ['2026-11-23T12:00', '2026-11-23T13:00'] },
		{
			name: 'an hour in a zone of half hours',
			period: 'hour',
			at: '2026-11-23T12:34:56Z',
			zone: 'Asia/Kolkata',
			window: ['2026-11-23T12:30', '2026-11-23T13:30'],
		},
		{
			name: 'an hour in a zone of quarters',
			period: 'hour',
			at: '2026-11-23T12:34:56Z',
			zone: 'Asia/Kathmandu',
			window: ['2026-11-23T12:15', '2026-11-23T13:15'],
		},
		{
			name: 'an hour before 1970',
			period: 'hour',
			at: '1969-12-31T22:40:00Z',
			zone: 'UTC',
			window: ['1969-12-31T22:00', '1969-12-31T23:00'],
		},
		{
			name: 'a day in Berlin',
			period: 'day',
			at: '2026-11-23T23:30:00Z',
			zone: 'Europe/Berlin',
			window: ['2026-11-23T23:00', '2026-11-24T23:00'],
		},
		{
			name: 'a day of 23 hours',
			period: 'day',
			at: '2026-03-29T12:00:00Z',
			zone: 'Europe/Berlin',
			window: ['2026-03-28T23:00', '2026-03-29T22:00'],
		},
		{
			name: 'a day of 25 hours',
			period: 'day',
			at: '2026-10-25T12:00:00Z',
			zone: 'Europe/Berlin',
			window: ['2026-10-24T22:00', '2026-10-25T23:00'],
		},
		{
			name: 'a day whose midnight does not exist',
			period: 'day',
			at: '2024-03-31T12:00:00Z',
			zone: 'Asia/Beirut',
			window: ['2024-03-30T22:00', '2024-03-31T21:00'],
		},
		{
			name: 'a day whose midnight comes twice, seen from its first hour',
			period: 'day',
			at: '2026-11-01T04:30:00Z',
			zone: 'America/Havana',
			window: ['2026-11-01T04:00', '2026-11-02T05:00'],
		},
		{
			name: 'a day whose midnight comes twice, seen from its second',
			period: 'day',
			at: '2026-11-01T05:30:00Z',
			zone: 'America/Havana',
			window: ['2026-11-01T04:00', '2026-11-02T05:00'],
		},
		{
			name: 'the day before a midnight that comes twice',
			period: 'day',
			at: '2026-10-31T12:00:00Z',
			zone: 'America/Havana',
			window: ['2026-10-31T04:00', '2026-11-01T04:00'],
		},
		{
			name: 'the day before one that a country skipped',
			period: 'day',
			at: '2011-12-29T12:00:00Z',
			zone: 'Pacific/Apia',
			window: ['2011-12-29T10:00', '2011-12-30T10:00'],
		},
		{
			name: 'a week, which begins on Monday',
			period: 'week',
			at: '2026-11-22T12:00:00Z',
			zone: 'UTC',
			window: ['2026-11-16T00:00', '2026-11-23T00:00'],
		},
		{
			name: 'a week over the change of clocks',
			period: 'week',
			at: '2026-10-21T12:00:00Z',
			zone: 'Europe/Berlin',
			window: ['2026-10-18T22:00', '2026-10-25T23:00'],
		},
		{
			name: 'a month over the change of clocks',
			period: 'month',
			at: '2026-10-31T23:30:00Z',
			zone: 'America/New_York',
			window: ['2026-10-01T04:00', '2026-11-01T04:00'],
		},
		{
			name: 'February of a leap year',
			period: 'month',
			at: '2028-02-29T12:00:00Z',
			zone: 'UTC',
			window: ['2028-02-01T00:00', '2028-03-01T00:00'],
		},
	] satisfies { name: string; period: Period; at: string; zone: string; window: string[] }[])('$name', ({ period, at, zone, window }) => {
		expect(iso(windowOf(period, Date.parse(at), zone))).toEqual(window);
	});

	test.each(['execution', 'allTime'] as const)('%s has no ends, and holds every instant', (period) => {
		const window = windowOf(period, 0, 'UTC');
		expect(window).toEqual({ startsAt: null, endsAt: null });
		expect([-1e15, 0, 1e15].map((at) => holds(window, at))).toEqual([true, true, true]);
	});

	test('a window holds its first instant and not its end', () => {
		const window = { startsAt: 10, endsAt: 20 };
		expect([9, 10, 19, 20].map((at) => holds(window, at))).toEqual([false, true, true, false]);
	});

	test.each([undefined, null, 3, '', 'Europe/Atlantis'])('no time zone: %s', (zone) => {
		expect(() => checkTimeZone('timeZone', zone)).toThrow(expect.objectContaining({ kind: 'invalid', field: 'timeZone' }));
	});

	test('the hour that a clock shows twice is two windows', () => {
		const first = windowOf('hour', Date.parse('2026-10-25T00:30:00Z'), 'Europe/Berlin');
		const second = windowOf('hour', Date.parse('2026-10-25T01:30:00Z'), 'Europe/Berlin');
		expect(second.startsAt).toBe(first.endsAt);
	});

	test('an instant holds it, and every instant in a day, week or month has the same one', () => {
		const zones = [
			'UTC',
			'Europe/Berlin',
			'America/Havana',
			'Asia/Kolkata',
			'Australia/Lord_Howe',
			'Pacific/Apia',
			'America/St_Johns',
			'Asia/Kathmandu',
		];
		const from = Date.parse('2000-01-01');
		fc.assert(
			fc.property(
				fc.constantFrom(...zones),
				fc.constantFrom('day' as const, 'week' as const, 'month' as const),
				fc.nat({ max: 40 * 365 * 86_400_000 }),
				fc.double({ min: 0, max: 0.999_999, noNaN: true }),
				(zone, period, after, part) => {
					const window = windowOf(period, from + after, zone);
					expect(holds(window, from + after)).toBe(true);
					const { startsAt, endsAt } = window;
					if (startsAt === null || endsAt === null) throw new Error('A day has a start and an end');
					expect(windowOf(period, startsAt + Math.floor((endsAt - startsAt) * part), zone)).toEqual(window);
					expect(windowOf(period, endsAt, zone).startsAt).toBe(endsAt);
				},
			),
			{ numRuns: 500 },
		);
	});
});
