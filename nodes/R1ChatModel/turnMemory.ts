import type { Turns } from './conversation';

/** What the runs of one model in one execution cost so far, in US dollars; unknown as soon as one is. */
export interface Spent {
	runs: number;
	costUsd: number | 'unknown';
}

interface Kept {
	turns: Turns;
	spent: Spent;
}

const kept = new Map<string, Kept>();
const mostExecutions = 200;

/**
 * The turns of one node in one execution. n8n asks for the model anew after every call of a tool, so they have to outlive
 * it; they stay in memory only, for the last 200 executions.
 */
export const turnsOf = (executionId: string, node: string): Turns => keptOf(executionId, node).turns;

export const spentOf = (executionId: string, node: string): Spent => keptOf(executionId, node).spent;

function keptOf(executionId: string, node: string): Kept {
	const key = JSON.stringify([executionId, node]);
	const found = kept.get(key) ?? { turns: new Map(), spent: { runs: 0, costUsd: 0 } };
	kept.delete(key);
	kept.set(key, found);
	const [oldest] = kept.keys();
	if (kept.size > mostExecutions && oldest !== undefined) kept.delete(oldest);
	return found;
}
