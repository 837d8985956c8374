import type { z } from 'zod/v4';
import { parseFields } from '../../parseFields';

/** A check's settings as its schema reads them; empty ones count as not set. @throws FieldError, which the check's table of fields puts into words. */
export function readParameters<Schema extends z.ZodType>(schema: Schema, raw: Record<string, unknown>): z.output<Schema> {
	return parseFields(schema, Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined && value !== null)));
}
