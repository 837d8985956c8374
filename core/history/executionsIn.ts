import { parse as parseFlatted } from 'flatted';
import { asText, get, isObject, parseJson } from '../json';

const deepest = 4;

/**
 * Executions in JSON of any form that people have: one, a list, a page of n8n's API, the editor's own answer, rows of n8n's
 * database. Where the run data is text, as the database keeps it, it is read.
 */
export function* executionsIn(json: unknown, depth = 0): Generator<unknown> {
	if (depth > deepest) return;
	if (Array.isArray(json)) {
		for (const entry of json) yield* executionsIn(entry, depth + 1);
		return;
	}
	if (!isObject(json)) return;
	if (isExecution(json)) {
		yield withData(json);
		return;
	}
	for (const key of ['data', 'executions', 'results', 'execution']) if (key in json) yield* executionsIn(json[key], depth + 1);
}

/** What n8n writes about an execution; a list of workflows looks otherwise. */
const isExecution = (json: Record<string, unknown>): boolean =>
	('workflowData' in json || 'workflowId' in json || isObject(get(json.data, 'resultData'))) &&
	('data' in json || 'startedAt' in json || 'status' in json);

function withData(json: Record<string, unknown>): unknown {
	const { data, workflowData } = json;
	return {
		...json,
		...(typeof data === 'string' ? { data: flattedOrPlain(data) } : {}),
		...(typeof workflowData === 'string' ? { workflowData: parseJson(workflowData) } : {}),
	};
}

/** n8n's database keeps run data in the form of the library flatted: a list whose texts are positions in it. */
export function flattedOrPlain(text: string): unknown {
	const plain = parseJson(text);
	if (!Array.isArray(plain)) return plain;
	try {
		const parsed: unknown = parseFlatted(text);
		return isObject(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** An execution's id, whatever came of it. */
export const idOf = (json: unknown): string => asText(get(json, 'id')) ?? String(get(json, 'id') ?? get(json, 'executionId') ?? '?');
