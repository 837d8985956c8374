import type { Usage } from '../money/cost';

/** What went wrong, told apart by what can be done about it. */
export type ReasonErrorKind =
	| 'retired_model'
	| 'unknown_model'
	| 'auth'
	| 'balance'
	| 'rate_limit'
	| 'context_length'
	| 'length'
	| 'empty'
	| 'content_filter'
	| 'unfinished'
	| 'too_large'
	| 'overloaded'
	| 'rejected_parameter'
	| 'invalid_request'
	| 'invalid_json'
	| 'not_found'
	| 'not_an_api'
	| 'blocked'
	| 'timeout'
	| 'silence'
	| 'connection'
	| 'server'
	| 'budget'
	| 'language'
	| 'cancelled';

/** One request that was sent, in the order of sending. */
export interface Attempt {
	model: string;
	host: string;
	/** Why this request was sent. */
	reason: 'first' | 'retry' | 'json' | 'parameter' | 'fallback' | 'language';
	outcome: 'answered' | ReasonErrorKind;
	status?: number;
	/** How long was waited before it. */
	waitedMs: number;
	tookMs: number;
	usage: Usage | 'none' | 'unknown';
	/** Why the usage is not known. */
	usageProblem?: string;
	costUsd: number | 'unknown';
	/** The same as a whole number of nano-dollars: what budgets are charged. */
	costNano: number | 'unknown';
}

export interface ReasonErrorData {
	kind: ReasonErrorKind;
	/** What to do about it. */
	description: string;
	/** Whether the same request may be sent again without risk of paying twice. */
	retryable?: boolean;
	status?: number;
	retryAfterMs?: number;
	/** The parameter that the host rejects, where it is known. */
	parameter?: string;
}

/** A failed call. Its texts hold no key, no header, no prompt and no answer. */
export class ReasonError extends Error {
	override readonly name = 'ReasonError';
	readonly kind: ReasonErrorKind;
	readonly description: string;
	readonly retryable: boolean;
	readonly status?: number;
	readonly retryAfterMs?: number;
	readonly parameter?: string;
	/** What was sent before it failed, with what it cost. */
	attempts: Attempt[] = [];

	/** What an item that failed carries, so that a workflow can branch on it. */
	get facts() {
		return { kind: this.kind, attempts: this.attempts };
	}

	constructor(message: string, data: ReasonErrorData) {
		super(message);
		this.kind = data.kind;
		this.description = data.description;
		this.retryable = data.retryable ?? false;
		this.status = data.status;
		this.retryAfterMs = data.retryAfterMs;
		this.parameter = data.parameter;
	}
}
