import { inTurns, makeBreathe } from '../../breathe';
import type { FileProblem } from '../../fileProblem';
import type { CheckContext } from '../check';
import { readTarget, type Target } from '../../inventory/conflicts';
import { evidenceInReport, qualityEvidence, type Evidence } from '../../inventory/evidence';
import { modelReferencesIn } from '../../inventory/findModelReferences';
import type { InventoryEvidence } from './judge';
import type { InventoryParameters } from './parameters';
import { instanceWorkflows, type LiveFacts } from '../../migrate/instanceWorkflows';
import { openInstance } from '../../migrate/n8nApi';
import { eachExport, workflowsInJson, type ExportedWorkflow, type ReadingState } from '../../inventory/readExports';
import { observedOf, readModelLists } from '../../inventory/observed';
import { remarksOn } from '../../inventory/remarks';
import { readTargets } from '../../inventory/targets';
import { openFixedFolder } from '../../inventory/writeFixed';

/** Reads the workflows one by one, finds their references, and writes migrated copies where that was asked for. */
export async function collect(parameters: InventoryParameters, context: CheckContext): Promise<InventoryEvidence> {
	const target: Target | undefined = parameters.target ? readTarget(parameters.target, parameters.targetBaseUrl || undefined) : undefined;
	const evidence = await evidenceOf(parameters.evidenceFile, context);
	const options = { at: context.now, target, targets: readTargets(parameters.targets), ...(evidence && { evidence }) };
	const copies = parameters.fixDir ? await openFixedFolder(parameters.fixDir, options, context.files) : undefined;
	const state: ReadingState = { problems: [], files: 0 };
	const references: InventoryEvidence['references'][number][] = [];
	const remarks: FileProblem[] = [];
	const lists = await readModelLists(context.listedBy ?? [], context.fetch ?? fetch, context.now, remarks);
	let workflows = 0;
	const breathe = makeBreathe();
	for await (const exported of read(parameters, context, state, remarks)) {
		const { workflow, file, name, live } = exported;
		context.signal?.throwIfAborted();
		await breathe();
		workflows++;
		// How many there are is not known before all are read.
		context.onProgress?.(workflows, Math.max(workflows, state.files));
		for (const reference of await inTurns(modelReferencesIn(workflow, options), breathe))
			references.push({
				...reference,
				workflow: reference.workflow || name,
				file,
				...(live && { live }),
				...observedOf(reference, lists),
			});
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
		...(evidence && { evidence }),
		...(fixes && { fixes }),
	};
}

async function* read(
	{ source, paths, instanceUrl, instanceApiKey }: InventoryParameters,
	context: CheckContext,
	state: ReadingState,
	remarks: FileProblem[],
): AsyncGenerator<ExportedWorkflow & { live?: LiveFacts }> {
	if (source === 'instance') {
		const api = openInstance({ url: instanceUrl, apiKey: instanceApiKey, fetch: context.fetch ?? fetch, signal: context.signal });
		for await (const one of instanceWorkflows(api, context.now, remarks)) {
			state.files++;
			yield one;
		}
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

const mostBytes = 100 * 1024 * 1024;

/** What is known of the target's quality: of a check that ran before in this audit, else of an earlier report. */
async function evidenceOf(file: string, { earlier, files, now }: CheckContext): Promise<Evidence | undefined> {
	const ran = qualityEvidence(earlier.quality, now.toISOString());
	if (ran || !file) return ran;
	return evidenceInReport(new TextDecoder().decode(await files.read(file, mostBytes)), file);
}
