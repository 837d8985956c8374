import { z } from 'zod/v4';
import { readParameters } from '../calls/readParameters';
import { gpus } from './selfHosting';

const count = z.number().min(0);
const schema = z.object({
	usageSource: z.enum(['profile', 'file', 'items']).default('profile'),
	usageFile: z.string().trim().default(''),
	requestsPerDay: count.default(0),
	inputTokensPerRequest: count.default(0),
	outputTokensPerRequest: count.default(0),
	costBaselineModel: z.string().trim().default(''),
	costCandidateModel: z.string().trim().default(''),
	migrationCostUsd: count.default(0),
	costOptions: z
		.object({
			budgetUsdPerMonth: count.default(0),
			cacheHitPercent: z.number().min(-1).max(100).default(-1),
			concurrentRequests: z.int().min(1).default(16),
			contextTokens: z.int().min(1).default(32_768),
			distillModel: z.string().trim().default('deepseek-r1-distill-qwen-32b'),
			distillTokensPerSecond: count.default(0),
			gpu: z.enum(gpus.map(({ name }) => name)).default('H100 80 GB'),
			gpuCount: z.int().min(0).default(0),
			gpuHourUsd: count.default(0),
			hoursUtc: z
				.string()
				.trim()
				.default('')
				.refine((text) => text === '' || /^([01]?\d|2[0-3])\s*-\s*([01]?\d|2[0-4])$/.test(text), 'expected hours such as 7-17'),
			maxCostRatio: count.default(1),
			maxPaybackMonths: count.default(24),
			minRequests: count.default(100),
			outputRatio: count.default(0),
			precision: z.enum(['native', 'bf16', 'fp8', 'int4']).default('native'),
			replicaTokensPerSecond: count.default(0),
			selfHostModel: z.string().trim().default(''),
			usableMemoryPercent: z.number().min(10).max(100).default(90),
			utilisationPercent: z.number().min(1).max(100).default(50),
			weekdaysOnly: z.boolean().default(false),
		})
		.prefault({}),
});

export type CostParameters = z.infer<typeof schema>;

export const parseParameters = (raw: Record<string, unknown>): CostParameters => readParameters(schema, raw);
