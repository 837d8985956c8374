import { messageOf } from '../../describeError';
import type { JsonObject } from '../../json';
import type { FileRow } from '../fileRow';
import { chat } from './chat';
import type { Form, FormRows } from './form';
import { inspect } from './inspect';
import { langfuse } from './langfuse';
import { openAiEvals } from './openAiEvals';
import { promptfoo } from './promptfoo';
import { promptfooCsv } from './promptfooCsv';

/** The first form that knows a file or a row reads it; what no form knows is read by the names of its columns. */
const forms: readonly Form[] = [promptfoo, inspect, langfuse, openAiEvals, chat, promptfooCsv];

export function rowsOfDocument(document: unknown): FormRows | undefined {
	for (const { ofDocument } of forms) {
		const read = ofDocument?.(document);
		if (read) return read;
	}
	return undefined;
}

/** Rows in this pack's columns; those that their form can't give are named with the reason. */
export function rowsOfForms(rows: readonly FileRow[]): FormRows {
	const read: FormRows = { rows: [], problems: [] };
	for (const { values, line, grader } of rows) {
		try {
			read.rows.push({ ...(grader ? { values, grader } : ofRow(values)), line });
		} catch (error) {
			read.problems.push({ line, reason: messageOf(error) });
		}
	}
	return read;
}

function ofRow(values: JsonObject): Omit<FileRow, 'line'> {
	for (const form of forms) {
		const read = form.ofRow?.(values);
		if (read) return read;
	}
	return { values };
}
