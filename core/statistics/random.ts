import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Numbers in [0, 1) that are the same for the same seed, on every machine. */
export function seededRandom(seed: number): () => number {
	const generator = xoroshiro128plus(mixed(seed | 0));
	// The first numbers still show the seed: near seeds would give near numbers.
	for (let skipped = 0; skipped < 16; skipped += 1) generator.next();
	return () => (generator.next() >>> 0) / 2 ** 32;
}

/** Spreads near seeds over all integers (the finaliser of MurmurHash3). */
function mixed(seed: number): number {
	let hash = seed;
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return hash ^ (hash >>> 16);
}
