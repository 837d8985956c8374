import type { INodeProperties } from 'n8n-workflow';
import type { CheckId, CheckResult } from './checkResult';
import type { Endpoint } from '../shared/reasoning/endpoint';

/** One side of a migration. */
export interface Side {
	endpoint: Endpoint;
	model: string;
	/** True when the endpoint is the provider lab: whatever is measured there is emulated. */
	emulated: boolean;
}

/** What the shell hands to a check, beside the check's own parameters. */
export interface CheckContext {
	/** The model that is moved away from; absent for checks that look at one side only. */
	baseline?: Side;
	/** The model that is moved to. */
	candidate?: Side;
	now: Date;
	signal?: AbortSignal;
	concurrency: number;
	/** `done` of `total` pieces of work are finished; called often. */
	onProgress?: (done: number, total: number) => void;
	/** Asked before each paid call with its dearest cost in nano-dollars; false stops the check with what is there. */
	maySpend?: (nanoUsd: number | 'unknown') => boolean | Promise<boolean>;
	/** Told what a call really cost, in nano-dollars. */
	spent?: (nanoUsd: number | 'unknown') => void | Promise<void>;
	/** Answers kept from an interrupted run; the key names model, prompt and settings without holding them. */
	memory?: { get(key: string): unknown; set(key: string, value: unknown): void };
	/** Fetch that respects the operator's network. */
	fetch?: typeof fetch;
	/** Results of checks that ran before, by id. */
	earlier: Partial<Record<CheckId, CheckResult>>;
	/** JSON of the items that came in. */
	items: Record<string, unknown>[];
}

/** A check as the Migration Check node and the audit run it. */
export interface CheckDefinition<Parameters = Record<string, unknown>> {
	id: CheckId;
	title: string;
	/** One sentence, shown in the node's operation list. */
	description: string;
	/** The check's own fields; the node adds `displayOptions` for the operation. Rare ones belong into its `options` collection. */
	properties: INodeProperties[];
	/** Reads raw parameter values; throws an Error with a `description` of what to fix. */
	parse(raw: Record<string, unknown>): Parameters;
	/** Collects evidence and judges it. */
	run(parameters: Parameters, context: CheckContext): Promise<CheckResult>;
}
