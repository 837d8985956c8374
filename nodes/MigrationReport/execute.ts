import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod/v4';
import type { CheckRecord } from '../../core/checks/checkRecord';
import { messageOf } from '../../core/describeError';
import { reportFiles } from '../../core/report/reportFiles';
import type { Report } from '../../core/report/reportSchema';
import { toNodeError } from '../shared/forEachItem';
import { readParameters, textOrJson } from '../shared/parameters';
import { properties } from './properties';
import { itemAt } from '../../core/itemAt';

const schema = z.object({
	title: textOrJson,
	options: z
		.object({
			against: textOrJson.prefault(''),
			againstField: textOrJson.prefault(''),
			date: textOrJson.refine((text) => !text || !Number.isNaN(Date.parse(text)), 'It must be a day, such as 2026-12-31').prefault(''),
		})
		.prefault({}),
});
type Options = z.output<typeof schema>['options'];

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
		if (this.continueOnFail()) return [[{ json: { error: messageOf(error) }, pairedItem }]];
		throw toNodeError(this, error, 0);
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
		const issue = itemAt(parsed.error.issues, 0);
		throw Object.assign(new Error(`Item ${index} is not the result of a Migration Check`), {
			description: `Connect Migration Check nodes before this one, through Merge where there are several. Its field "${issue.path.join('.') || 'json'}" is not what a check gives.`,
		});
	});
	const { title, options } = readParameters(context, 0, schema, properties);
	return buildReport(records, {
		title,
		now: options.date ? new Date(options.date) : new Date(),
		against: await earlierReport(context, options),
	});
}

async function earlierReport(context: IExecuteFunctions, { against, againstField }: Options): Promise<Report | undefined> {
	if (!againstField && !against) return undefined;
	const { readReport } = await import('../../core/report/readReport');
	return readReport(againstField ? (await context.helpers.getBinaryDataBuffer(0, againstField)).toString('utf8') : against);
}
