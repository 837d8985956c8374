/** Reads LaTeX into MathJSON. */
export type MathParser = (latex: string) => unknown;

let parser: Promise<MathParser> | undefined;

/** The parser, loaded once and only when something has to be parsed. */
export async function loadMathParser(): Promise<MathParser> {
	return await (parser ??= load());
}

async function load(): Promise<MathParser> {
	const { LatexSyntax } = await import('@cortex-js/compute-engine/latex-syntax');
	const syntax = new LatexSyntax();
	return (latex) => syntax.parse(latex);
}
