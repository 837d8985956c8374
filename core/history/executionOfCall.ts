import type { Execution } from './execution';
import type { RecordedCall } from './recordedCall';
import { workflowState } from './workflowState';

/** A workflow's state is worked out once for all calls of an execution. */
const states = new WeakMap<object, string>();

/** Which execution a call belongs to, with the state that its workflow had then. */
export function executionOfCall({
	id,
	startedAt,
	versionId,
	workflow: { id: workflowId, name, raw },
}: Execution): RecordedCall['execution'] {
	const state = states.get(raw) ?? workflowState(versionId, raw);
	states.set(raw, state);
	return { id, startedAt, workflowId, workflowName: name, workflowHash: state };
}
