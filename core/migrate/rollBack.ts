import { notFound } from './applyPlan';
import type { Journal, JournalLine } from './journal';
import { InstanceError, sameContent, type N8nApi } from './n8nApi';

export interface Restored {
	id: string;
	name: string;
	result: 'rolled back' | 'would be rolled back' | 'skipped';
	note: string;
}

export interface RollBackOptions {
	api: N8nApi;
	journal: Journal;
	only?: readonly string[];
	/** Says what it would do, and does nothing. */
	dryRun?: boolean;
	onRestored?: (restored: Restored) => void;
}

/**
 * Brings back what apply changed: the very version while n8n keeps it (24 hours), its content later. Only where nobody
 * changed the workflow since. Undoing is a bulk change, too: it is in the journal, and a cut run goes on.
 */
export async function rollBack({ api, journal, only, dryRun = false, onRestored }: RollBackOptions): Promise<Restored[]> {
	const ids = [...new Set(journal.lines.map(({ workflow }) => workflow))].filter((id) => !only || only.includes(id));
	const results: Restored[] = [];
	for (const id of ids) {
		const restored = await restore(api, journal, id, dryRun);
		if (!restored) continue;
		results.push(restored);
		onRestored?.(restored);
	}
	return results;
}

async function restore(api: N8nApi, journal: Journal, id: string, dryRun: boolean): Promise<Restored | undefined> {
	const last = journal.last(id);
	const mark = journal.lines.findLast((line) => line.workflow === id && (line.step === 'applied' || line.step === 'rolled back'));
	const underWay = last?.step === 'rolling back';
	if (!last || !mark || (mark.step === 'rolled back' && !underWay)) return undefined;
	const { name } = last;
	const skipped = (note: string): Restored => ({ id, name, result: 'skipped', note });
	const before = journal.backup(id);
	if (!before) return skipped('Its backup is missing.');
	const live = await api.workflow(id).catch(notFound);
	if (!live) return skipped('It is not there any more.');
	if (live.isArchived) return skipped('It was archived since.');
	const asLeft = live.versionId === mark.versionId && live.activeVersionId === mark.activeVersionId;
	if (!asLeft && !(underWay && sameContent(live, before))) return skipped('Somebody changed it since: undo it in the editor.');
	if (dryRun) return { id, name, result: 'would be rolled back', note: `To the version of ${before.updatedAt}.` };

	const write = (step: JournalLine['step'], versions: Pick<JournalLine, 'versionId' | 'activeVersionId'> = {}) =>
		journal.write({ planId: last.planId, workflow: id, name, step, ...versions });
	write('rolling back', live);
	const saved = sameContent(live, before) ? live : await api.saveDraft(id, before);
	let note = 'Its draft is as it was; it was not live.';
	if (before.active && before.activeVersionId) {
		note = await api.publish(id, before.activeVersionId).then(
			() => 'The very version that ran before is live again.',
			async (error: unknown) => {
				if (!(error instanceof InstanceError) || error.status !== 404) throw error;
				await api.publish(id, String(saved.versionId), 'Migration undone');
				return 'n8n no longer keeps the version that ran before: its content is live again as a new version.';
			},
		);
	}
	const after = await api.workflow(id);
	if (!sameContent(after, before)) return skipped('What n8n stored is not what was sent: look at it in the editor.');
	write('rolled back', after);
	return { id, name, result: 'rolled back', note };
}
