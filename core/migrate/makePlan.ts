import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import { readTarget } from '../inventory/conflicts';
import type { Evidence } from '../inventory/evidence';
import type { TargetRule } from '../inventory/targets';
import { marksOf, type MigrationPlan, type PlannedWorkflow } from './migrationPlan';
import { hasUnpublishedDraft, InstanceError, unknownKeysOf, type LiveWorkflow, type N8nApi, type WorkflowSummary } from './n8nApi';
import { nodeChanges, type Credentials } from './nodeChanges';

export interface PlanOptions {
	api: N8nApi;
	/** Model to move to; empty: each model's own replacement. */
	target: string;
	targetBaseUrl?: string;
	now: Date;
	/** The credential of a type, by id or name, where an instance has several. */
	credentials?: Record<string, string>;
	/** Several targets by rule, the first that fits. */
	targets?: readonly TargetRule[];
	/** What is known of the target's quality. */
	evidence?: Evidence;
	/** Only workflows with one of these ids or tags. */
	only?: readonly string[];
	onProgress?: (done: number, total: number) => void;
}

/** Reads an instance and writes down what a migration would change; changes nothing. @throws InstanceError */
export async function makePlan({
	api,
	target,
	targetBaseUrl,
	now,
	credentials: chosen = {},
	targets,
	evidence,
	only,
	onProgress,
}: PlanOptions): Promise<MigrationPlan> {
	const all = await api.workflows();
	const live = all.filter(
		({ isArchived, id, tags }) => !isArchived && (!only || only.includes(id) || (tags ?? []).some(({ name }) => only.includes(name))),
	);
	const credentials = credentialsOf(await api.credentials(), chosen);
	const options = {
		at: now,
		...(target ? { target: readTarget(target, targetBaseUrl || undefined) } : {}),
		...(targets ? { targets } : {}),
		...(evidence ? { evidence } : {}),
	};
	const limit = pLimit(4);
	let done = 0;
	const planned = await Promise.all(
		live.map((summary) =>
			limit(async () => {
				const one = await plannedOf(api, summary, (workflow) => nodeChanges(workflow, options, credentials), credentials);
				onProgress?.((done += 1), live.length);
				return one;
			}),
		),
	);
	const workflows = planned.filter(({ changes, manual, refused }) => changes.length > 0 || manual.length > 0 || refused !== undefined);
	const plan = {
		createdAt: now.toISOString(),
		instance: api.base,
		target,
		workflowsRead: live.length,
		archived: all.filter(({ isArchived }) => isArchived).length,
		workflows,
	};
	const planId = createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 12);
	return { schemaVersion: 1, planId, ...plan };
}

async function plannedOf(
	api: N8nApi,
	summary: WorkflowSummary,
	changesOf: (workflow: LiveWorkflow) => Promise<Pick<PlannedWorkflow, 'changes' | 'manual'>>,
	credentials: Credentials,
): Promise<PlannedWorkflow> {
	const base = {
		id: summary.id,
		name: summary.name,
		link: api.linkTo(summary.id),
		active: summary.active,
		tags: (summary.tags ?? []).map(({ name }) => name),
	};
	try {
		const workflow = await api.workflow(summary.id);
		const found = await changesOf(workflow);
		const refused = found.changes.length > 0 ? refusalOf(workflow, credentials) : undefined;
		return { ...base, active: workflow.active, marks: marksOf(workflow), ...found, ...(refused ? { refused } : {}) };
	} catch (error) {
		if (!(error instanceof InstanceError) || error.status === 401 || error.status === 403) throw error;
		return { ...base, marks: marksOf(summary), changes: [], manual: [], refused: `It could not be read: ${error.message}` };
	}
}

/** What would make a save lose something, or put live what is not meant to be. */
function refusalOf(workflow: LiveWorkflow, credentials: Credentials): string | undefined {
	const { nodes } = workflow;
	if (hasUnpublishedDraft(workflow))
		return 'Somebody works on it: its draft is not what is published. Publish or discard the draft in the editor, then plan again.';
	const keys = unknownKeysOf(workflow);
	if (keys.length > 0) return `Its nodes have ${keys.join(', ')}, which n8n's API refuses: change it in the editor.`;
	const lost = nodes.flatMap((node) =>
		credentialIdsOf(node.credentials)
			.filter((id) => !credentials.has(id))
			.map(() => node.name),
	);
	if (lost.length > 0) return `The key does not see the credential of ${lost.join(', ')}; n8n might put another one in its place.`;
	return undefined;
}

function credentialIdsOf(credentials: unknown): string[] {
	if (typeof credentials !== 'object' || credentials === null) return [];
	return Object.values(credentials).flatMap((each) =>
		typeof each === 'object' && each !== null && 'id' in each && typeof each.id === 'string' ? [each.id] : [],
	);
}

function credentialsOf(all: readonly { id: string; name: string; type: string }[], chosen: Record<string, string>): Credentials {
	const ids = new Set(all.map(({ id }) => id));
	return {
		has: (id) => ids.has(id),
		pick(type) {
			const own = all.filter((each) => each.type === type);
			const wanted = chosen[type];
			const fitting = wanted === undefined ? own : own.filter(({ id, name }) => id === wanted || name === wanted);
			const [first] = fitting;
			return fitting.length === 1 && first ? { id: first.id, name: first.name } : undefined;
		},
	};
}
