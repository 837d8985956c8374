import { isObject } from '../../json';
import type { Usage } from '../../money/cost';
import { findUsage } from '../../money/itemUsage';
import type { UsageRow } from './usage';

export type RawRecord = Record<string, unknown>;
type Outcome = { row: UsageRow } | { row: UsageRow; reason: string } | { reason: string };

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
	],
	missed: ['promptcachemisstokens', 'inputuncachedtokens', 'usageinputtokensnocache', 'uncachedinputtokens'],
	written: ['cachecreationinputtokens', 'cachewritetokens'],
	writtenFiveMinutes: ['usageinputtokenscachewrite5m', 'ephemeral5minputtokens'],
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
	],
	time: [
		'timestamp',
		'time',
		'at',
		'datetime',
		'createdat',
		'created',
		'starttime',
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
	requests: ['requests', 'requestcount', 'nrequests', 'nummodelrequests', 'numrequests', 'count'],
} as const;

/** One row of a log; a row that cannot be is left out with the reason. */
export function toUsageRow(record: unknown): Outcome {
	if (!isObject(record)) return { reason: 'It is not a row with names.' };
	const fields = flatten(record);
	// Rows of a table are flat and have names of their own; what holds an object is an answer or an item.
	const answer = Object.values(record).some(isObject) ? findUsage(record, {}) : undefined;
	if (answer && 'unknown' in answer) return { reason: `${answer.unknown}.` };
	if (answer) return withTime({ ...tokensOfRow(answer.usage), requests: 1, ...modelIn(fields) }, fields);
	const read = (key: keyof typeof fieldNames) => readField(fields, key);
	const counts = {
		...{ input: read('input'), cached: read('cached'), missed: read('missed'), output: read('output') },
		...{ written: read('written'), writtenFiveMinutes: read('writtenFiveMinutes'), writtenHour: read('writtenHour') },
	};
	if (counts.output === undefined && counts.input === undefined && counts.missed === undefined)
		return { reason: 'No token counts were found: name the columns input_tokens and output_tokens.' };

	const numbers = new Map<string, number>();
	for (const [name, value] of Object.entries(counts)) {
		if (value === undefined) continue;
		const count = readCount(value);
		if (count === undefined) return { reason: `The ${name} tokens "${String(value).slice(0, 40)}" are not a whole number.` };
		if (count < 0) return { reason: `The ${name} tokens are negative (${count}).` };
		numbers.set(name, count);
	}
	const cachedTokens = numbers.get('cached') ?? 0;
	const hour = numbers.get('writtenHour') ?? 0;
	const written = numbers.get('written') ?? (numbers.get('writtenFiveMinutes') ?? 0) + hour;
	const parts = (numbers.get('missed') ?? 0) + written;
	// Some exports name cached input beside the rest, others within it.
	const isBeside = fields.has('inputtokens') && (fields.has('cachereadinputtokens') || fields.has('cachecreationinputtokens'));
	const inputTokens = numbers.has('missed') ? parts + cachedTokens : (numbers.get('input') ?? 0) + (isBeside ? cachedTokens + written : 0);
	if (hour > written)
		return { reason: `The tokens written to the cache for an hour (${hour}) are more than all that were written (${written}).` };
	if (cachedTokens > inputTokens) return { reason: `The cached tokens (${cachedTokens}) are more than the input tokens (${inputTokens}).` };
	if (cachedTokens + written > inputTokens)
		return {
			reason: `The cached tokens (${cachedTokens}) and those written to the cache (${written}) are more than the input tokens (${inputTokens}).`,
		};
	const requests = readCount(read('requests') ?? 1);
	if (requests === undefined || requests < 0) return { reason: 'The number of requests is not a whole number.' };
	const counted = { inputTokens, cachedTokens, ...writes(written, hour), outputTokens: numbers.get('output') ?? 0 };
	return withTime({ ...counted, requests, ...modelIn(fields) }, fields);
}

const tokensOfRow = ({ inputTokens, cachedTokens, cacheWriteTokens, cacheWriteHourTokens, outputTokens }: Usage) => ({
	inputTokens,
	cachedTokens,
	...writes(cacheWriteTokens ?? 0, cacheWriteHourTokens ?? 0),
	outputTokens,
});

const writes = (written: number, hour: number): Pick<UsageRow, 'cacheWriteTokens' | 'cacheWriteHourTokens'> =>
	written === 0 ? {} : { cacheWriteTokens: written, ...(hour === 0 ? {} : { cacheWriteHourTokens: hour }) };

type Fields = ReadonlyMap<string, unknown>;

const readField = (fields: Fields, key: keyof typeof fieldNames): unknown =>
	fieldNames[key].map((name) => fields.get(name)).find((value) => value !== undefined && value !== null && value !== '');

function modelIn(fields: Fields): { model?: string } {
	const model = readField(fields, 'model');
	return typeof model === 'string' ? { model } : {};
}

function withTime(row: UsageRow, fields: Fields): Outcome {
	const time = readField(fields, 'time');
	if (time === undefined) return { row };
	const when = readTime(time);
	return when
		? { row: { ...row, ...when } }
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
