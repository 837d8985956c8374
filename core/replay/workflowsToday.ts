import pLimit from 'p-limit';
import { stateOfVersion } from '../history/workflowState';
import { InstanceError, type N8nApi } from '../migrate/n8nApi';
import type { Gate } from './gate';

export interface WorkflowsToday {
	/** What runs today: the published version, else the draft. */
	marks: Gate['workflows'];
	/** Why some are not known. */
	unknown: string[];
}

/** The state of a gate's workflows on the instance; a key that may not read them is no reason to stop. */
export async function workflowsToday(api: Pick<N8nApi, 'workflow'>, workflows: Gate['workflows']): Promise<WorkflowsToday> {
	const limit = pLimit(4);
	const found = await Promise.all(
		workflows.map(({ id, name }) =>
			limit(async () => {
				try {
					const { active, activeVersionId, versionId } = await api.workflow(id);
					const running = active ? activeVersionId : versionId;
					return running ? { id, name, whole: stateOfVersion(running), nodes: {} } : `n8n tells no version of "${name}"`;
				} catch (error) {
					if (!(error instanceof InstanceError)) throw error;
					return error.status === 404 ? `the workflow "${name}" is gone` : `${error.message}. ${error.description}`;
				}
			}),
		),
	);
	return {
		marks: found.filter((one) => typeof one !== 'string'),
		unknown: [...new Set(found.filter((one) => typeof one === 'string'))],
	};
}
