import { createHash } from 'node:crypto';
import { asList, asText, get, isObject } from '../json';

/** What a node does, and nothing of where it stands on the canvas or what is noted beside it. */
const telling = [
	'name',
	'type',
	'typeVersion',
	'parameters',
	'credentials',
	'disabled',
	'executeOnce',
	'onError',
	'continueOnFail',
] as const;

/** The state of a workflow as n8n names it. Versions are equal to versions, contents to contents; one says nothing of the other. */
export const stateOfVersion = (versionId: string): string => `version:${versionId}`;

/**
 * Tells one state of a workflow from another: n8n's own version, which changes with its nodes and connections; where the record
 * has none, by what its nodes do and how they are connected. An execution's copy holds parameters that n8n has filled in, so
 * that the workflow itself has another content.
 */
export function workflowState(versionId: unknown, workflow: unknown): string {
	return typeof versionId === 'string' && versionId !== '' ? stateOfVersion(versionId) : `content:${contentHash(workflow)}`;
}

function contentHash(workflow: unknown): string {
	const told = asList(get(workflow, 'nodes'))
		.filter((node) => !/\.stickyNote$/.test(asText(get(node, 'type')) ?? ''))
		.map((node) => Object.fromEntries(telling.flatMap((key) => (isSet(get(node, key)) ? [[key, get(node, key)]] : []))))
		.sort((one, other) => (String(one.name) < String(other.name) ? -1 : 1));
	return createHash('sha256')
		.update(JSON.stringify(sorted([told, get(workflow, 'connections')])))
		.digest('hex')
		.slice(0, 16);
}

/** n8n leaves out what is as by default in one place, and writes it in another. */
const isSet = (value: unknown) =>
	value !== undefined && value !== null && value !== false && !(isObject(value) && Object.keys(value).length === 0);

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([key, inner]) => [key, sorted(inner)]),
	);
}
