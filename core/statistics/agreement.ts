import type { Estimate } from './interval';
import { wilson } from './wilson';

/** What was expected of one case, and what came. */
export interface Pair {
	expected: boolean;
	observed: boolean;
}

export interface Detection {
	/** Absent where nothing was observed. */
	precision: Estimate | undefined;
	/** Absent where nothing was expected. */
	recall: Estimate | undefined;
	f1: Estimate | undefined;
}

/**
 * Precision, recall and F1 of `observed` against `expected`, with Wilson intervals. F1 is a monotone function of the share
 * of hits among all cases that are expected or observed, so its interval is that share's interval, transformed.
 */
export function detection(pairs: readonly Pair[], level = 0.95): Detection {
	const count = (expected: boolean, observed: boolean) =>
		pairs.filter((pair) => pair.expected === expected && pair.observed === observed).length;
	const [hits, falseAlarms, misses] = [count(true, true), count(false, true), count(true, false)];
	const share = (of: number) => (of === 0 ? undefined : wilson(hits, of, level));
	const overlap = share(hits + falseAlarms + misses);
	return {
		precision: share(hits + falseAlarms),
		recall: share(hits + misses),
		f1: overlap && { value: toF1(overlap.value), low: toF1(overlap.low), high: toF1(overlap.high) },
	};
}

const toF1 = (overlap: number) => (2 * overlap) / (1 + overlap);
