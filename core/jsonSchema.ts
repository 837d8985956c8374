import type { Ajv, ErrorObject, Options } from 'ajv';

/** Whether a value fits; what does not stands in `errors` until the next call. */
export interface Validate {
	(value: unknown): boolean;
	errors?: readonly Pick<ErrorObject, 'instancePath' | 'message' | 'params'>[] | null;
}

/**
 * Compiles a JSON Schema. Its patterns run on RE2, which takes linear time whatever the pattern, because a schema may come
 * from anywhere; look-around and back-references are not known to it. Values nested too deep to be checked do not fit.
 *
 * @throws Error when the schema is not valid, or holds a pattern that RE2 does not take (the message names it).
 */
export async function compileJsonSchema(schema: object, options: Options = {}): Promise<Validate> {
	const { RE2JS } = await import('re2js');
	const regExp = Object.assign(
		(pattern: string) => {
			try {
				const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
				return { test: (text: string) => compiled.matcher(text).find() };
			} catch (error) {
				throw new Error(
					`the pattern "${pattern.slice(0, 80)}" can't be run in linear time (${error instanceof Error ? error.message : String(error)}): look-around and back-references are not taken`,
				);
			}
		},
		{ code: 'linearRegExp' },
	);
	const { $schema: draft, ...rest } = { $schema: undefined, ...schema };
	const isLate = typeof draft === 'string' && /2020-12|2019-09/.test(draft);
	const { Ajv: Compiler } = isLate ? { Ajv: (await import('ajv/dist/2020')).Ajv2020 } : await import('ajv');
	const compiler: Ajv = new Compiler({
		strict: false,
		allErrors: true,
		validateFormats: false,
		logger: false,
		addUsedSchema: false,
		// The draft's own schema holds no pattern of the user's; checking it must not change which engine runs.
		...options,
		code: { regExp },
	});
	// Ajv compares each item with each other one.
	compiler.removeKeyword('uniqueItems');
	compiler.addKeyword({
		keyword: 'uniqueItems',
		type: 'array',
		schemaType: 'boolean',
		error: { message: 'must not hold the same item twice' },
		validate: (unique: boolean, items: unknown[]) => !unique || new Set(items.map(sortedJson)).size === items.length,
	});
	const check = compiler.compile(rest);
	const validate: Validate = (value) => {
		try {
			const fits = check(value);
			validate.errors = check.errors;
			return fits === true;
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			validate.errors = [{ instancePath: '', message: 'is nested too deep to be checked', params: {} }];
			return false;
		}
	};
	return validate;
}

/** The same text for equal values, whatever the order of their fields. */
const sortedJson = (value: unknown): string =>
	JSON.stringify(value, (_, inner: unknown) =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner,
	);
