import { z } from 'zod/v4';
import type { RecordedCall } from '../history/recordedCall';
import { parseJson } from '../json';
import type { FileProblem } from '../fileProblem';

const toolCall = z.object({ id: z.string(), name: z.string(), arguments: z.record(z.string(), z.unknown()) });
const count = z.number().int().min(0);
const schema = z.record(z.string(), z.unknown());

const answer = z.object({
	text: z.string(),
	toolCalls: z.array(toolCall),
	finishReason: z.string().optional(),
	usage: z
		.object({
			inputTokens: count,
			outputTokens: count,
			cachedTokens: count.optional(),
			reasoningTokens: count.optional(),
		})
		.optional(),
	milliseconds: z.number().min(0).optional(),
	error: z.string().optional(),
});

export const recordedCall = z.object({
	id: z.string().min(1),
	execution: z.object({
		id: z.string(),
		startedAt: z.string(),
		workflowId: z.string(),
		workflowName: z.string(),
		workflowHash: z.string().optional(),
	}),
	node: z.object({
		id: z.string(),
		name: z.string(),
		type: z.string(),
		typeVersion: z.number(),
		runIndex: count,
		itemIndex: count.optional(),
	}),
	root: z.object({ name: z.string(), type: z.string() }).optional(),
	cluster: z.string().min(1),
	round: count,
	request: z.object({
		model: z.string().optional(),
		host: z.string().optional(),
		messages: z
			.array(
				z.object({
					role: z.enum(['system', 'user', 'assistant', 'tool']),
					content: z.string(),
					toolCalls: z.array(toolCall).optional(),
					toolCallId: z.string().optional(),
				}),
			)
			.min(1),
		tools: z.array(z.object({ name: z.string(), description: z.string().optional(), parameters: schema })).optional(),
		schema: schema.optional(),
		json: z.literal(true).optional(),
		others: z.record(z.string(), z.unknown()).optional(),
		temperature: z.number().optional(),
		maxTokens: z.number().int().positive().optional(),
	}),
	answer,
	rebuilt: z.object({ level: z.enum(['exact', 'partly', 'recorded']), why: z.array(z.string()) }),
	use: z.discriminatedUnion('kind', [
		z.object({ kind: z.literal('label'), labels: z.array(z.string()).min(1), from: z.enum(['classifier', 'branch', 'history']) }),
		z.object({ kind: z.literal('number') }),
		z.object({ kind: z.literal('json'), schema: schema.optional() }),
		z.object({ kind: z.literal('tools') }),
		z.object({ kind: z.literal('text') }),
	]),
	repeats: z.object({ count, answers: z.array(answer) }).optional(),
	sample: z.object({ workflow: z.string(), queryClass: z.string(), length: z.string(), weight: z.number().positive() }).optional(),
}) satisfies z.ZodType<RecordedCall>;

export interface ReadCalls {
	calls: RecordedCall[];
	/** Lines that are no recorded call, each with the reason. */
	problems: FileProblem[];
}

/** Recorded calls from lines of JSON, or from items; what is none, or stands there twice, is left out and named. */
export async function readCalls(lines: AsyncIterable<string> | Iterable<unknown>, file: string): Promise<ReadCalls> {
	const [calls, problems]: [RecordedCall[], FileProblem[]] = [[], []];
	const seen = new Set<string>();
	let line = 0;
	for await (const entry of lines) {
		line += 1;
		if (typeof entry === 'string' && entry.trim() === '') continue;
		const parsed = recordedCall.safeParse(typeof entry === 'string' ? parseJson(entry) : entry);
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			problems.push({ file, line, reason: `no recorded call (${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'unreadable'})` });
		} else if (seen.has(parsed.data.id)) problems.push({ file, line, reason: `the call ${parsed.data.id} stands there twice` });
		else {
			seen.add(parsed.data.id);
			calls.push(parsed.data);
		}
	}
	return { calls, problems };
}
