import { z } from 'zod/v4';

/** What tells one state of a workflow from another. */
const marks = z.object({
	versionId: z.string().nullish(),
	activeVersionId: z.string().nullish(),
	updatedAt: z.string(),
	versionCounter: z.number().nullish(),
});

/** One node's change. `patch` is a JSON Patch (RFC 6902) of the node, so that a plan holds nothing but what changes. */
const nodeChange = z.object({
	nodeId: z.string(),
	node: z.string(),
	what: z.array(z.string()),
	why: z.string(),
	source: z.string().optional(),
	/** What the quality check said of the target. */
	evidence: z.string().optional(),
	confidence: z.enum(['automatic', 'review']),
	patch: z.array(z.looseObject({ op: z.string(), path: z.string() })),
});

const planned = z.object({
	id: z.string(),
	name: z.string(),
	link: z.string(),
	active: z.boolean(),
	tags: z.array(z.string()),
	marks,
	changes: z.array(nodeChange),
	/** What a person has to do. */
	manual: z.array(z.object({ node: z.string(), model: z.string(), reason: z.string() })),
	/** Why nothing of this workflow is changed, where that is so. */
	refused: z.string().optional(),
});

/** `plan.json`: what a migration would change on an instance; nothing is changed by making it. */
export const migrationPlan = z.object({
	schemaVersion: z.literal(1),
	planId: z.string(),
	createdAt: z.string(),
	instance: z.string(),
	target: z.string(),
	/** Workflows that were looked at, archived ones left out. */
	workflowsRead: z.number(),
	archived: z.number(),
	workflows: z.array(planned),
});

export type MigrationPlan = z.infer<typeof migrationPlan>;
export type PlannedWorkflow = z.infer<typeof planned>;
export type NodeChange = z.infer<typeof nodeChange>;
export type Marks = z.infer<typeof marks>;

export const marksOf = ({ versionId, activeVersionId, updatedAt, versionCounter }: Marks): Marks => ({
	versionId,
	activeVersionId,
	updatedAt,
	versionCounter,
});

/** What moved since; nothing when all is as it was. n8n's list leaves some marks out: those are not compared. */
export function movedSince(before: Marks, now: Marks): string[] {
	const keys = ['versionId', 'activeVersionId', 'updatedAt', 'versionCounter'] as const;
	return keys.filter((key) => before[key] !== undefined && now[key] !== undefined && before[key] !== now[key]);
}

/** Whether apply has anything to do with it. */
export const isToBeChanged = ({ changes, refused }: PlannedWorkflow) => changes.length > 0 && refused === undefined;
