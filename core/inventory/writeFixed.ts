import path from 'node:path';
import type { Files } from '../files';
import { fixWorkflow, type FixResult } from './fix';
import type { FindOptions } from './findModelReferences';
import { get, isObject } from '../json';
import type { ExportedWorkflow } from './readExports';

/** Writes migrated copies of workflows into a folder, with a list of what was changed; nothing is written outside it. */
export async function writeFixed(
	workflows: readonly ExportedWorkflow[],
	folder: string,
	options: FindOptions,
	files: Files,
): Promise<FixResult> {
	const result: FixResult = { changes: [], left: [] };
	const taken = new Set<string>();
	for (const { workflow, name } of workflows) {
		const fixed = fixWorkflow(workflow, options);
		const named = <Row extends { workflow: string }>(row: Row): Row => ({ ...row, workflow: row.workflow || name });
		result.left.push(...fixed.left.map(named));
		if (fixed.changes.length === 0) continue;
		result.changes.push(...fixed.changes.map(named));
		const file = path.join(folder, fileName(name, taken));
		// n8n does not import a workflow without a name, though some exports have none.
		const copy = isObject(fixed.workflow) ? { ...fixed.workflow, name: get(fixed.workflow, 'name') || name } : fixed.workflow;
		await files.write(file, `${JSON.stringify(copy, null, 2)}\n`);
	}
	await files.write(path.join(folder, 'changes.md'), summary(result));
	return result;
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

function summary({ changes, left }: FixResult): string {
	const changed = changes.map(({ workflow, node, what }) => `| ${cell(workflow)} | ${cell(node)} | ${cell(what.join('; '))} |`);
	const rest = left.map(({ workflow, node, model, reason }) => `| ${cell(workflow)} | ${cell(node)} | ${cell(model)} | ${cell(reason)} |`);
	return [
		'# Migrated copies',
		'',
		'Pinned data and keys that were typed into nodes are not in them. Import a copy, choose its credentials, and try it before it goes live.',
		'',
		'## Changed',
		'',
		'| Workflow | Node | Changes |',
		'| --- | --- | --- |',
		...changed,
		'',
		'## Left as it is',
		'',
		'| Workflow | Node | Model | Why, and what to do |',
		'| --- | --- | --- | --- |',
		...rest,
		'',
	].join('\n');
}
