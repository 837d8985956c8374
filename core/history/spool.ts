import { parseJson } from '../json';
import type { Collected } from './collect';
import type { RecordedCall } from './recordedCall';
import type { Redactions } from './redaction';

/**
 * What a reading has found so far, line by line beside the file that it will become: calls without personal data, and after
 * each page of the instance a mark from which another reading goes on.
 */
export type SpoolLine = { begun: string } | { call: RecordedCall } | { page: SpoolMark };

export interface SpoolMark {
	/** The last execution of the instance that was read; files have none. */
	lastId?: string;
	collected: Collected;
	redactions: Redactions[];
}

export const spoolFileOf = (out: string): string => `${out}.reading`;

export const spoolLine = (line: SpoolLine): string => `${JSON.stringify(line)}\n`;

/**
 * Calls of a spool, one after the other. Those after the last mark are left out: the reading that wrote them was broken off,
 * and the next one reads them again.
 */
export async function* spooledCalls(lines: AsyncIterable<string>): AsyncGenerator<RecordedCall> {
	let waiting: RecordedCall[] = [];
	for await (const text of lines) {
		const line = readLine(text);
		if (line && 'call' in line) waiting.push(line.call);
		else if (line) {
			if ('page' in line) yield* waiting;
			waiting = [];
		}
	}
}

export interface SpoolState {
	/** Hash of what was asked for: another reading must ask for the same. */
	begun?: string;
	mark?: SpoolMark;
}

export async function spoolState(lines: AsyncIterable<string>): Promise<SpoolState> {
	const state: SpoolState = {};
	for await (const text of lines) {
		const line = readLine(text);
		if (line && 'begun' in line) state.begun = line.begun;
		if (line && 'page' in line) state.mark = line.page;
	}
	return state;
}

/** A line that was not written to its end is none. */
function readLine(text: string): SpoolLine | undefined {
	return parseJson(text) as SpoolLine | undefined;
}
