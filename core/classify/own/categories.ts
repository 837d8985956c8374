import type { Query } from '../query';
import { featuresOf, rarityOf, similarity, vectorOf, type Vector } from './vector';

/** A category by a name of one's own, and texts that belong to it. */
export interface Category {
	name: string;
	examples: readonly Query[];
}

export interface Sorting {
	/** Index of the category; the nearest one also when it is unsure. */
	category: number;
	unsure: boolean;
	/** Share of examples as far ahead as this query that leave-one-out sorts right, 0 to 1. */
	confidence: number;
	/** The example that is nearest, by category and place. */
	nearest: number;
}

export interface Sorter {
	sort(query: Query): Sorting;
	/** Share of examples that land in another category when they are left out themselves, 0 to 1. */
	heldOutError: number;
	/** Share of examples that count as unsure when they are left out. */
	heldOutUnsure: number;
	examples: number;
}

/** Fewest categories, and fewest examples in each, for an error by leave-one-out. */
export const FEWEST = { categories: 2, examples: 2 };
/** Unsure are queries so little ahead that fewer than this share of such examples are sorted right. */
const WANTED_ACCURACY = 0.9;

interface Example {
	category: number;
	features: Map<number, number>;
}
interface Lead {
	category: number;
	nearest: number;
	/** How far the nearest category is ahead of the next. */
	lead: number;
	right: boolean;
}

/**
 * Sorts queries into the category of the examples that they are nearest to, without any call.
 *
 * @throws Error when a category has too few examples, which says how many are needed.
 */
export function makeSorter(categories: readonly Category[]): Sorter {
	check(categories);
	const examples = categories.flatMap(({ examples: queries }, category): Example[] =>
		queries.map((query) => ({ category, features: featuresOf(query) })),
	);
	const rarity = rarityOf(examples.map(({ features }) => features));
	const vectors = examples.map(({ features }) => vectorOf(features, rarity));
	const leadOf = (vector: Vector, without = -1): Lead => {
		const scores = categories.map(() => ({ best: 0, sum: 0, count: 0, nearest: -1 }));
		for (const [index, example] of examples.entries()) {
			if (index === without) continue;
			const score = scores[example.category];
			const near = similarity(vector, vectors[index]);
			score.sum += near;
			score.count++;
			if (near > score.best) Object.assign(score, { best: near, nearest: index });
		}
		// The nearest example counts, and that the others of its category are near, too.
		const ranked = scores
			.map(({ best, sum, count, nearest }, category) => ({ category, nearest, score: (best + sum / Math.max(1, count)) / 2 }))
			.sort((a, b) => b.score - a.score || a.category - b.category);
		const [first, second] = ranked;
		return {
			category: first.category,
			nearest: first.nearest,
			lead: first.score - second.score,
			right: examples[without]?.category === first.category,
		};
	};
	const leftOut = vectors.map((vector, index) => leadOf(vector, index));
	const threshold = thresholdOf(leftOut);
	return {
		sort: (query) => {
			const { category, nearest, lead } = leadOf(vectorOf(featuresOf(query), rarity));
			const alike = leftOut.filter((each) => each.lead >= lead * 0.5 && each.lead <= lead * 2);
			// One right and one wrong answer are added, so that few examples never make certainty.
			const confidence = (alike.filter(({ right }) => right).length + 1) / (alike.length + 2);
			return { category, nearest, confidence, unsure: nearest < 0 || lead <= 0 || lead < threshold };
		},
		heldOutError: leftOut.filter(({ right }) => !right).length / leftOut.length,
		heldOutUnsure: leftOut.filter(({ lead }) => lead < threshold).length / leftOut.length,
		examples: examples.length,
	};
}

/** The lowest lead from which on examples that were left out are sorted right often enough. */
function thresholdOf(leftOut: readonly Lead[]): number {
	const sorted = leftOut.toSorted((a, b) => b.lead - a.lead);
	let right = 0;
	let threshold = sorted[0].lead;
	for (const [index, each] of sorted.entries()) {
		if (each.right) right++;
		if (right / (index + 1) >= WANTED_ACCURACY) threshold = each.lead;
	}
	return threshold;
}

function check(categories: readonly Category[]): void {
	if (categories.length < FEWEST.categories) {
		throw Object.assign(
			new Error(`Sorting by examples needs at least ${FEWEST.categories} categories, and there are ${categories.length}`),
			{
				description: 'Add a category with a name and a few example texts.',
			},
		);
	}
	const poor = categories.find(({ examples }) => examples.length < FEWEST.examples);
	if (!poor) return;
	throw Object.assign(new Error(`The category ${poor.name} has ${poor.examples.length} examples, and needs at least ${FEWEST.examples}`), {
		description: 'Give each category a few texts as they really come, one a line; ten or more make it good.',
	});
}
