import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod/v4';
import { parseJson } from '../../core/json';
import { FieldError, parseFields } from '../../core/parseFields';

interface ParameterSource {
	getNodeParameter(name: string, itemIndex: number, fallback?: unknown): unknown;
}

/**
 * The one way to what the user set: the parameters that the schema names, read once for an item. Those that other settings
 * hide are left out.
 *
 * @throws FieldError that names the first field that can't be used as the panel shows it.
 */
export function readParameters<Shape extends z.ZodRawShape>(
	context: ParameterSource,
	itemIndex: number,
	schema: z.ZodObject<Shape>,
	properties: readonly INodeProperties[],
): z.output<z.ZodObject<Shape>> {
	const raw = Object.keys(schema.shape).flatMap((name) => {
		const value = context.getNodeParameter(name, itemIndex, hidden);
		return value === hidden ? [] : [[name, value]];
	});
	return parseFields(schema, Object.fromEntries(raw), properties);
}

const hidden = Symbol('hidden');

/** An error for a field that only makes sense together with others. */
export const fieldError = (name: string, problem: string, properties: readonly INodeProperties[]) =>
	new FieldError(
		name.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
		problem,
		properties,
	);

/** Expressions and agents give numbers as text. */
export const number = z.union(
	[
		z.number(),
		z
			.string()
			.trim()
			.regex(/^-?\d+(\.\d+)?$/)
			.transform(Number),
	],
	'must be a number',
);
export const whole = (from: number) =>
	number.refine((value) => Number.isSafeInteger(value) && value >= from, `must be a whole number from ${from}`);
export const usd = number.refine((value) => value >= 0 && value <= 9_007_199, 'must be US dollars, from 0 to 9,007,199');

/** What an empty field, or an expression that finds nothing, gives. */
export const nothing = z.union([z.literal(''), z.null(), z.undefined()]).transform(() => undefined);

/** A value that may be left out: empty fields, and expressions that find nothing, count as not set. */
export const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
	z
		.unknown()
		.optional()
		.transform((value): unknown => (value === '' || value === null ? undefined : value))
		.pipe(schema.optional());

/** A text; other values as JSON, nothing as an empty text. */
export const textOrJson = z
	.unknown()
	.transform((value) => (typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)));

/** JSON in a field, written as text or given by an expression. */
export const json = <Schema extends z.ZodType>(schema: Schema) =>
	z
		.unknown()
		.transform((value, context) => {
			if (typeof value !== 'string') return value;
			const parsed = parseJson(value);
			if (parsed === undefined) context.addIssue({ code: 'custom', message: 'It is no valid JSON' });
			return parsed;
		})
		.pipe(schema);

/** A model's name: a resource locator is an object, or its value alone where an agent or an expression gives it. */
export const modelName = z.unknown().transform((value) => {
	const name = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
	return typeof name === 'string' ? name.trim() : '';
});
