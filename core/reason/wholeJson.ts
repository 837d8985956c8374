/** Follows JSON that comes in pieces, so that a complete value is known without parsing all of it at every piece. */
export interface JsonProgress {
	push(piece: string): void;
	/** One value has begun and is closed, and nothing but blanks stands behind it; whether it is valid JSON is not known. */
	readonly mayBeWhole: boolean;
}

const quote = 34;
const backslash = 92;

export function followJson(): JsonProgress {
	let depth = 0;
	let inString = false;
	let escaped = false;
	/** Values that were closed, and anything between them that belongs to none. */
	let parts = 0;
	let isBare = false;

	function outside(code: number) {
		const closes = code === 125 || code === 93;
		const opens = code === 123 || code === 91;
		const bare = code > 32 && !closes && !opens && code !== quote;
		// A number or a word is one value, however many characters it has.
		if (depth === 0 && code > 32 && !closes && !(bare && isBare)) parts += 1;
		isBare = bare;
		if (opens) depth += 1;
		if (closes) depth -= 1;
		inString = code === quote;
	}

	return {
		get mayBeWhole() {
			return parts === 1 && depth === 0 && !inString;
		},
		push(piece) {
			for (let index = 0; index < piece.length; index += 1) {
				const code = piece.charCodeAt(index);
				if (!inString) outside(code);
				else if (escaped) escaped = false;
				else if (code === backslash) escaped = true;
				else if (code === quote) inString = false;
			}
		},
	};
}
