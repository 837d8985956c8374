import type { ReasonOptions, ReasonRequest } from '../../../../core/reason';

/** What a host sends, step by step. */
export interface Step {
	/** On the first step of an answer: it is given only while this holds. */
	when?: { hasField?: string; beforeMs?: number };
	status?: number;
	contentType?: string;
	headers?: Record<string, string | number>;
	write?: string;
	base64?: string;
	/** The bytes are written in pieces of this size. */
	pieces?: number;
	waitMs?: number;
	reset?: true;
	hold?: true;
	end?: true;
}

export interface Expectation {
	anyOf?: Expectation[];
	answer?: string;
	answerHas?: string[];
	answerLacks?: string[];
	thinking?: string;
	thinkingHas?: string[];
	thinkingLacks?: string[];
	deltaAnswerLacks?: string[];
	toolCalls?: [name: string, json: string][];
	toolIds?: true;
	data?: unknown;
	finishReason?: string;
	usage?: 'unknown' | Partial<Record<'input' | 'cached' | 'cacheWrite' | 'output' | 'reasoning', number>>;
	cost?: number | 'unknown';
	/** Kinds joined by `|`, or `any`. */
	error?: string;
	errorSays?: string[];
	attempts?: number;
	notes?: 'some';
	notesSay?: string[];
	messageHas?: string[];
	minMs?: number;
	maxMs?: number;
}

/** A behaviour of a server and what must come of it. */
export interface WireCase {
	id: string;
	kind: string;
	behaviour: string;
	soft?: boolean;
	request: ReasonRequest & { profile?: string; base?: string; options?: ReasonOptions };
	/** Answers in the order of requests; the last one is given again. */
	server: Step[][];
	expect: Expectation;
}
