import type { FileProblem } from '../../fileProblem';
import { parse } from 'csv-parse/sync';
import { isObject } from '../../json';
import { azureMetrics } from './azureMetrics';
import { readExecutions } from './readExecutions';
import { toUsageRow, type RawRecord } from './usageRecord';
import { lengthInDays, type UsageLog, type UsageRow } from './usage';

/** A usage log: CSV with any of the usual separators, JSON lines, JSON, or executions of n8n. What is wrong is named by line. */
export function readUsageLog(text: string, file: string): UsageLog {
	const clean = text.replace(/^\uFEFF/, '');
	if (clean.trim() === '') return { rows: [], problems: [{ file, reason: 'The file is empty.' }] };
	const first = clean.trimStart()[0];
	const log = first === '{' || first === '[' ? readJson(clean, file) : readCsv(clean, file);
	const days = lengthInDays(log.rows);
	return { ...log, ...(days !== undefined && { days }) };
}

/** Rows of usage that come in as items of n8n. */
export function readUsageItems(items: readonly Record<string, unknown>[]): UsageLog {
	const log = collect(
		items.map((record, index) => ({ record, line: index + 1 })),
		'item',
	);
	const days = lengthInDays(log.rows);
	return { ...log, ...(days !== undefined && { days }) };
}

function readJson(text: string, file: string): UsageLog {
	const whole = tryParse(text);
	if (whole.ok) {
		const executions = readExecutions(whole.value, file);
		if (executions) return executions;
		const list = listIn(whole.value);
		if (list)
			return collect(
				list.map((record, index) => ({ record, line: index + 1 })),
				file,
				'entry',
			);
		return { rows: [], problems: [{ file, reason: 'The file is JSON, but no list of calls with token counts.' }] };
	}
	const problems: FileProblem[] = [];
	const records = text.split('\n').flatMap((line, index) => {
		if (line.trim() === '') return [];
		const parsed = tryParse(line);
		if (parsed.ok) return [{ record: parsed.value, line: index + 1 }];
		problems.push({ file, line: index + 1, reason: 'The line is not JSON.' });
		return [];
	});
	const log = collect(records, file);
	return { rows: log.rows, problems: [...problems, ...log.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

function tryParse(text: string): { ok: true; value: unknown } | { ok: false } {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch {
		return { ok: false };
	}
}

function listIn(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'object' || value === null) return undefined;
	const metrics = azureMetrics(value);
	if (metrics) return metrics;
	const inner = Object.values(value).find((entry) => Array.isArray(entry) && entry.length > 0);
	if (Array.isArray(inner))
		return inner.flatMap((entry: unknown) =>
			isBucket(entry) ? entry.results.map((result: unknown) => withTimes(result, entry)) : [entry],
		);
	return [value];
}

/** The usage APIs of OpenAI and Anthropic give buckets of time with results in them. */
type Bucket = { results: unknown[]; start_time?: unknown; end_time?: unknown; starting_at?: unknown; ending_at?: unknown };
const isBucket = (entry: unknown): entry is Bucket =>
	typeof entry === 'object' && entry !== null && 'results' in entry && Array.isArray(entry.results);
const withTimes = (result: unknown, { start_time, starting_at, end_time, ending_at }: Bucket) =>
	isObject(result) ? { start_time: start_time ?? starting_at, end_time: end_time ?? ending_at, ...result } : result;

const separators = [',', ';', '\t', '|'];

function readCsv(text: string, file: string): UsageLog {
	const [head] = text.split(/\r?\n/, 1);
	const delimiter = separators.reduce((best, one) => (head.split(one).length > head.split(best).length ? one : best));
	let records: { record: Record<string, string>; info: { lines: number } }[];
	try {
		records = parse(text, {
			columns: (names: string[]) => names.map((name) => name.trim()),
			delimiter,
			bom: true,
			info: true,
			relaxColumnCount: true,
			relaxQuotes: true,
			skipEmptyLines: true,
			trim: true,
		});
	} catch (error) {
		const line = typeof error === 'object' && error !== null && 'lines' in error ? Number(error.lines) : undefined;
		return { rows: [], problems: [{ file, ...(line !== undefined && { line }), reason: 'The file cannot be read as CSV.' }] };
	}
	if (records.length === 0) return { rows: [], problems: [{ file, reason: 'The file has a heading at most, but no rows.' }] };
	const long = pivot(records.map(({ record, info }) => ({ record, line: info.lines })));
	return collect(long ?? records.map(({ record, info }) => ({ record, line: info.lines })), file);
}

/** DeepSeek's export has one row for each kind of token: they are put together again. */
function pivot(records: { record: Record<string, string>; line: number }[]): { record: RawRecord; line: number }[] | undefined {
	const names = Object.keys(records[0].record).map((name) => name.toLowerCase());
	if (!names.includes('type') || !names.includes('amount')) return undefined;
	const groups = new Map<string, { record: RawRecord; line: number }>();
	for (const { record, line } of records) {
		const { type, amount, ...rest } = Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
		const key = JSON.stringify([rest.utc_date ?? rest.date, rest.model, rest.api_key_name]);
		const group = groups.get(key) ?? { record: { date: rest.utc_date ?? rest.date, model: rest.model }, line };
		group.record[type.toLowerCase().replace(/^input_/, 'prompt_')] = amount;
		groups.set(key, group);
	}
	return [...groups.values()];
}

function collect(records: readonly { record: unknown; line: number }[], file: string, word = 'line'): UsageLog {
	const rows: UsageRow[] = [];
	const problems: FileProblem[] = [];
	for (const { record, line } of records) {
		const outcome = toUsageRow(record);
		if ('row' in outcome) rows.push(outcome.row);
		if ('reason' in outcome)
			problems.push({
				file,
				...(word === 'line' ? { line } : {}),
				reason: word === 'line' ? outcome.reason : `Entry ${line}: ${outcome.reason}`,
			});
	}
	return { rows, problems };
}
