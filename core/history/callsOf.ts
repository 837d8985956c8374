import type { Evaluator } from './evaluator';
import { readExecution, type Execution } from './execution';
import type { Reading } from './leftOut';
import { callsOfModels } from './modelRuns';
import { callsOfRoots } from './rootRuns';

/** What one execution tells: its calls, those that no replay can repeat, or why it tells nothing. */
export type ExecutionReading = { execution: Execution; readings: Reading[] } | { unread: string };

/** All calls of language models in one execution, as n8n recorded it. */
export function callsOf(json: unknown, evaluator: Evaluator): ExecutionReading {
	const execution = readExecution(json);
	if ('unread' in execution) return execution;
	const values = evaluator.open(execution);
	return { execution, readings: [...callsOfModels(execution, values), ...callsOfRoots(execution, values)] };
}
