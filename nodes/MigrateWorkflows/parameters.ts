import { z } from 'zod/v4';
import { FieldError } from '../../core/parseFields';
import { properties } from './properties';

const list = z
	.string()
	.default('')
	.transform((text) =>
		text
			.split(/[\n,]/)
			.map((part) => part.trim())
			.filter(Boolean),
	);

/** `TYPE=NAME`, one on each line. */
const pairs = z
	.string()
	.default('')
	.transform((text) =>
		Object.fromEntries(
			text
				.split('\n')
				.map((line) => line.trim())
				.filter(Boolean)
				.map((line) => {
					const cut = line.indexOf('=');
					if (cut <= 0) throw new FieldError(['planOptions', 'credentials'], `Expected TYPE=NAME, got "${line}"`, properties);
					return [line.slice(0, cut).trim(), line.slice(cut + 1).trim()];
				}),
		),
	);

export const operationParameter = z.object({ operation: z.enum(['plan', 'apply', 'rollBack']) });

export const planParameters = z.object({
	target: z.string().trim().default(''),
	planOptions: z
		.object({
			credentials: pairs,
			evidenceFile: z.string().trim().default(''),
			only: list,
			targetBaseUrl: z.string().trim().default(''),
			targets: z.string().default(''),
		})
		.prefault({}),
});

export const applyParameters = z.object({
	planItems: z.unknown(),
	journalFile: z.string().trim().default(''),
	applyOptions: z.object({ first: z.number().int().min(1).optional(), rate: z.number().positive().default(2) }).prefault({}),
});

export const rollBackParameters = z.object({
	journalFile: z.string().trim().min(1, 'name the journal that Apply wrote'),
	rollBackOptions: z.object({ dryRun: z.boolean().default(false), only: list }).prefault({}),
});
