import { isSecretField } from '../redact/redact';
import { findPlaces, withoutOverlaps } from '../redact/findPlaces';
import { namesBeside } from '../redact/personalForms';
import type { Finder, Place } from '../redact/finder';
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

const mostRemembered = 2_000;

/** Fields and terms of a recorded call (recordedCall.ts), which a pattern of the user's own must not rename. */
const ownFields = words(
	'request answer answers repeats root use sample messages toolCalls toolCallId arguments tools parameters schema others role content name type',
	'kind labels from text error usage inputTokens outputTokens cachedTokens reasoningTokens finishReason milliseconds cluster round count model host',
	'description json temperature maxTokens workflow queryClass length weight id',
);
const ownTerms = words('system user assistant tool label number json tools text classifier branch history stop length tool_calls');

function words(...lines: string[]): ReadonlySet<string> {
	return new Set(lines.join(' ').split(' '));
}
const longestRemembered = 10_000;

/** Where it stood, for what stood in no node. */
const ofNames = 'names of workflows and nodes';

const isPlaceholder = /^\[[^[\]]+ \d+\]$/;

/** Full names alone: one word may be any word ("Support"). */
function namesIn(given: unknown): string[] {
	const found = new Set<string>();
	const look = (value: unknown, depth: number) => {
		if (typeof value === 'string') for (const name of namesBeside(value)) found.add(name);
		else if (typeof value === 'object' && value !== null && depth < 60) for (const inner of Object.values(value)) look(inner, depth + 1);
	};
	look(given, 0);
	return [...found].filter((name) => /\p{L}[ ,]+\p{L}/u.test(name));
}

function* wordsIn(text: string, words: string): Generator<Place> {
	const isLetter = (at: number) => /[\p{L}\p{N}]/u.test(text.charAt(at));
	for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
		if (!isLetter(at - 1) && !isLetter(at + words.length)) yield { kind: 'name', start: at, end: at + words.length };
}

/** A number is the same one however it is spaced, and an address however it is spelled. */
function sameValue(kind: string, value: string): string {
	if (/^(card number|bank account|phone number)$/.test(kind)) return value.replace(/[\s().\-/]/g, '').toUpperCase();
	return kind === 'e-mail address' ? value.toLowerCase() : kind === 'name' ? value.replaceAll('"', '') : value;
}

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
			{ places, values, nodes: new Map(nodes.map((each) => [each.node === ofNames ? '' : each.node, each.places])) },
		]),
	);
	const remembered = new Map<string, Place[]>();
	let node = '';
	/** Names that stand beside an address in the call at hand: they are taken out wherever else it says them. */
	let names: readonly string[] = [];

	function placeholderOf(kind: string, value: string): string {
		const counts = counted.get(kind) ?? { places: 0, values: 0, nodes: new Map<string, number>() };
		counted.set(kind, counts);
		counts.places += 1;
		counts.nodes.set(node, (counts.nodes.get(node) ?? 0) + 1);
		const same = sameValue(kind, value);
		const known = placeholders.get(same);
		if (known !== undefined) return known;
		counts.values += 1;
		const made = `[${kind} ${counts.values}]`;
		placeholders.set(same, made);
		return made;
	}

	function text(given: string): string {
		if (given === '') return given;
		// System prompts and questions come again and again: each is searched once.
		const known = remembered.get(given);
		const found = known ?? findPlaces(given, finders);
		if (!known && given.length < longestRemembered) {
			if (remembered.size >= mostRemembered) remembered.clear();
			remembered.set(given, found);
		}
		const named = names.flatMap((name) => [...wordsIn(given, name)]);
		const places = named.length > 0 ? withoutOverlaps([...found, ...named]) : found;
		if (places.length === 0) return given;
		let result = '';
		let from = 0;
		for (const { kind, start, end, value } of places) {
			result += given.slice(from, start) + placeholderOf(kind, value ?? given.slice(start, end));
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
				ownFields.has(key) ? key : text(key),
				typeof inner === 'string' && ownTerms.has(inner)
					? inner
					: typeof inner === 'string' && !isPlaceholder.test(inner) && isSecretField(key, inner)
						? placeholderOf('secret', inner)
						: value(inner, depth + 1),
			]),
		);
	}

	return {
		text(given) {
			node = '';
			names = [];
			return text(given);
		},
		call(call) {
			const { id, execution, node: asked, rebuilt, ...rest } = call;
			node = '';
			names = namesIn(call);
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
					nodes: [...nodes].map(([name, inNode]) => ({ node: name || ofNames, places: inNode })).sort((a, b) => b.places - a.places),
				}))
				.sort((a, b) => b.places - a.places),
	};
}
