/**
 * Colours that stand in the drawn SVG for the page's CSS variables, so that a chart follows light, dark and print.
 * Any value works that no chart would use by itself.
 */
export const inks = {
	text: '#01fe01',
	quiet: '#01fe02',
	grid: '#01fe03',
	mark: '#01fe04',
	series: ['#01fe11', '#01fe12', '#01fe13', '#01fe14', '#01fe15', '#01fe16'],
} as const;

const variables: Record<string, string> = {
	[inks.text]: 'var(--ink)',
	[inks.quiet]: 'var(--quiet)',
	[inks.grid]: 'var(--line)',
	[inks.mark]: 'var(--mark)',
	...Object.fromEntries(inks.series.map((color, index) => [color, `var(--series-${index + 1})`])),
};

/** The SVG with CSS variables in place of the stand-ins. */
export const withVariables = (svg: string) => svg.replace(/#01fe[01]\d/g, (color) => variables[color] ?? color);
