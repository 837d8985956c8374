import type { Arrival } from './load';

type TraceRow = Record<string, string>;

const timeColumns = ['t_seconds', 'time', 'seconds', 'timestamp', 'arrival', 'arrived_at'];
const inputColumns = ['input_tokens', 'contexttokens', 'prompt_tokens', 'request_tokens'];
const outputColumns = ['output_tokens', 'generatedtokens', 'completion_tokens', 'response_tokens'];

export interface Trace {
	arrivals: Arrival[];
	/** Without a column of times only the sizes are real. */
	hasTimes: boolean;
	problems: { line: number; reason: string }[];
}

/** Reads a trace of real requests: a time and sizes by line, in the names that public traces use. */
export function readTrace(rows: readonly TraceRow[], limit: number): Trace {
	const names = Object.keys(rows[0] ?? {});
	const find = (known: readonly string[]) => names.find((name) => known.includes(name.trim().toLowerCase()));
	const [time, input, output] = [timeColumns, inputColumns, outputColumns].map(find);
	if (!input || !output) {
		throw new Error(`The trace needs columns like t_seconds, input_tokens and output_tokens; it has ${names.join(', ') || 'none'}`);
	}
	const problems: Trace['problems'] = [];
	const arrivals: Arrival[] = [];
	for (const [index, row] of rows.entries()) {
		if (arrivals.length >= limit) break;
		const inputTokens = Number(row[input]);
		const outputTokens = Number(row[output]);
		const atMs = time === undefined ? 0 : milliseconds(row[time]);
		if (!isCount(inputTokens) || !isCount(outputTokens) || Number.isNaN(atMs)) {
			problems.push({ line: index + 2, reason: 'expected a time and two counts of tokens' });
			continue;
		}
		arrivals.push({ atMs, inputTokens, outputTokens });
	}
	arrivals.sort((one, other) => one.atMs - other.atMs);
	const start = arrivals[0]?.atMs ?? 0;
	return { arrivals: arrivals.map((arrival) => ({ ...arrival, atMs: arrival.atMs - start })), hasTimes: time !== undefined, problems };
}

const isCount = (value: number) => Number.isInteger(value) && value >= 0;

/** Seconds as a number, or a date. */
function milliseconds(text: string): number {
	const seconds = Number(text);
	return text.trim() !== '' && Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text);
}
