import { isObject, type JsonObject } from '../../json';
import { textOfDetail } from '../readDelta';

const texts = ['text', 'summary', 'data'] as const;

/**
 * Pieces of `reasoning_details` from a stream put together to what the whole answer would hold, in its order: pieces of one
 * detail have its type and number. MiniMax sends each text from its beginning again, OpenRouter only what is new.
 */
export function mergeDetails(pieces: readonly unknown[]): unknown[] {
	const merged: unknown[] = [];
	for (const piece of pieces) {
		const last = merged.at(-1);
		if (isObject(piece) && isObject(last) && continues(last, piece)) merged[merged.length - 1] = joined(last, piece);
		else merged.push(piece);
	}
	return merged;
}

export const textOfDetails = (details: readonly unknown[]): string => details.map(textOfDetail).join('');

/** Without a number nothing says that two belong together. */
function continues(last: JsonObject, piece: JsonObject): boolean {
	if (piece.type !== last.type || typeof piece.index !== 'number' || piece.index !== last.index) return false;
	return piece.type !== 'reasoning.encrypted' && (isNothing(piece.id) || isNothing(last.id) || piece.id === last.id);
}

const isNothing = (value: unknown) => value === undefined || value === null;

function joined(last: JsonObject, piece: JsonObject): JsonObject {
	const whole: JsonObject = { ...last };
	for (const [key, value] of Object.entries(piece)) {
		const before = last[key];
		if (texts.some((name) => name === key) && typeof value === 'string' && typeof before === 'string')
			whole[key] = isAgain(before, value) ? value : before + value;
		else if (!isNothing(value) || !(key in last)) whole[key] = value;
	}
	return whole;
}

const isAgain = (before: string, value: string) => before.length > 8 && value.length >= before.length && value.startsWith(before);
