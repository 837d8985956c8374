/** Pieces that are joined into one. */
const joined = 1024;

export interface LongText {
	push(piece: string): void;
	text(): string;
}

/** A text that comes token by token. It is joined as it comes: to join 200,000 tokens at the end would hold the event loop. */
export function createLongText(): LongText {
	const parts: string[] = [];
	let pieces: string[] = [];
	return {
		push(piece) {
			pieces.push(piece);
			if (pieces.length < joined) return;
			parts.push(pieces.join(''));
			pieces = [];
		},
		text: () => parts.join('') + pieces.join(''),
	};
}
