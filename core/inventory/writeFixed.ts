import path from 'node:path';
import { inTurns } from '../breathe';
import type { Files } from '../files';
import { fixInSteps, type Change, type FixOptions, type FixResult, type Left, type TakenOut } from './fix';
import { get, isObject } from '../json';
import type { ExportedWorkflow } from './readExports';

/** Where a row comes from and where its copy is. */
export interface Place {
	/** File that the workflow was read from. */
	original: string;
	/** File of the copy within the folder; nothing where none was written. */
	copy?: string;
}

export interface WrittenResult extends Omit<FixResult, 'changes' | 'left' | 'secrets'> {
	changes: (Change & Place)[];
	left: (Left & Place)[];
	secrets: (TakenOut & Place)[];
}

/** A folder of migrated copies that is written workflow by workflow; nothing is written outside it. */
export interface FixedFolder {
	add(exported: ExportedWorkflow): Promise<void>;
	/** Writes the list of what was changed. */
	finish(): Promise<WrittenResult>;
}

export async function openFixedFolder(folder: string, options: FixOptions, files: Files): Promise<FixedFolder> {
	const root = await files.real(folder);
	const result: WrittenResult = { changes: [], left: [], secrets: [], credentials: [] };
	const taken = new Set<string>();
	return {
		async add({ workflow, name, file: original }) {
			const fixed = await inTurns(fixInSteps(workflow, options));
			const isCopied = fixed.changes.length + fixed.secrets.length > 0;
			const copy = isCopied ? fileName(name, taken) : undefined;
			const placed = <Row extends { workflow: string }>(row: Row): Row & Place => ({
				...row,
				workflow: row.workflow || name,
				original,
				...(copy !== undefined && { copy }),
			});
			for (const one of fixed.changes) result.changes.push(placed(one));
			for (const one of fixed.left) result.left.push(placed(one));
			for (const one of fixed.secrets) result.secrets.push(placed(one));
			for (const one of fixed.credentials)
				if (!result.credentials.some(({ type, name: known }) => type === one.type && known === one.name)) result.credentials.push(one);
			if (copy === undefined) return;
			// n8n does not import a workflow without a name, though some exports have none.
			const whole = isObject(fixed.workflow) ? { ...fixed.workflow, name: get(fixed.workflow, 'name') || name } : fixed.workflow;
			await files.write(path.join(root, copy), `${JSON.stringify(whole, null, 2)}\n`);
		},
		async finish() {
			await files.write(path.join(root, 'changes.md'), summary(result));
			return result;
		},
	};
}

/** Writes migrated copies of workflows into a folder, with a list of what was changed. */
export async function writeFixed(
	workflows: Iterable<ExportedWorkflow>,
	folder: string,
	options: FixOptions,
	files: Files,
): Promise<WrittenResult> {
	const copies = await openFixedFolder(folder, options, files);
	for (const exported of workflows) await copies.add(exported);
	return await copies.finish();
}

/** A name that can only lie in the folder: letters, digits and dashes of the workflow's name. */
export function fileName(name: string, taken: Set<string>): string {
	const plain =
		name
			.normalize('NFKD')
			.replace(/[^\p{L}\p{N}]+/gu, '-')
			.replace(/^-+|-+$/g, '')
			.slice(0, 80)
			.toLowerCase() || 'workflow';
	let candidate = plain;
	for (let count = 2; taken.has(candidate); count++) candidate = `${plain}-${count}`;
	taken.add(candidate);
	return `${candidate}.json`;
}

const cell = (text: string) => text.replace(/[\\|<>`*_[\]]/g, '\\$&').replace(/\s+/g, ' ');

function table(title: string, columns: readonly string[], rows: readonly (readonly string[])[], none = 'None.'): string[] {
	if (rows.length === 0) return [`## ${title}`, '', none, ''];
	const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
	return [`## ${title}`, '', line(columns), `|${' --- |'.repeat(columns.length)}`, ...rows.map(line), ''];
}

function summary({ changes, left, secrets, credentials }: WrittenResult): string {
	return [
		'# Migrated copies',
		'',
		'Pinned data and keys that were typed into nodes are not in them. Import a copy, choose its credentials, and try it before it goes live.',
		'',
		...table(
			'Changed',
			['Original', 'Copy', 'Workflow', 'Node', 'Changes', 'How', 'Why', 'Evidence'],
			changes.map(({ original, copy = '', workflow, node, what, how, why, evidence }) => [
				original,
				copy,
				workflow,
				node,
				what.join('; '),
				how,
				why,
				evidence,
			]),
		),
		...table(
			'Left as it is: by hand',
			['Original', 'Copy', 'Workflow', 'Node', 'Model', 'Why, and what to do'],
			left.map(({ original, copy = '', workflow, node, model, reason, why }) => [
				original,
				copy,
				workflow,
				node,
				model,
				`${why}. ${reason}`,
			]),
		),
		...table(
			'Credentials to create',
			['Type', 'Name', 'For'],
			credentials.map(({ type, name, host }) => [type, name, host]),
			'None: every changed node keeps its own.',
		),
		...table(
			'Secrets taken out',
			['Original', 'Copy', 'Workflow', 'Node', 'Where'],
			secrets.map(({ original, copy = '', workflow, node, path: place }) => [original, copy, workflow, node, place]),
		),
	].join('\n');
}
