import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions, INode, INodeExecutionData, INodeType } from 'n8n-workflow';
import { R1LedgerPostgresApi } from '../../../credentials/R1LedgerPostgresApi.credentials';
import { CostGuard } from '../../../nodes/CostGuard/CostGuard.node';
import { runWorkflow } from '../../support/runWorkflow';

interface RunGuard {
	parameters: IDataObject;
	items?: IDataObject[];
	/** Data of the PostgreSQL credential. */
	credential?: ICredentialDataDecryptedObject;
	onError?: INode['onError'];
	workflowName?: string;
	/** A node of this type stands before it and hands its items on; with a tool connected or without. */
	behind?: { type: string; tool: boolean };
}

/** Hands its items on, whatever it is said to be. */
const passOn = {
	description: {
		displayName: 'Pass on',
		name: 'passOn',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
} as unknown as INodeType;

/** Runs one Cost Guard node on n8n's engine; `lanes` are its outputs. */
export async function runGuard({ parameters, items = [{}], credential, onError, workflowName = 'Guarded', behind }: RunGuard) {
	const id = 'r1LedgerPostgresApi';
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const { byNode, error } = await runWorkflow(
		{
			name: workflowName,
			nodes: [
				node('Start', 'n8n-nodes-base.manualTrigger'),
				...(behind ? [node('Before', behind.type), node('Tool', 'test.tool')] : []),
				node('Guard', 'n8n-nodes-r1.costGuard', {
					parameters: parameters as INode['parameters'],
					onError,
					credentials: credential && { [id]: { id, name: id } },
				}),
			],
			connections: behind
				? {
						Start: { main: [[{ node: 'Before', type: 'main', index: 0 }]] },
						Before: { main: [[{ node: 'Guard', type: 'main', index: 0 }]] },
						Tool: behind.tool ? { ai_tool: [[{ node: 'Before', type: 'ai_tool', index: 0 }]] } : {},
					}
				: { Start: { main: [[{ node: 'Guard', type: 'main', index: 0 }]] } },
			settings: { timezone: 'Europe/Berlin' },
		},
		{
			nodes: { 'n8n-nodes-r1.costGuard': new CostGuard(), ...(behind ? { [behind.type]: passOn, 'test.tool': passOn } : {}) },
			credentialTypes: { [id]: new R1LedgerPostgresApi() },
			credentials: credential ? { [id]: credential } : {},
			input: items.map((json): INodeExecutionData => ({ json })),
		},
	);
	const lanes = byNode.Guard ?? [];
	return { lanes, items: lanes.map((lane) => lane.map(({ json }) => json)), error };
}
