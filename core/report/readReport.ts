import { reportSchema, type Report } from './reportSchema';
import { parseJson } from '../json';

/** An earlier `report.json`. */
export function readReport(text: string): Report {
	const parsed = reportSchema.safeParse(parseJson(text));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new Error(`The earlier report is not a report.json of version 1: ${issue.path.join('.') || 'file'}: ${issue.message}`);
}
