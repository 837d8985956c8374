import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isQueryClass, QUERY_CLASSES } from '../../core/classify/classes';
import type { Query } from '../../core/classify/query';
import { composedPrompts, textOfPieces } from './prompts';

const root = path.join(import.meta.dirname, '../..');
const writtenFolder = path.join(root, 'test/data/route-written');
const promptFolder = path.join(root, 'test/data/n8n-written');
const publicFile = path.join(root, '../shared/data/route-dev.jsonl.gz');

/** Short questions, written or public; tasks over carried texts, written; prompts of public workflows. */
export const ROW_KINDS = ['written', 'public', 'composed', 'workflow'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export interface LabelledRow {
	query: Query;
	/** Index into `QUERY_CLASSES`. */
	label: number;
	/** Other classes that a careful reader could take. */
	alternatives: number[];
	lang: string;
	/** The file or the public repository that a row comes from: rows of one source are left out together. */
	source: string;
	kind: RowKind;
	/** How task and carried text lie, and what is carried, where it is known. */
	layout?: string;
	payloadKind?: string;
	/** Drawn at random from the wild. */
	natural?: boolean;
}

/** One row of JSON Lines; an unknown class is an error that names its line. */
export function parseRow(line: string, where: string): { text: string; label: number; lang: string; source: string } {
	const { text, class: name, lang, source } = JSON.parse(line);
	if (!isQueryClass(name)) throw new Error(`${where}: unknown class ${JSON.stringify(name)}; known are ${QUERY_CLASSES.join(', ')}`);
	if (typeof text !== 'string' || text.trim() === '') throw new Error(`${where}: no text`);
	return { text, label: QUERY_CLASSES.indexOf(name), lang: String(lang ?? ''), source: String(source ?? '') };
}

const rowOf = ({ text, ...row }: ReturnType<typeof parseRow>) => ({ ...row, query: text, alternatives: [] });

const parseLines = (content: string, file: string) =>
	content.split('\n').flatMap((line, index) => (line.trim() ? [parseRow(line, `${file}:${index + 1}`)] : []));

/** The synthetic rows in `test/data/route-written`; the letter of a file is its source. */
export function writtenRows(): LabelledRow[] {
	return readdirSync(writtenFolder)
		.filter((file) => file.endsWith('.jsonl'))
		.sort()
		.flatMap((file) =>
			parseLines(readFileSync(path.join(writtenFolder, file), 'utf8'), file).map((row) => ({
				...rowOf(row),
				source: path.basename(file, '.jsonl'),
				kind: 'written' as const,
			})),
		);
}

/**
 * Files of written rows with proofs, exercises, code that is asked for without code words, and the other classes in the same
 * words. They were added to be learned from, and are counted apart.
 */
export const EXERCISE_FILES: readonly string[] = ['n', 'o'];

export const hasPublicRows = existsSync(publicFile);

/** The public rows, if they lie beside the checkout: they are not part of the repository. */
export function publicRows(): LabelledRow[] {
	if (!hasPublicRows) return [];
	return parseLines(gunzipSync(readFileSync(publicFile)).toString('utf8'), path.basename(publicFile)).map((row) => ({
		...rowOf(row),
		source: repositoryOf(row.source),
		kind: 'public' as const,
	}));
}

const repositoryOf = (source: string) => source.replace(/^github:/, '').split('@')[0];

/** Tasks over carried texts, composed from `test/data/n8n-written`; the letter of the file is the source. */
export const composedRows = (): LabelledRow[] =>
	composedPrompts().map(({ system, user, file, lang, layout, payloadKind, ...row }) => ({
		query: messagesOf(textOfPieces(system), textOfPieces(user)),
		...labelsOf(row),
		lang,
		source: `n8n ${file}`,
		kind: 'composed',
		layout,
		payloadKind,
	}));

const messagesOf = (system: string, user: string): Query =>
	system === ''
		? user
		: [
				{ role: 'system', content: system },
				{ role: 'user', content: user },
			];

const labelsOf = (row: { class: string; alternatives: string[] }) => {
	const [label, ...alternatives] = [row.class, ...row.alternatives].map((name) => QUERY_CLASSES.findIndex((known) => known === name));
	return { label, alternatives };
};

const workflowFile = path.join(root, '../shared/data/n8n-prompts.jsonl.gz');

/** Prompts of public workflows, if they lie beside the checkout; the author is the source. */
export function workflowRows(): LabelledRow[] {
	if (!existsSync(workflowFile)) return [];
	return gunzipSync(readFileSync(workflowFile))
		.toString('utf8')
		.split('\n')
		.filter((line) => line.trim())
		.map((line) => {
			const { messages, lang, author, natural, payloadKind, ...row } = JSON.parse(line);
			return {
				query: messages,
				...labelsOf(row),
				lang,
				source: `author ${author}`,
				kind: 'workflow',
				natural: natural === true,
				payloadKind: payloadKind ?? 'not known',
			};
		});
}

/** SHA-256 of each data file, so that a figure names the rows that it stands on. */
export function dataHashes(): Record<string, string> {
	const files = [writtenFolder, promptFolder].flatMap((folder) =>
		readdirSync(folder)
			.filter((file) => file.endsWith('.jsonl'))
			.sort()
			.map((file) => path.join(folder, file)),
	);
	files.push(...[publicFile, workflowFile].filter((file) => existsSync(file)));
	return Object.fromEntries(files.map((file) => [path.basename(file), createHash('sha256').update(readFileSync(file)).digest('hex')]));
}
