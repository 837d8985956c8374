import { setTimeout as sleep } from 'node:timers/promises';
import { applyPatch } from 'rfc6902';
import type { Journal, Step } from './journal';
import { isToBeChanged, movedSince, type MigrationPlan, type PlannedWorkflow } from './migrationPlan';
import { hasUnpublishedDraft, InstanceError, sameContent, type LiveWorkflow, type N8nApi } from './n8nApi';

/** What became of one workflow. */
export interface WorkflowResult {
	workflow: PlannedWorkflow;
	result: 'applied' | 'already applied' | 'skipped' | 'failed' | 'disturbed';
	note: string;
}

export interface ApplyOptions {
	api: N8nApi;
	plan: MigrationPlan;
	journal: Journal;
	/** Ids of the workflows to change; default: all of the plan. */
	only?: readonly string[];
	/** Stops after this many. */
	most?: number;
	/** Workflows a second at most; default 2. */
	rate?: number;
	/** How long an idle editor may take until its copy is saved over ours; n8n 2.40 waits 1.5 s. Default 6 s. */
	settleMs?: number;
	signal?: AbortSignal;
	onResult?: (outcome: WorkflowResult) => void;
}

/**
 * Does what a plan says, one workflow after the other: save the draft, read it back, publish that very version, verify, and
 * verify again once an open editor would have saved its own copy. Each step is in the journal before the next, so that a run
 * that was cut goes on where it ended. A workflow that moved since the plan, or whose draft is not what is published, is left
 * alone; one that was not live stays so.
 *
 * @throws InstanceError when the instance can't be reached or the key lacks a right; what was done stands in the journal.
 */
export async function applyPlan(options: ApplyOptions): Promise<WorkflowResult[]> {
	const { plan, only, most = Infinity, rate = 2, settleMs = 6_000, signal, onResult } = options;
	const chosen = plan.workflows.filter((workflow) => isToBeChanged(workflow) && (!only || only.includes(workflow.id)));
	const outcomes: WorkflowResult[] = [];
	const settling: Promise<void>[] = [];
	const end = (outcome: WorkflowResult) => {
		outcomes.push(outcome);
		onResult?.(outcome);
	};
	await backUpAll(options, chosen);
	let changed = 0;
	for (const workflow of chosen) {
		if (signal?.aborted || changed >= most) break;
		const begun = Date.now();
		const outcome = await applyOne(options, workflow);
		if (outcome.result === 'applied') {
			changed += 1;
			settling.push(
				sleep(settleMs, undefined, { signal })
					.then(
						() => confirm(options, workflow),
						() => undefined,
					)
					.then((disturbed) => end(disturbed ?? outcome)),
			);
			const pause = 1_000 / rate - (Date.now() - begun);
			if (pause > 0) await sleep(pause, undefined, { signal }).catch(() => undefined);
		} else {
			end(outcome);
			if (outcome.result === 'failed') changed += 1;
		}
	}
	await Promise.all(settling);
	return outcomes;
}

/** Every workflow of the plan is on the disk before the first one is changed. */
async function backUpAll({ api, journal, plan }: ApplyOptions, chosen: readonly PlannedWorkflow[]) {
	for (const { id, name, marks } of chosen) {
		if (journal.last(id)) continue;
		const live = await api.workflow(id).catch(notFound);
		if (!live || movedSince(marks, live).length > 0) continue;
		journal.backUp(live);
		journal.write({
			planId: plan.planId,
			workflow: id,
			name,
			step: 'backed up',
			versionId: live.versionId,
			activeVersionId: live.activeVersionId,
		});
	}
}

async function applyOne({ api, plan, journal }: ApplyOptions, workflow: PlannedWorkflow): Promise<WorkflowResult> {
	const { id, name, marks } = workflow;
	const skipped = (note: string): WorkflowResult => ({ workflow, result: 'skipped', note });
	const write = (step: Step, live?: Pick<LiveWorkflow, 'versionId' | 'activeVersionId'>, note?: string) =>
		journal.write({
			planId: plan.planId,
			workflow: id,
			name,
			step,
			versionId: live?.versionId,
			activeVersionId: live?.activeVersionId,
			...(note ? { note } : {}),
		});
	const last = journal.last(id);
	if (last && (last.step === 'applied' || last.step === 'confirmed'))
		return { workflow, result: 'already applied', note: 'Applied by an earlier run.' };
	if (last?.step === 'rolled back') return skipped('It was rolled back: make a new plan to change it again.');

	const live = await api.workflow(id).catch(notFound);
	if (!live) return skipped('It is not there any more.');
	if (live.isArchived) return skipped('It was archived.');
	const before = journal.backup(id) ?? live;
	const wanted = patched(before, workflow);
	const underWay = last?.step === 'saving' || last?.step === 'publishing';
	if (!underWay) {
		const moved = movedSince(marks, live);
		if (moved.length > 0) return skipped(`It was changed since the plan was made (${moved.join(', ')}): make a new plan.`);
		if (hasUnpublishedDraft(live)) return skipped('Its draft is not what is published.');
	}

	if (last?.step === 'saving' && sameContent(live, wanted) && !(await follows(live, last.versionId))) {
		return failed('Somebody saved in between, while an earlier run was cut; nothing was published.');
	}
	let saved = live;
	if (!sameContent(live, wanted)) {
		if (underWay && !sameContent(live, before)) return failed('Somebody saved another version while an earlier run was cut.');
		write('saving', live);
		saved = await api.saveDraft(id, wanted).catch(async (error: unknown) => await readBack(error));
		if (!sameContent(saved, wanted)) return failed('What n8n stored is not what was sent, or the save was refused.');
		if (!(await follows(saved, live.versionId))) {
			return failed('Somebody saved in between. Their version stands in the history of the workflow; nothing was published.');
		}
	}
	if (workflow.active && saved.activeVersionId !== saved.versionId) {
		write('publishing', saved);
		const problem = await publishTwice(api, id, String(saved.versionId), `Migration ${plan.planId}`);
		saved = await api.workflow(id);
		if (saved.activeVersionId !== saved.versionId || !saved.active) {
			const reason =
				problem instanceof InstanceError ? problem.description : problem instanceof Error ? problem.message : 'n8n did not publish it.';
			return await undo(reason);
		}
	}
	write('applied', saved);
	return {
		workflow,
		result: 'applied',
		note: workflow.active ? 'Saved, published and read back.' : 'Saved as a draft: it was not live before.',
	};

	function failed(note: string): WorkflowResult {
		write('failed', undefined, note);
		return { workflow, result: 'failed', note };
	}

	/** Whether our save came right after the version that it was made from. */
	async function follows({ versionId }: LiveWorkflow, from: string | null | undefined): Promise<boolean> {
		const [newest, previous] = await api.history(id, 2);
		return newest === versionId && previous === from;
	}

	/** A refused save may have been saved all the same. */
	async function readBack(error: unknown): Promise<LiveWorkflow> {
		if (!(error instanceof InstanceError) || error.status === 401 || error.status === 403) throw error;
		return await api.workflow(id);
	}

	/** Nothing went live, but the draft is ours: it becomes what it was. */
	async function undo(reason: string): Promise<WorkflowResult> {
		await bringBack(api, before);
		return failed(`${reason} The workflow is as it was.`);
	}
}

async function bringBack(api: N8nApi, before: LiveWorkflow) {
	await api.saveDraft(before.id, before);
	if (before.active && before.activeVersionId) await api.publish(before.id, before.activeVersionId);
}

/**
 * Once an editor that was open with unsaved changes has saved them: whether our version still stands, and, where a session
 * may ask, whether its triggers run.
 */
async function confirm({ api, plan, journal }: ApplyOptions, workflow: PlannedWorkflow): Promise<WorkflowResult | undefined> {
	const last = journal.last(workflow.id);
	if (last?.step !== 'applied') return undefined;
	const live = await api.workflow(workflow.id).catch(notFound);
	const stands = live !== undefined && live.versionId === last.versionId && live.activeVersionId === last.activeVersionId;
	const { versionId, activeVersionId } = live ?? {};
	const write = (step: Step, note?: string) =>
		journal.write({ planId: plan.planId, workflow: workflow.id, name: workflow.name, step, versionId, activeVersionId, note });
	if (!stands) {
		write('disturbed');
		const note =
			'An open editor saved its older copy over the new draft. What runs is the new version; the next Publish in that editor would undo it: reload the editor and apply again.';
		return { workflow, result: 'disturbed', note };
	}
	const running = workflow.active ? await publicationOf(api, workflow.id) : 'not live';
	const before = journal.backup(workflow.id);
	if ((running === 'failed' || running === 'partial') && before) {
		await bringBack(api, before);
		const note = `It was published, but a trigger did not start (${running}). The workflow is as it was.`;
		write('failed', note);
		return { workflow, result: 'failed', note };
	}
	write('confirmed', running === 'unknown' ? 'Whether its triggers run was not asked: that takes a session cookie.' : undefined);
	return undefined;
}

/** @throws Error when the plan does not fit the workflow that it was made for. */
function patched(before: LiveWorkflow, { changes }: PlannedWorkflow): LiveWorkflow {
	const nodes = before.nodes.map((node) => {
		const change = changes.find(({ nodeId }) => nodeId === node.id);
		if (!change) return node;
		const copy = structuredClone(node);
		const problem = applyPatch(copy, change.patch as Parameters<typeof applyPatch>[1]).find((each) => each !== null);
		if (problem) throw new Error(`The plan does not fit node "${node.name}": ${problem.message}`);
		return copy;
	});
	return { ...before, nodes };
}

/** n8n publishes in the background: "in_progress" goes on for some seconds. */
async function publicationOf(api: N8nApi, id: string): Promise<string> {
	for (let attempt = 0; attempt < 40; attempt += 1) {
		const status = await api.publicationStatus(id);
		if (!/progress|pending/.test(status)) return status;
		await sleep(500);
	}
	return 'unknown';
}

/** The check before publishing fails in n8n 2.40 now and then under load, and goes well a moment later. */
async function publishTwice(api: N8nApi, id: string, versionId: string, name: string): Promise<unknown> {
	try {
		await api.publish(id, versionId, name);
	} catch (error) {
		const mayPass = error instanceof InstanceError && (error.status === undefined || error.status === 400 || error.status >= 500);
		if (!mayPass) return error;
		await sleep(1_000);
		return await api.publish(id, versionId, name).then(
			() => undefined,
			(again: unknown) => again,
		);
	}
	return undefined;
}

export function notFound(error: unknown): undefined {
	if (error instanceof InstanceError && error.status === 404) return undefined;
	throw error;
}
