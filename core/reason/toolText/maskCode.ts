/** A text in which what stands in code is blank, so that nothing is taken out of it; places stay the same. */
export function maskCode(text: string): string {
	const blank = (found: string) => found.replace(/[^\n]/g, ' ');
	return text
		.replace(/^[ \t]*(```|~~~)[^\n]*\n[\s\S]*?(?:^[ \t]*\1[ \t]*$|$(?![\s\S]))/gm, blank)
		.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, blank);
}
