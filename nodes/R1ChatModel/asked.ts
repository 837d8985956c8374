/** A tool as n8n's SDK gives it. */
export interface FunctionTool {
	type: 'function';
	name: string;
	description?: string;
	inputSchema: unknown;
}

/** What an agent may set for a single call. */
export interface Config {
	maxTokens?: number;
	temperature?: number;
	abortSignal?: AbortSignal;
	signal?: AbortSignal;
}
