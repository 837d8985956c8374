import type { Verdict } from './checkResult';

/** From worst to best; what was skipped says nothing about the whole. */
const ranks = ['fail', 'warn', 'pass', 'skipped'] as const satisfies readonly Verdict[];

/** The verdict of a whole: one failure fails it, one doubt leaves it undecided. Where nothing was judged, it is skipped. */
export const worstOf = (verdicts: readonly Verdict[]): Verdict => ranks.find((rank) => verdicts.includes(rank)) ?? 'skipped';
