import { isObject, type JsonObject } from '../../json';
import type { WrittenCall } from './grammar';

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
	const given = 'json' in call.arguments ? call.arguments.json : typed(call.arguments.texts, parameters);
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

function typed(texts: Readonly<Record<string, string>>, { properties }: JsonObject): JsonObject {
	const schemas = isObject(properties) ? properties : {};
	return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, typedValue(text, schemas[key])]));
}

function typedValue(text: string, schema: unknown): unknown {
	const types = isObject(schema) ? [schema.type].flat() : [];
	if (types.length > 0 && types.every((type) => type === 'string')) return text;
	try {
		const value: unknown = JSON.parse({ True: 'true', False: 'false', None: 'null' }[text.trim()] ?? text.trim());
		return types.includes('string') && typeof value !== 'object' && value !== null && !types.includes(typeof value) ? text : value;
	} catch {
		return text;
	}
}
