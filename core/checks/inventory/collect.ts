import type { FileProblem } from '../../fileProblem';
import type { CheckContext } from '../check';
import { readTarget, type Target } from '../../inventory/conflicts';
import { findModelReferences } from '../../inventory/findModelReferences';
import type { InventoryEvidence } from './judge';
import type { InventoryParameters } from './parameters';
import { eachExport, eachOfInstance, workflowsInJson, type ExportedWorkflow, type ReadingState } from '../../inventory/readExports';
import { remarksOn } from '../../inventory/remarks';
import { readTargets } from '../../inventory/targets';
import { openFixedFolder } from '../../inventory/writeFixed';

/** Reads the workflows one by one, finds their references, and writes migrated copies where that was asked for. */
export async function collect(parameters: InventoryParameters, context: CheckContext): Promise<InventoryEvidence> {
	const target: Target | undefined = parameters.target ? readTarget(parameters.target, parameters.targetBaseUrl || undefined) : undefined;
	const options = { at: context.now, target, targets: readTargets(parameters.targets) };
	const copies = parameters.fixDir ? await openFixedFolder(parameters.fixDir, options, context.files) : undefined;
	const state: ReadingState = { problems: [], files: 0 };
	const references: InventoryEvidence['references'][number][] = [];
	const remarks: FileProblem[] = [];
	let workflows = 0;
	for await (const exported of read(parameters, context, state)) {
		const { workflow, file, name } = exported;
		context.signal?.throwIfAborted();
		workflows++;
		// How many there are is not known before all are read.
		context.onProgress?.(workflows, Math.max(workflows, state.files));
		for (const reference of findModelReferences(workflow, options))
			references.push({ ...reference, workflow: reference.workflow || name, file });
		for (const reason of remarksOn(workflow)) remarks.push({ file, reason: `Workflow "${name}": ${reason}` });
		await copies?.add(exported);
	}
	const fixes = await copies?.finish();
	return {
		references,
		workflows,
		files: state.files,
		problems: state.problems,
		remarks,
		now: context.now,
		...(target && { target: target.model }),
		...(fixes && { fixes }),
	};
}

async function* read(
	{ source, paths, instanceUrl, instanceApiKey }: InventoryParameters,
	context: CheckContext,
	state: ReadingState,
): AsyncGenerator<ExportedWorkflow> {
	if (source === 'instance') {
		yield* eachOfInstance({ url: instanceUrl, apiKey: instanceApiKey, fetch: context.fetch ?? fetch, signal: context.signal }, state);
		return;
	}
	if (source === 'files') {
		yield* eachExport(paths, context.files, state, { signal: context.signal });
		return;
	}
	for (const [index, item] of context.items.entries()) {
		const { workflows, problems } = workflowsInJson(item, `item ${index + 1}`);
		state.files++;
		state.problems.push(...problems);
		yield* workflows;
	}
}
