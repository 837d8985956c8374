import type { IDataObject } from 'n8n-workflow';

/** Keys of a path such as `choices[0].message.content`. */
const keysOf = (path: string) => path.split(/[.[\]]+/).filter((key) => key !== '');

const has = (value: unknown, key: string): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && Object.hasOwn(value, key);

/** The value at a path; a field of that very name comes first. */
export function readPath(json: IDataObject, path: string): unknown {
	if (Object.hasOwn(json, path)) return json[path];
	let value: unknown = json;
	for (const key of keysOf(path)) {
		if (!has(value, key)) return undefined;
		value = value[key];
	}
	return value;
}

/** A copy of the item with another value at a path that exists. */
export function writePath(json: IDataObject, path: string, value: unknown): IDataObject {
	const keys = Object.hasOwn(json, path) ? [path] : keysOf(path);
	const copy = structuredClone(json);
	let parent: unknown = copy;
	for (const key of keys.slice(0, -1)) parent = has(parent, key) ? parent[key] : undefined;
	const last = keys[keys.length - 1];
	if (last !== undefined && has(parent, last)) parent[last] = value;
	return copy;
}
