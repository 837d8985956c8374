/** Characters of a text that are worth a step of their own. */
const sliceLength = 16 * 1024;

/** A long text in slices, none of which ends within a character. */
export function* slicesOf(text: string): Generator<string, void, undefined> {
	for (let at = 0; at < text.length;) {
		let end = at + sliceLength;
		const last = text.charCodeAt(end - 1);
		if (last >= 0xd800 && last <= 0xdbff) end += 1;
		yield text.slice(at, end);
		at = end;
	}
}
