import { extractFeatures } from '../features';
import { readOrigin } from '../features/origins';
import { bundledClassifier } from '../classifier';
import type { Query } from '../query';
import { contextOf } from '../task/readTask';
import { taskOf } from '../task/taskOf';

/** A text as its features and their weights, of length 1. */
export type Vector = ReadonlyMap<number, number>;

/** What words and meanings weigh against runs of characters, of which there are many more. */
const WORD_WEIGHT = 2;

/** The features of the task of a query, as the query classes use them, each counted once. */
export function featuresOf(query: Query): Map<number, number> {
	const task = taskOf(query, bundledClassifier().asking);
	const { ids, ends, origins } = extractFeatures(task.text, contextOf(task));
	const features = new Map<number, number>();
	for (let at = 0; at < ids.length; at++) {
		// Length and punctuation say nothing about categories of one's own.
		if (at >= ends[1] && readOrigin(origins[at]).of === 'cue') continue;
		features.set(ids[at], at < ends[0] ? 1 : WORD_WEIGHT);
	}
	return features;
}

/** How rare each feature is among texts: those that most of them have say nothing. */
export function rarityOf(texts: ReadonlyArray<ReadonlyMap<number, number>>): (feature: number) => number {
	const counts = new Map<number, number>();
	for (const features of texts) for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
	return (feature) => Math.log((1 + texts.length) / (0.5 + (counts.get(feature) ?? 0)));
}

export function vectorOf(features: ReadonlyMap<number, number>, rarity: (feature: number) => number): Vector {
	const weighted = [...features].map(([feature, weight]): [number, number] => [feature, weight * Math.max(0, rarity(feature))]);
	const length = Math.hypot(...weighted.map(([, weight]) => weight)) || 1;
	return new Map(weighted.map(([feature, weight]) => [feature, weight / length]));
}

/** Cosine of two vectors, 0 to 1. */
export function similarity(a: Vector, b: Vector): number {
	const [small, large] = a.size <= b.size ? [a, b] : [b, a];
	let sum = 0;
	for (const [feature, weight] of small) sum += weight * (large.get(feature) ?? 0);
	return sum;
}
