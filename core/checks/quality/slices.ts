import { clusteredDifference, holm, mcnemarExact } from '../../statistics';
import type { Table } from '../checkResult';
import type { TaskEvidence } from './evidence';
import { percent, points } from './figures';
import { sharesOf } from './sideFigures';

export interface SliceFigures {
	tag: string;
	tasks: number;
	baselinePercent: number;
	candidatePercent: number;
	differencePoints: { value: number; low: number; high: number };
	/** McNemar's exact p-value, adjusted by Holm for the number of slices. */
	adjustedP: number;
}

/** A slice with fewer tasks says nothing. */
const fewest = 10;
const most = 24;

export function sliceFigures(tasks: readonly TaskEvidence[], repeats: number, level: number): SliceFigures[] {
	const byTag = new Map<string, { baseline: number; candidate: number }[]>();
	for (const task of tasks) {
		const [baseline, candidate] = [sharesOf(task.baseline), sharesOf(task.candidate)];
		if (baseline === undefined || candidate === undefined) continue;
		for (const tag of task.tags) {
			const pairs = byTag.get(tag);
			if (pairs) pairs.push({ baseline, candidate });
			else byTag.set(tag, [{ baseline, candidate }]);
		}
	}
	const slices = [...byTag]
		.filter(([, pairs]) => pairs.length >= fewest && pairs.length < tasks.length)
		.sort(([, one], [, other]) => other.length - one.length)
		.slice(0, most);
	const adjusted = holm(
		slices.map(([, pairs]) =>
			mcnemarExact(
				pairs.filter(({ baseline, candidate }) => baseline > candidate).length,
				pairs.filter(({ baseline, candidate }) => candidate > baseline).length,
			),
		),
	);
	// Intervals that hold together, as the tests do: Bonferroni's correction for the number of slices.
	const together = 1 - (1 - level) / Math.max(1, slices.length);
	const mean = (values: number[]) => percent(values.reduce((sum, value) => sum + value, 0) / values.length);
	return slices.map(([tag, pairs], index) => ({
		tag,
		tasks: pairs.length,
		baselinePercent: mean(pairs.map(({ baseline }) => baseline)),
		candidatePercent: mean(pairs.map(({ candidate }) => candidate)),
		differencePoints: points(clusteredDifference(pairs, repeats, together)),
		adjustedP: adjusted[index],
	}));
}

export const sliceTable = (slices: readonly SliceFigures[]): Table => ({
	title: 'By slice; p-values (Holm) and intervals (Bonferroni) are corrected for the number of slices',
	columns: [
		{ key: 'tag', label: 'Slice' },
		{ key: 'tasks', label: 'Tasks' },
		{ key: 'baseline', label: 'Baseline', unit: '%' },
		{ key: 'candidate', label: 'Candidate', unit: '%' },
		{ key: 'difference', label: 'Difference', unit: 'points' },
		{ key: 'low', label: 'From', unit: 'points' },
		{ key: 'high', label: 'To', unit: 'points' },
		{ key: 'p', label: 'Adjusted p' },
	],
	rows: slices.map(({ tag, tasks, baselinePercent, candidatePercent, differencePoints: { value, low, high }, adjustedP }) => ({
		tag,
		tasks,
		baseline: baselinePercent,
		candidate: candidatePercent,
		difference: value,
		low,
		high,
		p: Number(adjustedP.toPrecision(3)),
	})),
});
