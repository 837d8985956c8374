import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod/v4';
import type { DetectOptions } from '../../core/chinese/detectOptions';
import type { FieldRule } from '../../core/chinese/inspect';
import { number, readParameters, textOrJson } from '../shared/parameters';
import { properties } from './properties';

const entrySchema = z.object({
	name: z.string().trim().min(1),
	severity: z.enum(['failure', 'warning']).default('failure'),
	smallestSpan: number.refine((value) => value >= 0, 'must be 0 or more').default(1),
	smallestShare: number.refine((value) => value >= 0 && value <= 100, 'must be from 0 to 100').default(0),
});

const optionsSchema = z.object({
	allowedTerms: z.union([z.string(), z.array(z.string())]).default([]),
	expectedLanguages: z.array(z.string()).default([]),
	ignoreCode: z.boolean().default(false),
	ignoreQuotations: z.boolean().default(false),
	prompt: textOrJson.optional(),
	warningsLeaveBy: z.enum(['found', 'clean']).default('found'),
});

export interface DetectorParameters {
	operation: 'detect' | 'highlight' | 'replace';
	rules: FieldRule[];
	placeholder: string;
	detectOptions: DetectOptions;
	warningsLeaveBy: 'found' | 'clean';
}

const schema = z.object({
	operation: z.enum(['detect', 'highlight', 'replace']),
	fields: z
		.object({ entries: z.array(entrySchema).default([]) })
		.refine(({ entries }) => entries.length > 0, 'Add at least one field to look at'),
	placeholder: z.string().default(''),
	options: optionsSchema.prefault({}),
});

/** What the user set for one item. @throws FieldError that names the field that is wrong. */
export function readDetectorParameters(context: IExecuteFunctions, itemIndex: number): DetectorParameters {
	const { operation, fields, placeholder, options } = readParameters(context, itemIndex, schema, properties);
	const { allowedTerms, prompt, warningsLeaveBy, ...others } = options;
	return {
		operation,
		rules: fields.entries.map(({ name, severity, smallestSpan, smallestShare }) => ({
			path: name,
			severity,
			smallestSpan,
			smallestShare: smallestShare / 100,
		})),
		placeholder,
		detectOptions: { ...others, allowedTerms: termsOf(allowedTerms), prompt: prompt === '' ? undefined : prompt },
		warningsLeaveBy,
	};
}

const termsOf = (terms: string | string[]) =>
	(typeof terms === 'string' ? terms.split(/[\n,，]/) : terms).map((term) => term.trim()).filter((term) => term !== '');
