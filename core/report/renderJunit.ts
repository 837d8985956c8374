import { html } from 'hono/html';
import { formatFigure, labelOf, withoutControls } from './format';
import type { Report, ReportCheck } from './reportSchema';

/** The report for a CI system: a suite for each check, a case for the check and for each of its findings that has a verdict. */
export async function renderJunit(report: Report): Promise<string> {
	const suites = report.checks.map(suiteOf);
	const sum = (key: 'failures' | 'skipped' | 'errors') => suites.reduce((total, suite) => total + suite[key], 0);
	const tests = suites.reduce((total, { cases }) => total + cases.length, 0);
	const text = await html`<?xml version="1.0" encoding="UTF-8"?>
		<testsuites
			name="${clean(report.title)}"
			tests="${tests}"
			failures="${sum('failures')}"
			errors="${sum('errors')}"
			skipped="${sum('skipped')}"
		>
			${suites.map(
				({ check, cases, failures, errors, skipped }) => html`
					<testsuite
						name="${check.id}"
						tests="${cases.length}"
						failures="${failures}"
						errors="${errors}"
						skipped="${skipped}"
						timestamp="${report.generatedAt.slice(0, 19)}"
						time="${seconds(check)}"
					>
						<properties
							><property name="verdict" value="${check.verdict}" /><property name="emulated" value="${String(check.emulated)}"
						/></properties>
						${cases.map(
							({ name, status, message, details }) =>
								html`		<testcase classname="${check.id}" name="${clean(name)}"${
									status === 'passed'
										? html`/> `
										: html`>${statusElement(status, message, details)}</testcase>
`
								}`,
						)}
					</testsuite>
				`,
			)}</testsuites
		> `;
	return String(text);
}

type CaseStatus = 'passed' | 'failure' | 'error' | 'skipped';
interface Case {
	name: string;
	status: CaseStatus;
	message: string;
	details: string;
}

function suiteOf(check: ReportCheck) {
	const cases: Case[] = [
		{ name: check.title, status: statusOfCheck(check), message: check.summary, details: detailsOf(check.figures) },
		...check.findings.flatMap((finding): Case[] =>
			finding.verdict === 'fail'
				? [
						{
							name: nameOf(finding),
							status: 'failure',
							message: formatFigure(finding.action ?? finding.reason ?? finding.status),
							details: detailsOf(finding),
						},
					]
				: [],
		),
	];
	const number = (status: CaseStatus) => cases.filter((one) => one.status === status).length;
	return { check, cases, failures: number('failure'), errors: number('error'), skipped: number('skipped') };
}

function statusOfCheck(check: ReportCheck): CaseStatus {
	if (check.couldNotRun) return 'error';
	if (check.verdict === 'fail') return 'failure';
	// JUnit has no word for "undecided"; skipped with the reason is the nearest that does not claim success.
	return check.verdict === 'pass' ? 'passed' : 'skipped';
}

const statusElement = (status: CaseStatus, message: string, details: string) => {
	const text = clean(message);
	if (status === 'skipped') return html`<skipped message="${text}" />`;
	if (status === 'error') return html`<error message="${text}">${clean(details)}</error>`;
	return html`<failure message="${text}">${clean(details)}</failure>`;
};

const nameOf = (finding: Record<string, unknown>) =>
	[finding.workflow ?? finding.file ?? finding.id, finding.node ?? finding.name, finding.model]
		.map(formatFigure)
		.filter(Boolean)
		.join(' / ') || 'finding';

const detailsOf = (values: Record<string, unknown>) =>
	Object.entries(values)
		.map(([key, value]) => `${labelOf(key)}: ${formatFigure(value)}`)
		.join('\n');

const seconds = (check: ReportCheck) => ((check.run?.durationMs ?? 0) / 1000).toFixed(3);
const clean = (text: string) => withoutControls(text);
