import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { CheckRecord } from '../../core/checks/checkRecord';
import { messageOf } from '../../core/describeError';
import { reportFiles } from '../../core/report/reportFiles';
import type { Report } from '../../core/report/reportSchema';

/** Takes the items of Migration Check nodes and puts out one item: the verdict, and the report in four formats. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const pairedItem = items.map((_, item) => ({ item }));
	try {
		const report = await reportOf(this);
		const binary: INodeExecutionData['binary'] = {};
		const files = await reportFiles(report);
		for (const { name, mimeType, text } of files) {
			binary[name] = await this.helpers.prepareBinaryData(Buffer.from(text), name, mimeType);
		}
		const json = JSON.parse(JSON.stringify({ verdict: report.verdict, emulated: report.emulated, checks: report.checks }));
		// n8n offers the view of a page for an item with this field.
		json.html = files.find(({ mimeType }) => mimeType === 'text/html')?.text;
		return [[{ json, binary, pairedItem }]];
	} catch (error) {
		const message = messageOf(error);
		if (this.continueOnFail()) return [[{ json: { error: message }, pairedItem }]];
		throw new NodeOperationError(this.getNode(), message);
	}
}

async function reportOf(context: IExecuteFunctions): Promise<Report> {
	const [{ checkRecord }, { buildReport }] = await Promise.all([
		import('../../core/checks/checkRecord'),
		import('../../core/report/buildReport'),
	]);
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
	const { readReport } = await import('../../core/report/readReport');
	if (field) return readReport((await context.helpers.getBinaryDataBuffer(0, field)).toString('utf8'));
	return readReport(typeof given === 'string' ? given : JSON.stringify(given));
}
