import { KIND } from '../characters';
import { mix } from '../hash';
import { conceptsAt } from '../lexicon';
import { FAMILY } from './families';
import type { FeatureList } from './list';
import type { Measures } from './measures';
import type { NormalText } from './normalise';
import { originOfMeaning } from './origins';
import type { Words } from './words';

/** Meanings that are paired: the first ones of a text. */
const MOST_PAIRED = 14;
const FIRST_WORDS = 3;
const LAST_WORDS = 4;

/** Words whose meaning is known in many languages. */
export function addMeanings(text: NormalText, words: Words, { questions, numbers, sizeStep }: Measures, list: FeatureList): void {
	const found = findMeanings(text, words, list);
	const asks = questions > 0 ? 1 : 0;
	const length = sizeStep > 9 ? 2 : sizeStep > 6 ? 1 : 0;
	for (const [index, concept] of found.entries()) {
		const origin = originOfMeaning(concept);
		list.add(mix(FAMILY.concept, concept), origin);
		list.add(mix(mix(FAMILY.conceptCue, concept), asks * 3 + length), origin);
		list.add(mix(mix(FAMILY.conceptCue, concept), 64 + Math.min(numbers, 3)), origin);
		for (let other = index + 1; other < found.length; other++) {
			const low = Math.min(concept, found[other]);
			const high = Math.max(concept, found[other]);
			list.add(mix(mix(FAMILY.conceptPair, low), high), origin);
		}
	}
}

/** The first meanings of a text, each once; those of its first and last words are features on the way. */
function findMeanings({ codes, length }: NormalText, { starts, kinds, count }: Words, list: FeatureList): number[] {
	const found = new Set<number>();
	for (let word = 0; word < count; word++) {
		if (kinds[word] === KIND.digit || kinds[word] === KIND.symbol) continue;
		conceptsAt(codes, starts[word], length, (concept) => {
			if (word < FIRST_WORDS) list.add(mix(mix(FAMILY.conceptFirst, concept), 1), originOfMeaning(concept));
			if (word >= count - LAST_WORDS) list.add(mix(FAMILY.conceptLast, concept), originOfMeaning(concept));
			found.add(concept);
		});
	}
	return [...found].slice(0, MOST_PAIRED);
}
