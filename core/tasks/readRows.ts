import type { FileProblem } from '../fileProblem';
import type { FileRow } from './fileRow';
import { isObject, type JsonObject } from '../json';
import { readColumns } from './columns';
import { rowsOfDocument } from './forms';

/** Rows of a file of JSONL, JSON or CSV; what can't be read is named with its line. */
export async function readRows(file: string, bytes: Uint8Array): Promise<{ rows: FileRow[]; problems: FileProblem[] }> {
	const text = decode(bytes);
	if (text.trim() === '') return { rows: [], problems: [{ file, reason: 'the file is empty' }] };
	if (isZip(bytes)) return { rows: [], problems: [{ file, reason: zipReason(file) }] };
	const read = await rowsIn(text, file);
	const problems = read.problems.map((problem) => ({ file, ...problem }));
	const rows = read.rows.filter(({ values, line }) => {
		const isBroken = Object.values(values).some((value) => typeof value === 'string' && value.includes('\ufffd'));
		if (isBroken) problems.push({ file, line, reason: 'holds bytes that are not UTF-8; save the file as UTF-8' });
		return !isBroken;
	});
	return { rows, problems: problems.sort((one, other) => (one.line ?? 0) - (other.line ?? 0)) };
}

async function rowsIn(text: string, file: string): Promise<Read> {
	const first = text.trimStart()[0];
	if (/\.ya?ml$/i.test(file)) return await yamlRows(text);
	return first === '[' ? jsonRows(text) : first === '{' ? jsonlRows(text) : await csvRows(text);
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
const zipReason = (file: string) =>
	/\.eval$/i.test(file)
		? 'is an Inspect log in its packed form; write it as JSON first: inspect log dump FILE.eval > log.json'
		: /\.xlsx$/i.test(file)
			? 'is a workbook; save the sheet as CSV'
			: 'is a packed archive; unpack it';

async function yamlRows(text: string): Promise<Read> {
	const { parseDocument } = await import('yaml');
	const document = parseDocument(text);
	const [broken] = document.errors;
	if (broken)
		return { rows: [], problems: [{ line: broken.linePos?.[0].line, reason: `is not valid YAML: ${broken.message.split('\n')[0]}` }] };
	return rowsOfValue(document.toJS({ maxAliasCount: 100 }));
}

/** UTF-8, or UTF-16 where a byte-order mark says so; bytes that fit neither become U+FFFD. */
function decode(bytes: Uint8Array): string {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	return new TextDecoder('utf-8').decode(bytes);
}

interface Read {
	rows: FileRow[];
	problems: { line?: number; reason: string }[];
}

function jsonlRows(text: string): Read {
	const read: Read = { rows: [], problems: [] };
	let line = 0;
	for (const content of lines(text)) {
		line += 1;
		if (content.trim() === '') continue;
		try {
			const values: unknown = JSON.parse(content);
			if (isObject(values)) read.rows.push({ values, line });
			else read.problems.push({ line, reason: 'is not a JSON object' });
		} catch {
			read.problems.push({
				line,
				reason: content.includes('\ufffd') ? 'holds bytes that are not UTF-8; save the file as UTF-8' : 'is not valid JSON',
			});
		}
	}
	// One object in one line may be a whole file of another tool, or a list under some name.
	const [only, ...others] = read.rows;
	if (only && others.length === 0 && read.problems.length === 0) {
		const known = rowsOfDocument(only.values);
		if (known) return known;
		const holdsRows = readColumns(only.values).fields.prompt === undefined && listIn(only.values) !== undefined;
		return holdsRows ? rowsOfValue(only.values) : read;
	}
	// One object over many lines is a JSON file, not JSONL.
	if (read.rows.length === 0 && read.problems.length > 0) {
		const whole = jsonRows(text);
		if (whole.rows.length > 0) return whole;
	}
	return read;
}

/** One line at a time, so that a large file is not held twice. */
function* lines(text: string): Generator<string> {
	let start = 0;
	for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
		yield text.slice(start, end);
		start = end + 1;
	}
	yield text.slice(start);
}

function jsonRows(text: string): Read {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return { rows: [], problems: [{ reason: 'the file is not valid JSON' }] };
	}
	return rowsOfValue(parsed);
}

/** Rows of another tool's file, else of the first list that the value is or holds. */
function rowsOfValue(parsed: unknown): Read {
	const known = rowsOfDocument(parsed);
	if (known) return known;
	const list = Array.isArray(parsed) ? parsed : isObject(parsed) ? (listIn(parsed) ?? [parsed]) : [];
	const read: Read = { rows: [], problems: [] };
	for (const [index, values] of list.entries()) {
		if (isObject(values)) read.rows.push({ values, line: index + 1 });
		else read.problems.push({ line: index + 1, reason: 'is not a JSON object' });
	}
	return read;
}

/** The first list of objects that an object holds. */
const listIn = (value: JsonObject): unknown[] | undefined =>
	Object.values(value).find((entry): entry is unknown[] => Array.isArray(entry) && entry.some(isObject));

async function csvRows(text: string): Promise<Read> {
	const { parse } = await import('csv-parse/sync');
	const problems: Read['problems'] = [];
	const records: unknown = parse(text, {
		bom: true,
		columns: true,
		info: true,
		delimiter: delimiterOf(text),
		skip_empty_lines: true,
		relax_column_count: true,
		relax_quotes: true,
		trim: true,
		skip_records_with_error: true,
		on_skip: (error) =>
			void problems.push({
				line: Number(error?.lines ?? 0) || undefined,
				reason: error ? `can't be read as CSV (${error.code})` : "can't be read as CSV",
			}),
	});
	const list = Array.isArray(records) ? records : [];
	let last = 1;
	const rows = list.flatMap((entry: unknown): FileRow[] => {
		if (!isObject(entry) || !isObject(entry.record)) return [];
		const line = last + 1;
		last = isObject(entry.info) && typeof entry.info.lines === 'number' ? entry.info.lines : line;
		return [{ values: entry.record, line }];
	});
	if (rows.length === 0 && problems.length === 0)
		problems.push({ line: 1, reason: 'the file has a header but no rows, or is neither JSONL, JSON nor CSV' });
	return { rows, problems };
}

/** The separator that the header has most of, outside quotes. */
function delimiterOf(text: string): string {
	const header = (/^(?:"(?:[^"]|"")*"|[^\n"])*/.exec(text)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '');
	const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: header.split(mark).length - 1 }));
	return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}
