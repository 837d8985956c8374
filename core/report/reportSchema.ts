import { z } from 'zod/v4';
import { checkRecord } from '../checks/checkRecord';
import { checkIds } from '../checks';
import { verdicts } from '../checks/checkResult';

const verdict = z.enum(verdicts);

const change = z.object({
	id: z.enum(checkIds),
	title: z.string(),
	before: verdict,
	after: verdict,
	direction: z.enum(['better', 'worse', 'same', 'not comparable']),
	figures: z.array(z.object({ name: z.string(), before: z.number(), after: z.number() })),
});

/** What `--against` adds: this report beside an earlier one. */
export const comparison = z.object({
	earlierGeneratedAt: z.string(),
	earlierVerdict: verdict,
	changes: z.array(change),
});

/**
 * `report.json`, version 1. New optional fields may come within a version; a field that goes or changes its meaning
 * raises `schemaVersion`.
 */
export const reportSchema = z.object({
	schemaVersion: z.literal(1),
	title: z.string(),
	generatedAt: z.string().describe('ISO 8601.'),
	verdict: verdict.describe('The worst verdict of the checks that ran.'),
	notice: z.string().optional().describe('What a reader must know before the figures, such as that it is a demonstration.'),
	emulated: z.boolean().describe('True when any evidence came from the provider lab instead of a real model.'),
	baseline: z.object({ model: z.string(), host: z.string() }).optional(),
	candidate: z.object({ model: z.string(), host: z.string() }).optional(),
	spentUsd: z.number(),
	catalogue: z
		.object({ checkedAt: z.string(), days: z.number(), warning: z.string().optional() })
		.optional()
		.describe('When models and prices were last compared with their sources.'),
	checks: z.array(checkRecord),
	comparison: comparison.optional(),
});

export type Report = z.infer<typeof reportSchema>;
export type Comparison = z.infer<typeof comparison>;
export type Change = z.infer<typeof change>;
export type ReportCheck = Report['checks'][number];
