import { asList, asText, at, get, isObject, parseJson, type JsonObject } from '../json';
import type { WorkflowNode } from './execution';

/** The JSON schema of the answer that a parser or an extractor asks for, from its attributes, a schema, or an example. */
export function schemaOf({ parameters }: WorkflowNode, constant: (parameter: unknown) => unknown): object | undefined {
	const rows = asList(at(parameters, 'attributes.attributes'));
	if (rows.length > 0 && (parameters.schemaType ?? 'fromAttributes') === 'fromAttributes') return fromAttributes(rows, constant);
	const given = constant(parameters.inputSchema ?? parameters.jsonSchema);
	const schema = typeof given === 'string' ? parseJson(given) : given;
	if (parameters.schemaType !== 'fromJson' && isObject(schema)) return schema;
	const example = constant(parameters.jsonSchemaExample);
	const parsed = typeof example === 'string' ? parseJson(example) : example;
	return parsed === undefined ? undefined : schemaLike(parsed);
}

const typeOf: Record<string, JsonObject> = {
	string: { type: 'string' },
	number: { type: 'number' },
	boolean: { type: 'boolean' },
	date: { type: 'string', format: 'date' },
};

function fromAttributes(rows: readonly unknown[], constant: (parameter: unknown) => unknown): object {
	const attributes = rows.flatMap((row) => {
		const name = asText(constant(get(row, 'name')));
		return name
			? [
					{
						name,
						type: typeOf[asText(get(row, 'type')) ?? 'string'] ?? {},
						required: get(row, 'required') === true,
						description: asText(constant(get(row, 'description'))),
					},
				]
			: [];
	});
	return {
		type: 'object',
		properties: Object.fromEntries(
			attributes.map(({ name, type, description }) => [name, { ...type, ...(description ? { description } : {}) }]),
		),
		required: attributes.filter(({ required }) => required).map(({ name }) => name),
	};
}

/** The schema that an example fits, all its fields required. */
function schemaLike(example: unknown): JsonObject {
	if (Array.isArray(example)) return { type: 'array', ...(example.length > 0 ? { items: schemaLike(example[0]) } : {}) };
	if (isObject(example))
		return {
			type: 'object',
			properties: Object.fromEntries(Object.entries(example).map(([name, value]) => [name, schemaLike(value)])),
			required: Object.keys(example),
		};
	return example === null ? {} : { type: typeof example };
}
