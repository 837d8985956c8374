import type { FileProblem } from '../fileProblem';
import path from 'node:path';
import { messageOf } from '../describeError';
import type { Files } from '../files';
import { asText, get } from '../json';
import { unwrap } from './unwrap';

/** A workflow as it was exported, with where it came from. */
export interface ExportedWorkflow {
	/** Path of the file, relative to the folder that was given, or the address of the instance. */
	file: string;
	name: string;
	workflow: unknown;
}

export interface Exports {
	workflows: ExportedWorkflow[];
	problems: FileProblem[];
	files: number;
}

export const maxFileBytes = 20 * 1024 * 1024;
const maxFiles = 20_000;
const skipped = new Set(['node_modules', '.git']);

/** What is read so far, file by file: nothing of a file is kept. */
export interface ReadingState {
	problems: FileProblem[];
	files: number;
}

/** Workflows of files and folders: one workflow, an array, n8n's backup format, an answer of n8n's API, lines of JSON. */
export async function readExports(paths: readonly string[], files: Files, options: { signal?: AbortSignal } = {}): Promise<Exports> {
	const state: ReadingState = { problems: [], files: 0 };
	const workflows: ExportedWorkflow[] = [];
	for await (const one of eachExport(paths, files, state, options)) workflows.push(one);
	return { workflows, ...state };
}

/** The same one after the other, so that ten thousand exports take the memory of one; `state` tells what was odd. */
export async function* eachExport(
	paths: readonly string[],
	files: Files,
	state: ReadingState,
	{ signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<ExportedWorkflow> {
	for (const given of paths) {
		const problem = (reason: string) => state.problems.push({ file: given, reason });
		const found = await files.look(given);
		if (!found) problem('There is no such file or folder.');
		else if (found.kind === 'folder') {
			const root = await files.real(given);
			const names = exportsIn(root, await files.list(given));
			if (names.length === 0) problem('The folder holds no JSON file.');
			if (names.length > maxFiles) problem(`The folder holds more than ${maxFiles} files; the rest was left out.`);
			yield* readAll(state, root, names.slice(0, maxFiles), files, signal);
		} else yield* readFrom(state, given, path.basename(given), files, signal);
	}
}

/** Exports in a folder, by name; links were not followed, so that none leads out of it or in circles. */
function exportsIn(root: string, names: readonly string[]): string[] {
	const isSkipped = (file: string) =>
		path
			.relative(root, file)
			.split(path.sep)
			.some((part) => skipped.has(part));
	return names.filter((file) => /\.jsonl?$/i.test(file) && !isSkipped(file));
}

/** So many files are read ahead of the one that is looked at. */
const ahead = 8;

async function* readAll(
	state: ReadingState,
	root: string,
	names: readonly string[],
	files: Files,
	signal: AbortSignal | undefined,
): AsyncGenerator<ExportedWorkflow> {
	const waiting: Promise<Content>[] = [];
	for (const [index, file] of names.entries()) {
		for (const next of names.slice(index + waiting.length, index + ahead)) waiting.push(contentOf(next, files));
		yield* readFrom(state, file, path.relative(root, file) || path.basename(file), files, signal, await waiting.shift());
	}
}

/** What a file holds; its size alone where it is read in another way, or not at all. */
interface Content {
	size: number;
	text?: string;
	error?: unknown;
}

async function contentOf(file: string, files: Files): Promise<Content> {
	if (isLineFile(file)) return { size: 0 };
	try {
		return { size: 0, text: decoder.decode(await files.read(file, maxFileBytes)) };
	} catch (error) {
		const isTooLarge = error instanceof Error && 'code' in error && error.code === 'EFBIG';
		return isTooLarge ? { size: (await files.look(file))?.bytes ?? 0 } : { size: 0, error };
	}
}

const decoder = new TextDecoder();
const isLineFile = (file: string) => /\.jsonl$/i.test(file);

async function* readFrom(
	state: ReadingState,
	file: string,
	label: string,
	files: Files,
	signal: AbortSignal | undefined,
	known?: Content,
): AsyncGenerator<ExportedWorkflow> {
	signal?.throwIfAborted();
	state.files++;
	if (isLineFile(file)) {
		yield* readLines(state, file, label, files, signal);
		return;
	}
	const { size, text, error } = known ?? (await contentOf(file, files));
	if (text === undefined) {
		const megabytes = Math.round(size / 1024 / 1024);
		const reason = error
			? `The file cannot be read: ${messageOf(error)}`
			: `The file has ${megabytes} MB, more than the ${maxFileBytes / 1024 / 1024} MB that are read: export its workflows one by one.`;
		state.problems.push({ file: label, reason });
		return;
	}
	const { workflows, problems } = workflowsInText(text, label);
	state.problems.push(...problems);
	yield* workflows;
}

/** A file with one workflow a line, however long it is. */
async function* readLines(
	state: ReadingState,
	file: string,
	label: string,
	files: Files,
	signal: AbortSignal | undefined,
): AsyncGenerator<ExportedWorkflow> {
	let count = 0;
	let isEmpty = true;
	try {
		for await (const line of files.lines(file)) {
			signal?.throwIfAborted();
			count++;
			const text = line.replace(/^\uFEFF/, '');
			if (text.trim() === '') continue;
			isEmpty = false;
			const { workflows, problems } = inLine(text, label, count);
			state.problems.push(...problems);
			yield* workflows;
		}
	} catch (error) {
		signal?.throwIfAborted();
		state.problems.push({ file: label, reason: `The file cannot be read: ${messageOf(error)}` });
		return;
	}
	if (isEmpty) state.problems.push({ file: label, reason: 'The file is empty.' });
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
	const parts = text
		.split('\n')
		.map((line, index) => (line.trim() === '' ? { workflows: [], problems: [] } : inLine(line, file, index + 1)));
	return { workflows: parts.flatMap(({ workflows }) => workflows), problems: parts.flatMap(({ problems }) => problems) };
}

function inLine(text: string, file: string, line: number): Omit<Exports, 'files'> {
	try {
		const { workflows, problems } = workflowsInJson(JSON.parse(text), file);
		return { workflows, problems: problems.map((problem) => ({ ...problem, line })) };
	} catch {
		return { workflows: [], problems: [{ file, line, reason: 'The line is not JSON.' }] };
	}
}

function jsonProblem(error: unknown, text: string): { reason: string; line?: number } {
	const message = error instanceof Error ? error.message : String(error);
	const position = /position (\d+)/.exec(message)?.[1];
	const line = position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
	return { reason: 'The file is not JSON.', ...(line !== undefined && { line }) };
}

/** Workflows in parsed JSON, in any of the shapes that n8n writes. */
export function workflowsInJson(json: unknown, file: string): Omit<Exports, 'files'> {
	const found = [...unwrap(json)];
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
