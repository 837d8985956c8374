import { bootstrap } from './bootstrap';
import type { Estimate } from './interval';

/** What two runs concluded about one case. */
export interface Pair {
	expected: boolean;
	observed: boolean;
}

export interface Detection {
	precision: Estimate | undefined;
	recall: Estimate | undefined;
	f1: Estimate | undefined;
}

/** Precision, recall and F1 of `observed` against `expected`, each with a seeded bootstrap interval. */
export function detection(pairs: readonly Pair[], seed: number): Detection {
	const resample = (statistic: (counts: Counts) => number) => {
		const value = statistic(count(pairs));
		return Number.isNaN(value) ? undefined : bootstrap(pairs, (sample) => statistic(count(sample)), { seed });
	};
	return {
		precision: resample(({ hit, falseAlarm }) => hit / (hit + falseAlarm)),
		recall: resample(({ hit, miss }) => hit / (hit + miss)),
		f1: resample(({ hit, falseAlarm, miss }) => (2 * hit) / (2 * hit + falseAlarm + miss)),
	};
}

interface Counts {
	hit: number;
	falseAlarm: number;
	miss: number;
}

function count(pairs: readonly Pair[]): Counts {
	const counts = { hit: 0, falseAlarm: 0, miss: 0 };
	for (const { expected, observed } of pairs) {
		if (expected && observed) counts.hit += 1;
		else if (observed) counts.falseAlarm += 1;
		else if (expected) counts.miss += 1;
	}
	return counts;
}
