import type { Features } from './features';
import { originOfWord, readOrigin } from './features/origins';
import type { Classifier } from './classifier';
import { CLASS_COUNT, groupFactor } from './scoring';
import { nameOrigin } from './wording';

/** Meanings and cues that are named beside the words. */
const MOST_MARKS = 2;
/** Longest run of words that is quoted, in words and in characters. */
const QUOTED_WORDS = 10;
const QUOTED_CHARACTERS = 90;
const OUTER_MARKS = /^[\s.,;:!?*#>)\]-]+|[\s,;:*#<([-]+$/g;

/** How much each origin speaks for a class against the mean of the others. */
function evidenceFor(
	queryClass: number,
	{ ids, ends, origins }: Features,
	{ task: { weights }, groupScales }: Classifier,
): Map<number, number> {
	const evidence = new Map<number, number>();
	for (let group = 1; group < ends.length; group++) {
		const factor = groupFactor(group, ends[group] - ends[group - 1], groupScales[group]);
		for (let at = ends[group - 1]; at < ends[group]; at++) {
			// The five weights of a bucket add up to nothing, but for rounding: the class's own says all.
			const weight = factor * weights[ids[at] * CLASS_COUNT + queryClass];
			evidence.set(origins[at], (evidence.get(origins[at]) ?? 0) + weight);
		}
	}
	return evidence;
}

/** What spoke most for the class: the run of words of the task, quoted, then meanings and marks. */
export function reasonsFor(queryClass: number, text: string, features: Features, model: Classifier): { words: string; why: string[] } {
	const evidence = evidenceFor(queryClass, features, model);
	const words = decidingWords(evidence, text, features);
	const marks = [...evidence]
		.filter(([origin, weight]) => weight > 0 && readOrigin(origin).of !== 'word')
		.sort((a, b) => b[1] - a[1])
		.slice(0, MOST_MARKS)
		.map(([origin]) => nameOrigin(origin));
	return { words, why: words === '' ? marks : [`the words “${words}”`, ...marks] };
}

/** The run of words on one line that together spoke most for the class; empty: none did. */
function decidingWords(evidence: ReadonlyMap<number, number>, text: string, { words: { starts, stops } }: Features): string {
	const weightOf = (word: number) => evidence.get(originOfWord(word)) ?? 0;
	let best = { weight: 0, first: 0, last: -1 };
	let first = 0;
	let weight = 0;
	for (let last = 0; last < starts.length; last++) {
		if (last > 0 && text.slice(stops[last - 1], starts[last]).includes('\n')) [first, weight] = [last, 0];
		weight += weightOf(last);
		while (first < last && (last - first >= QUOTED_WORDS || stops[last] - starts[first] > QUOTED_CHARACTERS || weightOf(first) <= 0))
			weight -= weightOf(first++);
		if (weight > best.weight) best = { weight, first, last };
	}
	if (best.last < 0) return '';
	return text.slice(starts[best.first], stops[best.last]).slice(0, QUOTED_CHARACTERS).replace(OUTER_MARKS, '');
}
