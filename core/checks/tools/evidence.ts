import type { FileProblem } from '../../fileProblem';
import type { SideFacts } from '../quality/evidence';

/** What one call showed on a case. */
export interface CaseReply {
	outcome: 'right' | 'wrong' | 'unanswered' | 'error';
	reason?: string;
	called: boolean;
	calls: number;
	validCalls: number;
}

export interface CaseEvidence {
	id: string;
	category: string;
	/** Whether a call is due. */
	due: boolean;
	baseline?: CaseReply;
	candidate: CaseReply;
	/** The baseline asked once more. */
	again?: CaseReply;
}

export type FeatureId =
	| 'parallel_calls'
	| 'tool_choice.required'
	| 'tool_choice.named'
	| 'tool_choice.none'
	| 'streamed_arguments'
	| 'second_turn'
	| 'second_turn_without_trace'
	| 'strict_schemas';

/** What the candidate's endpoint does when a feature is used. */
export interface FeatureProbe {
	feature: FeatureId;
	tried: number;
	worked: number;
	/** The request was refused. */
	rejected: number;
	/** The call failed for a reason that says nothing about the feature. */
	failed: number;
	/** What the host said, or what came instead. */
	detail?: string;
}

export interface ToolsEvidence {
	cases: CaseEvidence[];
	probes: FeatureProbe[];
	planned: number;
	source: string;
	baseline?: SideFacts;
	candidate: SideFacts;
	emulated: boolean;
	problems: FileProblem[];
	stopped?: 'cost cap' | 'cancelled';
	/** Which workflows use what, from the inventory; absent when it did not run. */
	needs?: WorkflowNeed[];
	/** What was sent for one case, for the report. */
	sample?: string;
	/** Wrong calls as they came, for the report. */
	exhibits: { id: string; request: string; due: string; made: string; reason: string }[];
}

export interface WorkflowNeed {
	workflow: string;
	node: string;
	uses: string[];
}

export interface ToolsThresholds {
	margin: number;
	level: number;
	minValidShare: number;
	minRightShare: number;
	maxErrorShare: number;
	seed: number;
}
