import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod/v4';
import type { DetectOptions } from '../../core/chinese/detectOptions';
import type { FieldRule } from '../../core/chinese/inspect';

const entrySchema = z.object({
	name: z.string().trim().min(1),
	severity: z.enum(['failure', 'warning']).default('failure'),
	smallestSpan: z.number().min(0).default(1),
	smallestShare: z.number().min(0).max(100).default(0),
});

const optionsSchema = z.object({
	allowedTerms: z.union([z.string(), z.array(z.string())]).default([]),
	expectedLanguages: z.array(z.string()).default([]),
	ignoreCode: z.boolean().default(false),
	ignoreQuotations: z.boolean().default(false),
	prompt: z.unknown().optional(),
	warningsLeaveBy: z.enum(['found', 'clean']).default('found'),
});

export interface Parameters {
	operation: 'detect' | 'highlight' | 'replace';
	rules: FieldRule[];
	placeholder: string;
	detectOptions: DetectOptions;
	warningsLeaveBy: 'found' | 'clean';
}

/** What the user set for one item. @throws Error that names the field that is wrong, with a `description`. */
export function readParameters(context: IExecuteFunctions, itemIndex: number): Parameters {
	const read = (name: string, fallback?: unknown): unknown => context.getNodeParameter(name, itemIndex, fallback);
	const operation = check('Operation', z.enum(['detect', 'highlight', 'replace']), read('operation'));
	const entries = check('Fields', z.array(entrySchema), read('fields.entries', []));
	if (entries.length === 0) throw wrong('Fields', 'Add at least one field to look at.');
	const { allowedTerms, prompt, warningsLeaveBy, ...others } = check('Options', optionsSchema, read('options', {}));
	return {
		operation,
		rules: entries.map(({ name, severity, smallestSpan, smallestShare }) => ({
			path: name,
			severity,
			smallestSpan,
			smallestShare: smallestShare / 100,
		})),
		placeholder: operation === 'replace' ? String(read('placeholder', '')) : '',
		detectOptions: { ...others, allowedTerms: termsOf(allowedTerms), prompt: textOf(prompt) },
		warningsLeaveBy,
	};
}

const termsOf = (terms: string | string[]) =>
	(typeof terms === 'string' ? terms.split(/[\n,，]/) : terms).map((term) => term.trim()).filter((term) => term !== '');

const textOf = (prompt: unknown) =>
	prompt === undefined || prompt === null ? undefined : typeof prompt === 'string' ? prompt : JSON.stringify(prompt);

function check<Type>(field: string, schema: z.ZodType<Type>, value: unknown): Type {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const [{ path, message }] = result.error.issues;
	throw wrong(field, `${path.length ? `${path.join('.')}: ` : ''}${message}.`);
}

const wrong = (field: string, description: string) => Object.assign(new Error(`The field "${field}" can't be used`), { description });
