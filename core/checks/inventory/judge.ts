import type { FileProblem } from '../../fileProblem';
import type { Conclusion, Finding, Scalar, Table } from '../checkResult';
import type { WrittenResult } from '../../inventory/writeFixed';
import { settingLabel } from '../../inventory/conflicts';
import { evidenceFor, type Evidence } from '../../inventory/evidence';
import type { ModelReference } from '../../inventory/modelReference';
import type { LiveFacts } from '../../migrate/instanceWorkflows';

/** A reference with the file it stands in, and what the instance knows of its workflow where it was read from one. */
export type PlacedReference = ModelReference & {
	file: string;
	live?: LiveFacts;
	/** Whether the endpoint itself lists the model, and the day it was asked; nothing where it was not. */
	listed?: boolean;
	listedOn?: string;
};

export interface InventoryEvidence {
	/** One entry for each reference, with the file it stands in. */
	references: readonly PlacedReference[];
	workflows: number;
	files: number;
	problems: readonly FileProblem[];
	/** Oddities of workflows that were audited all the same. */
	remarks?: readonly FileProblem[];
	now: Date;
	target?: string;
	/** What is known of the target's quality. */
	evidence?: Evidence;
	fixes?: WrittenResult;
}

export interface InventoryThresholds {
	/** Days before the end of a model from which its use is a warning; 0 warns of none. */
	warnDays: number;
}

const day = 24 * 60 * 60 * 1000;
const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
const worst = ['retired', 'retires', 'unknown', 'alive'];

/** Whether the workflow runs into the reference when it runs. */
const isInUse = ({ disabled, unused, form, live }: ModelReference & { live?: LiveFacts }) =>
	!disabled && !unused && form !== 'mention' && live?.archived !== true;

/** What somebody has to do, in as few words as tables are grouped by. */
function todoOf(reference: PlacedReference): string {
	const { status, form } = reference;
	const isGoing = status === 'retired' || status === 'retires';
	if (!isInUse(reference)) return isGoing ? 'Nothing runs: tidy up' : 'Nothing';
	if (form === 'dynamic' || status === 'unknown' || (reference.listed === false && status !== 'retired')) return 'Find out';
	if (status === 'retired') return 'Change now';
	return status === 'retires' ? 'Change in time' : 'Nothing';
}

/** Fails where a model in use is gone, warns where one will go or cannot be told. */
export function judge(evidence: InventoryEvidence, thresholds: InventoryThresholds): Conclusion {
	const { references, workflows, files, problems, now, target } = evidence;
	const used = references.filter(isInUse);
	const broken = used.filter(({ status, form }) => status === 'retired' && form !== 'dynamic');
	const soon = used.filter(
		({ status, retiresOn }) =>
			status === 'retires' && retiresOn !== null && Date.parse(retiresOn) - now.getTime() <= thresholds.warnDays * day,
	);
	const unsure = used.filter(
		({ status, form, listed }) => status === 'unknown' || form === 'dynamic' || (listed === false && status !== 'retired'),
	);
	const idle = references.filter((reference) => !isInUse(reference) && reference.status === 'retired');
	const running = broken.filter(({ live }) => runs(live) > 0);
	const isWarning = soon.length > 0 || unsure.length > 0 || problems.length > 0;
	const verdict = workflows === 0 ? 'warn' : broken.length > 0 ? 'fail' : isWarning ? 'warn' : 'pass';

	return {
		verdict,
		summary: summaryOf(evidence, { broken, soon, unsure }),
		figures: {
			references: references.length,
			workflows,
			files,
			broken: broken.length,
			brokenWorkflows: new Set(broken.map(({ file, workflow }) => `${file}\n${workflow}`)).size,
			retiring: soon.length,
			uncertain: unsure.length,
			retiredButNotInUse: idle.length,
			...(references.some(({ live }) => live) && { brokenAndRun: running.length }),
			byTodo: countBy(references, todoOf),
			...(references.some(({ listed }) => listed !== undefined) && {
				notListed: references.filter(({ listed }) => listed === false).length,
				retiredButListed: references.filter(({ listed, status }) => listed === true && status === 'retired').length,
			}),
			byStatus: countBy(references, ({ status }) => status),
			byKind: countBy(references, ({ kind }) => kind),
			byForm: countBy(references, ({ form }) => form),
			byModel: countBy(references, ({ model, form }) => (form === 'dynamic' ? '(set at run time)' : model || '(none)')),
			byProvider: countBy(references, ({ provider }) => provider),
			...(references.some(({ live }) => live) && { byOwner: countBy(references, ({ live }) => live?.owner ?? 'unknown') }),
			conflicts: countBy(
				references.flatMap(({ conflicts }) => conflicts),
				({ setting }) => setting,
			),
			nextRetirement: nextOf(soon),
			...(evidence.fixes && { fixedReferences: evidence.fixes.changes.length, leftReferences: evidence.fixes.left.length }),
		},
		thresholds: { warnDays: thresholds.warnDays, target: target ?? null },
		findings: [...references].sort(byUrgency).map((reference) => toFinding(reference, evidence.evidence)),
		emulated: false,
		tables: [byModelTable(references), ...(evidence.fixes ? fixTables(evidence.fixes) : [])],
		...(references.length > 0 && { charts: [statusChart(references)] }),
		problems: [...problems.map((problem) => ({ ...problem })), ...(evidence.remarks ?? []).map((one) => ({ ...one, audited: true }))],
	};
}

function summaryOf(
	{ references, workflows, files, problems }: InventoryEvidence,
	{ broken, soon, unsure }: Record<'broken' | 'soon' | 'unsure', readonly ModelReference[]>,
): string {
	if (workflows === 0) {
		return files === 0
			? 'No workflow was given: name files or folders of exports.'
			: `None of ${counted(files, 'file')} held a workflow: ${problems[0]?.reason ?? ''}`;
	}
	const parts = [
		broken.length > 0 ? `${broken.length} broken (the model is gone)` : '',
		soon.length > 0 ? `${soon.length} will break (the first on ${nextOf(soon)?.slice(0, 10)})` : '',
		unsure.length > 0 ? `${unsure.length} cannot be told from the export` : '',
		problems.length > 0 ? `${counted(problems.length, 'file or line', 'files or lines')} left out` : '',
	].filter(Boolean);
	const all = `${counted(references.length, 'reference')} to AI models in ${counted(workflows, 'workflow')}`;
	return `${all}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

const nextOf = (references: readonly ModelReference[]) =>
	references.reduce<string | null>(
		(first, { retiresOn }) => (retiresOn !== null && (first === null || retiresOn < first) ? retiresOn : first),
		null,
	);

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Record<string, number> {
	const counts = new Map<string, number>();
	for (const item of items) {
		const name = key(item);
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

/** What runs comes first: of the runs that n8n keeps, else of being published; without an instance all is taken to run. */
const runs = (live: LiveFacts | undefined): number =>
	!live ? 1 : typeof live.runs30Days === 'number' && live.runs30Days > 0 ? live.runs30Days : live.active ? 0.5 : 0;

/** Days as ISO 8601 sort as plain text. */
const inOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function byUrgency(a: PlacedReference, b: PlacedReference): number {
	const isGoing = ({ status }: PlacedReference) => status === 'retired' || status === 'retires';
	return (
		Number(isInUse(b)) - Number(isInUse(a)) ||
		Number(isGoing(b)) - Number(isGoing(a)) ||
		Number(runs(b.live) > 0) - Number(runs(a.live) > 0) ||
		worst.indexOf(a.status) - worst.indexOf(b.status) ||
		runs(b.live) - runs(a.live) ||
		inOrder(a.retiresOn ?? '9', b.retiresOn ?? '9')
	);
}

function toFinding(reference: PlacedReference, evidence: Evidence | undefined): Finding {
	const { file, workflow, node, nodeType, model, provider, status, retiresOn, live, listed, listedOn, ...rest } = reference;
	const observed = listed === undefined ? '' : ` Its endpoint ${listed ? 'lists' : 'does not list'} it (asked on ${listedOn}).`;
	const action = reference.action + observed;
	const {
		kind,
		source,
		replacement,
		form,
		constants,
		conflicts,
		settings,
		disabled,
		unused,
		nodeId,
		typeVersion,
		path,
		readFrom,
		baseURL,
	} = rest;
	return {
		todo: todoOf(reference),
		file,
		workflow,
		node,
		nodeType,
		model,
		kind,
		provider,
		status,
		retiresOn,
		action,
		source,
		replacement,
		form,
		dynamic: form === 'dynamic',
		constants,
		conflicts,
		uses: [...new Set(settings.map(({ name }) => name))],
		inUse: isInUse(reference),
		disabled,
		unused,
		...(nodeId && { nodeId }),
		...(typeVersion !== undefined && { typeVersion }),
		...(path && { parameter: path }),
		...(readFrom && { readFrom }),
		...(baseURL && { baseURL }),
		...(evidence && replacement && { evidence: evidenceFor(evidence, model, replacement) }),
		...live,
		...(listed !== undefined && { listed, listedOn }),
	};
}

function byModelTable(references: readonly ModelReference[]): Table {
	const groups = new Map<string, ModelReference[]>();
	for (const reference of references) {
		const key = `${reference.form === 'dynamic' ? '(set at run time)' : reference.model || '(none)'}\n${reference.status}`;
		const group = groups.get(key);
		if (group) group.push(reference);
		else groups.set(key, [reference]);
	}
	const rows = [...groups.entries()].map(([key, members]): Record<string, Scalar> => {
		const [model, status] = key.split('\n');
		const settings = [...new Set(members.flatMap(({ conflicts }) => conflicts.map(({ setting }) => settingLabel(setting))))];
		return {
			model,
			status,
			count: members.length,
			retiresOn: members[0].retiresOn?.slice(0, 10) ?? null,
			replacement: members[0].replacement,
			settings: settings.join(', ') || null,
		};
	});
	return {
		title: 'Models by number of references',
		columns: [
			{ key: 'model', label: 'Model' },
			{ key: 'count', label: 'References' },
			{ key: 'status', label: 'Status' },
			{ key: 'retiresOn', label: 'Ends on' },
			{ key: 'replacement', label: 'Replacement' },
			{ key: 'settings', label: 'Settings it does not take' },
		],
		rows: rows.sort((a, b) => Number(b.count) - Number(a.count)),
	};
}

function statusChart(references: readonly ModelReference[]) {
	const counts = countBy(references, ({ status }) => status);
	return {
		title: 'References by status',
		kind: 'bar' as const,
		yLabel: 'references',
		series: [{ name: 'References', points: worst.map((status) => ({ x: status, value: counts[status] ?? 0 })) }],
	};
}

function fixTables({ changes, left, credentials, secrets }: WrittenResult): Table[] {
	const where = [
		{ key: 'original', label: 'Original' },
		{ key: 'copy', label: 'Copy' },
		{ key: 'workflow', label: 'Workflow' },
		{ key: 'node', label: 'Node' },
	];
	const model = { key: 'model', label: 'Model' };
	return [
		{
			title: 'Changed in the migrated copies',
			columns: [
				...where,
				model,
				{ key: 'to', label: 'To' },
				{ key: 'how', label: 'How' },
				{ key: 'what', label: 'Changes' },
				{ key: 'why', label: 'Why' },
				{ key: 'evidence', label: 'Evidence' },
			],
			rows: changes.map(({ original, copy, workflow, node, model: from, to, how, what, why, evidence }) => ({
				original,
				copy: copy ?? null,
				workflow,
				node,
				model: from,
				to,
				how,
				what: what.join('; '),
				why,
				evidence,
			})),
		},
		{
			title: 'Left as it is: by hand',
			columns: [...where, model, { key: 'reason', label: 'What to do' }, { key: 'why', label: 'Why' }],
			rows: left.map(({ original, copy, workflow, node, model: from, reason, why }) => ({
				original,
				copy: copy ?? null,
				workflow,
				node,
				model: from,
				reason,
				why,
			})),
		},
		{
			title: 'Credentials that the copies ask for',
			columns: [
				{ key: 'type', label: 'Type' },
				{ key: 'name', label: 'Name' },
				{ key: 'host', label: 'For' },
			],
			rows: credentials.map(({ type, name, host }) => ({ type, name, host })),
		},
		{
			title: 'Secrets taken out of the copies',
			columns: [...where, { key: 'path', label: 'Where' }],
			rows: secrets.map(({ original, copy, workflow, node, path }) => ({ original, copy: copy ?? null, workflow, node, path })),
		},
	].filter(({ rows }) => rows.length > 0);
}
