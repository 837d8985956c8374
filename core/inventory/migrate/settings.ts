import { settingLabel, type Target } from '../conflicts';
import { at, isObject, type JsonObject } from '../../json';
import type { Conflict, ModelReference } from '../modelReference';

export const removable = ({ settings }: ModelReference, name: string) =>
	settings.some((setting) => setting.name === name && setting.path !== undefined);

/** What the target rejects and the copy cannot leave out. */
export const blockingOf = (reference: ModelReference, conflicts: readonly Conflict[]) =>
	conflicts.filter(({ setting, effect }) => effect !== 'ignored' && !removable(reference, setting));

export const notTaken = (goal: Target, conflicts: readonly Conflict[]) =>
	`${goal.model} does not take ${conflicts.map(({ setting, note }) => `${settingLabel(setting)} (${note})`).join('; ')}`;

/** The object that a dotted path ends in, with its last key. */
export function holderOf(node: JsonObject, path: string): { holder: JsonObject; key: string } | undefined {
	const keys = path.split('.');
	const key = keys.pop() ?? path;
	const holder = keys.length > 0 ? at(node.parameters, keys.join('.')) : node.parameters;
	return isObject(holder) ? { holder, key } : undefined;
}

/** Takes out of a node what the target rejects or ignores; says each. */
export function removeSettings(node: JsonObject, { settings }: ModelReference, conflicts: readonly Conflict[]): string[] {
	const names = new Set(conflicts.map(({ setting }) => setting));
	return settings.flatMap(({ name, path }) => {
		if (!names.has(name) || path === undefined) return [];
		const place = holderOf(node, path);
		if (!place || !Object.hasOwn(place.holder, place.key)) return [];
		const { holder, key } = place;
		const before = holder[key];
		const effect = conflicts.find(({ setting }) => setting === name)?.effect;
		if (name === 'response_format.json_schema') {
			holder[key] = 'json_object';
			return [`${path}: json_schema -> json_object (describe the schema in the prompt)`];
		}
		delete holder[key];
		return [`${path}: ${JSON.stringify(before)} taken out (${effect} by the target)`];
	});
}
