import type { Execution } from '../n8n/n8n';

/** Values of what the nodes of a run put out, by their place, such as `Check | 0 0 | summary`. */
export type Leaves = ReadonlyMap<string, string | number | boolean | null>;

export function leavesOf(execution: Pick<Execution, 'data'>): Leaves {
	const leaves = new Map<string, string | number | boolean | null>();
	const walk = (place: string, value: unknown) => {
		if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') leaves.set(place, value);
		else if (Array.isArray(value)) value.forEach((entry, index) => walk(`${place}.${index}`, entry));
		else if (typeof value === 'object') for (const [key, entry] of Object.entries(value)) walk(`${place}.${key}`, entry);
	};
	const { runData, error } = execution.data.resultData;
	for (const [node, runs] of Object.entries(runData))
		runs.at(-1)?.data?.main.forEach((items, output) => items?.forEach(({ json }, index) => walk(`${node} | ${output} ${index} |`, json)));
	if (error) leaves.set('error', error.message);
	return leaves;
}

/** Of the leaves that two runs of the old version agreed on, those that are gone or have another value: `place: old → new`. */
export function changed(first: Leaves, second: Leaves, now: Leaves): string[] {
	const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120));
	return [...first].flatMap(([place, value]) =>
		second.get(place) === value && now.get(place) !== value ? [`${place}: ${shown(value)} → ${shown(now.get(place))}`] : [],
	);
}
