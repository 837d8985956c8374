import { indexOfHighest } from '../../core/classify/scoring';
import type { JudgedRow } from './crossValidate';
import { mulberry32, shuffle } from './random';
import type { LabelledRow } from './rows';

/** The given share of every source's rows, drawn by the seed; a smaller share is part of a larger one. */
export function shareOfSources(rows: readonly LabelledRow[], share: number, seed: number): number[] {
	const bySource = Map.groupBy(rows.keys(), (row) => rows[row].source);
	return [...bySource.values()]
		.flatMap((members) => {
			shuffle(members, mulberry32(seed));
			return members.slice(0, Math.max(1, Math.round(members.length * share)));
		})
		.sort((a, b) => a - b);
}

/** `count` of the rows that were judged wrong, drawn by the seed. */
export function sampleOfWrong(judged: readonly JudgedRow[], count: number, seed: number): JudgedRow[] {
	const wrong = judged.filter(({ label, scores }) => indexOfHighest(scores) !== label);
	shuffle(wrong, mulberry32(seed));
	return wrong.slice(0, count);
}
