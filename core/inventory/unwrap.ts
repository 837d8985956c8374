import { asList, get, isObject } from '../json';

const wrappers = ['workflow', 'workflowData', 'data', 'workflows', 'workflow_entity', 'activeVersion'];
const deepest = 5;

/**
 * Workflows in JSON of any shape that n8n writes: one workflow, an array, n8n's backup format and rows of its database
 * (lists held as text), an answer of its API, and an answer of its template API, whose outer list of nodes is a summary.
 */
export function* unwrap(json: unknown, depth = 0): Generator<unknown> {
	if (depth > deepest) return;
	if (Array.isArray(json)) {
		for (const entry of json) yield* unwrap(entry, depth + 1);
		return;
	}
	if (!isObject(json)) return;
	const inner = get(json, 'workflow');
	if (isObject(inner) && (!isWorkflow(json) || isSummary(json))) {
		const found = [...unwrap(inner, depth + 1)];
		if (found.length > 0) {
			for (const workflow of found) yield named(workflow, get(json, 'name'));
			return;
		}
	}
	const nodes = get(json, 'nodes');
	if (Array.isArray(nodes)) {
		yield json;
		return;
	}
	// Rows of n8n's database, as `export:entities` writes them, hold their lists as text.
	const parsed = parsedObject(nodes);
	if (Array.isArray(parsed)) {
		yield { ...json, nodes: asList(parsed), connections: parsedObject(get(json, 'connections')) };
		return;
	}
	for (const wrapper of wrappers) {
		const held = get(json, wrapper);
		const found = [...unwrap(typeof held === 'string' && held.startsWith('{') ? parsedObject(held) : held, depth + 1)];
		if (found.length > 0) {
			yield* found;
			return;
		}
	}
}

const isWorkflow = (value: unknown) => Array.isArray(get(value, 'nodes'));

/** The template API lists the types of nodes beside the workflow itself, without positions and connections. */
const isSummary = (json: unknown) => !isObject(get(json, 'connections'));

const named = (workflow: unknown, name: unknown): unknown =>
	!isObject(workflow) || get(workflow, 'name') || typeof name !== 'string' ? workflow : { ...workflow, name };

function parsedObject(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value);
	} catch {
		return undefined;
	}
}
