import { isSecretField } from '../redact/redact';
import type { Finder, Place } from '../redact/personalData';
import type { RecordedCall } from './recordedCall';

/** How often something was taken out, how many different values it had, and in which nodes it stood. */
export interface Redactions {
	kind: string;
	places: number;
	values: number;
	nodes: { node: string; places: number }[];
}

export interface Redaction {
	call(call: RecordedCall): RecordedCall;
	text(text: string): string;
	counts(): Redactions[];
}

/** Texts are searched piece by piece, so that a long one takes time in proportion to its length. */
const piece = 100_000;
const overlap = 2_000;
const mostRemembered = 2_000;
const longestRemembered = 10_000;

/**
 * Takes out what the finders find. The same value gets the same placeholder in all calls of one reading (`[e-mail address 3]`),
 * so that an answer still says whom the question meant; which value it was is kept in memory only.
 *
 * @param earlier counts of a reading that was broken off: numbers go on after it, though a value may get a second one
 */
export function openRedaction(finders: readonly Finder[], earlier: readonly Redactions[] = []): Redaction {
	const placeholders = new Map<string, string>();
	const counted = new Map(
		earlier.map(({ kind, places, values, nodes }) => [
			kind,
			{ places, values, nodes: new Map(nodes.map((each) => [each.node, each.places])) },
		]),
	);
	const remembered = new Map<string, Place[]>();
	let node = '';

	function placeholderOf(kind: string, value: string): string {
		const counts = counted.get(kind) ?? { places: 0, values: 0, nodes: new Map<string, number>() };
		counted.set(kind, counts);
		counts.places += 1;
		counts.nodes.set(node, (counts.nodes.get(node) ?? 0) + 1);
		const known = placeholders.get(value);
		if (known !== undefined) return known;
		counts.values += 1;
		const made = `[${kind} ${counts.values}]`;
		placeholders.set(value, made);
		return made;
	}

	function text(given: string): string {
		if (given === '') return given;
		// System prompts and questions come again and again: each is searched once.
		const known = remembered.get(given);
		const places = known ?? placesIn(given, finders);
		if (!known && given.length < longestRemembered) {
			if (remembered.size >= mostRemembered) remembered.clear();
			remembered.set(given, places);
		}
		if (places.length === 0) return given;
		let result = '';
		let from = 0;
		for (const { kind, start, end } of places) {
			result += given.slice(from, start) + placeholderOf(kind, given.slice(start, end));
			from = end;
		}
		return result + given.slice(from);
	}

	function value(given: unknown, depth = 0): unknown {
		if (typeof given === 'string') return text(given);
		if (typeof given === 'number') {
			const safe = Math.abs(given) >= 1e6 ? text(String(given)) : String(given);
			return safe === String(given) ? given : safe;
		}
		if (typeof given !== 'object' || given === null) return given;
		if (depth > 60) return undefined;
		if (Array.isArray(given)) return given.map((entry) => value(entry, depth + 1));
		return Object.fromEntries(
			Object.entries(given).map(([key, inner]) => [
				text(key),
				typeof inner === 'string' && !inner.startsWith('[') && isSecretField(key, inner)
					? placeholderOf('secret', inner)
					: value(inner, depth + 1),
			]),
		);
	}

	return {
		text,
		call(call) {
			const { id, execution, node: asked, rebuilt, ...rest } = call;
			node = '';
			const workflowName = text(execution.workflowName);
			const name = text(asked.name);
			node = `${workflowName} / ${name}`;
			return {
				id,
				execution: { ...execution, workflowName },
				node: { ...asked, name },
				...(value(rest) as typeof rest),
				rebuilt,
			};
		},
		counts: () =>
			[...counted]
				.map(([kind, { places, values, nodes }]) => ({
					...{ kind, places, values },
					nodes: [...nodes].map(([name, inNode]) => ({ node: name, places: inNode })).sort((a, b) => b.places - a.places),
				}))
				.sort((a, b) => b.places - a.places),
	};
}

/** What is found in a text, from its start to its end, without overlaps: the longer one wins. */
function placesIn(text: string, finders: readonly Finder[]): Place[] {
	const found: Place[] = [];
	for (let offset = 0; offset < text.length; offset += piece) {
		const part = text.length <= piece + overlap ? text : text.slice(offset, offset + piece + overlap);
		for (const finder of finders)
			for (const { kind, start, end } of finder(part))
				if (start < piece && end > start && !part.startsWith(`[${kind} `, start))
					found.push({ kind, start: start + offset, end: end + offset });
		if (part === text) break;
	}
	found.sort((a, b) => a.start - b.start || b.end - a.end);
	const places: Place[] = [];
	for (const place of found) {
		const before = places.at(-1);
		if (before && place.start < before.end) before.end = Math.max(before.end, place.end);
		else places.push({ ...place });
	}
	return places;
}
