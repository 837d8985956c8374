import type { ModelKind } from '../../../../core/inventory/modelKind';

/** A place that makes a model work. */
export interface Label {
	node: string;
	/** Exact, but for `models/` in front; null where it is known at run time only, or where nothing names it. */
	model: string | null;
	kind: ModelKind;
	/** Names that the expression holds, or the node that it reads from. */
	constants?: string[];
}

/** A workflow with all that is to be found in it; whatever else is found is wrong, but for mentions in nodes that are listed. */
export interface LabelledWorkflow {
	id: string;
	/** What is tried. */
	about: string;
	workflow: unknown;
	references: Label[];
	/** Nodes that may be told as a mention: they hold a name that another node reads. */
	mentions?: string[];
}

export interface Node {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	typeVersion?: number;
	disabled?: boolean;
}

const packages: Readonly<Record<string, string>> = { base: 'n8n-nodes-base', ai: '@n8n/n8n-nodes-langchain' };

/** `base:code` and `ai:agent` stand for n8n's own packages; any other type is written out. */
export function node(name: string, type: string, parameters: Record<string, unknown> = {}, typeVersion?: number): Node {
	const [prefix = '', short] = type.split(':');
	const whole = short !== undefined && Object.hasOwn(packages, prefix) ? `${packages[prefix]}.${short}` : type;
	return { name, type: whole, parameters, ...(typeVersion !== undefined && { typeVersion }) };
}

/** Nodes in a row; `uses` connects model nodes to their users by the connection that n8n has for them. */
export function workflow(nodes: readonly Node[], uses: Readonly<Record<string, [user: string, kind: string]>> = {}) {
	const main = nodes.filter(({ name }) => !Object.hasOwn(uses, name));
	const connections: Record<string, Record<string, { node: string; type: string; index: number }[][]>> = {};
	for (const [index, { name }] of main.entries()) {
		const next = main[index + 1];
		if (next) connections[name] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
	}
	for (const [name, [user, kind]] of Object.entries(uses)) connections[name] = { [kind]: [[{ node: user, type: kind, index: 0 }]] };
	return {
		name: 'Labelled',
		nodes: nodes.map((each, index) => ({ id: `node-${index}`, position: [index * 200, 0], typeVersion: 1, ...each })),
		connections,
	};
}

/** A resource locator as the editor stores it. */
export const picked = (value: string) => ({ __rl: true, mode: 'list', value, cachedResultName: value });

/** A POST with a JSON body that was typed as text. */
export const post = (url: string, jsonBody: string, more: Record<string, unknown> = {}) => ({
	method: 'POST',
	url,
	sendBody: true,
	specifyBody: 'json',
	jsonBody,
	options: {},
	...more,
});
