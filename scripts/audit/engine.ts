import { readFileSync } from 'node:fs';
import type { Container } from '@n8n/di';
import type { BinaryDataService } from 'n8n-core';
import type { ICredentialDataDecryptedObject, INode, INodeExecutionData } from 'n8n-workflow';
import type { CheckRecord } from '../../nodes/MigrationCheck/checkRecord';
import type { CheckId } from '../../nodes/MigrationCheck/checkResult';
import type { WorkflowJson } from '../../test/support/runWorkflow';

const checkType = 'n8n-nodes-r1.migrationCheck';
const reportType = 'n8n-nodes-r1.migrationReport';

export interface EngineRun {
	/** Parameters of the Migration Check nodes that run, by check; the others are switched off. */
	checks: Partial<Record<CheckId, Record<string, unknown>>>;
	report: Record<string, unknown>;
	/** Results that stand before the run: the checks that were left out. */
	given: CheckRecord[];
	credentials: Record<string, ICredentialDataDecryptedObject>;
	signal: AbortSignal;
	onBegin: (id: CheckId) => void;
	onEnd: (id: CheckId) => void;
	onProgress: (done: number, total: number) => void;
}

export interface EngineResult {
	/** The report's files by name; nothing when the report node did not run. */
	files: Record<string, string>;
	records: CheckRecord[];
	error?: Error;
}

/** Runs the bundled audit workflow on n8n's own engine. */
export async function runAudit(workflowFile: string, options: EngineRun): Promise<EngineResult> {
	const [{ runWorkflow }, { loadBuiltPack }] = await Promise.all([
		import('../../test/support/runWorkflow'),
		import('../../test/support/nodeTypes'),
	]);
	const { nodes, credentials: credentialTypes } = loadBuiltPack(/^Migration/);
	const workflow = configured(JSON.parse(readFileSync(workflowFile, 'utf8')), options);
	const checkOf = new Map(workflow.nodes.filter(({ type }) => type === checkType).map(({ name, parameters }) => [name, parameters.operation as CheckId]));
	const shared = {
		nodes,
		credentialTypes,
		credentials: options.credentials,
		additionalData: { sendDataToUI: (_type: string, data: unknown) => progressOf(data, options.onProgress) },
	};
	const { byNode, error } = await runWorkflow(workflow, {
		...shared,
		// Without an item n8n starts nothing.
		input: options.given.length > 0 ? options.given.map(asItem) : [{ json: {} }],
		signal: options.signal,
		onEvent({ type, node }) {
			const id = checkOf.get(node);
			if (id && options.checks[id]) (type === 'before' ? options.onBegin : options.onEnd)(id);
		},
	});
	const lastItems = [...checkOf.keys()].map((name) => byNode[name]?.[0]).filter((items) => items?.length).at(-1) ?? options.given.map(asItem);
	const records = lastItems.map(({ json }) => json as unknown as CheckRecord);
	const reportNode = workflow.nodes.find(({ type }) => type === reportType)?.name ?? '';
	const reported = byNode[reportNode]?.[0]?.[0];
	if (reported) return { files: await filesOf(reported), records, error };
	if (!options.signal.aborted) return { files: {}, records, error };
	// The run was stopped: what is there gets its report all the same.
	const left = Object.keys(options.checks).filter((id) => !records.some((record) => record.id === id));
	const { skipped } = await import('../../nodes/MigrationReport/buildReport');
	const all = [...records, ...left.map((id) => skipped(id as CheckId, 'Stopped before it was finished; run the same command again to go on.'))];
	const second = await runWorkflow(workflow, { ...shared, start: reportNode, input: all.map(asItem) });
	const item = second.byNode[reportNode]?.[0]?.[0];
	return { files: item ? await filesOf(item) : {}, records: all, error: second.error };
}

function configured(workflow: WorkflowJson, { checks, report, credentials }: EngineRun): WorkflowJson {
	const available = Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: type, name: type }]));
	const nodes = workflow.nodes.map((node): INode => {
		if (node.type === reportType) return { ...node, parameters: { ...node.parameters, ...report } as INode['parameters'] };
		if (node.type !== checkType) return node;
		const parameters = checks[node.parameters.operation as CheckId];
		if (!parameters) return { ...node, disabled: true };
		return {
			...node,
			onError: 'continueRegularOutput',
			credentials: available,
			parameters: { ...node.parameters, ...parameters } as INode['parameters'],
		};
	});
	return { ...workflow, nodes };
}

const asItem = (record: CheckRecord): INodeExecutionData => ({ json: JSON.parse(JSON.stringify(record)) });

function progressOf(data: unknown, tell: (done: number, total: number) => void) {
	if (typeof data !== 'object' || data === null || !('messages' in data) || !Array.isArray(data.messages)) return;
	const [message] = data.messages;
	if (typeof message?.done === 'number' && typeof message?.total === 'number') tell(message.done, message.total);
}

async function filesOf({ binary }: INodeExecutionData): Promise<Record<string, string>> {
	const [di, core]: [{ Container: typeof Container }, { BinaryDataService: typeof BinaryDataService }] = await Promise.all([import('@n8n/di'), import('n8n-core')]);
	const service = di.Container.get(core.BinaryDataService);
	const texts = Object.entries(binary ?? {}).map(async ([name, data]) => [name, (await service.getAsBuffer(data)).toString('utf8')]);
	return Object.fromEntries(await Promise.all(texts));
}
