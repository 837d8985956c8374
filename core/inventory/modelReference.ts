import type { ModelStatus } from '../catalogue/lookup';
import type { ModelKind } from './modelKind';

/** How a reference names its model. */
export type ReferenceForm =
	/** A plain value, or an expression that is a constant. */
	| 'fixed'
	/** A resource locator: picked from a list or typed as an id. */
	| 'locator'
	/** An expression that is known only when the workflow runs. */
	| 'dynamic'
	/** Nothing is set: the default of the node's version. */
	| 'default'
	/** In the address, the body or the parameters of an HTTP request. */
	| 'http'
	/** In code that calls a provider itself. */
	| 'code'
	/** Named in code or in a value that other nodes may read. */
	| 'mention'
	/** Kept by the provider behind an id: OpenAI's assistants. */
	| 'assistant';

/** A setting of a node that the target ignores, rejects or does not have. */
export interface Conflict {
	setting: string;
	effect: 'ignored' | 'rejected' | 'unsupported';
	note: string;
}

/** A setting of a node that not every model takes, by its name in the API. */
export interface UsedSetting {
	/** Such as `temperature`, `response_format.json_schema`, `tool_choice.required`, `vision`. */
	name: string;
	/** Path of the parameter within the node, where there is one. */
	path?: string;
}

/** One place in a workflow that makes a model work, or names one that others may use, as it stands. */
export interface FoundReference {
	/** Name of the workflow, with ` > ` before each workflow that is embedded in a node. */
	workflow: string;
	node: string;
	nodeId?: string;
	nodeType: string;
	typeVersion?: number;
	/** The model; the expression itself where it is dynamic; empty where nothing names it. */
	model: string;
	/** What the model is asked for. */
	kind: ModelKind;
	form: ReferenceForm;
	/** Model names that an expression holds, or that the nodes it reads from hold. */
	constants: string[];
	/** Nodes that the constants stand in, where it is not this one. */
	readFrom?: string[];
	/** Host id of the catalogue, or `unknown`. */
	provider: string;
	/** Path of the parameter within the node, such as `options.model`. */
	path?: string;
	baseURL?: string;
	disabled: boolean;
	/** A model node that is connected to nothing does not run. */
	unused: boolean;
	/** The model stands in the code of the node's version. */
	inCode?: boolean;
	/** A whole API that ended, whatever the model: OpenAI's assistants. */
	api?: 'assistants';
	/** Prompt object of OpenAI that the node asks for: they end with the Evals platform. */
	promptObject?: string;
	settings: UsedSetting[];
}

/** A reference with what the catalogue and the target say about it. */
export interface ModelReference extends FoundReference {
	status: ModelStatus['status'];
	retiresOn: string | null;
	replacement: string | null;
	source: string | null;
	conflicts: Conflict[];
	action: string;
}
