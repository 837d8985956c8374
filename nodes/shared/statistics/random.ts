import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Numbers in [0, 1) that are the same for the same seed, on every machine. */
export function seededRandom(seed: number): () => number {
	const generator = xoroshiro128plus(seed | 0);
	return () => (generator.next() >>> 0) / 2 ** 32;
}
