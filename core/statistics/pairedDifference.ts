import type { Estimate } from './interval';
import { wilson } from './wilson';

/** Tasks by who solved them: the four cells of a paired table. */
export interface PairedTable {
	both: number;
	onlyBaseline: number;
	onlyCandidate: number;
	neither: number;
}

/**
 * Difference of two paired proportions, candidate minus baseline, by Newcombe's score method with continuity
 * correction of the correlation (Statistics in Medicine 1998, 17: 2635, method 10).
 */
export function pairedDifference(table: PairedTable, level = 0.95): Estimate {
	const { both, onlyBaseline, onlyCandidate, neither } = table;
	const tasks = both + onlyBaseline + onlyCandidate + neither;
	return combine(
		{ successes: both + onlyBaseline, trials: tasks },
		{ successes: both + onlyCandidate, trials: tasks },
		{ tasks, covariance: (both * neither - onlyBaseline * onlyCandidate) / (tasks * tasks) },
		level,
	);
}

/** One task's share of right answers on each side, over its repeats. */
export interface TaskShares {
	baseline: number;
	candidate: number;
}

/**
 * The same for tasks that were repeated. Repeats of one task are not independent tasks: each side's interval uses the
 * number of independent answers that its spread between tasks is worth. With one repeat it is `pairedDifference`.
 */
export function clusteredDifference(tasks: readonly TaskShares[], repeats: number, level = 0.95): Estimate {
	const count = tasks.length;
	const baseline = mean(tasks.map((task) => task.baseline));
	const candidate = mean(tasks.map((task) => task.candidate));
	const covariance = mean(tasks.map((task) => (task.baseline - baseline) * (task.candidate - candidate)));
	const baselineVariance = mean(tasks.map((task) => (task.baseline - baseline) ** 2));
	const candidateVariance = mean(tasks.map((task) => (task.candidate - candidate) ** 2));
	const baselineTrials = effectiveTrials(baseline, baselineVariance, count, repeats);
	const candidateTrials = effectiveTrials(candidate, candidateVariance, count, repeats);
	return combine(
		{ successes: clamp(baseline) * baselineTrials, trials: baselineTrials },
		{ successes: clamp(candidate) * candidateTrials, trials: candidateTrials },
		{ tasks: count, covariance, spread: Math.sqrt(baselineVariance * candidateVariance) },
		level,
	);
}

/** Share of right answers over repeated tasks, with a Wilson interval on the effective number of answers. */
export function clusteredShare(shares: readonly number[], repeats: number, level = 0.95): Estimate {
	if (shares.length === 0) return wilson(0, 0, level);
	const share = mean(shares);
	const variance = mean(shares.map((value) => (value - share) ** 2));
	const trials = effectiveTrials(share, variance, shares.length, repeats);
	return { ...wilson(clamp(share) * trials, trials, level), value: share };
}

interface Side {
	successes: number;
	trials: number;
}

function combine(
	baseline: Side,
	candidate: Side,
	{ tasks, covariance, spread }: { tasks: number; covariance: number; spread?: number },
	level: number,
): Estimate {
	if (!(tasks > 0)) return { value: Number.NaN, low: -1, high: 1 };
	const first = wilson(candidate.successes, candidate.trials, level);
	const second = wilson(baseline.successes, baseline.trials, level);
	const deviations = spread ?? Math.sqrt(first.value * (1 - first.value) * second.value * (1 - second.value));
	const corrected = covariance > 0 ? Math.max(0, covariance - 1 / (2 * tasks)) : covariance;
	const correlation = deviations > 0 ? Math.max(-1, Math.min(1, corrected / deviations)) : 0;
	const value = first.value - second.value;
	const below = join(first.value - first.low, second.high - second.value, correlation);
	const above = join(first.high - first.value, second.value - second.low, correlation);
	return { value, low: Math.max(-1, value - below), high: Math.min(1, value + above) };
}

const join = (one: number, other: number, correlation: number) =>
	Math.sqrt(Math.max(0, one * one - 2 * correlation * one * other + other * other));

/** How many independent answers the mean over tasks is worth: between one a task and one a repeat. */
function effectiveTrials(share: number, variance: number, tasks: number, repeats: number): number {
	const varianceOfMean = variance / (tasks - 1);
	const trials = varianceOfMean > 0 ? (share * (1 - share)) / varianceOfMean : tasks;
	return Math.min(Math.max(trials, tasks), tasks * repeats);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const clamp = (share: number) => Math.min(1, Math.max(0, share));
