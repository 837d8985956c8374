import { spread } from '../hash';

/** A power of two, so that a mask picks the bucket. */
export const BUCKETS = 1 << 18;
/** Buckets of the model that judges a task read widely: it takes the lowest bits of the same features. */
export const WIDE_BUCKETS = 1 << 16;
const MASK = BUCKETS - 1;
/** A text has fewer features than this; what would be more is left out. */
const MOST_FEATURES = 1 << 15;

/** Where the features of one text are gathered: hashed, each with its origin. */
export class FeatureList {
	private readonly ids = new Int32Array(MOST_FEATURES);
	private readonly origins = new Int32Array(MOST_FEATURES);
	count = 0;

	add(hash: number, origin: number): void {
		if (this.count >= MOST_FEATURES) return;
		this.ids[this.count] = spread(hash) & MASK;
		this.origins[this.count++] = origin;
	}

	clear(): void {
		this.count = 0;
	}

	copy(): { ids: Int32Array; origins: Int32Array } {
		return { ids: this.ids.slice(0, this.count), origins: this.origins.slice(0, this.count) };
	}
}
