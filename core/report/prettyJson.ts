import { makeBreathe } from '../breathe';

/** So deep stand the findings of a report: report, checks, check, findings. */
const deepest = 4;

/** The same text as `JSON.stringify(value, null, '\t')`, written finding by finding, so that others get their turn. */
export async function prettyJson(value: unknown): Promise<string> {
	const breathe = makeBreathe();
	// Grows as it is: a list of its parts beside it would take its size once more.
	let text = '';
	for (const part of partsOf(value, '', 0)) {
		const rest = breathe();
		if (rest) await rest;
		text += part;
	}
	return text;
}

function* partsOf(value: unknown, margin: string, depth: number): Generator<string> {
	if (depth === deepest || typeof value !== 'object' || value === null) {
		yield (JSON.stringify(value, null, '\t') ?? 'null').replaceAll('\n', `\n${margin}`);
		return;
	}
	const isList = Array.isArray(value);
	const entries = Object.entries(value).filter(([, inner]) => isList || inner !== undefined);
	if (entries.length === 0) {
		yield isList ? '[]' : '{}';
		return;
	}
	let before = isList ? '[' : '{';
	for (const [key, inner] of entries) {
		yield `${before}\n${margin}\t${isList ? '' : `${JSON.stringify(key)}: `}`;
		yield* partsOf(inner, `${margin}\t`, depth + 1);
		before = ',';
	}
	yield `\n${margin}${isList ? ']' : '}'}`;
}
