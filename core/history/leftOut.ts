import type { RecordedCall } from './recordedCall';

/** A call of a model that no replay can repeat, and why. */
export interface LeftOut {
	workflow: string;
	node: string;
	reason: string;
}

export type Reading = { call: RecordedCall } | { leftOut: LeftOut };

export const leftOut = (where: { workflow: string; node: string }, reason: string): Reading => ({ leftOut: { ...where, reason } });
