import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { NodeHelpers, type ICredentialType, type INodeType, type INodeTypes, type IVersionedNodeType } from 'n8n-workflow';

type AnyNodeType = INodeType | IVersionedNodeType;
const require = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, '../..');
const coreFolder = path.join(process.env.N8N_FOLDER ?? path.join(root, 'test/n8n'), 'node_modules/n8n-nodes-base');

/** Whether n8n's own nodes are installed (`npm run test:n8n` installs them with the real n8n). */
export const hasCoreNodes = existsSync(path.join(coreFolder, 'dist/known/nodes.json'));

/** Node types by full name; n8n's own (`n8n-nodes-base.*`) are loaded on first use. */
export class NodeTypes implements INodeTypes {
	constructor(private readonly types: Record<string, AnyNodeType>) {}

	getByName(name: string): AnyNodeType {
		const type = (this.types[name] ??= loadCoreNode(name));
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes() {
		return {};
	}
}

function loadCoreNode(fullName: string): AnyNodeType {
	const [packageName, name] = fullName.split('.');
	if (packageName !== 'n8n-nodes-base') throw new Error(`Unrecognized node type: ${fullName}`);
	if (name === 'manualTrigger') return manualTrigger;
	if (name === 'stickyNote') return stickyNote;
	if (!hasCoreNodes) throw new Error(`${fullName} needs n8n's own nodes: run \`npm ci --prefix test/n8n\``);
	const known = require(path.join(coreFolder, 'dist/known/nodes.json'));
	const { className, sourcePath } = known[name];
	return new (require(path.join(coreFolder, sourcePath))[className])();
}

/** n8n's Manual Trigger does nothing but start: it passes on what the run was started with. */
const manualTrigger: INodeType = {
	description: {
		displayName: 'Manual Trigger',
		name: 'manualTrigger',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Manual Trigger' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** A note on the canvas: never run. */
const stickyNote: INodeType = {
	description: { ...manualTrigger.description, displayName: 'Sticky Note', name: 'stickyNote', group: ['input'], outputs: [] },
};

export interface Pack {
	nodes: Record<string, AnyNodeType>;
	credentials: Record<string, ICredentialType>;
}

/** The built pack in `dist`, found through package.json as n8n finds it; all of it, or the nodes whose file name matches. */
export function loadBuiltPack(only = /./): Pack {
	const manifest = require(path.join(root, 'package.json'));
	const instantiate = (file: string) => {
		const className = path.basename(file).split('.')[0];
		return new (require(path.join(root, file))[className])();
	};
	const nodes = manifest.n8n.nodes
		.filter((file: string) => only.test(path.basename(file)))
		.map(instantiate)
		.map((node: INodeType) => [`${manifest.name}.${node.description.name}`, node]);
	const credentials = manifest.n8n.credentials.map(instantiate).map((type: ICredentialType) => [type.name, type]);
	return { nodes: Object.fromEntries(nodes), credentials: Object.fromEntries(credentials) };
}

/** Credential types that a node of the built pack can use, or one of n8n's own that the bundled workflows have. */
export function credentialTypesOf({ type }: { type: string }): string[] {
	if (type === '@n8n/n8n-nodes-langchain.embeddingsOllama') return ['ollamaApi'];
	const node = loadBuiltPack().nodes[type];
	return node && 'properties' in node.description ? (node.description.credentials ?? []).map(({ name }) => name) : [];
}
