import type { RecordedCall } from '../history/recordedCall';

/** Whether the recorded answer is one that rules can compare, so that the old model's own wavering shows as a difference. */
export const isExact = ({ use, answer }: RecordedCall): boolean =>
	use.kind !== 'text' && !(use.kind === 'tools' && answer.toolCalls.length === 0);
