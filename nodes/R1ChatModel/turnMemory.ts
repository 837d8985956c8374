import type { Turns } from './conversation';

const kept = new Map<string, Turns>();
const mostExecutions = 200;

/**
 * The turns of one node in one execution. n8n asks for the model anew after every call of a tool, so they have to outlive
 * it; they stay in memory only, for the last 200 executions.
 */
export function turnsOf(executionId: string, node: string): Turns {
	const key = JSON.stringify([executionId, node]);
	const turns = kept.get(key) ?? new Map();
	kept.delete(key);
	kept.set(key, turns);
	const [oldest] = kept.keys();
	if (kept.size > mostExecutions && oldest !== undefined) kept.delete(oldest);
	return turns;
}
