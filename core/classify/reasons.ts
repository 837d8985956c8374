import type { Features } from './features';
import type { Model } from './model';
import { CLASS_COUNT, groupFactor } from './scoring';
import { nameOrigin } from './wording';

const MOST_REASONS = 3;

/** How much each origin speaks for a class against the mean of the others. */
export function evidenceFor(queryClass: number, { ids, ends, origins }: Features, { weights, groupScales }: Model): Map<number, number> {
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

/** The words, meanings and marks that spoke most for the class. */
export function reasonsFrom(evidence: ReadonlyMap<number, number>, text: string, features: Features): string[] {
	return [...evidence]
		.filter(([, weight]) => weight > 0)
		.sort((a, b) => b[1] - a[1])
		.slice(0, MOST_REASONS)
		.map(([origin]) => nameOrigin(origin, text, features));
}
