import type { ICredentialDataDecryptedObject, IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { R1BaselineApi } from '../../../credentials/R1BaselineApi.credentials';
import { R1CompatibleApi } from '../../../credentials/R1CompatibleApi.credentials';
import { R1DeepSeekApi } from '../../../credentials/R1DeepSeekApi.credentials';
import { R1ShadowApi } from '../../../credentials/R1ShadowApi.credentials';
import { R1OpenAiApi } from '../../../credentials/R1OpenAiApi.credentials';
import { R1Reason } from '../../../nodes/R1Reason/R1Reason.node';
import { runWorkflow, type RunOptions, type RunResult } from '../../support/runWorkflow';

export const credentialTypes = {
	r1DeepSeekApi: new R1DeepSeekApi(),
	r1OpenAiApi: new R1OpenAiApi(),
	r1CompatibleApi: new R1CompatibleApi(),
	r1BaselineApi: new R1BaselineApi(),
	r1ShadowApi: new R1ShadowApi(),
};

export interface NodeRun extends Partial<Omit<RunOptions, 'credentials'>> {
	parameters?: IDataObject;
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	node?: Partial<INode>;
	items?: IDataObject[];
}

/** Runs R1 Reason on n8n-core behind a Manual Trigger; the default connection is any OpenAI-compatible endpoint. */
export async function runNode({
	parameters,
	credentials = {},
	node,
	items = [{}],
	...options
}: NodeRun): Promise<RunResult & { items: INodeExecutionData[] }> {
	const start = {
		id: '1',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	const reason: INode = {
		id: '2',
		name: 'Reason',
		type: 'n8n-nodes-r1.r1Reason',
		typeVersion: 1,
		position: [200, 0],
		parameters: { host: 'r1CompatibleApi', model: { mode: 'id', value: 'lab-right' }, prompt: 'Hello', ...parameters },
		credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }])),
		...node,
	};
	const result = await runWorkflow(
		{ name: 'Test', nodes: [start, reason], connections: { Start: { main: [[{ node: 'Reason', type: 'main', index: 0 }]] } } },
		{
			nodes: { 'n8n-nodes-r1.r1Reason': new R1Reason() },
			credentialTypes,
			credentials,
			input: items.map((json) => ({ json })),
			...options,
		},
	);
	return { ...result, items: result.byNode.Reason?.[0] ?? [] };
}

/** The credential for an endpoint of the lab. */
export const compatible = (baseUrl: string, more: ICredentialDataDecryptedObject = {}) => ({
	r1CompatibleApi: { baseUrl, apiKey: 'sk-never-shown-1234567890', ...more },
});
