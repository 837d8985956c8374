import { characterKinds, KIND } from './characters';
import { CONCEPTS } from './concepts';
import { mix } from './hash';

export const CONCEPT_NAMES = Object.keys(CONCEPTS);
/** Longest entry in characters. */
const LONGEST = 24;
const SEED = 0x1f35;

interface Lexicon {
	/** Concepts of a whole word or phrase, and of a beginning, by hash. */
	exact: Map<number, number[]>;
	prefix: Map<number, number[]>;
	/** One byte for each low half of the hashes on the way to an entry: a walk ends where it is 0. */
	alive: Uint8Array;
}

let lexicon: Lexicon | undefined;

function loadLexicon(): Lexicon {
	const loaded: Lexicon = { exact: new Map(), prefix: new Map(), alive: new Uint8Array(65536) };
	const kinds = characterKinds();
	for (const [concept, name] of CONCEPT_NAMES.entries()) {
		for (const entry of CONCEPTS[name].split(/\s+/)) {
			if (!entry) continue;
			const open = entry.endsWith('*');
			const text = (open ? entry.slice(0, -1) : entry).replaceAll('_', ' ').toLowerCase();
			let hash = SEED;
			for (let at = 0; at < text.length; at++) {
				hash = mix(hash, text.charCodeAt(at));
				loaded.alive[hash & 0xffff] = 1;
			}
			// Scripts without spaces have no word ends: an entry counts wherever it stands.
			const anywhere = open || kinds[text.charCodeAt(text.length - 1)] === KIND.ideograph;
			const target = anywhere ? loaded.prefix : loaded.exact;
			const known = target.get(hash);
			if (!known) target.set(hash, [concept]);
			else if (!known.includes(concept)) known.push(concept);
		}
	}
	return loaded;
}

/** Calls `found(concept)` for each concept that an entry starting at `start` names. */
export function conceptsAt(codes: Uint16Array, start: number, end: number, found: (concept: number) => void): void {
	lexicon ??= loadLexicon();
	const { exact, prefix, alive } = lexicon;
	const kinds = characterKinds();
	const stop = Math.min(end, start + LONGEST);
	let hash = SEED;
	for (let at = start; at < stop; at++) {
		hash = mix(hash, codes[at]);
		if (!alive[hash & 0xffff]) return;
		const begun = prefix.get(hash);
		if (begun) for (const concept of begun) found(concept);
		if (at + 1 === end || kinds[codes[at + 1]] !== KIND.letter) {
			const whole = exact.get(hash);
			if (whole) for (const concept of whole) found(concept);
		}
	}
}
