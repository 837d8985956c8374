import type { INodeProperties } from 'n8n-workflow';
import type { CheckId } from '../../nodes/MigrationCheck/checkResult';
import type { CheckSettings } from './config';
import { CannotRun } from './options';

interface Given {
	paths: string[];
	target?: string;
	fix?: string;
	checks: CheckSettings;
}

/** Parameters of a check's node from the config file. Options that the node keeps in a collection are written flat there. */
export function parametersOf(id: CheckId, given: Given, all: readonly INodeProperties[]): Record<string, unknown> {
	const own = all.filter(({ displayOptions, name }) => !/^(candidate|baseline)(Credential|Model)$/.test(name) && displayOptions?.show?.operation?.includes(id));
	const parameters: Record<string, unknown> = {};
	for (const [name, value] of Object.entries({ ...fromFlags(id, given), ...(given.checks[id] || {}) })) {
		const field = own.find((property) => property.name === name);
		const collection = own.find(({ type, options }) => type === 'collection' && options?.some((option) => option.name === name));
		if (field) {
			const before = parameters[name];
			parameters[name] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
		} else if (collection) {
			const before = parameters[collection.name];
			parameters[collection.name] = { ...(isRecord(before) ? before : {}), [name]: value };
		} else {
			throw new CannotRun(`checks.${id} has no option "${name}"; it has ${namesOf(own).join(', ')}`);
		}
	}
	return parameters;
}

function fromFlags(id: CheckId, { paths, target, fix }: Given): Record<string, unknown> {
	if (id !== 'inventory') return {};
	return { source: 'files', paths: paths.join('\n'), ...(target ? { target } : {}), ...(fix ? { fixDir: fix } : {}) };
}

const namesOf = (own: readonly INodeProperties[]) =>
	own.flatMap(({ name, type, options }) => (type === 'collection' ? (options ?? []).map((option) => option.name) : [name]));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
