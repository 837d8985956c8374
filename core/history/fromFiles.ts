import path from 'node:path';
import { messageOf } from '../describeError';
import type { Files } from '../files';
import { parseJson } from '../json';
import { executionsIn } from './executionsIn';

/** A file is read whole, so a larger one is not: JSON lines have no limit. */
export const mostFileBytes = 200 * 1024 * 1024;
/** An execution of a line of its own. */
export const mostExecutionBytes = 50 * 1024 * 1024;

export interface Source {
	/** An execution as recorded, with the number of characters that it took where that is known. */
	executions(): AsyncIterable<unknown>;
	problems: { file: string; reason: string }[];
}

/** Saved executions: files of JSON or JSON lines, and folders of them. */
export function fromFiles(paths: readonly string[], files: Files): Source {
	const problems: Source['problems'] = [];
	async function* executions() {
		for (const given of paths) {
			const found = await files.look(given);
			if (!found) problems.push({ file: given, reason: 'There is no such file or folder.' });
			else if (found.kind !== 'folder') yield* inFile(given, path.basename(given));
			else {
				const root = await files.real(given);
				const names = (await files.list(given)).filter((name) => /\.(jsonl?|ndjson)$/i.test(name));
				if (names.length === 0) problems.push({ file: given, reason: 'The folder holds no JSON file.' });
				for (const name of names) yield* inFile(name, path.relative(root, name) || path.basename(name));
			}
		}
	}
	async function* inFile(file: string, label: string): AsyncGenerator<unknown> {
		try {
			yield* /\.(jsonl|ndjson)$/i.test(file) ? inLines(file, label) : inWhole(file, label);
		} catch (error) {
			problems.push({ file: label, reason: `The file cannot be read: ${messageOf(error)}.` });
		}
	}
	async function* inWhole(file: string, label: string): AsyncGenerator<unknown> {
		const json = parseJson(new TextDecoder().decode(await files.read(file, mostFileBytes)).replace(/^\uFEFF/, ''));
		let none = true;
		for (const execution of executionsIn(json)) {
			none = false;
			yield execution;
		}
		if (none) problems.push({ file: label, reason: json === undefined ? 'The file is not JSON.' : 'The file holds no execution of n8n.' });
	}
	async function* inLines(file: string, label: string): AsyncGenerator<unknown> {
		let number = 0;
		for await (const line of files.lines(file)) {
			number++;
			if (line.trim() === '') continue;
			if (line.length > mostExecutionBytes) problems.push({ file: label, reason: `Line ${number} is longer than 50 MB and was skipped.` });
			else yield* executionsIn(parseJson(line));
		}
	}
	return { executions, problems };
}
