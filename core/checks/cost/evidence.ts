import type { FileProblem } from '../../fileProblem';
import type { ModelRow } from '../../catalogue/model';
import type { Adaptation } from './pricing';
import type { Scenario, Usage } from './scenarios';

/** Tokens for each task that the quality check measured. */
export interface Measured {
	candidateOutput: number;
	baselineOutput: number;
	candidateInput?: number;
	baselineInput?: number;
	candidateSolvedOutput?: number;
	baselineSolvedOutput?: number;
	emulated: boolean;
}

export interface CostEvidence {
	usage: Usage;
	/** `declared`: a profile that the user states; `log`: calls that took place. */
	source: 'log' | 'declared' | 'none';
	problems: readonly FileProblem[];
	scenarios: readonly Scenario[];
	/** What the log cost at the models and moments of its own rows, where all of them are known. */
	asBilledNanoUsd: number | 'unknown';
	candidate?: ModelRow;
	candidateName?: string;
	baseline?: ModelRow;
	baselineName?: string;
	adaptation: Adaptation;
	/** Where the ratio of tokens comes from. */
	ratioSource: 'measured' | 'declared' | 'assumed';
	measured?: Measured;
	now: Date;
	emulated: boolean;
}

export interface CostThresholds {
	/** Candidate's cost as a multiple of the baseline's up to which it passes. */
	maxCostRatio: number;
	maxPaybackMonths: number;
	/** 0: not asked. */
	budgetUsdPerMonth: number;
	minRequests: number;
	migrationUsd: number;
}
