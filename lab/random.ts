/** A number in [0, 1) that depends on nothing but its arguments: the same seed and names give the same draw. */
export function draw(...parts: (string | number)[]): number {
	let hash = 0x811c9dc5;
	for (const character of parts.join('\u0000')) {
		hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
	}
	return mix(hash) / 2 ** 32;
}

/** A stream of numbers in [0, 1), the same for the same arguments. */
export function stream(...parts: (string | number)[]): () => number {
	let state = Math.floor(draw(...parts) * 2 ** 32);
	return () => {
		state = (state + 0x9e3779b9) >>> 0;
		return mix(state) / 2 ** 32;
	};
}

function mix(value: number): number {
	let mixed = value ^ (value >>> 16);
	mixed = Math.imul(mixed, 0x7feb352d);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}
