import type { Report } from './reportSchema';

export interface ReportFile {
	name: string;
	mimeType: string;
	text: string;
}

/** The report in its four formats. */
export async function reportFiles(report: Report): Promise<ReportFile[]> {
	const [{ renderHtml }, { renderMarkdown }, { renderJunit }] = await Promise.all([
		import('./renderHtml'),
		import('./renderMarkdown'),
		import('./renderJunit'),
	]);
	return [
		{ name: 'report.json', mimeType: 'application/json', text: `${JSON.stringify(report, null, '\t')}\n` },
		{ name: 'report.html', mimeType: 'text/html', text: await renderHtml(report) },
		{ name: 'report.md', mimeType: 'text/markdown', text: renderMarkdown(report) },
		{ name: 'report.junit.xml', mimeType: 'application/xml', text: await renderJunit(report) },
	];
}
