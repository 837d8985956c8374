import { clusteredShare } from '../../statistics';
import type { Reply, TaskEvidence } from './evidence';
import { shareOf, type ShareFigure } from './figures';

export interface SideFigures {
	/** Tasks with at least one reply that counts. */
	tasks: number;
	accuracy: ShareFigure;
	calls: number;
	/** Calls that failed; not counted. */
	errors: number;
	errorKinds: Record<string, number>;
	/** The model gave no answer, such as when its tokens were spent on thinking; counted as not solved. */
	unanswered: number;
	/** Answers that could not be graded; not counted. */
	skipped: number;
	skippedReasons: Record<string, number>;
	/** Tasks whose repeats did not agree; only with several repeats. */
	unstableTasks?: number;
}

/** Share of right replies among those that count; `undefined` when none does. */
export function sharesOf(replies: readonly Reply[], errorsAreWrong = false): number | undefined {
	const counted = replies.filter(({ outcome }) => outcome !== 'skipped' && (errorsAreWrong || outcome !== 'error'));
	if (counted.length === 0) return undefined;
	return counted.filter(({ outcome }) => outcome === 'right').length / counted.length;
}

export function sideFigures(tasks: readonly TaskEvidence[], side: 'baseline' | 'candidate', repeats: number, level: number): SideFigures {
	const replies = tasks.flatMap((task) => task[side]);
	const shares = tasks.map((task) => sharesOf(task[side])).filter((share) => share !== undefined);
	const of = (outcome: Reply['outcome']) => replies.filter((reply) => reply.outcome === outcome);
	return {
		tasks: shares.length,
		accuracy: shareOf(clusteredShare(shares, repeats, level)),
		calls: replies.length,
		errors: of('error').length,
		errorKinds: tally(of('error').map(({ errorKind = 'unknown' }) => errorKind)),
		unanswered: of('unanswered').length,
		skipped: of('skipped').length,
		skippedReasons: tally(of('skipped').map(({ reason = 'unknown' }) => reason)),
		...(repeats > 1 ? { unstableTasks: shares.filter((share) => share > 0 && share < 1).length } : {}),
	};
}

export function tally(names: readonly string[]): Record<string, number> {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return Object.fromEntries(counts);
}
