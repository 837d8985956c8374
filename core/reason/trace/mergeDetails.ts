import { isObject, type JsonObject } from '../../json';
import { textOfDetail } from '../readDelta';

const texts = ['text', 'summary', 'data'] as const;

/**
 * Pieces of `reasoning_details` from a stream put together to what the whole answer would hold, in its order: pieces of one
 * detail have its type and number. MiniMax sends each text from its beginning again, OpenRouter only what is new.
 */
export function mergeDetails(pieces: readonly unknown[]): unknown[] {
	const groups: unknown[][] = [];
	for (const piece of pieces) {
		const group = groups.at(-1);
		const last = group?.at(-1);
		if (group && isObject(piece) && isObject(last) && continues(last, piece)) group.push(piece);
		else groups.push([piece]);
	}
	return groups.map((group) => (group.length === 1 ? group[0] : joined(group.filter(isObject))));
}

export const textOfDetails = (details: readonly unknown[]): string => details.map(textOfDetail).join('');

/** Without a number nothing says that two belong together. */
function continues(last: JsonObject, piece: JsonObject): boolean {
	if (piece.type !== last.type || typeof piece.index !== 'number' || piece.index !== last.index) return false;
	return piece.type !== 'reasoning.encrypted' && (isNothing(piece.id) || isNothing(last.id) || piece.id === last.id);
}

const isNothing = (value: unknown) => value === undefined || value === null;

function joined(group: readonly JsonObject[]): JsonObject {
	const whole: JsonObject = {};
	for (const piece of group) for (const [key, value] of Object.entries(piece)) if (!isNothing(value) || !(key in whole)) whole[key] = value;
	for (const key of texts) {
		const parts = group.map((piece) => piece[key]).filter((value) => typeof value === 'string');
		if (parts.length > 0) whole[key] = isAgain(parts) ? parts.at(-1) : parts.join('');
	}
	return whole;
}

/** Whether each text holds the one before it; two short ones may do so by chance. */
const isAgain = (parts: readonly string[]) =>
	(parts.length > 2 || (parts[0] ?? '').length > 8) &&
	parts.every((part, index) => index === 0 || (part.length >= parts[index - 1].length && part.startsWith(parts[index - 1])));
