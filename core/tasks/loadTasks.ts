import type { FileProblem } from '../fileProblem';
import { FileNotAllowed, type Files } from '../files';
import type { QualityParameters } from '../checks/quality/parameters';
import type { TasksToAsk } from '../checks/quality/collect';
import { seededRandom } from '../statistics';
import { bundledTasks } from './bundled';
import { collectTasks } from './collectTasks';
import { rowsOfForms } from './forms';
import type { FileRow } from './fileRow';
import { readRows } from './readRows';

const maxBytes = 200e6;

/** The tasks that the user chose, with all that was left out. */
export async function loadTasks(
	{ taskSource, taskFiles, qualityOptions }: QualityParameters,
	items: readonly Record<string, unknown>[],
	disk: Files,
): Promise<TasksToAsk> {
	const { taskCount, seed, runCode } = qualityOptions;
	if (taskSource === 'bundled') {
		const rows = bundledTasks({ seed, count: taskCount || 300, withCode: runCode !== 'no' });
		const { tasks, problems } = collectTasks([
			{ file: 'bundled', rows: rows.map((row, index) => ({ values: { ...row }, line: index + 1 })) },
		]);
		return { tasks, problems, source: 'bundled tasks' };
	}
	const read =
		taskSource === 'items'
			? { sources: [{ file: 'items', rows: itemRows(items) }], problems: new Array<FileProblem>() }
			: await readFiles(taskFiles, disk);
	const { tasks, problems } = collectTasks(inOwnColumns(read.sources, read.problems));
	const source = read.sources.map(({ file }) => file).join(', ') || 'files';
	return { tasks: sample(tasks, taskCount, seed), problems: [...read.problems, ...problems], source };
}

/** Rows of other tools' forms in this pack's columns. */
function inOwnColumns(sources: readonly { file: string; rows: FileRow[] }[], problems: FileProblem[]) {
	return sources.map(({ file, rows }) => {
		const read = rowsOfForms(rows);
		problems.push(...read.problems.map((problem) => ({ file, ...problem })));
		return { file, rows: read.rows };
	});
}

/** Items count from 1, as n8n's user sees them. */
const itemRows = (items: readonly Record<string, unknown>[]): FileRow[] => items.map((values, index) => ({ values, line: index + 1 }));

async function readFiles(listed: string, disk: Files) {
	const files = listed
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '');
	const sources: { file: string; rows: FileRow[] }[] = [];
	const problems: FileProblem[] = [];
	if (files.length === 0) {
		throw Object.assign(new Error('No task file is named'), {
			description: 'Put the path of a JSONL, JSON or CSV file into the field "Task Files", or choose the bundled tasks.',
		});
	}
	for (const file of files) {
		const bytes = await disk.read(file, maxBytes).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
		if (bytes instanceof FileNotAllowed) throw bytes;
		if (bytes instanceof Error) {
			problems.push({ file, reason: `can't be read (${'code' in bytes ? bytes.code : bytes.message})` });
			continue;
		}
		const read = await readRows(file, bytes);
		sources.push({ file, rows: read.rows });
		problems.push(...read.problems);
	}
	return { sources, problems };
}

/** So many tasks, drawn by the seed, in their own order. */
function sample<Item>(items: readonly Item[], count: number, seed: number): Item[] {
	if (count === 0 || count >= items.length) return [...items];
	const random = seededRandom(seed);
	const drawn = items.map((item, index) => ({ item, index, place: random() })).sort((one, other) => one.place - other.place);
	return drawn
		.slice(0, count)
		.sort((one, other) => one.index - other.index)
		.map(({ item }) => item);
}
