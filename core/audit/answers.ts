import { createHash } from 'node:crypto';
import type { Files } from '../files';
import { isObject, parseJson } from '../json';

interface Line {
	key?: string;
	value?: unknown;
}

export interface Answers {
	get(key: string): unknown;
	set(key: string, value: unknown): void;
}

/**
 * Answers kept line by line as they come, so that an interrupted run does not pay again. Keys are stored as hashes.
 * A last line that was cut off by a crash is left out.
 */
export async function openAnswers(file: string, files: Files): Promise<Answers> {
	const { text, append: write } = await files.keep(file);
	const lines = text.split('\n').flatMap((line): Line[] => {
		const parsed = parseJson(line);
		return isObject(parsed) ? [parsed] : [];
	});
	const values = new Map(lines.flatMap(({ key, value }) => (typeof key === 'string' ? [[key, value]] : [])));
	const append = (line: Line) => write(`${JSON.stringify(line)}\n`);
	if (text !== '' && !text.endsWith('\n')) write('\n');
	return {
		get: (key) => values.get(hash(key)),
		set(key, value) {
			values.set(hash(key), value);
			append({ key: hash(key), value });
		},
	};
}

const hash = (key: string) => createHash('sha256').update(key).digest('base64url');
