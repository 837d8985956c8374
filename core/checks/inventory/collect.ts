import type { CheckContext } from '../check';
import { readTarget, type Target } from '../../inventory/conflicts';
import { findModelReferences } from '../../inventory/findModelReferences';
import type { InventoryEvidence } from './judge';
import type { InventoryParameters } from './parameters';
import { readExports, readInstance, workflowsInJson, type Exports } from '../../inventory/readExports';
import { remarksOn } from '../../inventory/remarks';
import { writeFixed } from '../../inventory/writeFixed';

/** Reads the workflows, finds their references, and writes migrated copies where that was asked for. */
export async function collect(parameters: InventoryParameters, context: CheckContext): Promise<InventoryEvidence> {
	const exports = await read(parameters, context);
	const target: Target | undefined = parameters.target ? readTarget(parameters.target, parameters.targetBaseUrl || undefined) : undefined;
	const options = { at: context.now, target };
	const references = exports.workflows.flatMap(({ workflow, file, name }, index) => {
		context.onProgress?.(index + 1, exports.workflows.length);
		return findModelReferences(workflow, options).map((reference) => ({ ...reference, workflow: reference.workflow || name, file }));
	});
	const fixes = parameters.fixDir ? await writeFixed(exports.workflows, parameters.fixDir, options, context.files) : undefined;
	return {
		references,
		workflows: exports.workflows.length,
		files: exports.files,
		problems: exports.problems,
		remarks: exports.workflows.flatMap(({ workflow, file, name }) =>
			remarksOn(workflow).map((reason) => ({ file, reason: `Workflow "${name}": ${reason}` })),
		),
		now: context.now,
		...(target && { target: target.model }),
		...(fixes && { fixes }),
	};
}

async function read({ source, paths, instanceUrl, instanceApiKey }: InventoryParameters, context: CheckContext): Promise<Exports> {
	if (source === 'instance') {
		return await readInstance({ url: instanceUrl, apiKey: instanceApiKey, fetch: context.fetch ?? fetch, signal: context.signal });
	}
	if (source === 'files') return await readExports(paths, context.files, { signal: context.signal });
	const parts = context.items.map((item, index) => workflowsInJson(item, `item ${index + 1}`));
	return {
		workflows: parts.flatMap(({ workflows }) => workflows),
		problems: parts.flatMap(({ problems }) => problems),
		files: context.items.length,
	};
}
