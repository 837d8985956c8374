import { stringify } from 'yaml';
import type { z } from 'zod/v4';
import { configSchema, sideSchemas } from '../../cli/config';
import { checks } from '../../core/checks';
import type { Check } from '../../core/checks/check';
import type { Choice, Field } from '../../core/checks/field';

/** The tables of every setting of audit.yaml, from the schema that reads it and the checks' own fields. */
export function auditSettings(): string {
	return [
		'### The file itself',
		table(shapeRows(configSchema.shape)),
		'### An endpoint (`candidate`, `baseline`)',
		table(shapeRows(sideSchemas.endpoint.shape)),
		'`candidate: lab` is the provider lab; with settings of its own it is written as',
		table(shapeRows(sideSchemas.played.shape)),
		...checks.flatMap((check: Check) => [
			`### \`checks.${check.id}\`: ${check.title}`,
			check.description,
			...(check.needsSettings ? [`Left out of an audit without settings: ${check.needsSettings}.`] : []),
			table(fieldRows(check.fields)),
		]),
	].join('\n\n');
}

type Cells = [name: string, what: string, usual: string, example: string];

const table = (rows: readonly Cells[]) =>
	[['setting', 'what it is', 'default', 'example'], ['---', '---', '---', '---'], ...rows]
		.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim()).join(' | ')} |`)
		.join('\n');

function shapeRows(shape: Record<string, z.ZodType>): Cells[] {
	return Object.entries(shape).flatMap(([name, type]): Cells[] => {
		const meta = type.meta();
		if (meta?.description === undefined) {
			const inner = 'shape' in type ? type.shape : undefined;
			return isShape(inner) ? shapeRows(inner).map(([deeper, ...rest]): Cells => [`\`${name}.${deeper.slice(1)}`, ...rest]) : missing(name);
		}
		return [[code(name), meta.description, type.safeParse(undefined).success ? '' : 'needed', code(yaml(name, meta.example))]];
	});
}

const isShape = (value: unknown): value is Record<string, z.ZodType> => typeof value === 'object' && value !== null;

function missing(name: string): never {
	throw new Error(`The setting "${name}" says nowhere what it is: give it a description in cli/config.ts`);
}

function fieldRows(fields: readonly Field[]): Cells[] {
	const seen = new Set<string>();
	return fields.flatMap((field): Cells[] => {
		const inner = (field.type === 'collection' ? (field.options ?? []) : [field]).filter((each): each is Field => 'displayName' in each);
		return inner.flatMap((each): Cells[] => {
			// The node shows some settings twice, with other words for other choices.
			if (seen.has(each.name)) return [];
			seen.add(each.name);
			return [[code(each.name), what(each), code(yaml(undefined, each.default)), code(yaml(each.name, exampleOf(each)))]];
		});
	});
}

function what({ displayName, description, options, type, displayOptions }: Field): string {
	const choices = type === 'options' || type === 'multiOptions' ? (options ?? []).flatMap((each) => ('value' in each ? [each] : [])) : [];
	const listed =
		choices.length > 0 && choices.length <= 12 ? ` One of ${choices.map(({ value }: Choice) => `\`${String(value)}\``).join(', ')}.` : '';
	const only = Object.entries(displayOptions?.show ?? {}).map(
		([name, values]) => `\`${name}\` is ${values.map((value) => `\`${String(value)}\``).join(' or ')}`,
	);
	return `${(description ?? displayName).replace(/\.?$/, '.')}${listed}${only.length > 0 ? ` Only where ${only.join(' and ')}.` : ''}`;
}

/** A value that shows the form: the placeholder, else a choice that is not the default, else the default. */
function exampleOf({ placeholder, options, type, default: usual }: Field): unknown {
	if (placeholder !== undefined && type === 'string') return placeholder.replace(/^e\.g\. /, '');
	if (type === 'options' || type === 'multiOptions') {
		const other = (options ?? []).flatMap((each) => ('value' in each && each.value !== usual ? [each.value] : []))[0] ?? usual;
		return type === 'multiOptions' ? [other] : other;
	}
	if (type === 'boolean') return usual !== true;
	return usual;
}

const code = (text: string) => (text === '' ? '' : `\`${text}\``);

function yaml(name: string | undefined, value: unknown): string {
	if (
		value === undefined ||
		(name === undefined && (value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)))
	)
		return '';
	const text = stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
	return name === undefined ? text : `${name}: ${text}`;
}
