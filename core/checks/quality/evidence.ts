import type { FileProblem } from '../../fileProblem';
import type { JudgeModelRecord } from '../../graders/judgeModel';

/** What one call showed. */
export interface Reply {
	/** `unanswered` counts as not solved; `skipped` and `error` say nothing about the model and are not counted. */
	outcome: 'right' | 'wrong' | 'unanswered' | 'skipped' | 'error';
	extracted?: string;
	reason?: string;
	errorKind?: string;
	inputTokens: number | 'unknown';
	outputTokens: number | 'unknown';
	costNanoUsd: number | 'unknown';
	ms: number;
}

export interface TaskEvidence {
	id: string;
	tags: readonly string[];
	expected: string;
	/** The grader that judged it. */
	type?: string;
	/** One reply a repeat. */
	baseline: Reply[];
	candidate: Reply[];
	/** The baseline asked once more, to see how often it disagrees with itself. */
	again?: Reply;
}

/** A task that came out differently, with what both models said. */
export interface Flip {
	id: string;
	prompt: string;
	expected: string;
	solvedBy: 'baseline' | 'candidate';
	baseline: Spoken;
	candidate: Spoken;
}

export interface Spoken {
	thinking: string;
	answer: string;
}

export interface SideFacts {
	model: string;
	hostId: string;
	host: string;
}

export interface QualityEvidence {
	tasks: TaskEvidence[];
	flips: Flip[];
	/** What the tasks are, for the reader: a file's name, "bundled", "items". */
	source: string;
	planned: number;
	repeats: number;
	baseline?: SideFacts;
	candidate: SideFacts;
	emulated: boolean;
	at: Date;
	problems: FileProblem[];
	judge?: JudgeModelRecord & { model: string };
	stopped?: 'cost cap' | 'cancelled';
	/** One prompt as it was sent, for the report. */
	samplePrompt?: string;
	/** Sampling that was asked for, by side. */
	settings: Record<string, string | number | undefined>;
}

export interface QualityThresholds {
	/** How much worse the candidate may be, as a share: 0.05 for 5 points. */
	margin: number;
	/** Confidence level of the intervals. */
	level: number;
	/** Least share of right answers; judged when there is no baseline. 0 for none. */
	minAccuracy: number;
	/** Largest share of failed calls with which a verdict may pass. */
	maxErrorShare: number;
	seed: number;
}
