import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { CheckRecord } from '../MigrationCheck/checkRecord';
import type { Report } from './reportSchema';

interface ReportFile {
	name: string;
	mimeType: string;
	text: string;
}

/** Takes the items of Migration Check nodes and puts out one item: the verdict, and the report in four formats. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const pairedItem = items.map((_, item) => ({ item }));
	try {
		const report = await reportOf(this);
		const binary: INodeExecutionData['binary'] = {};
		for (const { name, mimeType, text } of await filesOf(report)) {
			binary[name] = await this.helpers.prepareBinaryData(Buffer.from(text), name, mimeType);
		}
		const json = JSON.parse(JSON.stringify({ verdict: report.verdict, emulated: report.emulated, checks: report.checks }));
		return [[{ json, binary, pairedItem }]];
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		if (this.continueOnFail()) return [[{ json: { error: message }, pairedItem }]];
		throw new NodeOperationError(this.getNode(), message);
	}
}

async function reportOf(context: IExecuteFunctions): Promise<Report> {
	const [{ checkRecord }, { buildReport }] = await Promise.all([import('../MigrationCheck/checkRecord'), import('./buildReport')]);
	const records = context.getInputData().map(({ json }, index): CheckRecord => {
		const parsed = checkRecord.safeParse(json);
		if (parsed.success) return parsed.data;
		const [issue] = parsed.error.issues;
		throw new Error(`Item ${index} is not the result of a Migration Check: ${issue.path.join('.') || 'item'}: ${issue.message}`);
	});
	const date = String(context.getNodeParameter('options.date', 0, ''));
	return buildReport(records, {
		title: String(context.getNodeParameter('title', 0)),
		now: date ? new Date(date) : new Date(),
		against: await earlierReport(context),
	});
}

async function earlierReport(context: IExecuteFunctions): Promise<Report | undefined> {
	const field = String(context.getNodeParameter('options.againstField', 0, ''));
	const given: unknown = context.getNodeParameter('options.against', 0, '');
	if (!field && !given) return undefined;
	const { readReport } = await import('./readReport');
	if (field) return readReport((await context.helpers.getBinaryDataBuffer(0, field)).toString('utf8'));
	return readReport(typeof given === 'string' ? given : JSON.stringify(given));
}

async function filesOf(report: Report): Promise<ReportFile[]> {
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
