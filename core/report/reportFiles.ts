import type { Report } from './reportSchema';

export interface ReportFile {
	name: string;
	mimeType: string;
	text: string;
}

/** The report in its four formats. */
export async function reportFiles(unsafe: Report): Promise<ReportFile[]> {
	const [{ renderHtml }, { renderMarkdown }, { renderJunit }, { redactJson }] = await Promise.all([
		import('./renderHtml'),
		import('./renderMarkdown'),
		import('./renderJunit'),
		import('../redact/redact'),
	]);
	// Reports go into pull requests: an address or a message may carry a key.
	const report = redactJson(unsafe).value;
	return [
		{ name: 'report.json', mimeType: 'application/json', text: `${JSON.stringify(report, null, '\t')}\n` },
		{ name: 'report.html', mimeType: 'text/html', text: await renderHtml(report) },
		{ name: 'report.md', mimeType: 'text/markdown', text: renderMarkdown(report) },
		{ name: 'report.junit.xml', mimeType: 'application/xml', text: await renderJunit(report) },
	];
}
