import type { z } from 'zod/v4';
import { itemAt } from './itemAt';

/** A field of a form, in the words of n8n's node properties. */
export interface LabelledField {
	displayName: string;
	name: string;
	/** Fields of a collection, groups of a fixed collection, or choices. */
	options?: readonly object[];
}

type Path = readonly PropertyKey[];

/** A value that can't be used; the message names the field as its form shows it. */
export class FieldError extends Error {
	readonly description: string;

	constructor(
		readonly path: Path,
		readonly problem: string,
		fields: readonly LabelledField[] = [],
	) {
		super(`The field "${labelOf(path, fields)}" can't be used`);
		this.name = 'FieldError';
		this.description = `${problem.charAt(0).toUpperCase()}${problem.slice(1).replace(/\.$/, '')}.`;
	}
}

/** What was set, as its schema reads it. @throws FieldError for the first field that can't be used. */
export function parseFields<Schema extends z.ZodType>(
	schema: Schema,
	raw: unknown,
	fields: readonly LabelledField[] = [],
	at: Path = [],
): z.output<Schema> {
	const result = schema.safeParse(raw);
	if (result.success) return result.data;
	const issue = itemAt(result.error.issues, 0);
	throw new FieldError([...at, ...issue.path], issue.message, fields);
}

/** Reads settings whose schema does not know its form: an error names the field as the form shows it. */
export function inWordsOf<Parsed>(fields: readonly LabelledField[], read: () => Parsed): Parsed {
	try {
		return read();
	} catch (error) {
		if (error instanceof FieldError) throw new FieldError(error.path, error.problem, fields);
		throw error;
	}
}

/**
 * The words that a form shows at a path: `options.budgets.entries.0.limitUsd` is "Budget 1: Limit (USD)". What lies within
 * a field's own JSON is counted and named as it stands there.
 */
export function labelOf(path: Path, fields: readonly LabelledField[]): string {
	const [name, ...rest] = path;
	const field = fields.find((each) => each.name === name);
	if (!field) return wordsOf(path);
	if (rest.length === 0) return field.displayName;
	const inner = field.options ?? [];
	const group = inner.find((each) => isGroup(each) && each.name === rest[0]);
	if (group && isGroup(group)) return groupLabel(group, rest.slice(1));
	const nested = inner.filter(isField);
	return nested.some((each) => each.name === rest[0]) ? labelOf(rest, nested) : `${field.displayName}: ${wordsOf(rest)}`;
}

interface Group extends LabelledField {
	values: readonly LabelledField[];
}

function groupLabel({ displayName, values }: Group, path: Path): string {
	const [index, ...rest] = path;
	if (typeof index !== 'number') return path.length ? labelOf(path, values) : displayName;
	const entry = `${displayName} ${index + 1}`;
	return rest.length ? `${entry}: ${labelOf(rest, values)}` : entry;
}

const isField = (value: object): value is LabelledField => 'displayName' in value && 'name' in value;
const isGroup = (value: object): value is Group => isField(value) && 'values' in value && Array.isArray(value.values);

const wordsOf = (path: Path) =>
	path.map((part) => (typeof part === 'number' ? `entry ${part + 1}` : String(part))).join(', ') || 'parameters';
