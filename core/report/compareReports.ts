import type { Verdict } from '../checks/checkResult';
import type { Change, Comparison, Report, ReportCheck } from './reportSchema';

const rank: Record<Exclude<Verdict, 'skipped'>, number> = { pass: 0, warn: 1, fail: 2 };

/** What got better and what worse between two reports, by check. */
export function compareReports(earlier: Report, later: Report): Comparison {
	return {
		earlierGeneratedAt: earlier.generatedAt,
		earlierVerdict: earlier.verdict,
		changes: later.checks.map((after) => {
			const before = earlier.checks.find(({ id }) => id === after.id);
			return {
				id: after.id,
				title: after.title,
				before: before?.verdict ?? 'skipped',
				after: after.verdict,
				direction: direction(before, after),
				figures: before ? changedFigures(before, after) : [],
			};
		}),
	};
}

function direction(before: ReportCheck | undefined, after: ReportCheck): Change['direction'] {
	if (!before || before.verdict === 'skipped' || after.verdict === 'skipped') return 'not comparable';
	// A measurement of the lab says nothing about a measurement of a model.
	if (before.emulated !== after.emulated) return 'not comparable';
	const step = rank[after.verdict] - rank[before.verdict];
	if (step === 0) return 'same';
	return step > 0 ? 'worse' : 'better';
}

function changedFigures(before: ReportCheck, after: ReportCheck) {
	return Object.entries(after.figures).flatMap(([name, value]) => {
		const old = Object.hasOwn(before.figures, name) ? before.figures[name] : undefined;
		if (typeof value !== 'number' || typeof old !== 'number' || value === old) return [];
		return [{ name, before: old, after: value }];
	});
}
