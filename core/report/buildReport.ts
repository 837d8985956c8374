import type { CheckRecord } from '../checks/checkRecord';
import { checkIds, checkOf, type CheckId } from '../checks';
import { catalogueAge } from '../catalogue/age';
import { worstOf } from '../checks/verdict';
import { compareReports } from './compareReports';
import type { Report } from './reportSchema';

/** The results of a report, one for each check, in the order of the checklist; what did not run is skipped, with the reason. */
export function buildReport(
	records: readonly CheckRecord[],
	{ title, now, against, notice }: { title: string; now: Date; against?: Report; notice?: string },
): Report {
	const byId = new Map(records.map((record) => [record.id, record]));
	const checks = checkIds.map((id) => byId.get(id) ?? notPartOfRun(id));
	const ran = checks.filter(({ verdict }) => verdict !== 'skipped');
	const last = (side: 'baseline' | 'candidate') => records.findLast(({ run }) => run?.[side])?.run?.[side];
	const report: Report = {
		schemaVersion: 1,
		title,
		...(notice ? { notice } : {}),
		generatedAt: now.toISOString(),
		verdict: worstOf(ran.map(({ verdict }) => verdict)),
		emulated: ran.some(({ emulated }) => emulated),
		baseline: last('baseline'),
		candidate: last('candidate'),
		spentUsd: records.reduce((sum, { run }) => sum + (run?.spentUsd ?? 0), 0),
		catalogue: catalogueAge(now),
		checks,
	};
	return against ? { ...report, comparison: compareReports(against, report) } : report;
}

/** A check that the run left out. */
export function skipped(id: CheckId, reason: string): CheckRecord {
	return {
		id,
		title: checkOf(id).title,
		verdict: 'skipped',
		summary: reason,
		figures: {},
		thresholds: {},
		findings: [],
		emulated: false,
	};
}

const notPartOfRun = (id: CheckId) => skipped(id, 'Not part of this run.');
