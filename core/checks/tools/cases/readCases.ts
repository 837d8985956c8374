import type { FileProblem } from '../../../fileProblem';
import { z } from 'zod/v4';
import type { FileRow } from '../../../tasks/fileRow';
import type { ToolCase } from './toolCase';
import { parseJson } from '../../../json';

const functionSpec = z.object({
	name: z.string().min(1),
	description: z.string().optional(),
	parameters: z.record(z.string(), z.unknown()).default({}),
});
const openAiTool = z.object({ type: z.literal('function'), function: functionSpec }).transform((tool) => tool.function);
const message = z.looseObject({
	role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
	content: z.union([z.string(), z.null(), z.array(z.unknown())]),
});
const jsonText = z.string().transform((text, context): unknown => {
	const parsed = parseJson(text);
	if (parsed !== undefined) return parsed;
	context.addIssue({ code: 'custom', message: 'is not JSON' });
	return z.NEVER;
});
const fromText = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, jsonText.pipe(schema)]);

/** The leaderboard's own files nest the messages by turn and call the list of functions `function`. */
const row = z.object({
	id: z.union([z.string(), z.number()]).optional(),
	category: z.string().default('cases'),
	messages: fromText(z.union([z.array(message), z.array(z.array(message)).transform((turns) => turns.flat())])),
	functions: fromText(z.array(z.union([openAiTool, functionSpec])).min(1)),
	groundTruth: fromText(z.array(z.record(z.string(), z.record(z.string(), z.array(z.unknown()))))),
});

const names: Record<string, string> = {
	question: 'messages',
	function: 'functions',
	tools: 'functions',
	ground_truth: 'groundTruth',
	expected: 'groundTruth',
};

/** Function-calling cases from rows; what can't be used, and what stands there twice, is left out and named. */
export function readCases(file: string, rows: readonly FileRow[]): { cases: ToolCase[]; problems: FileProblem[] } {
	const cases: ToolCase[] = [];
	const problems: FileProblem[] = [];
	const lines = new Map<string, number>();
	for (const { values, line } of rows) {
		const renamed = Object.fromEntries(
			Object.entries(values).map(([name, value]) => [Object.hasOwn(names, name) ? names[name] : name, value]),
		);
		const parsed = row.safeParse(renamed);
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			problems.push({ file, line, reason: `is no tool case: ${issue.path.join('.') || 'row'} ${issue.message}` });
			continue;
		}
		const id = String(parsed.data.id ?? `line ${line}`);
		const unknown = parsed.data.groundTruth
			.flatMap(Object.keys)
			.find((name) => !parsed.data.functions.some((offered) => offered.name === name));
		const earlier = lines.get(id);
		const reason =
			earlier !== undefined
				? `the id "${id}" stands already in line ${earlier}`
				: unknown !== undefined
					? `a call of "${unknown}" is due, which is not offered`
					: undefined;
		if (reason) {
			problems.push({ file, line, reason });
			continue;
		}
		lines.set(id, line);
		cases.push({ ...parsed.data, id });
	}
	return { cases, problems };
}
