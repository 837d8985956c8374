import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod/v4';
import { checkIds } from '../core/checks';
import { readDistribution } from '../lab/timing';
import { CannotRun } from './cannotRun';

const endpoint = z.strictObject({
	baseURL: z.url({ protocol: /^https?$/ }),
	model: z.string().min(1),
	keyEnv: z.string().optional(),
	profile: z.string().optional(),
	headers: z.record(z.string(), z.string()).optional(),
	region: z.string().optional(),
});
/** Milliseconds or a distribution of them, as the lab's own flags take them. */
const duration = z.union([z.string(), z.number()]).transform((text, context) => {
	try {
		return readDistribution(text);
	} catch (error) {
		context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
		return z.NEVER;
	}
});
const played = z.strictObject({
	lab: z.strictObject({ firstToken: duration.optional(), betweenTokens: duration.optional() }),
	model: z.string().min(1).optional(),
});
const side = z.unknown().transform((value, context): 'lab' | z.infer<typeof played> | z.infer<typeof endpoint> => {
	// By hand and not as a union, whose error would not say which setting is wrong.
	const parsed = (typeof value !== 'object' || value === null ? z.literal('lab') : 'lab' in value ? played : endpoint).safeParse(value);
	if (parsed.success) return parsed.data;
	for (const issue of parsed.error.issues) {
		const message = issue.code === 'unrecognized_keys' ? `there is no setting ${issue.keys.join(', ')}` : issue.message;
		context.addIssue({ code: 'custom', path: issue.path, message });
	}
	return z.NEVER;
});

const configSchema = z.strictObject({
	title: z.string().optional(),
	n8n: z.url({ protocol: /^https?$/ }).optional(),
	evidence: z.string().optional(),
	observe: z.boolean().optional(),
	workflows: z.union([z.string(), z.array(z.string())]).optional(),
	target: z.string().optional(),
	targets: z.record(z.string(), z.string()).optional(),
	candidate: side.optional(),
	baseline: side.optional(),
	out: z.string().optional(),
	fix: z.string().optional(),
	date: z.iso.date().optional(),
	strict: z.boolean().optional(),
	only: z.array(z.enum(checkIds)).optional(),
	against: z.string().optional(),
	maxCostUsd: z.number().positive().optional(),
	concurrency: z.int().min(1).optional(),
	checks: z.partialRecord(z.enum(checkIds), z.union([z.literal(false), z.record(z.string(), z.unknown()), z.null()])).optional(),
});

export type Config = z.infer<typeof configSchema>;
export type SideConfig = z.infer<typeof side>;
export type EndpointConfig = z.infer<typeof endpoint>;

export interface ReadConfig {
	config: Config;
	/** `audit.yaml:12: `, for what stands below these keys; a part of the file's name where it has no such keys. */
	placeOf(keys: readonly string[]): string;
}

/** The config file; what is wrong in it is named by file and line. */
export function readConfig(file: string): ReadConfig {
	if (!existsSync(file)) throw new CannotRun(`There is no config file ${file}`);
	const lines = new LineCounter();
	const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
	const name = path.basename(file);
	const [broken] = document.errors;
	if (broken)
		throw new CannotRun(`${name}:${lines.linePos(broken.pos[0]).line}: ${broken.message.replace(/\n[^]*/, '').replace(/ at line .*/, '')}`);
	const parsed = configSchema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
	const placeOf = (keys: readonly (string | number)[]) => {
		const line = lineOf(document, lines, keys);
		return `${name}${line ? `:${line}` : ''}: `;
	};
	if (parsed.success) return { config: parsed.data, placeOf };
	const [issue] = parsed.error.issues;
	const keys = (issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part)));
	throw new CannotRun(`${placeOf(keys)}${keys.join('.') || 'config'}: ${issue?.message ?? 'can not be read'}`);
}

function lineOf(document: ReturnType<typeof parseDocument>, lines: LineCounter, keys: readonly (string | number)[]): number | undefined {
	for (let length = keys.length; length > 0; length -= 1) {
		const node: unknown = document.getIn(keys.slice(0, length), true);
		if (node && typeof node === 'object' && 'range' in node && Array.isArray(node.range)) return lines.linePos(Number(node.range[0])).line;
	}
	return undefined;
}
