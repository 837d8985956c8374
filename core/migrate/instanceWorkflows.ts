import type { FileProblem } from '../fileProblem';
import type { ExportedWorkflow } from '../inventory/readExports';
import { InstanceError, type N8nApi, type WorkflowSummary } from './n8nApi';

/** What an instance knows of a workflow, beside its nodes: who has it, and whether it runs. */
export interface LiveFacts {
	/** Opens the workflow in the editor. */
	link: string;
	/** Published: its triggers run. */
	active: boolean;
	archived: boolean;
	tags: string[];
	/** Name of the team's project, or `Personal`; `unknown` where the key may not read it. */
	project: string;
	/** The person or the project that it belongs to. */
	owner: string;
	/** Start of the last run that n8n still keeps, of any but those by hand; nothing where it keeps none. */
	lastRun: string | null | 'unknown';
	/** Runs of the last 30 days, as far as n8n still keeps them. */
	runs30Days: number | 'unknown';
}

export interface InstanceWorkflow extends ExportedWorkflow {
	live: LiveFacts;
}

const day = 24 * 60 * 60 * 1_000;
const byHand = new Set(['manual', 'evaluation']);

/**
 * All workflows of an instance, page by page, each with who has it and whether it runs. What the key may not read is
 * `unknown`, and `remarks` says so.
 *
 * @throws InstanceError when the instance can't be reached or the key may not list workflows.
 */
export async function* instanceWorkflows(api: N8nApi, now: Date, remarks: FileProblem[]): AsyncGenerator<InstanceWorkflow> {
	const remark = (reason: string) => remarks.push({ file: api.base, reason });
	const runs = await runsOf(api, now, remark);
	const projects = new Map<string, { name: string; isPersonal: boolean } | undefined>();
	const ownerOf = async ({ id, shared }: WorkflowSummary) => {
		const key = shared?.find(({ role }) => role === 'workflow:owner')?.projectId;
		if (key === undefined) return undefined;
		if (!projects.has(key)) projects.set(key, await api.projectOf(id).catch(notAllowed));
		return projects.get(key);
	};
	for await (const summary of api.eachWorkflow()) {
		const { id, name, active, isArchived, tags } = summary;
		const project = await ownerOf(summary);
		const ran = runs?.get(id);
		yield {
			file: api.linkTo(id),
			name,
			workflow: summary,
			live: {
				link: api.linkTo(id),
				active,
				archived: isArchived,
				tags: (tags ?? []).map((tag) => tag.name),
				project: project ? (project.isPersonal ? 'Personal' : project.name) : 'unknown',
				owner: project?.name ?? 'unknown',
				lastRun: runs ? (ran?.last ?? null) : 'unknown',
				runs30Days: runs ? (ran?.count ?? 0) : 'unknown',
			},
		};
	}
	if ([...projects.values()].includes(undefined)) remark('Who owns the workflows is not known: the API key lacks the scope workflow:read.');
}

async function runsOf(api: N8nApi, now: Date, remark: (reason: string) => void) {
	const runs = new Map<string, { count: number; last: string }>();
	let first = now.toISOString();
	try {
		for await (const { workflowId, mode = '', startedAt } of api.eachRun(new Date(now.getTime() - 30 * day))) {
			if (!workflowId || !startedAt || byHand.has(mode)) continue;
			if (startedAt < first) first = startedAt;
			const known = runs.get(workflowId);
			runs.set(workflowId, { count: (known?.count ?? 0) + 1, last: known && known.last > startedAt ? known.last : startedAt });
		}
	} catch (error) {
		notAllowed(error);
		remark('Which workflows run is not known: the API key lacks the scope execution:list.');
		return undefined;
	}
	remark(
		runs.size === 0
			? 'n8n keeps no run of the last 30 days: whether workflows run is told by their being published alone.'
			: `Runs are counted as far as n8n keeps them: the first one of the last 30 days is of ${first.slice(0, 10)}.`,
	);
	return runs;
}

function notAllowed(error: unknown): undefined {
	if (error instanceof InstanceError && error.status === 403) return undefined;
	throw error;
}
