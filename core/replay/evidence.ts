import type { SideFacts } from '../checks/quality/evidence';
import type { Stop } from '../checks/checkResult';
import type { RecordedCall } from '../history/recordedCall';
import type { SequentialPlan } from '../statistics/groupSequential';
import type { ClusteredMean } from '../statistics/clusteredMean';
import type { FileProblem } from '../fileProblem';
import type { JudgeQuality } from './anchors';
import type { Comparison } from './comparison';
import type { Look } from './decision';
import type { Gate } from './gate';

/** What a call took. */
export interface Taken {
	inputTokens: number | 'unknown';
	outputTokens: number | 'unknown';
	costNanoUsd: number | 'unknown';
	/** Of the old model asked once more; 0 where it was not. */
	againNanoUsd: number | 'unknown';
	ms: number | 'unknown';
}

/** One recorded call and what came of asking it again. */
export interface ReplayedCall {
	call: RecordedCall;
	critical: boolean;
	/** In the plan's sample; a critical call may be beside it. */
	sampled: boolean;
	/** Absent where the call failed for a reason that is not the model's. */
	comparison?: Comparison;
	/** The old model asked once more, where it was. */
	again?: Comparison;
	/** Kept only where the comparison is not a plain tie. */
	answer?: string;
	errorKind?: string;
	taken: Taken;
}

export interface ReplayEvidence {
	replayed: ReplayedCall[];
	/** Lines of the file, and what of them can't be asked again. */
	recorded: number;
	left: { call: RecordedCall; reason: string }[];
	source: string;
	gate: Gate;
	/** Why the gate no longer stands. */
	stale: string[];
	/** Whether the workflows of today were compared with those of the gate; else why they could not be. */
	today: 'compared' | 'not asked' | string[];
	/** Lines of the list of critical cases that name no recorded call. */
	criticalWithoutCalls: string[];
	plan: SequentialPlan;
	/** Chance that the plan passes an equal candidate, told before the run. */
	power: number;
	looks: Look[];
	noise?: ClusteredMean;
	judge?: { model: string; quality?: JudgeQuality; sharedFamily?: string; asked: number };
	/** What one more case is expected to cost, by those that were paid. */
	costPerCaseNanoUsd: number | 'unknown';
	baseline?: SideFacts;
	candidate: SideFacts;
	emulated: boolean;
	at: Date;
	problems: FileProblem[];
	stopped?: Stop;
	/** Address of the n8n that the history is from, for links. */
	instanceUrl?: string;
}
