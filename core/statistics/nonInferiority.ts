import { normalQuantile, type Estimate } from './interval';

export interface NonInferiority {
	/** `warn`: the interval holds the margin, so this evidence can't decide. */
	verdict: 'pass' | 'warn' | 'fail';
	/** About how many tasks in all would decide with 80 % probability if the true difference is the one seen. */
	tasksToDecide?: number | 'unreachable';
}

/** No count above this is worth naming: the difference sits on the margin. */
const mostTasks = 100_000;

/**
 * Whether the candidate is not worse than the baseline by more than `margin`, told from the interval of the difference
 * (candidate minus baseline).
 */
export function nonInferiority(
	difference: Estimate,
	{ margin, tasks, level = 0.95 }: { margin: number; tasks: number; level?: number },
): NonInferiority {
	if (difference.low > -margin) return { verdict: 'pass' };
	if (difference.high < -margin) return { verdict: 'fail' };
	return { verdict: 'warn', tasksToDecide: tasksToDecide(difference, { margin, tasks, level }) };
}

/** The half-width shrinks with the root of the number of tasks; 0.84 is the quantile of 80 % power. */
function tasksToDecide(
	{ value, low, high }: Estimate,
	{ margin, tasks, level }: { margin: number; tasks: number; level: number },
): number | 'unreachable' {
	if (!(tasks > 0)) return 'unreachable';
	const z = normalQuantile(level);
	const deviation = ((high - low) / (2 * z)) * Math.sqrt(tasks);
	const distance = Math.abs(value + margin);
	const needed = Math.ceil((((z + 0.8416) * deviation) / distance) ** 2);
	return needed <= mostTasks ? Math.max(needed, tasks + 1) : 'unreachable';
}
