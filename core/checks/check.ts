import type { Pay } from '../budget/paidCall';
import type { Field } from './field';
import type { Files } from '../files';
import type { Evaluator } from '../history/evaluator';
import type { N8nApi } from '../migrate/n8nApi';
import type { CheckResult, Conclusion } from './checkResult';
import { inWordsOf } from '../parseFields';
import type { Endpoint } from '../reason/endpoint';

/** One side of a migration. */
export interface Side {
	endpoint: Endpoint;
	model: string;
	/** True when the endpoint is the provider lab: whatever is measured there is emulated. */
	emulated: boolean;
	/** Country or region that the user declares for the endpoint, in its credential or in the config file. */
	region?: string;
}

/** What the shell hands to a check, beside the check's own parameters. */
export interface CheckContext {
	/** The model that is moved away from; absent for checks that look at one side only. */
	baseline?: Side;
	/** The model that is moved to. */
	candidate?: Side;
	/** Judges what rules can't, where the run names one of its own. */
	judge?: Side;
	now: Date;
	signal?: AbortSignal;
	concurrency: number;
	/** `done` of `total` pieces of work are finished; called often. */
	onProgress?: (done: number, total: number) => void;
	/** Makes each paid call within the cost cap; over the cap it stops the check with what is there. Default: no cap. */
	pay?: Pay;
	/** Answers kept from an interrupted run; the key names model, prompt and settings without holding them. */
	memory?: { get(key: string): unknown; set(key: string, value: unknown): void };
	/** Fetch that respects the operator's network. */
	fetch?: typeof fetch;
	/** The files that the user's words may lead to; there is no other way to one. */
	files: Files;
	/** The operator's command that starts Python for code graders; without it no Python is run. */
	pythonCommand?: readonly string[];
	/** Endpoints whose lists of models say what is still served. */
	listedBy?: readonly Endpoint[];
	/** The n8n whose history is asked for, and n8n's own evaluator of expressions, each where the shell has it. */
	n8n?: N8nAccess;
	/** Results of checks that ran before, by id. */
	earlier: Partial<Record<string, CheckResult>>;
	/** JSON of the items that came in. */
	items: Record<string, unknown>[];
}

export interface N8nAccess {
	api?: Pick<N8nApi, 'base' | 'executions' | 'execution' | 'workflow'>;
	evaluator?: Evaluator;
}

/** Which models a check calls. */
export interface Sides {
	candidate: 'needed' | 'optional' | 'none';
	baseline: 'optional' | 'none';
}

/** What a check does, loaded when it runs, so that n8n starts without it. */
export interface CheckRun<Parameters> {
	/** Reads what was set; throws an Error with a `description` of what to fix. */
	parse(raw: Record<string, unknown>): Parameters;
	/** Collects evidence and judges it. */
	run(parameters: Parameters, context: CheckContext): Promise<Conclusion>;
}

/** A check as node, command, report and tests list it. */
export interface Check<Id extends string = string> {
	id: Id;
	title: string;
	/** One sentence, shown in the node's operation list. */
	description: string;
	sides: Sides;
	/** What the check cannot do without the user's word, and how it is given; it is left out of an audit without settings. */
	needsSettings?: string;
	/** The check's own settings. Rare ones belong into its collection of options. */
	fields: readonly Field[];
	/** @throws Error with a `description` when a setting can't be used. */
	run(raw: Record<string, unknown>, context: CheckContext): Promise<CheckResult<Id>>;
}

type Definition<Id extends string, Parameters> = Omit<Check<Id>, 'run'> & { load: () => Promise<CheckRun<Parameters>> };

/** The one factory of checks; the type of what a check was given stays closed in. */
export function defineCheck<const Id extends string, Parameters>({ load, ...check }: Definition<Id, Parameters>): Check<Id> {
	return {
		...check,
		async run(raw, context) {
			const { parse, run } = await load();
			const { id, title } = check;
			return {
				id,
				title,
				...(await run(
					inWordsOf(check.fields, () => parse(raw)),
					context,
				)),
			};
		},
	};
}
