/**
 * A pure function that remembers what it answered about a text: workflows name the same few models thousands of times. When
 * so many are remembered, it begins anew.
 */
export function remember<Answer>(find: (text: string) => Answer, most = 5_000): (text: string) => Answer {
	const known = new Map<string, Answer>();
	return (text) => {
		// Names are short: a long text is none, and is not kept alive.
		if (text.length > longestRemembered) return find(text);
		const answer = known.get(text);
		if (answer !== undefined || known.has(text)) return answer as Answer;
		const found = find(text);
		if (known.size >= most) known.clear();
		known.set(text, found);
		return found;
	};
}

const longestRemembered = 200;
