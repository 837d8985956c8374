import { setImmediate } from 'node:timers/promises';
import { inTurns } from '../breathe';
import { prettyJson } from './prettyJson';
import type { Report } from './reportSchema';

export interface ReportFile {
	name: string;
	mimeType: string;
	text: string;
}

/** The report in its four formats. */
export async function reportFiles(unsafe: Report): Promise<ReportFile[]> {
	const [{ renderHtml }, { renderMarkdown }, { renderJunit }, { redactJson, redactList }] = await Promise.all([
		import('./renderHtml'),
		import('./renderMarkdown'),
		import('./renderJunit'),
		import('../redact/redact'),
	]);
	// Reports go into pull requests: an address or a message may carry a key.
	const checks: Report['checks'] = [];
	for (const check of unsafe.checks) checks.push({ ...check, findings: await inTurns(redactList(check.findings)) });
	const report = redactJson({ ...unsafe, checks }).value;
	// Each takes a turn of its own: a report of thousands of findings is megabytes.
	await setImmediate();
	const json = `${await prettyJson(report)}\n`;
	await setImmediate();
	const html = await renderHtml(report);
	await setImmediate();
	const markdown = renderMarkdown(report);
	await setImmediate();
	return [
		{ name: 'report.json', mimeType: 'application/json', text: json },
		{ name: 'report.html', mimeType: 'text/html', text: html },
		{ name: 'report.md', mimeType: 'text/markdown', text: markdown },
		{ name: 'report.junit.xml', mimeType: 'application/xml', text: await renderJunit(report) },
	];
}
