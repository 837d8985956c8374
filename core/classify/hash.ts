/** One step of a rolling hash over character codes or other hashes. */
export function mix(hash: number, value: number): number {
	const mixed = Math.imul(hash ^ value, 0x9e3779b1);
	return mixed ^ (mixed >>> 15);
}

/** Spreads a hash over all its bits, so that its lowest bits can pick a bucket. */
export function spread(hash: number): number {
	let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}
