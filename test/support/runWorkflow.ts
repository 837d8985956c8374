import './setup';
import 'reflect-metadata';
import { Container } from '@n8n/di';
import { BinaryDataService, ExecutionLifecycleHooks, InstanceSettings, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	Workflow,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeType,
	type IRun,
	type IVersionedNodeType,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
	type StructuredChunk,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { NodeTypes } from './nodeTypes';

/** A workflow as n8n exports it. */
export interface WorkflowJson {
	id?: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export interface RunOptions {
	/** Node types by full name, such as `n8n-nodes-r1.r1Reason`. n8n's own are found without being named. */
	nodes: Record<string, INodeType | IVersionedNodeType>;
	credentialTypes?: Record<string, ICredentialType>;
	/** Decrypted credential data by credential type name, by credential name or by id. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** Name of the node to start with; default: the workflow's trigger. */
	start?: string;
	input?: INodeExecutionData[];
	mode?: WorkflowExecuteMode;
	signal?: AbortSignal;
	onEvent?: (event: RunEvent) => void;
	/** Makes the run one that streams, as behind a chat, and takes what nodes send. */
	onChunk?: (chunk: StructuredChunk) => void;
	/** Sub-workflows by id. */
	workflows?: Record<string, WorkflowJson>;
	additionalData?: Partial<IWorkflowExecuteAdditionalData>;
}

export type RunEvent = { type: 'before'; node: string } | { type: 'after'; node: string; status?: string; items: number[] };

export interface RunResult {
	run: IRun;
	/** Items of each node's last run, by output: `byNode.Router[1]` is its second output. */
	byNode: Record<string, INodeExecutionData[][]>;
	/** The error that ended the run, if one did. */
	error?: Error & { description?: string | null };
}

let ready: Promise<void> | undefined;
function prepare() {
	ready ??= (async () => {
		Container.get(InstanceSettings);
		await Container.get(BinaryDataService).init();
	})();
	return ready;
}

/** Runs a workflow in this process on n8n-core's own execution engine. */
export async function runWorkflow(json: WorkflowJson, options: RunOptions): Promise<RunResult> {
	await prepare();
	const mode = options.mode ?? 'manual';
	const executionId = String(Math.floor(Math.random() * 1e9));
	const workflow = new Workflow({
		id: json.id ?? 'workflow',
		name: json.name,
		nodes: structuredClone(json.nodes),
		connections: json.connections,
		active: false,
		nodeTypes: new NodeTypes(options.nodes),
		settings: { executionOrder: 'v1', ...json.settings },
	});
	const startNode = options.start ? workflow.getNode(options.start) : workflow.getStartNode();
	if (!startNode) throw new Error(`No node to start "${json.name}" with`);

	const runData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: startNode, data: { main: [options.input ?? [{ json: {} }]] }, source: null }],
		},
	});
	const execution = new WorkflowExecute(additionalData(json, workflow, executionId, mode, options), mode, runData).processRunExecutionData(
		workflow,
	);
	options.signal?.addEventListener('abort', () => execution.cancel(), { once: true });
	const run = await execution;
	const byNode = Object.fromEntries(
		Object.entries(run.data.resultData.runData).map(([name, runs]) => [name, (runs.at(-1)?.data?.main ?? []).map((items) => items ?? [])]),
	);
	return { run, byNode, error: run.data.resultData.error };
}

function additionalData(
	json: WorkflowJson,
	workflow: Workflow,
	executionId: string,
	mode: WorkflowExecuteMode,
	options: RunOptions,
): IWorkflowExecuteAdditionalData {
	const hooks = new ExecutionLifecycleHooks(mode, executionId, {
		...json,
		id: workflow.id,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(0),
		updatedAt: new Date(0),
	});
	hooks.addHandler('nodeExecuteBefore', (node) => options.onEvent?.({ type: 'before', node }));
	hooks.addHandler('nodeExecuteAfter', (node, data) =>
		options.onEvent?.({
			type: 'after',
			node,
			status: data.executionStatus,
			items: data.data?.main?.map((items) => items?.length ?? 0) ?? [],
		}),
	);
	if (options.onChunk) hooks.addHandler('sendChunk', options.onChunk);
	const local = (path: string) => `http://localhost/${path}`;
	const partial = {
		credentialsHelper: new Credentials(options.credentialTypes ?? {}, options.credentials ?? {}),
		executeWorkflow: async (info: { id?: string }, _data: unknown, { inputData }: { inputData?: INodeExecutionData[] }) => {
			const child = options.workflows?.[info.id ?? ''];
			if (!child) throw new Error(`Sub-workflow ${info.id} not found`);
			const { run, byNode, error } = await runWorkflow(child, { ...options, start: undefined, input: inputData, mode: 'integrated' });
			if (error) throw error;
			return { executionId: '1', data: byNode[run.data.resultData.lastNodeExecuted ?? ''] };
		},
		getRunExecutionData: async () => undefined,
		logAiEvent: () => undefined,
		currentNodeExecutionIndex: 0,
		variables: {},
		executionId,
		workflowId: workflow.id,
		restApiUrl: local('rest'),
		instanceBaseUrl: local(''),
		formBaseUrl: local('form'),
		formWaitingBaseUrl: local('form-waiting'),
		formTestBaseUrl: local('form-test'),
		webhookBaseUrl: local('webhook'),
		webhookWaitingBaseUrl: local('webhook-waiting'),
		webhookTestBaseUrl: local('webhook-test'),
		hooks,
		streamingEnabled: options.onChunk !== undefined,
		...options.additionalData,
	};
	return partial as unknown as IWorkflowExecuteAdditionalData;
}

class Credentials extends ICredentialsHelper {
	constructor(
		private readonly types: Record<string, ICredentialType>,
		private readonly values: Record<string, ICredentialDataDecryptedObject>,
	) {
		super();
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	async getDecrypted(_data: IWorkflowExecuteAdditionalData, details: INodeCredentialsDetails, type: string) {
		const value = this.values[details.id ?? ''] ?? this.values[details.name] ?? this.values[type];
		if (!value) throw new Error(`No credential of type ${type}`);
		const defaults = Object.fromEntries((this.types[type]?.properties ?? []).map(({ name, default: value }) => [name, value]));
		return { ...defaults, ...value } as ICredentialDataDecryptedObject;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	) {
		const { authenticate } = this.types[typeName] ?? {};
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (authenticate?.type !== 'generic') return request;
		const resolve = (values: IDataObject) =>
			Object.fromEntries(
				Object.entries(values).map(([key, value]) => [
					key,
					typeof value === 'string' && value.startsWith('=')
						? workflow.expression.getSimpleParameterValue(node, value, 'internal', { $credentials: credentials }, undefined, '')
						: value,
				]),
			);
		const { headers, qs } = authenticate.properties;
		if (headers) request.headers = { ...request.headers, ...resolve(headers) } as IDataObject;
		if (qs) request.qs = { ...request.qs, ...resolve(qs) } as IDataObject;
		return request;
	}

	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('Credentials are given to the run as plain values');
	}

	async updateCredentials() {}

	async updateCredentialsOauthTokenData() {}

	getCredentialsProperties(type: string) {
		return this.types[type]?.properties ?? [];
	}
}
