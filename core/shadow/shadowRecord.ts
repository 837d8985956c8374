import { z } from 'zod/v4';
import type { FileProblem } from '../fileProblem';
import { parseJson } from '../json';
import type { RecordedCall } from '../history/recordedCall';
import type { Taken } from '../replay/evidence';
import type { NewAnswer } from '../replay/newAnswer';
import { recordedCall } from '../replay/readCalls';

/** A live call, and what a candidate that nobody waited for said to the same. */
export interface ShadowRecord {
	shadow: 1;
	/** ISO 8601. */
	at: string;
	call: RecordedCall;
	candidate: { model: string; host: string; answer: NewAnswer; taken: Taken };
}

const amount = z.union([z.number().min(0), z.literal('unknown')]);
const shadowRecord = z.object({
	shadow: z.literal(1),
	at: z.iso.datetime(),
	call: recordedCall,
	candidate: z.object({
		model: z.string(),
		host: z.string(),
		answer: z.object({
			text: z.string(),
			toolCalls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })),
			finishReason: z.string().optional(),
			failed: z.enum(['error', 'refused', 'empty', 'cut off', 'no JSON']).optional(),
			unreadCalls: z.array(z.string()).optional(),
		}),
		taken: z.object({ inputTokens: amount, outputTokens: amount, costNanoUsd: amount, againNanoUsd: amount, ms: amount }),
	}),
}) satisfies z.ZodType<ShadowRecord>;

/** Shadow records from lines of JSON, or from items; what is none is left out and named. */
export async function readShadowRecords(
	lines: AsyncIterable<string> | Iterable<unknown>,
	file: string,
): Promise<{ records: ShadowRecord[]; problems: FileProblem[] }> {
	const [records, problems]: [ShadowRecord[], FileProblem[]] = [[], []];
	let line = 0;
	for await (const entry of lines) {
		line += 1;
		if (typeof entry === 'string' && entry.trim() === '') continue;
		const parsed = shadowRecord.safeParse(typeof entry === 'string' ? parseJson(entry) : entry);
		if (parsed.success) records.push(parsed.data);
		else problems.push({ file, line, reason: 'no record of a shadow call' });
	}
	return { records, problems };
}
