import { asList, asText, at, get, isObject, type JsonObject } from '../json';

/** One execution of a workflow as n8n kept it, with the workflow as it was then. */
export interface Execution {
	id: string;
	/** How it was started: `webhook`, `trigger`, `manual`, `integrated` (called by another workflow), `evaluation`, ... */
	mode: string;
	/** ISO 8601; empty where the record does not tell. */
	startedAt: string;
	/** n8n's id of the workflow's version that ran, where it tells. */
	versionId?: string;
	workflow: Workflow;
	runs: ReadonlyMap<string, readonly Run[]>;
	/** The execution that called this one. */
	parentId?: string;
	/** The run data as recorded, for whoever evaluates expressions. */
	data: unknown;
}

export interface Workflow {
	id: string;
	name: string;
	nodes: ReadonlyMap<string, WorkflowNode>;
	connections: JsonObject;
	/** As recorded. */
	raw: JsonObject;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	parameters: JsonObject;
}

/** One run of a node: a node in a loop, or a model that an agent asks several times, has several. */
export interface Run {
	index: number;
	/** Milliseconds since 1970. */
	startTime?: number;
	/** Milliseconds. */
	executionTime?: number;
	failed: boolean;
	/** The node before, or for a sub-node the node that it serves. */
	source?: { node: string; run: number; output: number };
	raw: unknown;
}

/** Why an execution tells nothing; the user sees it counted. */
export interface Unread {
	unread: string;
}

const noData = 'it has no data: read it with its data (includeData=true)';

/** An execution in the form of n8n's public API. */
export function readExecution(json: unknown): Execution | Unread {
	const runData = at(json, 'data.resultData.runData');
	const raw = get(json, 'workflowData');
	const id = String(get(json, 'id') ?? get(json, 'executionId') ?? '?');
	if (get(json, 'dataTooLargeToDisplay') === true) return { unread: 'n8n does not give it out, since it is too large' };
	if (!isObject(runData)) return { unread: noData };
	if (!isObject(raw) || !Array.isArray(raw.nodes)) return { unread: 'it does not hold the workflow as it ran' };
	const runs = new Map(Object.entries(runData).map(([node, list]) => [node, asList(list).map(readRun)]));
	const nodes = raw.nodes.flatMap((node: unknown): WorkflowNode[] => {
		const name = asText(get(node, 'name'));
		const parameters = get(node, 'parameters');
		const version = get(node, 'typeVersion');
		return name === undefined
			? []
			: [
					{
						id: asText(get(node, 'id')) ?? name,
						name,
						type: asText(get(node, 'type')) ?? '',
						typeVersion: typeof version === 'number' ? version : 1,
						parameters: isObject(parameters) ? parameters : {},
					},
				];
	});
	const versionId = asText(get(json, 'workflowVersionId')) ?? asText(get(raw, 'versionId'));
	const parent = at(json, 'data.parentExecution.executionId');
	return {
		id,
		mode: asText(get(json, 'mode')) ?? 'unknown',
		startedAt: asText(get(json, 'startedAt')) ?? firstStart(runs),
		...(versionId ? { versionId } : {}),
		workflow: {
			id: String(get(raw, 'id') ?? get(json, 'workflowId') ?? ''),
			name: asText(get(raw, 'name')) ?? '',
			nodes: new Map(nodes.map((node) => [node.name, node])),
			connections: isObject(raw.connections) ? raw.connections : {},
			raw,
		},
		runs,
		...(parent === undefined || parent === null ? {} : { parentId: String(parent) }),
		data: get(json, 'data'),
	};
}

function readRun(raw: unknown, index: number): Run {
	const source = at(raw, 'source.0');
	const node = asText(get(source, 'previousNode'));
	const startTime = get(raw, 'startTime');
	const executionTime = get(raw, 'executionTime');
	return {
		index,
		...(typeof startTime === 'number' ? { startTime } : {}),
		...(typeof executionTime === 'number' ? { executionTime } : {}),
		failed: get(raw, 'executionStatus') === 'error' || isObject(get(raw, 'error')),
		...(node === undefined
			? {}
			: { source: { node, run: Number(get(source, 'previousNodeRun') ?? 0), output: Number(get(source, 'previousNodeOutput') ?? 0) } }),
		raw,
	};
}

function firstStart(runs: ReadonlyMap<string, readonly Run[]>): string {
	const times = [...runs.values()].flatMap((list) => list.map(({ startTime = Infinity }) => startTime));
	const first = Math.min(...times);
	return Number.isFinite(first) ? new Date(first).toISOString() : '';
}

/** Items that a run put out by one of its outputs; of a failed run none. */
export const itemsOut = (run: Run | undefined, output = 0): readonly unknown[] => asList(at(run?.raw, `data.main.${output}`));

/** Items that went into a run of a root node. */
export function itemsIn({ runs }: Pick<Execution, 'runs'>, run: Run | undefined): readonly unknown[] {
	const source = run?.source;
	return source ? itemsOut(runs.get(source.node)?.[source.run], source.output) : [];
}
