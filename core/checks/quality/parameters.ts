import { z } from 'zod/v4';

const efforts = ['auto', 'minimal', 'low', 'medium', 'high', 'max'] as const;

const options = z.object({
	instruct: z.boolean().default(true),
	confidence: z.coerce.number().gt(0.5).lt(1).default(0.95),
	judgeModel: z.string().trim().default(''),
	judgeSide: z.enum(['baseline', 'candidate']).default('baseline'),
	minAccuracyPercent: z.coerce.number().min(0).max(100).default(0),
	maxErrorPercent: z.coerce.number().min(0).max(100).default(5),
	maxTokens: z.coerce.number().int().positive().default(32_768),
	noiseTasks: z.coerce.number().int().min(0).default(50),
	taskCount: z.coerce.number().int().min(0).default(0),
	effort: z.enum(efforts).default('auto'),
	repeats: z.coerce.number().int().min(1).default(1),
	runCode: z.enum(['no', 'javascript', 'both']).default('no'),
	seed: z.coerce.number().int().default(1),
	temperature: z.coerce.number().min(0).max(2).optional(),
});

const lines = z
	.string()
	.default('')
	.transform((text) => text.split(/\r?\n/).flatMap((line) => line.trim() || []));

const historyOptions = z.object({
	anchorsFile: z.string().trim().default(''),
	critical: lines,
	expectedChangePercent: z.coerce.number().gt(0).max(100).default(20),
	folder: z.string().trim().default(''),
	instanceUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
	rubric: z.string().trim().default(''),
	tolerancePercent: z.coerce.number().min(0).max(100).default(0),
});

const executionOptions = z.object({
	byHand: z.boolean().default(false),
	country: z.string().trim().toUpperCase().default(''),
	days: z.coerce.number().gt(0).default(14),
	mostExecutions: z.coerce.number().int().positive().default(1000),
	redact: lines,
	workflowIds: lines,
});

export const parameters = z.object({
	taskSource: z.enum(['bundled', 'executions', 'files', 'history', 'items', 'shadow']).default('bundled'),
	taskFiles: z.string().default(''),
	historyFile: z.string().trim().default(''),
	executionSource: z.enum(['instance', 'items']).default('instance'),
	listOnly: z.boolean().default(true),
	executionOptions: executionOptions.prefault({}),
	marginPoints: z.coerce.number().min(0).max(100).default(5),
	qualityOptions: options.prefault({}),
	historyOptions: historyOptions.prefault({}),
});

export type QualityParameters = z.infer<typeof parameters>;
