import { seededRandom } from '../../statistics';

/** Seeded choices for task generators. */
export interface Draw {
	/** A whole number from `low` to `high`, both included. */
	int(low: number, high: number): number;
	pick<Item>(items: readonly Item[]): Item;
	shuffle<Item>(items: readonly Item[]): Item[];
}

export function drawFrom(seed: number): Draw {
	const random = seededRandom(seed);
	const int = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
	return {
		int,
		pick: (items) => items[int(0, items.length - 1)],
		shuffle(items) {
			const shuffled = [...items];
			for (let last = shuffled.length - 1; last > 0; last -= 1) {
				const other = int(0, last);
				[shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
			}
			return shuffled;
		},
	};
}
