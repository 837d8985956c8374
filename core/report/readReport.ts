import { reportSchema, type Report } from './reportSchema';
import { parseJson } from '../json';
import { itemAt } from '../itemAt';

/** An earlier `report.json`. */
export function readReport(text: string): Report {
	const parsed = reportSchema.safeParse(parseJson(text));
	if (parsed.success) return parsed.data;
	const issue = itemAt(parsed.error.issues, 0);
	throw new Error(`The earlier report is not a report.json of version 1: ${issue.path.join('.') || 'file'}: ${issue.message}`);
}
