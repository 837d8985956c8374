import { notFound } from './applyPlan';
import type { Journal } from './journal';
import { isToBeChanged, movedSince, type MigrationPlan } from './migrationPlan';
import type { N8nApi } from './n8nApi';

export interface WorkflowStatus {
	id: string;
	name: string;
	state:
		| 'to do'
		| 'changed since the plan'
		| 'cut in between'
		| 'applied'
		| 'changed since apply'
		| 'failed'
		| 'rolled back'
		| 'gone'
		| 'left to you';
	note: string;
}

/** Plan, journal and instance beside each other. Changes nothing. */
export async function planStatus({
	api,
	plan,
	journal,
}: {
	api: N8nApi;
	plan: MigrationPlan;
	journal: Journal;
}): Promise<WorkflowStatus[]> {
	const statuses: WorkflowStatus[] = [];
	for (const workflow of plan.workflows) {
		const { id, name, refused, manual } = workflow;
		const last = journal.last(id);
		const is = (state: WorkflowStatus['state'], note = '') => void statuses.push({ id, name, state, note });
		if (!isToBeChanged(workflow)) {
			is('left to you', refused ?? manual.map(({ node, reason }) => `${node}: ${reason}`).join(' '));
			continue;
		}
		const live = await api.workflow(id).catch(notFound);
		if (!live) is('gone');
		else if (!last || last.step === 'backed up') is(movedSince(workflow.marks, live).length > 0 ? 'changed since the plan' : 'to do');
		else if (last.step === 'rolled back') is('rolled back');
		else if (last.step === 'failed') is('failed', last.note ?? '');
		else if (last.step === 'saving' || last.step === 'publishing' || last.step === 'rolling back')
			is('cut in between', 'Run the same command again: it goes on.');
		else {
			const applied = journal.lines.findLast((line) => line.workflow === id && line.step === 'applied');
			const stands = live.versionId === applied?.versionId && live.activeVersionId === applied?.activeVersionId;
			is(stands ? 'applied' : 'changed since apply', stands ? (applied?.note ?? '') : 'Somebody saved or published another version.');
		}
	}
	return statuses;
}
