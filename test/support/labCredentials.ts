import type { INode } from 'n8n-workflow';
import type { Lab } from '../../lab';
import type { WorkflowJson } from './runWorkflow';

/** A credential as n8n imports it. */
export interface CredentialJson {
	id: string;
	name: string;
	type: string;
	data: Record<string, string | boolean | number>;
}

/** One credential of each kind that calls a model or makes embeddings, all leading to the provider lab. */
export function labCredentials(lab: Lab): CredentialJson[] {
	const types = {
		r1DeepSeekApi: { baseUrl: lab.at('deepseek'), apiKey: 'lab' },
		r1OpenAiApi: { baseUrl: lab.at('openai'), apiKey: 'lab' },
		r1CompatibleApi: { baseUrl: lab.baseURL, apiKey: 'lab' },
		r1BaselineApi: { baseUrl: lab.baseURL, apiKey: 'lab' },
		ollamaApi: { baseUrl: lab.at('ollama').replace(/\/v1$/, '') },
	};
	return Object.entries(types).map(([type, data]) => ({ id: type, name: `Provider lab (${type})`, type, data }));
}

/** The workflow with a credential picked on each node whose type can use it, as a person would after importing it. */
export function withCredentials(workflow: WorkflowJson, credentials: CredentialJson[], typesOf: (node: INode) => string[]): WorkflowJson {
	const nodes = workflow.nodes.map((node) => {
		const usable = credentials.filter(({ type }) => typesOf(node).includes(type));
		if (usable.length === 0) return node;
		const picked = Object.fromEntries(usable.map(({ id, name, type }) => [type, { id, name }]));
		return { ...node, credentials: { ...picked, ...node.credentials } };
	});
	return { ...workflow, nodes };
}
