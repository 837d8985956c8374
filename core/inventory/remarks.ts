import { asList, asText, get, isObject } from '../json';

const some = (names: ReadonlySet<string>) =>
	[...names]
		.slice(0, 3)
		.map((name) => `"${name.slice(0, 60)}"`)
		.join(', ') + (names.size > 3 ? ` and ${names.size - 3} more` : '');

/** What is odd about a workflow that is audited all the same: nodes that are none, and connections that lead nowhere. */
export function remarksOn(workflow: unknown): string[] {
	const nodes = asList(get(workflow, 'nodes'));
	const readable = nodes.filter((node) => asText(get(node, 'type')) !== undefined);
	const names = new Set(readable.map((node) => asText(get(node, 'name'))));
	const connections = get(workflow, 'connections');
	const gone = new Set<string>();
	for (const [from, outputs] of Object.entries(isObject(connections) ? connections : {})) {
		if (!names.has(from)) gone.add(from);
		for (const lanes of Object.values(isObject(outputs) ? outputs : {})) {
			for (const target of asList(lanes).flatMap(asList)) {
				const to = asText(get(target, 'node'));
				if (to !== undefined && !names.has(to)) gone.add(to);
			}
		}
	}
	return [
		...(readable.length < nodes.length ? [`${nodes.length - readable.length} of its nodes have no type and were left out.`] : []),
		...(connections !== undefined && !isObject(connections)
			? ['Its connections are not readable: which model serves which node is not known.']
			: []),
		...(gone.size > 0 ? [`It has connections of nodes that do not exist: ${some(gone)}.`] : []),
	];
}
