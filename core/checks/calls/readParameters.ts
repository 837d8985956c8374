import type { z } from 'zod/v4';

/** Parameters checked against their schema; what is wrong is named by the field's name. */
export function readParameters<Schema extends z.ZodType>(schema: Schema, raw: Record<string, unknown>): z.infer<Schema> {
	const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined && value !== null));
	const result = schema.safeParse(given);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const field = issue.path.join('.') || 'parameters';
	throw Object.assign(new Error(`The value of "${field}" can't be used: ${issue.message}`), {
		description: `Correct the field "${field}".`,
	});
}
