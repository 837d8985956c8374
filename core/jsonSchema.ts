import type { Ajv, Options, ValidateFunction } from 'ajv';

/**
 * Compiles a JSON Schema. Its patterns run on RE2, which takes linear time whatever the pattern, because a schema may come
 * from anywhere; look-around and back-references are not known to it.
 *
 * @throws Error when the schema is not valid, or holds a pattern that RE2 does not take (the message names it).
 */
export async function compileJsonSchema(schema: object, options: Options = {}): Promise<ValidateFunction> {
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
	return compiler.compile(rest);
}
