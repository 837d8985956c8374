import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isQueryClass, QUERY_CLASSES } from '../../core/classify/classes';

const root = path.join(import.meta.dirname, '../..');
const writtenFolder = path.join(root, 'test/data/route-written');
const publicFile = path.join(root, '../shared/data/route-dev.jsonl.gz');

export interface LabelledRow {
	text: string;
	/** Index into `QUERY_CLASSES`. */
	label: number;
	lang: string;
	/** The file or the public repository that a row comes from: rows of one source are left out together. */
	source: string;
	kind: 'written' | 'public';
}

/** One row of JSON Lines; an unknown class is an error that names its line. */
export function parseRow(line: string, where: string): { text: string; label: number; lang: string; source: string } {
	const { text, class: name, lang, source } = JSON.parse(line);
	if (!isQueryClass(name)) throw new Error(`${where}: unknown class ${JSON.stringify(name)}; known are ${QUERY_CLASSES.join(', ')}`);
	if (typeof text !== 'string' || text.trim() === '') throw new Error(`${where}: no text`);
	return { text, label: QUERY_CLASSES.indexOf(name), lang: String(lang ?? ''), source: String(source ?? '') };
}

const parseLines = (content: string, file: string) =>
	content.split('\n').flatMap((line, index) => (line.trim() ? [parseRow(line, `${file}:${index + 1}`)] : []));

/** The synthetic rows in `test/data/route-written`; the letter of a file is its source. */
export function writtenRows(): LabelledRow[] {
	return readdirSync(writtenFolder)
		.filter((file) => file.endsWith('.jsonl'))
		.sort()
		.flatMap((file) =>
			parseLines(readFileSync(path.join(writtenFolder, file), 'utf8'), file).map((row) => ({
				...row,
				source: path.basename(file, '.jsonl'),
				kind: 'written' as const,
			})),
		);
}

export const hasPublicRows = existsSync(publicFile);

/** The public rows, if they lie beside the checkout: they are not part of the repository. */
export function publicRows(): LabelledRow[] {
	if (!hasPublicRows) return [];
	return parseLines(gunzipSync(readFileSync(publicFile)).toString('utf8'), path.basename(publicFile)).map((row) => ({
		...row,
		source: repositoryOf(row.source),
		kind: 'public' as const,
	}));
}

const repositoryOf = (source: string) => source.replace(/^github:/, '').split('@')[0];

/** SHA-256 of each data file, so that a figure names the rows that it stands on. */
export function dataHashes(): Record<string, string> {
	const files = readdirSync(writtenFolder)
		.filter((file) => file.endsWith('.jsonl'))
		.sort()
		.map((file) => path.join(writtenFolder, file));
	if (hasPublicRows) files.push(publicFile);
	return Object.fromEntries(files.map((file) => [path.basename(file), createHash('sha256').update(readFileSync(file)).digest('hex')]));
}
