import { isObject, parseForeignJson, type JsonObject } from '../json';

/** A chunk of which only one text changes from event to event. */
interface Likeness {
	payload: JsonObject;
	delta: JsonObject;
	field: string;
	/** What stands before and behind the text, quotes included. */
	before: string;
	behind: string;
}

/** The fields that a stream repeats for thousands of tokens. */
const repeated = ['content', 'reasoning_content', 'reasoning'] as const;

/** V8 keeps the whole network chunk alive for any slice of it with 13 characters or more; most tokens are shorter. */
const longestText = 12;
/** Streams in which more than the text changes (a time, a count) are not compared any longer after so many chunks. */
const mostMisses = 20;
const mustParse = /["\\\u0000-\u001f]/; // eslint-disable-line no-control-regex
const probe = 'probe-of-the-text';

/**
 * Parses the events of a stream. Nearly all of them are the one before with another text in it: such an event is not parsed
 * again, but gives the same object with its text replaced. What differs in anything else, or has an escape in its text, is parsed.
 */
export function createChunkParser(): (data: string) => unknown {
	let like: Likeness | undefined;
	let last = '';
	let misses = 0;
	return (data) => {
		const text = like && textIn(data, like);
		if (like && text !== undefined) {
			like.delta[like.field] = text;
			return like.payload;
		}
		const parsed = parseForeignJson(data);
		if (misses < mostMisses) {
			const found = likenessOf(parsed, data, last);
			misses = found ? 0 : misses + 1;
			like = found ?? like;
			last = data;
		}
		return parsed;
	};
}

function textIn(data: string, { before, behind }: Likeness): string | undefined {
	const length = data.length - before.length - behind.length;
	if (length < 1 || length > longestText) return undefined;
	const to = before.length + length;
	// Comparing slices is several times as fast as `startsWith`, which V8 compiles to a loop over characters.
	if (data.slice(0, before.length) !== before || data.slice(to) !== behind) return undefined;
	const text = data.slice(before.length, to);
	return mustParse.test(text) ? undefined : text;
}

/** What two events in a row have in common, if it is all but the text. */
function likenessOf(parsed: unknown, data: string, last: string): Likeness | undefined {
	const delta = deltaOf(parsed);
	const field = delta && repeated.find((name) => typeof delta[name] === 'string' && delta[name] !== '');
	if (!field) return undefined;
	const opening = new RegExp(`"${field}"\\s*:\\s*"`).exec(data);
	if (!opening) return undefined;
	const from = opening.index + opening[0].length;
	const to = data.indexOf('"', from);
	const [before, behind] = [data.slice(0, from), data.slice(to)];
	if (to < 0 || !last.startsWith(before) || !last.endsWith(behind)) return undefined;
	// Whether it is this text that is read, and not one of the same name elsewhere.
	const payload = parseForeignJson(before + probe + behind);
	const own = deltaOf(payload);
	return isObject(payload) && own?.[field] === probe ? { payload, delta: own, field, before, behind } : undefined;
}

function deltaOf(payload: unknown): JsonObject | undefined {
	const choices = isObject(payload) ? payload.choices : undefined;
	const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
	return isObject(choice) && isObject(choice.delta) ? choice.delta : undefined;
}
