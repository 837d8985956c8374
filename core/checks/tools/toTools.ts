import type { FunctionSpec } from './cases/toolCase';
import { isObject } from '../../json';

export interface OfferedTool {
	type: 'function';
	function: { name: string; description: string; parameters: Record<string, unknown>; strict?: true };
}

/** Functions as the API takes them, and the way back from the name that was offered to the function's own. */
export function toTools(functions: readonly FunctionSpec[]): { tools: OfferedTool[]; nameOf: (offered: string) => string | undefined } {
	const own = new Map<string, string>();
	const tools = functions.map(({ name, description = '', parameters }): OfferedTool => {
		const offered = uniqueName(name, own);
		own.set(offered, name);
		return { type: 'function', function: { name: offered, description, parameters: toJsonSchema(parameters) } };
	});
	return { tools, nameOf: (offered) => own.get(offered) };
}

/** OpenAI's names hold letters, digits, `_` and `-`, 64 at most. */
function uniqueName(name: string, taken: ReadonlyMap<string, string>): string {
	const plain = name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
	let unique = plain;
	for (let count = 2; taken.has(unique); count += 1) unique = `${plain.slice(0, 60)}_${count}`;
	return unique;
}

const types: Record<string, string> = {
	dict: 'object',
	float: 'number',
	double: 'number',
	tuple: 'array',
	list: 'array',
	int: 'integer',
	bool: 'boolean',
	str: 'string',
	hashmap: 'object',
};

/** JSON Schema from the leaderboard's, which names some types as Python and Java do. */
export function toJsonSchema(schema: Record<string, unknown>): Record<string, unknown> {
	const converted: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(schema)) {
		if (key === 'type' && typeof value === 'string') {
			const name = value.toLowerCase();
			if (name !== 'any') converted.type = Object.hasOwn(types, name) ? types[name] : name;
		} else if (key === 'properties' && isObject(value)) {
			converted.properties = Object.fromEntries(
				Object.entries(value).map(([name, part]) => [name, isObject(part) ? toJsonSchema(part) : part]),
			);
		} else if (['items', 'additionalProperties'].includes(key) && isObject(value)) {
			converted[key] = toJsonSchema(value);
		} else if (['anyOf', 'oneOf', 'allOf'].includes(key) && Array.isArray(value)) {
			converted[key] = value.map((part) => (isObject(part) ? toJsonSchema(part) : part));
		} else if (!(key === 'required' && !Array.isArray(value)) && key !== 'optional') {
			converted[key] = value;
		}
	}
	if (converted.type === 'array' && converted.items === undefined) converted.items = {};
	if (converted.type === 'object' && converted.properties === undefined) converted.properties = {};
	return converted;
}

/** The same schema as strict mode wants it: all properties required, none besides. */
export function toStrict(schema: Record<string, unknown>): Record<string, unknown> {
	const strict = { ...schema };
	if (isObject(strict.properties)) {
		strict.properties = Object.fromEntries(
			Object.entries(strict.properties).map(([name, part]) => [name, isObject(part) ? toStrict(part) : part]),
		);
		strict.required = Object.keys(strict.properties ?? {});
		strict.additionalProperties = false;
	}
	if (isObject(strict.items)) strict.items = toStrict(strict.items);
	return strict;
}
