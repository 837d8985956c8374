import { asList, asText, get, isObject } from '../json';

/** Who is connected to whom in a workflow; made of any JSON, cycles and gaps included. */
export interface Graph {
	/** What the nodes ask that a node gives its language model to, through those that hand it on: names by node, in the order of `of`. */
	askedOfModels(of: (node: string) => readonly string[]): ReadonlyMap<string, ReadonlySet<string>>;
	/** Nodes that a sub-node of any sort serves. */
	users(node: string): string[];
	/** Nodes whose output of a kind goes into a node. */
	inputs(node: string, kind: string): string[];
	/** Nodes that get a node's items next. */
	after(node: string): string[];
	/** Nodes that come before one, nearest first; of a very long way only the nearest. */
	before(node: string): string[];
	hasConnections: boolean;
}

/** A name is searched for in so many nodes at most, so that a huge workflow takes time in proportion to its size. */
const mostBefore = 60;

interface Edge {
	from: string;
	to: string;
	kind: string;
}

function edgesIn(connections: unknown): Edge[] {
	const edges: Edge[] = [];
	for (const [from, outputs] of Object.entries(isObject(connections) ? connections : {}))
		for (const [kind, lanes] of Object.entries(isObject(outputs) ? outputs : {}))
			for (const lane of asList(lanes))
				for (const target of asList(lane)) {
					const to = asText(get(target, 'node'));
					if (to !== undefined) edges.push({ from, to, kind });
				}
	return edges;
}

export function readGraph(connections: unknown): Graph {
	const edges = edgesIn(connections);
	const incoming = new Map<string, Edge[]>();
	const outgoing = new Map<string, Edge[]>();
	for (const edge of edges) {
		add(incoming, edge.to, edge);
		add(outgoing, edge.from, edge);
	}
	const targets = (node: string, of: (kind: string) => boolean) =>
		(outgoing.get(node) ?? []).filter(({ kind }) => of(kind)).map(({ to }) => to);
	const modelEdges = edges.filter(({ kind }) => kind === 'ai_languageModel');
	// From those that ask back to those that give, so that a long chain of selectors costs its length and not its square.
	const askedOfModels = (of: (node: string) => readonly string[]) => {
		const givers = new Map<string, string[]>();
		for (const { from, to } of modelEdges) add(givers, to, from);
		const asked = new Map<string, Set<string>>();
		const queue = [...givers.keys()].flatMap((node) => of(node).map((name) => ({ node, name })));
		for (let next = 0; next < queue.length; next++) {
			const { node, name } = queue[next];
			for (const giver of givers.get(node) ?? []) {
				const names = asked.get(giver) ?? new Set();
				if (!names.has(name)) queue.push({ node: giver, name });
				asked.set(giver, names.add(name));
			}
		}
		return asked;
	};
	return {
		hasConnections: edges.length > 0,
		askedOfModels,
		after: (node) => targets(node, (kind) => kind === 'main'),
		users: (node) => targets(node, (kind) => kind !== 'main'),
		inputs: (node, kind) => (incoming.get(node) ?? []).filter((edge) => edge.kind === kind).map(({ from }) => from),
		before(node) {
			// A sub-node reads the items of the node that it serves.
			const starts = [node, ...(outgoing.get(node) ?? []).filter(({ kind }) => kind !== 'main').map(({ to }) => to)];
			const seen = new Set(starts);
			const queue = [...seen];
			for (let next = 0; next < queue.length && queue.length < mostBefore; next++) {
				for (const { from, kind } of incoming.get(queue[next]) ?? []) {
					if (kind === 'main' && !seen.has(from)) {
						seen.add(from);
						queue.push(from);
					}
				}
			}
			return queue.slice(new Set(starts).size);
		},
	};
}

function add<Item>(index: Map<string, Item[]>, node: string, item: Item) {
	const list = index.get(node);
	if (list) list.push(item);
	else index.set(node, [item]);
}
