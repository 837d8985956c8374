import type { CheckRecord } from './checkRecord';
import { isCheckId } from '.';
import { verdicts } from './checkResult';

const isOneOf = (list: readonly string[], value: unknown) => typeof value === 'string' && list.includes(value);

/** Whether an item's JSON is the result of a check, and not a workflow, task or log line of the user. */
export function isCheckRecord(json: unknown): json is CheckRecord {
	if (typeof json !== 'object' || json === null) return false;
	if (!('id' in json && 'verdict' in json && 'summary' in json && 'findings' in json)) return false;
	return isCheckId(json.id) && isOneOf(verdicts, json.verdict) && typeof json.summary === 'string' && Array.isArray(json.findings);
}
