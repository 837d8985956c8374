import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod/v4';
import { checkIds } from '../core/checks';
import { readDistribution } from '../lab/timing';
import { CannotRun } from './cannotRun';

const endpoint = z.strictObject({
	baseURL: z
		.url({ protocol: /^https?$/ })
		.meta({ description: 'Address of the API, up to and with its `/v1`', example: 'https://api.deepseek.com' }),
	model: z.string().min(1).meta({ description: 'Name of the model as the host calls it', example: 'deepseek-flash' }),
	keyEnv: z
		.string()
		.optional()
		.meta({ description: 'Environment variable that holds the key; the key never stands in the file', example: 'DEEPSEEK_API_KEY' }),
	profile: z
		.string()
		.optional()
		.meta({ description: 'Host whose habits the address follows, where the address does not tell', example: 'vllm' }),
	headers: z
		.record(z.string(), z.string())
		.optional()
		.meta({ description: 'Sent with every request', example: { 'X-Team': 'automation' } }),
	region: z.string().optional().meta({ description: 'Country or region that you declare for the endpoint', example: 'DE' }),
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
	lab: z.strictObject({
		firstToken: duration
			.optional()
			.meta({ description: 'Milliseconds until the first token, or a distribution', example: 'lognormal:300:0.4' }),
		betweenTokens: duration
			.optional()
			.meta({ description: 'Milliseconds from token to token, or a distribution', example: 'uniform:20:46' }),
	}),
	model: z.string().min(1).optional().meta({ description: "One of the lab's models, or rates in the name", example: 'lab-x?accuracy=0.7' }),
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

/** The whole config file. Each setting says what it is and gives an example; docs/audit.md is made from them. */
export const configSchema = z.strictObject({
	title: z.string().optional().meta({ description: 'Title of the report', example: 'o1 to deepseek-flash' }),
	workflows: z
		.union([z.string(), z.array(z.string())])
		.optional()
		.meta({ description: 'Exported workflows: files or folders', example: ['exports/'] }),
	n8n: z
		.url({ protocol: /^https?$/ })
		.optional()
		.meta({ description: 'A running n8n whose workflows are read instead; its key in N8N_API_KEY', example: 'https://n8n.example.com' }),
	evidence: z.string().optional().meta({
		description: 'A report.json in which the quality check ran: its verdict stands beside each change',
		example: 'old/report.json',
	}),
	observe: z
		.boolean()
		.optional()
		.meta({ description: 'Whether to ask providers whose key is in the environment which models they still list', example: true }),
	target: z
		.string()
		.optional()
		.meta({ description: "Model to move to; without it each model goes to its maker's own replacement", example: 'deepseek-flash' }),
	targets: z
		.record(z.string(), z.string())
		.optional()
		.meta({
			description: 'Several targets by rule, the first that fits: kind, provider, class or tag',
			example: { 'kind:vision': 'gpt-6-luna' },
		}),
	candidate: side.optional().meta({ description: 'Endpoint of the model that you move to, or `lab`', example: 'lab' }),
	baseline: side.optional().meta({ description: 'Endpoint of the model that you move away from, or `lab`', example: 'lab' }),
	judge: side.optional().meta({ description: 'Endpoint of the model that judges free text, or `lab`', example: 'lab' }),
	out: z.string().optional().meta({ description: 'Folder of the report; default `out/audit`', example: 'out/audit' }),
	fix: z.string().optional().meta({ description: 'Folder for migrated copies of the workflows', example: 'out/migrated' }),
	date: z.iso.date().optional().meta({ description: 'Judges as of this day instead of today', example: '2026-12-31' }),
	strict: z.boolean().optional().meta({ description: 'Whether undecided checks count as failed', example: true }),
	only: z
		.array(z.enum(checkIds))
		.optional()
		.meta({ description: 'The checks to run; all that can, without it', example: ['inventory', 'quality'] }),
	against: z.string().optional().meta({ description: 'An earlier report.json to compare with', example: 'old/report.json' }),
	maxCostUsd: z.number().positive().optional().meta({ description: 'The most that the whole audit may pay, in US dollars', example: 5 }),
	concurrency: z.int().min(1).optional().meta({ description: 'How many calls run at once', example: 16 }),
	checks: z
		.partialRecord(z.enum(checkIds), z.union([z.literal(false), z.record(z.string(), z.unknown()), z.null()]))
		.optional()
		.meta({ description: 'Settings of each check, listed below; `false` leaves a check out', example: { privacy: false } }),
});

/** What `candidate` and `baseline` take beside the word `lab`. */
export const sideSchemas = { endpoint, played };

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
