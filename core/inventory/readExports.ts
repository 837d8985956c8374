import path from 'node:path';
import type { Files } from '../files';
import { asList, asText, get, isObject, parseJson } from '../json';
import { messageOf } from '../describeError';

/** A workflow as it was exported, with where it came from. */
export interface ExportedWorkflow {
	/** Path of the file, relative to the folder that was given, or the address of the instance. */
	file: string;
	name: string;
	workflow: unknown;
}

export interface Problem {
	file: string;
	line?: number;
	reason: string;
}

export interface Exports {
	workflows: ExportedWorkflow[];
	problems: Problem[];
	files: number;
}

export const maxFileBytes = 20 * 1024 * 1024;
const maxFiles = 20_000;
const skipped = new Set(['node_modules', '.git']);

/** Workflows of files and folders: one workflow, an array, n8n's backup format, an answer of n8n's API, lines of JSON. */
export async function readExports(paths: readonly string[], files: Files, { signal }: { signal?: AbortSignal } = {}): Promise<Exports> {
	const result: Exports = { workflows: [], problems: [], files: 0 };
	for (const given of paths) {
		const problem = (reason: string) => result.problems.push({ file: given, reason });
		const found = await files.look(given);
		if (!found) problem('There is no such file or folder.');
		else if (found.kind === 'folder') {
			const names = await exportsIn(given, files);
			if (names.length === 0) problem('The folder holds no JSON file.');
			if (names.length > maxFiles) problem(`The folder holds more than ${maxFiles} files; the rest was left out.`);
			const folder = await files.real(given);
			for (const file of names.slice(0, maxFiles)) await readInto(result, file, path.relative(folder, file), files, signal);
		} else await readInto(result, given, path.basename(given), files, signal);
	}
	return result;
}

/** Exports in a folder, by name; links are not followed, so that none leads out of it or in circles. */
async function exportsIn(folder: string, files: Files): Promise<string[]> {
	const root = await files.real(folder);
	const isSkipped = (file: string) =>
		path
			.relative(root, file)
			.split(path.sep)
			.some((part) => skipped.has(part));
	return (await files.list(folder)).filter((file) => /\.jsonl?$/i.test(file) && !isSkipped(file));
}

async function readInto(result: Exports, file: string, label: string, files: Files, signal: AbortSignal | undefined) {
	signal?.throwIfAborted();
	result.files++;
	const text = await textOf(file, files).catch((error: unknown) => {
		result.problems.push({ file: label, reason: `The file cannot be read: ${messageOf(error)}` });
	});
	if (text === undefined) return;
	const { workflows, problems } = workflowsInText(text, label);
	result.workflows.push(...workflows);
	result.problems.push(...problems);
}

async function textOf(file: string, files: Files): Promise<string> {
	const { bytes = 0 } = (await files.look(file)) ?? {};
	const megabytes = (size: number) => Math.round(size / 1024 / 1024);
	if (bytes > maxFileBytes) {
		throw new Error(
			`it has ${megabytes(bytes)} MB, more than the ${megabytes(maxFileBytes)} MB that are read: export its workflows one by one.`,
		);
	}
	return new TextDecoder().decode(await files.read(file, maxFileBytes));
}

/** Workflows in the text of an export. */
export function workflowsInText(text: string, file: string): Omit<Exports, 'files'> {
	const clean = text.replace(/^\uFEFF/, '').trim();
	if (clean === '') return { workflows: [], problems: [{ file, reason: 'The file is empty.' }] };
	if (/\.jsonl$/i.test(file)) return inLines(clean, file);
	try {
		return workflowsInJson(JSON.parse(clean), file);
	} catch (error) {
		return { workflows: [], problems: [{ file, ...jsonProblem(error, clean) }] };
	}
}

function inLines(text: string, file: string): Omit<Exports, 'files'> {
	const parts = text.split('\n').map((line, index): Omit<Exports, 'files'> => {
		if (line.trim() === '') return { workflows: [], problems: [] };
		try {
			const { workflows, problems } = workflowsInJson(JSON.parse(line), file);
			return { workflows, problems: problems.map((problem) => ({ ...problem, line: index + 1 })) };
		} catch {
			return { workflows: [], problems: [{ file, line: index + 1, reason: 'The line is not JSON.' }] };
		}
	});
	return { workflows: parts.flatMap(({ workflows }) => workflows), problems: parts.flatMap(({ problems }) => problems) };
}

function jsonProblem(error: unknown, text: string): { reason: string; line?: number } {
	const message = messageOf(error);
	const position = /position (\d+)/.exec(message)?.[1];
	const line = position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
	return { reason: 'The file is not JSON.', ...(line !== undefined && { line }) };
}

/** Workflows in parsed JSON, in any of the shapes that n8n writes. */
export function workflowsInJson(json: unknown, file: string): Omit<Exports, 'files'> {
	const found = [...unwrap(json, 0)];
	if (found.length === 0)
		return { workflows: [], problems: [{ file, reason: 'The file is JSON, but not a workflow: it has no list of nodes.' }] };
	const fallback = path.basename(file).replace(/\.jsonl?$/i, '');
	return {
		workflows: found.map((workflow, index) => ({
			file,
			name: asText(get(workflow, 'name')) || (found.length > 1 ? `${fallback} ${index + 1}` : fallback),
			workflow,
		})),
		problems: [],
	};
}

const wrappers = ['workflow', 'workflowData', 'data', 'workflows', 'workflow_entity'];

function* unwrap(json: unknown, depth: number): Generator<unknown> {
	if (depth > 4) return;
	if (Array.isArray(json)) {
		for (const entry of json) yield* unwrap(entry, depth + 1);
		return;
	}
	if (!isObject(json)) return;
	const nodes = get(json, 'nodes');
	if (Array.isArray(nodes)) {
		yield json;
		return;
	}
	// Rows of n8n's database, as `export:entities` writes them, hold their lists as text.
	const parsed = parsedList(nodes);
	if (parsed) {
		yield { ...json, nodes: parsed, connections: parsedObject(get(json, 'connections')) };
		return;
	}
	for (const wrapper of wrappers) yield* unwrap(get(json, wrapper), depth + 1);
}

function parsedList(value: unknown): unknown[] | undefined {
	const inner = parsedObject(value);
	return Array.isArray(inner) ? asList(inner) : undefined;
}

const parsedObject = (value: unknown): unknown => (typeof value === 'string' ? parseJson(value) : value);

export interface Instance {
	url: string;
	apiKey: string;
	fetch: typeof fetch;
	signal?: AbortSignal;
}

/** Workflows of an n8n instance, by its public API. */
export async function readInstance({ url, apiKey, fetch, signal }: Instance): Promise<Exports> {
	const base = url.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
	const result: Exports = { workflows: [], problems: [], files: 0 };
	let cursor: string | undefined;
	do {
		const page = new URL(`${base}/api/v1/workflows`);
		page.searchParams.set('limit', '100');
		page.searchParams.set('excludePinnedData', 'true');
		if (cursor) page.searchParams.set('cursor', cursor);
		const response = await fetch(page, { headers: { 'X-N8N-API-KEY': apiKey, accept: 'application/json' }, signal, redirect: 'error' });
		if (!response.ok) throw describe(base, response.status);
		const body: unknown = await response.json();
		const workflows = asList(get(body, 'data'));
		result.files += workflows.length;
		for (const workflow of workflows) {
			const inner = workflowsInJson(workflow, `${base}/workflow/${asText(get(workflow, 'id')) ?? ''}`);
			result.workflows.push(...inner.workflows);
			result.problems.push(...inner.problems);
		}
		const next = asText(get(body, 'nextCursor'));
		if (next !== undefined && next === cursor) break;
		cursor = next;
	} while (cursor);
	return result;
}

function describe(base: string, status: number): Error {
	const description =
		status === 401 || status === 403
			? 'Create an API key in n8n under Settings > n8n API with the right to list workflows, and put it into the field.'
			: 'See whether the address is that of the editor, without a path, and whether the public API is switched on.';
	return Object.assign(new Error(`n8n at ${new URL(base).host} answered ${status} to the list of workflows`), { description });
}
