/**
 * One call of a language model that an n8n execution has recorded: what was asked, what came back, and how sure it is
 * that this is what the host received. Reading executions ends here (core/history); replaying begins here (core/replay).
 */
export interface RecordedCall {
	/** Unique in a history: execution, node, run index and item, joined by ":". */
	id: string;
	execution: {
		id: string;
		startedAt: string;
		workflowId: string;
		workflowName: string;
		/** Tells one state of the workflow from another: its version, else a hash of its content (workflowState.ts). */
		workflowHash?: string;
	};
	/** The node that made the call: for a sub-node model the agent or chain is `root`. */
	node: { id: string; name: string; type: string; typeVersion: number; runIndex: number; itemIndex?: number };
	root?: { name: string; type: string };
	/** Calls of one cluster are not independent: the conversation's or session's id, else the execution's. */
	cluster: string;
	/** 0 for the first call of an agent for an item, 1 for the call after its first tool results, and so on. */
	round: number;
	request: RecordedRequest;
	answer: RecordedAnswer;
	rebuilt: Rebuilt;
	/** What the workflow does with the answer, as far as its nodes tell. */
	use: AnswerUse;
	/** Other calls with the same request: a replay asks once, and their answers say how steady the old model was. */
	repeats?: { count: number; answers: RecordedAnswer[] };
	/** Where the call stands in the sample; without a sample all calls are there, and each has weight 1. */
	sample?: { workflow: string; queryClass: string; length: string; weight: number };
}

/** `exact`: equal to what the host received but for the model. `partly`: with the reasons. `recorded`: prompt text as recorded, roles guessed. */
export type Rebuilt = { level: 'exact' | 'partly' | 'recorded'; why: string[] };

export interface RecordedRequest {
	/** As requested; undefined where the record does not tell. */
	model?: string;
	host?: string;
	/** In the form of OpenAI's chat completions. */
	messages: RecordedMessage[];
	tools?: Array<{ name: string; description?: string; parameters: object }>;
	/** JSON schema of the answer, where a parser or a response format asks for one. */
	schema?: object;
	/** The host was asked for JSON of no certain schema. */
	json?: true;
	temperature?: number;
	maxTokens?: number;
	/** What else was set (`top_p`, `reasoning_effort`, ...), by the names of the wire. */
	others?: Record<string, unknown>;
}

export interface RecordedMessage {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: string;
	toolCalls?: RecordedToolCall[];
	toolCallId?: string;
}

export interface RecordedToolCall {
	id: string;
	name: string;
	arguments: Record<string, unknown>;
}

export interface RecordedAnswer {
	text: string;
	toolCalls: RecordedToolCall[];
	finishReason?: string;
	/** Undefined is unknown. */
	usage?: { inputTokens: number; outputTokens: number; cachedTokens?: number; reasoningTokens?: number };
	milliseconds?: number;
	/** The old model's own failure, kept as such: the host's words. */
	error?: string;
}

/** What the workflow needs of the answer; decides the rung that judges it. */
export type AnswerUse =
	| { kind: 'label'; labels: string[]; from: 'classifier' | 'branch' | 'history' }
	| { kind: 'number' }
	| { kind: 'json'; schema?: object }
	| { kind: 'tools' }
	| { kind: 'text' };
