import { KIND } from '../characters';
import { FeatureList } from '../features/list';
import { measure, stepOf } from '../features/measures';
import { normalise, roomForText } from '../features/normalise';
import { NO_ORIGIN } from '../features/origins';
import { addWordFeatures } from '../features/wordFeatures';
import { findWords, roomForWords } from '../features/words';
import { conceptsAt } from '../lexicon';
import { mix } from '../hash';
import { LAYOUTS, type Unit } from './units';

/** Who says a part of a prompt, and whether a system text stands beside it. */
export const ROLES = ['alone', 'system', 'user'] as const;
export type Role = (typeof ROLES)[number];

/** Buckets of the model that tells asked from carried. */
export const UNIT_BUCKETS = 1 << 16;

/** Seeds of its families; the numbers are part of its weights. */
const PLACE = 211;
const UNDER = 223;
const CONCEPT = 227;
const BEFORE = 229;

/** Only this much of a unit is read. */
const READ = 240;

const normal = roomForText();
const words = roomForWords();
const list = new FeatureList();

/** Hashed features of one unit among its neighbours: its words, its place, its layout, and what stands over it. */
export function unitFeatures(units: readonly Unit[], index: number, role: Role): Int32Array {
	const unit = units[index];
	list.clear();
	normalise(unit.text.slice(0, READ).toLowerCase(), normal);
	findWords(normal, words);
	addWordFeatures(normal, words, list);
	for (let word = 0; word < words.count; word++) {
		if (words.kinds[word] !== KIND.letter && words.kinds[word] !== KIND.ideograph) continue;
		conceptsAt(normal.codes, words.starts[word], normal.length, (concept) => {
			list.add(mix(mix(CONCEPT, concept), 0), NO_ORIGIN);
			list.add(mix(mix(CONCEPT, concept), 1 + Math.min(word, 3)), NO_ORIGIN);
		});
	}
	const layout = LAYOUTS.indexOf(unit.layout);
	const fromEnd = units.length - 1 - index;
	const measures = measure(unit.text, normal, words);
	const place = (name: number, value: number) => {
		const hash = mix(mix(PLACE, name), value);
		list.add(hash, NO_ORIGIN);
		list.add(mix(hash, 1 + ROLES.indexOf(role)), NO_ORIGIN);
	};
	place(1, layout);
	place(2, Math.min(index, 4));
	place(3, Math.min(fromEnd, 4));
	place(4, Math.min(unit.place, 3) * 16 + layout);
	place(5, stepOf(units.length));
	place(6, measures.sizeStep);
	place(7, Math.min(2, measures.questions) * 8 + layout);
	place(8, measures.symbolDensity);
	place(9, Math.min(measures.numbers, 6));
	place(10, unit.opens ? 1 : 0);
	place(11, units.length === 1 ? 1 : 0);
	place(12, measures.endsWith);
	for (const word of unit.under.split(/[^\p{L}\p{N}]+/u)) if (word) list.add(mix(UNDER, hashOf(word)), NO_ORIGIN);
	const before = units[index - 1]?.text.slice(-24) ?? '';
	list.add(mix(mix(BEFORE, before === '' ? 0 : before.charCodeAt(before.length - 1)), role.length), NO_ORIGIN);
	return list.copy().ids;
}

function hashOf(word: string): number {
	let hash = 7;
	for (let at = 0; at < word.length; at++) hash = mix(hash, word.charCodeAt(at));
	return hash;
}
