import { get, isObject, parseJson, type JsonObject } from '../../json';
import type { WrittenCall, WrittenTexts } from './grammar';

/** A tool that the request offers. */
export interface OfferedTool {
	name: string;
	description: string;
	parameters: JsonObject;
}

/** The functions among the tools of a request. */
export function offeredTools(tools: unknown): OfferedTool[] {
	if (!Array.isArray(tools)) return [];
	return tools.filter(isObject).flatMap((tool) => {
		const called = isObject(tool.function) ? tool.function : tool;
		const parameters = called.parameters ?? called.input_schema;
		const { name, description } = called;
		if (typeof name !== 'string') return [];
		return [{ name, description: typeof description === 'string' ? description : '', parameters: isObject(parameters) ? parameters : {} }];
	});
}

/** The arguments of a call as the schema types them; undefined where they don't match it. */
export async function matchingArguments(call: WrittenCall, { parameters }: OfferedTool): Promise<JsonObject | undefined> {
	if ('json' in call.arguments) return await matching(call.arguments.json, parameters);
	const { texts, quoted } = call.arguments;
	const given = await matching(typed({ texts, quoted }, parameters), parameters);
	// Quotes around what the tool wants as something else.
	return given ?? (quoted?.size ? await matching(typed({ texts }, parameters), parameters) : undefined);
}

async function matching(given: unknown, parameters: JsonObject): Promise<JsonObject | undefined> {
	if (!isObject(given)) return undefined;
	const { properties, additionalProperties } = parameters;
	// A name that the tool doesn't have is a sign of another tool, or of a text about one.
	const known = isObject(properties) && additionalProperties !== true ? Object.keys(properties) : undefined;
	if (known && Object.keys(given).some((key) => !known.includes(key))) return undefined;
	return (await isValid(given, parameters)) ? given : undefined;
}

async function isValid(value: JsonObject, schema: JsonObject): Promise<boolean> {
	const { Ajv } = await import('ajv');
	const { $schema, ...rest } = schema;
	if (typeof $schema === 'string' && !$schema.includes('draft-07')) return true;
	try {
		return new Ajv({ strict: false, validateFormats: false, logger: false, addUsedSchema: false }).validate(rest, value);
	} catch {
		return true;
	}
}

function typed({ texts, quoted }: WrittenTexts, { properties }: JsonObject): JsonObject {
	const schemas = isObject(properties) ? properties : {};
	return Object.fromEntries(
		Object.entries(texts).map(([key, text]) => {
			const types = typesOf(get(schemas, key));
			const isText = quoted?.has(key) === true && (types.length === 0 || types.includes('string'));
			return [key, isText ? text : typedValue(text, types)];
		}),
	);
}

function typedValue(text: string, types: readonly unknown[]): unknown {
	if (types.length > 0 && types.every((type) => type === 'string')) return text;
	const value = parseJson({ True: 'true', False: 'false', None: 'null' }[text.trim()] ?? text.trim());
	if (value === undefined) return text;
	const isOfType = types.includes(typeOf(value)) || (Number.isInteger(value) && types.includes('integer'));
	return isOfType || !types.includes('string') ? value : text;
}

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** The types that a schema takes; none where it names none. */
function typesOf(schema: unknown): unknown[] {
	if (!isObject(schema)) return [];
	const { type, anyOf, oneOf, enum: values } = schema;
	if (type !== undefined) return [type].flat();
	const choices = [anyOf, oneOf].filter(Array.isArray).flat();
	if (choices.length > 0) return choices.flatMap(typesOf);
	return Array.isArray(values) ? [...new Set(values.map(typeOf))] : [];
}
