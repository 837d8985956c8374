import { isObject, parseForeignJson, type JsonObject } from '../json';
import { createChunkParser } from './chunkParser';

export interface PayloadReader {
	/** Takes the next bytes of a body; a payload that it gives may be given again with another text. */
	push(bytes: Uint8Array): void;
	/** Reads what is left; after it `state` is final. */
	end(): void;
	readonly state: PayloadState;
}

export interface PayloadState {
	/** JSON objects seen so far. */
	payloads: number;
	/** Whether the stream said `[DONE]`. */
	done: boolean;
	/** Begins with something else than events or JSON: a web page, plain text. */
	foreign?: string;
	/** Broken JSON was met: cut, or damaged. */
	broken: boolean;
}

/** Characters of data over several lines that are tried with each line. */
const shortData = 2000;

/**
 * Reads a body as it comes: server-sent events, one JSON object a line (Ollama's own API), or a whole JSON document
 * (hosts that answer a stream request without a stream). Keep-alive comments and blank lines mean nothing.
 *
 * Own reader, because an event is worth reading without its closing blank line (the last one before a cut), several
 * events may follow each other without one, and neither JSON lines nor documents are events.
 */
export function createPayloadReader(onPayload: (payload: JsonObject) => void): PayloadReader {
	const decoder = new TextDecoder();
	const state: PayloadState = { payloads: 0, done: false, broken: false };
	let rest = '';
	let endsInReturn = false;
	/** Pieces of a line that is not at its end; joined once, however long it gets. */
	let pieces: string[] = [];
	/** Lines of a document that is not complete before its end. */
	let document: string[] | undefined;
	/** Data of an event that goes on in the next line. */
	let pending: string[] = [];
	let pendingLength = 0;
	/** Length at which the pending data was last tried. */
	let triedLength = 0;
	let event = '';
	const parseChunk = createChunkParser();

	function give(text: string): boolean {
		const parsed = parseChunk(text);
		if (parsed === undefined) return false;
		// Google puts its errors into a list.
		const payload: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
		if (!isObject(payload)) return true;
		state.payloads += 1;
		onPayload(event === 'error' && !('error' in payload) ? { error: payload } : payload);
		return true;
	}

	/** An error that is not JSON, or not in an event's data. */
	function giveError(text: string) {
		const parsed = parseForeignJson(text);
		state.payloads += 1;
		onPayload(isObject(parsed) && 'error' in parsed ? parsed : { error: isObject(parsed) ? parsed : { message: text } });
	}

	function takeData(text: string) {
		if (text.startsWith('[DONE]')) {
			state.done = true;
		} else if (pending.length > 0) {
			takeMoreData(text);
		} else if (event === 'error' && text !== '' && parseForeignJson(text) === undefined) {
			giveError(text);
		} else if (text !== '' && !give(text) && text.trim() !== '') {
			pend([text]);
		}
	}

	function pend(lines: string[]) {
		pending = lines;
		pendingLength = lines.reduce((sum, line) => sum + line.length + 1, 0);
		triedLength = pendingLength;
	}

	/** Long data is not tried anew with each of its lines, so that the work grows with its length. */
	function takeMoreData(text: string) {
		const before = pending;
		pending.push(text);
		pendingLength += text.length + 1;
		if (pendingLength > shortData && pendingLength < 1.5 * triedLength) return;
		triedLength = pendingLength;
		pending = [];
		if (give(before.join('\n'))) return;
		// A whole event may follow a broken one without a blank line.
		if (give(text)) state.broken = true;
		else pending = before;
	}

	/** The event is over: what is left of it is whole now, or broken. */
	function endEvent() {
		const left = pending;
		pending = [];
		if (left.length > 0 && (pendingLength === triedLength || !give(left.join('\n')))) state.broken = true;
	}

	function takeLine(line: string) {
		if (document) {
			document.push(line);
			return;
		}
		const text = line.trim();
		if (text === '') {
			endEvent();
			event = '';
		} else if (text.startsWith('event:')) {
			event = text.slice(6).trim();
		} else if (text.startsWith('error:')) {
			// llama.cpp has a field of its own for errors.
			giveError(text.slice(6).trim());
		} else if (text.startsWith(':') || text.startsWith('id:') || text.startsWith('retry:')) {
			return;
		} else if (!text.startsWith('{') || !give(text)) {
			document = [line];
		}
	}

	/** Runs for every token: the data is cut out once, and a blank line not at all. */
	function takeLineAt(from: number, to: number) {
		if (document === undefined && rest.startsWith('data:', from)) {
			takeData(rest.slice(from + (rest.charCodeAt(from + 5) === 32 ? 6 : 5), to));
		} else if (to > from || document || pending.length > 0 || event) {
			takeLine(rest.slice(from, to));
		}
	}

	function takeText(given: string) {
		// Lines may end in a carriage return alone, as the standard allows.
		if (!given.includes('\n') && /\r[^\n]/.test(given)) endsInReturn = true;
		const text = endsInReturn ? given.replace(/\r/g, '\n') : given;
		const ends = text.includes('\n');
		if (!ends || pieces.length > 0) pieces.push(text);
		if (!ends) return;
		rest = pieces.length > 0 ? pieces.join('') : text;
		let from = 0;
		for (let newline = rest.indexOf('\n'); newline >= 0; newline = rest.indexOf('\n', from)) {
			takeLineAt(from, rest.charCodeAt(newline - 1) === 13 ? newline - 1 : newline);
			from = newline + 1;
		}
		pieces = from < rest.length ? [rest.slice(from)] : [];
	}

	return {
		state,
		push: (bytes) => takeText(decoder.decode(bytes, { stream: true })),
		end() {
			takeText(decoder.decode());
			rest = pieces.join('');
			if (rest) takeLineAt(0, rest.length);
			endEvent();
			if (!document) return;
			const text = document.join('\n').trim();
			if (give(text)) return;
			if (/^[{[]/.test(text)) state.broken = true;
			else state.foreign = text.slice(0, 500);
		},
	};
}
