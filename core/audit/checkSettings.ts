import type { Check } from '../checks/check';
import type { Choice, Field } from '../checks/field';
import { isObject } from '../json';

/** A setting that can't be used; `path` leads to it in the config file. */
export class SettingError extends Error {
	override readonly name = 'SettingError';
	constructor(
		message: string,
		readonly path: readonly string[],
	) {
		super(message);
	}
}

/**
 * What a check runs on: the settings that the user gave by name, those of a collection written flat or nested, and the
 * defaults of the rest, as n8n hands them to the node.
 *
 * @throws SettingError for a name that the check doesn't have, and for a setting that another one switches off: it would be
 * ignored in silence.
 */
export function settingsOf({ id, fields }: Check, given: Record<string, unknown>): Record<string, unknown> {
	const chosen: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(given)) {
		const field = fields.find((each) => each.name === name);
		const collection = fields.find(({ type, options }) => type === 'collection' && options?.some((option) => option.name === name));
		const target = field ?? collection;
		if (!target) throw new SettingError(`checks.${id} has no option "${name}"; it has ${namesOf(fields).join(', ')}`, [name]);
		const added = field ? value : { [name]: value };
		const before = chosen[target.name];
		chosen[target.name] = isObject(before) && isObject(added) ? { ...before, ...added } : added;
	}
	const valueOf = (name: string) => chosen[name] ?? fields.find((field) => field.name === name)?.default;
	const hiddenBy = ({ displayOptions }: Field) =>
		Object.entries(displayOptions?.show ?? {}).find(([name, values]) => !values.some((value) => value === valueOf(name)));
	const shown = fields.filter((field) => hiddenBy(field) === undefined);
	for (const name of Object.keys(chosen)) {
		if (shown.some((field) => field.name === name)) continue;
		const [other, values] = fields
			.filter((field) => field.name === name)
			.map(hiddenBy)
			.find((reason) => reason !== undefined) ?? ['', []];
		throw new SettingError(
			`checks.${id}.${name} is only read with ${other}: ${values.join(' or ')}; ${other} is ${String(valueOf(other))}`,
			[name],
		);
	}
	return Object.fromEntries(shown.map(({ name, default: usual }) => [name, chosen[name] ?? usual]));
}

const namesOf = (fields: readonly Field[]) =>
	fields.flatMap(({ name, type, options }) =>
		type === 'collection' ? (options ?? []).map((option: Field | Choice) => option.name) : [name],
	);
