import { isObject, parseJson, type JsonObject } from '../../json';
import { findUsage } from '../../money/itemUsage';
import type { UsageRow } from './usage';

export type RawRecord = Record<string, unknown>;
type ReadRecord = { row: UsageRow } | { row: UsageRow; reason: string } | { reason: string };

/** What logs and exports call each figure, letters and digits only. */
const fieldNames = {
	input: [
		'inputtokens',
		'prompttokens',
		'tokensprompt',
		'nativetokensprompt',
		'ncontexttokenstotal',
		'contexttokens',
		'tokensin',
		'inputtoken',
		'prompttoken',
		'promptevalcount',
		'tokensinput',
		'processedprompttokens',
		'inputtokencount',
	],
	cached: [
		'cachedtokens',
		'inputcachedtokens',
		'cachedinputtokens',
		'promptcachehittokens',
		'cachereadinputtokens',
		'usageinputtokenscacheread',
		'tokenscached',
		'nativetokenscached',
		'ncachedcontexttokenstotal',
		'cachereadtokens',
		'cachereadinputtokencount',
	],
	missed: ['promptcachemisstokens', 'inputuncachedtokens', 'usageinputtokensnocache', 'uncachedinputtokens'],
	written: ['cachecreationinputtokens', 'cachewritetokens', 'cachewriteinputtokencount'],
	writtenMinutes: ['usageinputtokenscachewrite5m', 'ephemeral5minputtokens'],
	writtenHour: ['usageinputtokenscachewrite1h', 'ephemeral1hinputtokens', 'cachewritehourtokens'],
	output: [
		'outputtokens',
		'completiontokens',
		'tokenscompletion',
		'nativetokenscompletion',
		'ngeneratedtokenstotal',
		'generatedtokens',
		'usageoutputtokens',
		'tokensout',
		'outputtoken',
		'completiontoken',
		'evalcount',
		'tokensoutput',
		'generatedcompletiontokens',
		'outputtokencount',
	],
	time: [
		'timestamp',
		'time',
		'at',
		'datetime',
		'createdat',
		'created',
		'starttime',
		'startingat',
		'startedat',
		'startime',
		'requesttime',
		'aggregationtimestamp',
		'date',
		'day',
		'usagedateutc',
		'utcdate',
	],
	model: ['model', 'modelid', 'modelname', 'snapshotid', 'modelversion', 'modelpermaslug'],
	end: ['endtime', 'endingat'],
	requests: ['requests', 'requestcount', 'nrequests', 'nummodelrequests', 'numrequests', 'count'],
} as const;

/** One row of a log; a row that cannot be is left out with the reason. */
export function toUsageRow(record: unknown): ReadRecord {
	if (!isObject(record)) return { reason: 'It is not a row with names.' };
	const fields = flatten(record);
	// Rows of a table are flat and have names of their own; what holds an object is an answer or an item.
	const observed = langfuseCounts(record);
	if (observed) return toUsageRow(observed);
	const answer = Object.values(record).some(isObject) && !isBucketResult(fields) ? findUsage(record, {}) : undefined;
	if (answer && 'unknown' in answer) return { reason: `${answer.unknown}.` };
	if (answer) return withTime({ ...tokensOfRow(answer.usage), requests: 1, ...modelIn(fields) }, fields);
	const read = (key: keyof typeof fieldNames) => readField(fields, key);
	const counts = {
		input: read('input'),
		cached: read('cached'),
		missed: read('missed'),
		written: read('written'),
		writtenMinutes: read('writtenMinutes'),
		writtenHour: read('writtenHour'),
		output: read('output'),
	};
	if (counts.output === undefined && counts.input === undefined && counts.missed === undefined) return { reason: noCounts(record) };

	const numbers = new Map<string, number>();
	for (const [name, value] of Object.entries(counts)) {
		if (value === undefined) continue;
		const count = readCount(value);
		if (count === undefined) return { reason: `The ${name} tokens "${String(value).slice(0, 40)}" are not a whole number.` };
		if (count < 0) return { reason: `The ${name} tokens are negative (${count}).` };
		numbers.set(name, count);
	}
	const cachedTokens = numbers.get('cached') ?? 0;
	const cacheWriteHourTokens = numbers.get('writtenHour') ?? 0;
	const cacheWriteTokens = Math.max(numbers.get('written') ?? 0, (numbers.get('writtenMinutes') ?? 0) + cacheWriteHourTokens);
	const parts = (numbers.get('missed') ?? 0) + cacheWriteTokens;
	// Some exports name cached input beside the rest, others within it.
	const isBeside =
		(fields.has('inputtokens') && (fields.has('cachereadinputtokens') || fields.has('cachecreationinputtokens'))) ||
		(fields.has('inputtokencount') && (fields.has('cachereadinputtokencount') || fields.has('cachewriteinputtokencount')));
	const inputTokens = numbers.has('missed')
		? parts + cachedTokens
		: (numbers.get('input') ?? 0) + (isBeside ? cachedTokens + cacheWriteTokens : 0);
	if (cachedTokens + cacheWriteTokens > inputTokens && cacheWriteTokens > 0)
		return {
			reason: `The cached and written tokens (${cachedTokens + cacheWriteTokens}) are more than the input tokens (${inputTokens}).`,
		};
	if (cachedTokens > inputTokens) return { reason: `The cached tokens (${cachedTokens}) are more than the input tokens (${inputTokens}).` };
	const requests = readCount(read('requests') ?? 1);
	if (requests === undefined || requests < 0) return { reason: 'The number of requests is not a whole number.' };
	const written = cacheWriteTokens > 0 ? { cacheWriteTokens, ...(cacheWriteHourTokens > 0 && { cacheWriteHourTokens }) } : {};
	return withTime(
		{ inputTokens, cachedTokens, ...written, outputTokens: numbers.get('output') ?? 0, requests, ...modelIn(fields) },
		fields,
	);
}

const tokensOfRow = ({
	inputTokens,
	cachedTokens,
	cacheWriteTokens,
	cacheWriteHourTokens,
	outputTokens,
}: Omit<UsageRow, 'requests'>): Omit<UsageRow, 'requests'> => ({
	inputTokens,
	cachedTokens,
	...(cacheWriteTokens !== undefined && { cacheWriteTokens }),
	...(cacheWriteHourTokens !== undefined && { cacheWriteHourTokens }),
	outputTokens,
});

type Fields = ReadonlyMap<string, unknown>;

const readField = (fields: Fields, key: keyof typeof fieldNames): unknown =>
	fieldNames[key].map((name) => fields.get(name)).find((value) => value !== undefined && value !== null && value !== '');

function modelIn(fields: Fields): { model?: string } {
	const model = readField(fields, 'model');
	return typeof model === 'string' ? { model } : {};
}

function withTime(row: UsageRow, fields: Fields): ReadRecord {
	const time = readField(fields, 'time');
	if (time === undefined) return { row };
	const when = readTime(time);
	const end = readField(fields, 'end');
	const until = end === undefined ? undefined : readTime(end)?.at;
	return when
		? { row: { ...row, ...when, ...(until && when.at && until > when.at && { until }) } }
		: { row, reason: `The time "${String(time).slice(0, 40)}" was not understood; the row counts as spread over the week.` };
}

/** Names without case and signs; what lies deeper does not cover what lies higher up. */
function flatten(record: object): Map<string, unknown> {
	const fields = new Map<string, unknown>();
	const deeper: object[] = [];
	for (const [name, value] of Object.entries(record)) {
		if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)) deeper.push(value);
		else fields.set(name.toLowerCase().replace(/[^a-z0-9]/g, ''), value);
	}
	for (const inner of deeper) for (const [name, value] of flatten(inner)) if (!fields.has(name)) fields.set(name, value);
	return fields;
}

/** A whole number, thousands separated or not. */
function readCount(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
	if (typeof value !== 'string') return undefined;
	const plain = value.trim();
	const grouped = /^[+-]?\d{1,3}([.,' \u00A0\u202F]\d{3})+$/.test(plain) ? plain.replace(/[.,' \u00A0\u202F]/g, '') : plain;
	const number = Number(grouped);
	return grouped !== '' && Number.isSafeInteger(number) ? number : undefined;
}

/** A moment, or a day where the hour is not given. Times without a zone are UTC, as exports of providers are. */
function readTime(value: unknown): Pick<UsageRow, 'at' | 'day'> | undefined {
	if (value instanceof Date) return { at: value };
	const number = typeof value === 'number' ? value : /^\d{9,13}(\.\d+)?$/.test(String(value)) ? Number(value) : undefined;
	if (number !== undefined) {
		const at = new Date(number > 1e11 ? number : number * 1000);
		return Number.isNaN(at.getTime()) || number < 1e8 ? undefined : { at };
	}
	const text = String(value).trim();
	const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?$/.exec(text);
	const iso = german
		? `${german[3]}-${german[2].padStart(2, '0')}-${german[1].padStart(2, '0')}${german[4] ? `T${german[4].padStart(5, '0')}` : ''}`
		: text.replace(' ', 'T').replace(/T?UTC$/, 'Z');
	if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return Number.isNaN(Date.parse(iso)) ? undefined : { day: iso };
	if (!/^\d{4}-\d{2}-\d{2}T/.test(iso)) return undefined;
	const at = new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`);
	return Number.isNaN(at.getTime()) ? undefined : { at };
}

/** Sums of an export, which bear names of their own beside objects that an answer has, too. */
const isBucketResult = (fields: Fields) => fields.has('uncachedinputtokens') || fields.has('nummodelrequests');

/**
 * Counts of a Langfuse observation: its `usageDetails` name kinds of tokens that do not overlap, and all that begin with
 * "input" or "output" are summed (docs "Model usage and cost tracking").
 */
function langfuseCounts(record: JsonObject): JsonObject | undefined {
	const listed = record.usageDetails ?? record.usage_details;
	const details = typeof listed === 'string' ? parseJson(listed) : listed;
	if (!isObject(details)) return undefined;
	const sum = (fits: (name: string) => boolean) =>
		Object.entries(details).reduce(
			(total, [name, count]) => (fits(name.toLowerCase()) && typeof count === 'number' ? total + count : total),
			0,
		);
	const isWritten = (name: string) => /cache_?creation|cache_?write/.test(name);
	const isCached = (name: string) => /cache/.test(name) && !isWritten(name);
	return {
		input_tokens: sum((name) => /^(?:input|prompt|cache)/.test(name)),
		cached_tokens: sum(isCached),
		cache_write_tokens: sum(isWritten),
		output_tokens: sum((name) => /^(?:output|completion)/.test(name)),
		model: record.model ?? record.providedModelName ?? record.provided_model_name,
		time: record.startTime ?? record.start_time ?? record.timestamp,
	};
}

/** Exports that hold no tokens at all, by a column that only they have. */
const billingOnly: Record<string, string> = {
	skudescription: "Google's billing export",
	lineitemusagetype: "Amazon's cost and usage report",
	lineitemusageamount: "Amazon's cost and usage report",
	metercategory: "Azure's cost export",
	metername: "Azure's cost export",
};

function noCounts(record: JsonObject): string {
	const fields = flatten(record);
	const known = Object.keys(billingOnly).find((name) => fields.has(name));
	if (known) return `This is ${billingOnly[known]}: it holds amounts of money and no tokens, so no other model can be priced from it.`;
	return `No token counts were found among ${[...fields.keys()].slice(0, 8).join(', ')}: name the columns input_tokens and output_tokens.`;
}
