import type { JsonObject } from '../../json';
import type { FileRow } from '../fileRow';

/** What a file of another tool gave: rows in this pack's columns, and what of it could not be used. */
export interface FormRows {
	rows: FileRow[];
	problems: { line?: number; reason: string }[];
}

/** A form in which another tool keeps its tests. */
export interface Form {
	name: string;
	/** The rows of a whole file, where the file is of this form. */
	ofDocument?(document: unknown): FormRows | undefined;
	/** One row in this pack's columns, where the row is of this form. @throws Error with the reason why it can't be used */
	ofRow?(row: JsonObject): Omit<FileRow, 'line'> | undefined;
}
