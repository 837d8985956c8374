import { z } from 'zod/v4';
import { readParameters } from '../calls/readParameters';
import { readHosts } from './allowedHosts';

const numbers = (name: string) =>
	z
		.union([z.string(), z.number()])
		.transform((value) =>
			String(value)
				.split(/[\s,;]+/)
				.filter(Boolean)
				.map(Number),
		)
		.refine((list) => list.length > 0 && list.every((value) => value > 0 && Number.isFinite(value)), {
			error: `Expected ${name} to be numbers above 0, separated by commas`,
		});

const objective = (usual: number) =>
	z.coerce
		.number()
		.min(0)
		.prefault(usual)
		.transform((value) => (value === 0 ? undefined : value));
const share = z.coerce.number().min(0).max(1);

const schema = z.object({
	loadMode: z.enum(['steps', 'poisson', 'trace']).default('steps'),
	concurrencySteps: numbers('Concurrency Steps').default([1, 4, 16]),
	requestsPerStep: z.coerce.number().int().min(1).default(80),
	ratesPerSecond: numbers('Requests per Second').default([1, 2, 4]),
	secondsPerRate: z.coerce.number().positive().default(30),
	traceFile: z.string().trim().default(''),
	allowedHosts: z.string().default('').transform(readHosts),
	latencyOptions: z
		.object({
			firstTokenMs: objective(5_000),
			firstAnswerMs: objective(30_000),
			betweenTokensMs: objective(200),
			totalMs: objective(120_000),
			minGoodput: share.default(0.95),
			maxSlowdown: z.coerce.number().positive().default(1.5),
			maxTokens: z.coerce.number().int().min(0).default(2_048),
			warmUpRequests: z.coerce.number().int().min(-1).default(-1),
			warmUpShare: share.max(0.9).default(0.1),
			traceSpeed: z.coerce.number().positive().default(1),
			traceRequests: z.coerce.number().int().min(1).default(200),
			mostAtOnce: z.coerce.number().int().min(1).default(500),
			maxClientDelayMs: z.coerce.number().positive().default(50),
			prompts: z.string().default(''),
			seed: z.coerce.number().int().default(1),
		})
		.prefault({}),
});

export type LatencyParameters = z.infer<typeof schema>;

/** Reads the check's fields; an Error says which one is wrong. */
export function parse(raw: Record<string, unknown>): LatencyParameters {
	const parsed = readParameters(schema, raw);
	if (parsed.loadMode === 'trace' && !parsed.traceFile) throw new Error('Trace File is empty: name a CSV file, plain or gzipped');
	return parsed;
}
