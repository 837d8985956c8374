import { createHash } from 'node:crypto';
import { z } from 'zod/v4';
import { groupBy } from '../checks/groupBy';
import type { RecordedCall } from '../history/recordedCall';
import { itemAt } from '../itemAt';

const share = z.number().min(0).max(1);

/** What was promised before the first call was sent, so that nobody can choose the gate to fit the result. */
export const gate = z.object({
	version: z.literal(1),
	writtenAt: z.iso.datetime(),
	/** How much worse the candidate may be, as a share of the calls. */
	margin: share,
	alpha: share,
	power: share,
	looks: z.array(share),
	/** Cases of the whole plan. */
	cases: z.number().int().min(0),
	seed: z.number(),
	candidate: z.string(),
	baseline: z.string(),
	judge: z.string(),
	/** Hashes: what they stand for is in the history, not here. */
	rubric: z.string(),
	anchors: z.string(),
	calls: z.string(),
	critical: z.array(z.string()),
	tolerance: share,
	workflows: z.array(z.object({ id: z.string(), name: z.string(), whole: z.string().optional(), nodes: z.record(z.string(), z.string()) })),
});

export type Gate = z.infer<typeof gate>;

/** Older evidence is about another week's work: 14 days, as Merge's gateway has it. */
export const daysValid = 14;

export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/**
 * What tells one state of a workflow from another: its version or content where the execution holds one, else what its recorded calls
 * show of each node (type, model, tools, schema; not the prompt, which changes with the data).
 */
export function workflowMarks(calls: readonly RecordedCall[]): Gate['workflows'] {
	return groupBy(calls, ({ execution }) => execution.workflowId).map(([id, members]) => {
		const newestFirst = [...members].sort((one, other) => other.execution.startedAt.localeCompare(one.execution.startedAt));
		const { execution } = itemAt(newestFirst, 0);
		const nodes = new Map<string, string>();
		for (const { node, request } of newestFirst) {
			const { tools, schema, model } = request;
			if (!nodes.has(node.id)) nodes.set(node.id, hashOf([node.type, node.typeVersion, model, tools, schema]));
		}
		const { workflowName: name, workflowHash: whole } = execution;
		return { id, name, ...(whole ? { whole } : {}), nodes: Object.fromEntries(nodes) };
	});
}

/** Settings of two gates that differ, by name; when they were written does not count. */
export function gateChanges(before: Gate, now: Gate): string[] {
	const names = Object.keys(gate.shape).filter((name): name is keyof Gate => name !== 'writtenAt' && name in gate.shape);
	return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
}

/** Why a gate no longer stands for the workflows of today; none while it does. */
export function staleness({ writtenAt, workflows }: Gate, now: Date, today: Gate['workflows']): string[] {
	const days = (now.getTime() - Date.parse(writtenAt)) / 86_400_000;
	const current = new Map(today.map((workflow) => [workflow.id, workflow]));
	const changed = workflows.filter((workflow) => {
		const other = current.get(workflow.id);
		return other !== undefined && hasChanged(workflow, other);
	});
	return [
		...(days > daysValid ? [`the gate was written ${Math.floor(days)} days ago, more than ${daysValid}`] : []),
		...changed.map(({ name }) => `the workflow "${name}" has changed since the gate was written`),
	];
}

/** A version is compared with a version, a content with a content (core/history/workflowState.ts). */
const kindOf = (state: string) => state.split(':')[0];

/** A node that one of the two histories does not show says nothing. */
function hasChanged(before: Gate['workflows'][number], now: Gate['workflows'][number]): boolean {
	if (before.whole !== undefined && now.whole !== undefined && kindOf(before.whole) === kindOf(now.whole))
		return before.whole !== now.whole;
	return Object.entries(before.nodes).some(([id, mark]) => now.nodes[id] !== undefined && now.nodes[id] !== mark);
}
