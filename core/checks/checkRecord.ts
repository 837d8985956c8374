import { z } from 'zod/v4';
import { checkIds, type CheckId } from '.';
import { verdicts, type CheckResult } from './checkResult';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const table = z.object({
	title: z.string(),
	columns: z.array(z.object({ key: z.string(), label: z.string(), unit: z.string().optional() })),
	rows: z.array(z.record(z.string(), scalar)),
});

const point = z.object({
	x: z.union([z.string(), z.number()]),
	value: z.number(),
	interval: z.tuple([z.number(), z.number()]).optional(),
});

const chart = z.object({
	title: z.string(),
	kind: z.enum(['bar', 'line', 'interval']),
	xLabel: z.string().optional(),
	yLabel: z.string(),
	lines: z.array(z.object({ label: z.string(), value: z.number() })).optional(),
	series: z.array(z.object({ name: z.string(), points: z.array(point) })),
});

const side = z.object({ model: z.string(), host: z.string() });

const runFacts = z.object({
	startedAt: z.string().describe('When the check began, ISO 8601.'),
	durationMs: z.number(),
	spentUsd: z.number().describe('What the priced calls of this check cost.'),
	unpricedCalls: z.number().describe('Calls whose price is not known; they are not in spentUsd.'),
	baseline: side.optional(),
	candidate: side.optional(),
});

/** A check's result as it stands on an item and in the report: the result itself and the facts of its run. */
export const checkRecord = z.object({
	id: z.enum(checkIds),
	title: z.string(),
	verdict: z.enum(verdicts),
	summary: z.string(),
	figures: z.record(z.string(), z.unknown()),
	thresholds: z.record(z.string(), scalar),
	findings: z.array(z.record(z.string(), z.unknown())),
	emulated: z.boolean(),
	tables: z.array(table).optional(),
	charts: z.array(chart).optional(),
	problems: z
		.array(
			z.object({
				file: z.string(),
				line: z.number().optional(),
				reason: z.string(),
				audited: z.boolean().optional().describe('True where it was read all the same, and is only worth a look.'),
			}),
		)
		.optional(),
	exhibits: z
		.array(
			z.object({
				title: z.string(),
				text: z.string(),
				note: z.string().optional(),
				sides: z.array(z.object({ label: z.string(), text: z.string() })).optional(),
			}),
		)
		.optional(),
	compared: z.object({ baseline: z.string().optional(), candidate: z.string().optional() }).optional(),
	couldNotRun: z.boolean().optional().describe('True when an error kept the check from concluding.'),
	run: runFacts.optional(),
});

export type RunFacts = z.infer<typeof runFacts>;
export interface CheckRecord extends CheckResult<CheckId> {
	couldNotRun?: boolean;
	run?: RunFacts;
}
