import type { Traces } from './conversation';

const kept = new Map<string, Traces>();
const mostExecutions = 200;

/**
 * The traces of one node in one execution. n8n asks for the model anew after every call of a tool, so they have to outlive
 * it; they stay in memory only, for the last 200 executions.
 */
export function tracesOf(executionId: string, node: string): Traces {
	const key = JSON.stringify([executionId, node]);
	const traces = kept.get(key) ?? new Map<string, string>();
	kept.delete(key);
	kept.set(key, traces);
	const [oldest] = kept.keys();
	if (kept.size > mostExecutions && oldest !== undefined) kept.delete(oldest);
	return traces;
}
