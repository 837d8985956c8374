import type { Execution } from '../n8n/n8n';

/** Values of what the nodes of a run put out, by their place, such as `Check | 0 0 | summary`. */
export type Leaves = ReadonlyMap<string, string | number | boolean | null>;

export function leavesOf(execution: Pick<Execution, 'data'>): Leaves {
	const leaves = new Map<string, string | number | boolean | null>();
	const walk = (place: string, value: unknown) => {
		// The lab has another port in each run.
		if (typeof value === 'string') leaves.set(place, value.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1'));
		else if (value === null || typeof value === 'number' || typeof value === 'boolean') leaves.set(place, value);
		else if (Array.isArray(value)) value.forEach((entry, index) => walk(`${place}.${index}`, entry));
		else if (typeof value === 'object') for (const [key, entry] of Object.entries(value)) walk(`${place}.${key}`, entry);
	};
	const { runData, error } = execution.data.resultData;
	for (const [node, runs] of Object.entries(runData))
		runs.at(-1)?.data?.main.forEach((items, output) => items?.forEach(({ json }, index) => walk(`${node} | ${output} ${index} |`, json)));
	if (error) leaves.set('error', error.message);
	return leaves;
}

/** What two runs agree on; the rest is times, identifiers and what a ledger has left. */
export const agreed = (first: Leaves, second: Leaves): Leaves =>
	new Map([...first].filter(([place, value]) => second.get(place) === value));

/** Values that are gone, or are others: `place: before → now`. */
export function changed(before: Leaves, now: Leaves, mayDiffer: (place: string) => boolean): string[] {
	const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120));
	return [...before].flatMap(([place, value]) =>
		now.get(place) === value || mayDiffer(place) ? [] : [`${place}: ${shown(value)} → ${shown(now.get(place))}`],
	);
}
