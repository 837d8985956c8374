import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** On what a table was measured: figures of a busy machine say little. */
export const machineNow = (): string =>
	`${new Date().toISOString().slice(0, 10)}, ${cpus().length} processors (${cpus()[0]?.model.trim() ?? 'unknown'}), load ${loadavg()[0].toFixed(1)}`;

export type Cell = string | number;

/** Markdown of rows with the same columns; prints it. */
export function tableOf(rows: readonly Record<string, Cell>[]): string {
	const columns = Object.keys(rows[0] ?? {});
	const line = (cells: readonly Cell[]) => `| ${cells.join(' | ')} |`;
	const table = [line(columns), line(columns.map(() => '---')), ...rows.map((row) => line(columns.map((name) => row[name] ?? '')))].join(
		'\n',
	);
	process.stdout.write(`${table}\n`);
	return table;
}

/** With WRITE_TABLES=1 in the environment: puts a measured text between `<!-- NAME: … -->` and `<!-- end of NAME -->` of a page. */
export function writeMeasured(page: string, name: string, text: string) {
	if (process.env.WRITE_TABLES !== '1') return;
	const file = path.join(root, page);
	const before = readFileSync(file, 'utf8');
	const place = new RegExp(`(<!-- ${name}:[^>]*-->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
	if (!place.test(before)) throw new Error(`${page} has no place for ${name}`);
	writeFileSync(
		file,
		before.replace(place, (_, start: string, end: string) => `${start}\n${text}\n\n${end}`),
	);
}
