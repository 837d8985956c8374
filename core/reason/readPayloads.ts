import type { Steps } from '../breathe';
import { isObject, parseForeignJson, type JsonObject } from '../json';
import { parseInSteps } from '../parseInSteps';
import { createChunkParser } from './chunkParser';

export interface PayloadReader {
	/** Takes the next bytes of a body; gives what is still to be done where an event is long. Nothing may be pushed before it is. */
	push(bytes: Uint8Array): Steps<void> | undefined;
	/** Reads what is left; after it `state` is final. */
	end(): Steps<void>;
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

/** Characters of a line or an event that are worth steps of their own: no token and no chunk of the network is so long. */
const long = 64 * 1024;

/** Where payloads go. One that is given may be given again with another text. */
export interface PayloadSink {
	take(payload: JsonObject): void;
	/** The same for a long one. */
	takeLong(payload: JsonObject): Steps<void>;
}

/**
 * Reads a body as it comes: server-sent events, one JSON object a line (Ollama's own API), or a whole JSON document
 * (hosts that answer a stream request without a stream). Keep-alive comments and blank lines mean nothing.
 *
 * Own reader, because an event is worth reading without its closing blank line (the last one before a cut), several
 * events may follow each other without one, and neither JSON lines nor documents are events.
 */
export function createPayloadReader(sink: PayloadSink): PayloadReader {
	const decoder = new TextDecoder();
	const state: PayloadState = { payloads: 0, done: false, broken: false };
	let rest = '';
	let endsInReturn = false;
	/** Pieces of a line that is not at its end; joined once, however long it gets. */
	let pieces: string[] = [];
	let piecesLength = 0;
	/** A document that is not complete before its end, in parts. */
	let document: string[] | undefined;
	/** Data of an event that goes on in the next line, in parts. */
	let pending: string[] = [];
	let pendingLength = 0;
	/** Length at which the pending data was last tried. */
	let triedLength = 0;
	let event = '';
	const parseChunk = createChunkParser();

	function give(text: string): boolean {
		const parsed = parseChunk(text);
		const payload = payloadOf(parsed);
		if (payload) sink.take(payload);
		return parsed !== undefined;
	}

	/** The same for a long text, wherever it is cut. */
	function* giveLong(parts: readonly string[]): Steps<boolean> {
		const parsed = yield* parseInSteps(parts);
		const payload = payloadOf(parsed);
		if (payload) yield* sink.takeLong(payload);
		return parsed !== undefined;
	}

	function payloadOf(parsed: unknown): JsonObject | undefined {
		// Google puts its errors into a list.
		const payload: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
		if (!isObject(payload)) return undefined;
		state.payloads += 1;
		return event === 'error' && !('error' in payload) ? { error: payload } : payload;
	}

	/** An error that is not JSON, or not in an event's data. */
	function giveError(text: string, parsed = parseForeignJson(text)) {
		state.payloads += 1;
		sink.take(isObject(parsed) && 'error' in parsed ? parsed : { error: isObject(parsed) ? parsed : { message: text } });
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

	function pend(parts: string[]) {
		pending = parts;
		pendingLength = lengthOf(parts);
		triedLength = pendingLength;
	}

	/** What was pending, which is no more. */
	function takePending(): { parts: string[]; isTried: boolean } {
		const parts = pending;
		const isTried = pendingLength === triedLength;
		pend([]);
		return { parts, isTried };
	}

	/** Long data is not tried anew with each of its lines, so that the work grows with its length. */
	function takeMoreData(text: string) {
		pending.push('\n', text);
		pendingLength += text.length + 1;
		if ((pendingLength > long && text.length <= long) || (pendingLength > shortData && pendingLength < 1.5 * triedLength)) return;
		const { parts } = takePending();
		if (give(parts.join(''))) return;
		// A whole event may follow a broken one without a blank line.
		if (give(text)) state.broken = true;
		else pend(parts);
	}

	/** The event is over: what is left of it is whole now, or broken. */
	function endEvent() {
		const { parts, isTried } = takePending();
		if (parts.length > 0 && (isTried || !give(parts.join('')))) state.broken = true;
	}

	function takeLine(line: string) {
		if (document) {
			document.push('\n', line);
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
		} else if (meansNothing.test(text)) {
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

	/** The lines of `rest` from there on. */
	function takeLines(start: number): Steps<void> | undefined {
		let from = start;
		for (let newline = rest.indexOf('\n', from); newline >= 0; newline = rest.indexOf('\n', from)) {
			if (pendingLength > long && rest.slice(from, newline).trim() === '') return endLongEvent(newline);
			takeLineAt(from, rest.charCodeAt(newline - 1) === 13 ? newline - 1 : newline);
			from = newline + 1;
		}
		pieces = from < rest.length ? [rest.slice(from)] : [];
		piecesLength = rest.length - from;
		return undefined;
	}

	function takeText(given: string): Steps<void> | undefined {
		// Lines may end in a carriage return alone, as the standard allows.
		if (!given.includes('\n') && /\r[^\n]/.test(given)) endsInReturn = true;
		const text = endsInReturn ? given.replace(/\r/g, '\n') : given;
		const end = text.indexOf('\n');
		if (end >= 0 && pieces.length > 0 && piecesLength + end > long) return takeLongText(text, end);
		if (end < 0 || pieces.length > 0) {
			pieces.push(text);
			piecesLength += text.length;
		}
		if (end < 0) return undefined;
		rest = pieces.length > 0 ? pieces.join('') : text;
		return takeLines(0);
	}

	/** The first line of the text is the end of a long one. */
	function* takeLongText(text: string, end: number): Steps<void> {
		yield* takeLongLine([...pieces, text.slice(0, end)]);
		rest = text.slice(end + 1);
		yield* takeLines(0) ?? [];
	}

	/** Says and does the same as `takeLineAt`, and never puts the line together. */
	function* takeLongLine(line: string[]): Steps<void> {
		const beginning = beginningOf(line, 16);
		if (document) document.push('\n', ...line);
		else if (beginning.startsWith('data:')) yield* takeLongData(behind(line, 5));
		else if (beginning.trimStart().startsWith('error:')) yield* giveLongError(behind(line, beginning.indexOf(':') + 1));
		else if (meansNothing.test(beginning.trimStart())) return;
		else if (!beginning.trimStart().startsWith('{') || !(yield* giveLong(line))) document = line;
	}

	function* takeLongData(data: string[]): Steps<void> {
		if (beginningOf(data, 16).trimStart().startsWith('[DONE]')) {
			state.done = true;
		} else if (yield* giveLong(data)) {
			if (pending.length > 0) state.broken = true;
			pend([]);
		} else if (event === 'error') {
			yield* giveLongError(data);
		} else if (pending.length > 0) {
			pending.push('\n', ...data);
			pendingLength += lengthOf(data) + 1;
		} else {
			pend(data);
		}
	}

	function* giveLongError(text: readonly string[]): Steps<void> {
		const parsed = yield* parseInSteps(text);
		giveError(beginningOf(text, long).trim(), parsed);
	}

	/** At the blank line after it. */
	function* endLongEvent(newline: number): Steps<void> {
		yield* giveLongEvent();
		event = '';
		yield* takeLines(newline + 1) ?? [];
	}

	function* giveLongEvent(): Steps<void> {
		const { parts, isTried } = takePending();
		if (isTried || !(yield* giveLong(parts))) state.broken = true;
	}

	return {
		state,
		push: (bytes) => takeText(decoder.decode(bytes, { stream: true })),
		*end() {
			yield* takeText(decoder.decode()) ?? [];
			rest = '';
			if (piecesLength > long) {
				yield* takeLongLine(pieces);
			} else if (piecesLength > 0) {
				rest = pieces.join('');
				takeLineAt(0, rest.length);
			}
			if (pendingLength > long) yield* giveLongEvent();
			else endEvent();
			if (!document || (yield* giveLong(document))) return;
			const text = beginningOf(document, 1000).trim();
			if (/^[{[]/.test(text)) state.broken = true;
			else state.foreign = text.slice(0, 500);
		},
	};
}

/** Comments, and fields of events that say nothing here. */
const meansNothing = /^(:|id:|retry:)/;

const lengthOf = (parts: readonly string[]) => parts.reduce((sum, part) => sum + part.length, 0);

/** So many characters of a text in parts. */
function beginningOf(parts: readonly string[], length: number): string {
	let text = '';
	for (const part of parts) {
		if (text.length >= length) break;
		text += part.slice(0, length);
	}
	return text.slice(0, length);
}

/** A text in parts without its first characters. */
function behind(parts: readonly string[], count: number): string[] {
	let left = count;
	return parts.map((part) => {
		const rest = part.slice(left);
		left -= part.length - rest.length;
		return rest;
	});
}
