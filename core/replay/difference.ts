import { clusteredMean, type ClusteredMean } from '../statistics/clusteredMean';
import type { JudgeQuality } from './anchors';

/** One call that both sides were held against: scores are 1 for a win over the recorded answer, 0 for a tie, -1 for a loss. */
export interface Observed {
	cluster: string;
	candidate: number;
	/** The old model's own new answer, where it was asked again. */
	baseline?: number;
	/** A judge's opinion decided the candidate's score. */
	judged: boolean;
	/** Rules compare this answer, so that the old model's own wavering would have shown. */
	exact: boolean;
	/** A loss by mere difference, while nobody knows how often the old model differs from itself. */
	mayBeNoise?: boolean;
	weight?: number;
}

/** The same calls if the old model would have given all those other answers itself. */
export const atBest = (observed: readonly Observed[]): Observed[] =>
	observed.map((one) => (one.mayBeNoise ? { ...one, candidate: 0 } : one));

export interface DifferenceOptions {
	margin: number;
	/** The old model against itself in the history, for calls where it was not asked again. */
	noise?: ClusteredMean;
	judge?: JudgeQuality;
}

export interface Difference {
	/** Candidate minus old model, as a share of the calls. */
	value: number;
	standardError: number;
	clusters: number;
	cases: number;
}

/**
 * How much better or worse the candidate does than the old model would have done against the same recorded answers.
 *
 * A judge that is right on a share q of the pairs shows only 2q - 1 of a true difference, which would make the margin easy
 * to keep: its scores are divided by what the anchors say it keeps, which is the same as scaling the margin down where all
 * calls are judged. Uncertainty about the judge and about the old model's wavering adds to the standard error.
 */
export function estimateDifference(observed: readonly Observed[], { margin, noise, judge }: DifferenceOptions): Difference {
	const kept = judge ? judge.kept : 1;
	const anyJudged = observed.some(({ judged }) => judged);
	const mean = clusteredMean(
		observed.map(({ cluster, candidate, baseline = 0, judged, weight }) => ({
			cluster,
			value: candidate / (judged ? kept : 1) - baseline,
			weight,
		})),
	);
	const unmatched = observed.filter(({ exact, baseline }) => exact && baseline === undefined).length / Math.max(1, observed.length);
	const ofNoise =
		noise && unmatched > 0 ? { value: noise.value * unmatched, variance: noise.variance * unmatched ** 2 } : { value: 0, variance: 0 };
	const ofJudge = judge && anyJudged ? (margin / kept) ** 2 * judge.variance : 0;
	// Where hardly a call differs the spread seen is no guide: a candidate on the margin differs on that share at least.
	const least = margin / Math.max(1, mean.clusters);
	return {
		value: mean.value - ofNoise.value,
		standardError: Math.sqrt(Math.max(mean.variance, least) + ofNoise.variance + ofJudge),
		clusters: mean.clusters,
		cases: mean.cases,
	};
}
