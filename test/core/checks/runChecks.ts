import type { INodeExecutionData } from 'n8n-workflow';
import { R1BaselineApi } from '../../../credentials/R1BaselineApi.credentials';
import { R1CompatibleApi } from '../../../credentials/R1CompatibleApi.credentials';
import { MigrationCheck } from '../../../nodes/MigrationCheck/MigrationCheck.node';
import { MigrationReport } from '../../../nodes/MigrationReport/MigrationReport.node';
import { runWorkflow, type RunOptions, type WorkflowJson } from '../../support/runWorkflow';

const [compatible, baseline] = [new R1CompatibleApi(), new R1BaselineApi()];

/** Runs a workflow of Migration Check and Migration Report nodes, from their sources, with both sides at one address. */
export async function runChecks(workflow: WorkflowJson, baseUrl: string, options: Partial<RunOptions> = {}) {
	const types = options.credentialTypes ?? { [compatible.name]: compatible, [baseline.name]: baseline };
	const picked = Object.fromEntries(Object.keys(types).map((name) => [name, { id: name, name }]));
	const nodes = workflow.nodes.map((node) => (node.type === 'n8n-nodes-r1.migrationCheck' ? { ...node, credentials: picked } : node));
	return await runWorkflow(
		{ ...workflow, nodes },
		{
			nodes: { 'n8n-nodes-r1.migrationCheck': new MigrationCheck(), 'n8n-nodes-r1.migrationReport': new MigrationReport() },
			credentialTypes: { [compatible.name]: compatible, [baseline.name]: baseline },
			credentials: Object.fromEntries([compatible, baseline].map(({ name }) => [name, { baseUrl, apiKey: 'lab' }])),
			...options,
		},
	);
}

type Parameters = Record<string, unknown>;

/** Start, then a check for each set of parameters, then a report. */
export function chainOf(checks: Parameters[], report: Parameters = { title: 'Test' }, onError?: 'continueRegularOutput'): WorkflowJson {
	const names = checks.map((_, index) => `Check ${index + 1}`);
	const all = ['Start', ...names, 'Report'];
	const node = (name: string, type: string, parameters: Parameters) =>
		({
			id: name,
			name,
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			...(onError && name.startsWith('Check') ? { onError } : {}),
		}) as WorkflowJson['nodes'][number];
	return {
		name: 'Checks',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			...checks.map((parameters, index) => node(names[index], 'n8n-nodes-r1.migrationCheck', parameters)),
			node('Report', 'n8n-nodes-r1.migrationReport', report),
		],
		connections: Object.fromEntries(
			all.slice(0, -1).map((name, index) => [name, { main: [[{ node: all[index + 1], type: 'main', index: 0 }]] }]),
		) as WorkflowJson['connections'],
	};
}

export const jsonOf = (items: INodeExecutionData[] | undefined) => (items ?? []).map(({ json }) => json);
