/** Periods as they are offered in the editor. */
export const scopePeriods = [
	{ name: 'All Time', value: 'allTime' },
	{ name: 'Day', value: 'day' },
	{ name: 'Execution', value: 'execution' },
	{ name: 'Hour', value: 'hour' },
	{ name: 'Month', value: 'month' },
	{ name: 'Week', value: 'week' },
];
