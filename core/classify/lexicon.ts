import { characterKinds, KIND } from './characters';
import { CONCEPTS } from './concepts';
import { mix } from './hash';

export const CONCEPT_NAMES = Object.keys(CONCEPTS);
/** Longest entry in characters. */
const LONGEST = 24;
const SEED = 0x1f35;

/** Concepts of an entry in one number, as digits to this base: a list for each of ten thousand entries takes long to make. */
const BASE = 64;

interface Lexicon {
	/** Concepts of a whole word or phrase, and of a beginning, by hash. */
	exact: Map<number, number>;
	prefix: Map<number, number>;
	/** One byte for each low half of the hashes on the way to an entry: a walk ends where it is 0. */
	alive: Uint8Array;
}

let lexicon: Lexicon | undefined;

const UNDERSCORE = 95;
const STAR = 42;
const SPACE = 32;

function loadLexicon(): Lexicon {
	const loaded: Lexicon = { exact: new Map(), prefix: new Map(), alive: new Uint8Array(65536) };
	const kinds = characterKinds();
	for (const [concept, name] of CONCEPT_NAMES.entries()) {
		const entries = `${CONCEPTS[name].toLowerCase()} `;
		let hash = SEED;
		let last = SPACE;
		for (let at = 0; at < entries.length; at++) {
			const code = entries.charCodeAt(at);
			if (code === STAR) continue;
			if (kinds[code] !== KIND.space) {
				last = code === UNDERSCORE ? SPACE : code;
				hash = mix(hash, last);
				loaded.alive[hash & 0xffff] = 1;
				continue;
			}
			if (hash !== SEED) {
				// Scripts without spaces have no word ends: an entry counts wherever it stands.
				const anywhere = entries.charCodeAt(at - 1) === STAR || kinds[last] === KIND.ideograph;
				add(anywhere ? loaded.prefix : loaded.exact, hash, concept);
			}
			hash = SEED;
		}
	}
	return loaded;
}

function add(concepts: Map<number, number>, hash: number, concept: number): void {
	const known = concepts.get(hash) ?? 0;
	let place = 1;
	for (let rest = known; rest > 0; rest = Math.floor(rest / BASE)) {
		if ((rest % BASE) - 1 === concept) return;
		place *= BASE;
	}
	concepts.set(hash, known + (concept + 1) * place);
}

function report(concepts: number | undefined, found: (concept: number) => void): void {
	for (let rest = concepts ?? 0; rest > 0; rest = Math.floor(rest / BASE)) found((rest % BASE) - 1);
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
		report(prefix.get(hash), found);
		if (at + 1 === end || kinds[codes[at + 1]] !== KIND.letter) {
			report(exact.get(hash), found);
		}
	}
}
