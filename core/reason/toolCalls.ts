import type { JsonObject } from '../json';
import type { ToolCallDelta } from './readDelta';
import { followJson, type JsonProgress } from './wholeJson';

export interface ToolCall {
	id: string;
	name: string;
	/** JSON, as the model wrote it. */
	arguments: string;
	/** Goes back to the host with the call, such as Gemini's `thought_signature`. */
	extra?: JsonObject;
	/** Whether it was read out of the answer's text, since the server had not recognised it as a call. */
	recovered?: true;
}

export interface ToolCallReader {
	take(deltas: readonly ToolCallDelta[]): void;
	readonly any: boolean;
	/** Every call has an id of its own: where the host gave none, one is made. */
	finish(): ToolCall[];
}

type Growing = ToolCall & { index?: number; json: JsonProgress };

/**
 * Puts calls together from the pieces of a stream. Servers number them, give them ids, both, or neither: a piece belongs
 * to the call of its number, unless it begins another one, by a name after complete arguments, or by a new id with a name.
 */
export function createToolCallReader(): ToolCallReader {
	const calls: Growing[] = [];

	function callOf(delta: ToolCallDelta): Growing {
		const known = find(delta);
		if (known && !begins(delta, known)) return known;
		const made = {
			id: delta.id ?? '',
			name: '',
			arguments: '',
			json: followJson(),
			...(delta.index === undefined ? {} : { index: delta.index }),
		};
		calls.push(made);
		return made;
	}

	function find({ index, id }: ToolCallDelta) {
		if (index !== undefined && calls.some((call) => call.index === index)) return calls.findLast((call) => call.index === index);
		const sameId = id ? calls.find((call) => call.id === id && (call.index === undefined || index === undefined)) : undefined;
		return sameId ?? (index === undefined ? calls.at(-1) : undefined);
	}

	return {
		get any() {
			return calls.length > 0;
		},
		take(deltas) {
			// Without numbers, whole calls in one list are calls of their own.
			for (const delta of deltas) add(callOf(delta), delta);
		},
		finish() {
			const used = new Set<string>();
			return calls
				.filter(({ name, arguments: given }) => name !== '' || given !== '')
				.map(({ id, name, arguments: given, extra }, position) => {
					const own = id && !used.has(id) ? id : `call_${position}_${name || 'unnamed'}`.slice(0, 40);
					used.add(own);
					return { id: own, name, arguments: given.trim() === '' ? '{}' : given, ...(extra ? { extra } : {}) };
				});
		},
	};
}

/** Whether a piece begins another call than the one that its number or place points to. */
function begins({ id, index, name, arguments: given = '', isStart }: ToolCallDelta, call: Growing): boolean {
	if (!name || (id && id === call.id)) return false;
	const otherId = id !== undefined && call.id !== '' && id !== call.id;
	if (call.arguments === '') return name !== call.name && (otherId || (index === undefined && isStart === true));
	if (!call.json.mayBeWhole || !isWhole(call.arguments)) return false;
	return name !== call.name || otherId || (given !== '' && given !== call.arguments);
}

function isWhole(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function add(call: Growing, { id, name, arguments: given, extra }: ToolCallDelta) {
	call.id ||= id ?? '';
	if (name && name !== call.name) {
		// Some repeat the name so far, some send its next piece.
		if (call.name === '' || name.startsWith(call.name)) call.name = name;
		else if (call.arguments === '') call.name += name;
	}
	if (given && isCumulative(call.arguments, given)) {
		call.arguments = given;
		call.json = followJson();
		call.json.push(given);
	} else if (given) {
		call.arguments += given;
		call.json.push(given);
	}
	if (extra) call.extra = { ...call.extra, ...extra };
}

/** A whole call that comes once more at the end of a stream, as some servers send it. */
const isCumulative = (soFar: string, given: string) =>
	soFar.length > 1 && given.length >= soFar.length && given.startsWith(soFar) && isWhole(given);
