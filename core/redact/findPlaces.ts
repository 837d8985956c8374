import { itemAt } from '../itemAt';
import { asRead } from './asRead';
import { encodedTexts } from './encodedTexts';
import type { Finder, Place } from './finder';

/** Texts are searched piece by piece, so that a long one takes time in proportion to its length. */
const piece = 100_000;
const overlap = 2_000;
/** Escapes within escapes, and encodings within encodings. */
const deepest = 3;

/**
 * What finders find in a text, from its start to its end, without overlaps: as it is written, as it reads once escapes are
 * undone, and in what stands in it as base64 or hex.
 */
export function findPlaces(text: string, finders: readonly Finder[]): Place[] {
	return withoutOverlaps(allPlaces(text, finders, 0));
}

/** Places in their order; where two overlap they become one. */
export function withoutOverlaps(found: Place[]): Place[] {
	found.sort((a, b) => a.start - b.start || b.end - a.end);
	const places: Place[] = [];
	for (const place of found) {
		const before = places.at(-1);
		if (before && place.start < before.end) before.end = Math.max(before.end, place.end);
		else places.push({ ...place });
	}
	return places;
}

function allPlaces(text: string, finders: readonly Finder[], depth: number): Place[] {
	const found = writtenPlaces(text, finders);
	if (depth >= deepest) return found;
	for (const encoded of encodedTexts(text)) {
		const [first] = allPlaces(encoded.text, finders, depth + 1);
		if (first) found.push({ kind: first.kind, start: encoded.start, end: encoded.end });
	}
	const read = asRead(text);
	if (!read) return found;
	for (const { kind, start, end } of allPlaces(read.text, finders, depth + 1))
		found.push({ kind, start: itemAt(read.starts, start), end: itemAt(read.starts, end), value: read.text.slice(start, end) });
	return found;
}

function writtenPlaces(text: string, finders: readonly Finder[]): Place[] {
	const found: Place[] = [];
	for (let offset = 0; offset < text.length; offset += piece) {
		const part = text.length <= piece + overlap ? text : text.slice(offset, offset + piece + overlap);
		for (const finder of finders)
			for (const { kind, start, end } of finder(part))
				if (start < piece && end > start && !part.startsWith(`[${kind} `, start))
					found.push({ kind, start: start + offset, end: end + offset });
		if (part === text) break;
	}
	return found;
}
