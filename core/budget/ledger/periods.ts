export const periods = ['execution', 'hour', 'day', 'week', 'month', 'allTime'] as const;
export type Period = (typeof periods)[number];

/** Periods of the calendar: where they begin depends on a time zone. */
export const isCalendar = (period: Period) => period !== 'execution' && period !== 'allTime';
