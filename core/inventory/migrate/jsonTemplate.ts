import { partsOf } from './template';

/**
 * A JSON body of n8n with expressions in it, read as data: an expression within a text stays where it is, one that stands for
 * a whole value becomes a text with it alone. `undefined` where it is no JSON around its expressions.
 */
export function readJsonTemplate(raw: string): unknown {
	const parts = partsOf(raw);
	// A body of one expression is code, not JSON.
	if (!parts.some((part) => 'text' in part && part.text.trim() !== '')) return undefined;
	const codes: string[] = [];
	let text = '';
	let inText = false;
	for (const part of parts) {
		if ('text' in part) {
			inText = endsInText(part.text, inText);
			text += part.text;
			continue;
		}
		const mark = `\uE000${codes.push(part.code) - 1}\uE001`;
		text += inText ? mark : JSON.stringify(mark);
	}
	try {
		return restored(JSON.parse(text), codes);
	} catch {
		return undefined;
	}
}

function endsInText(text: string, inText: boolean): boolean {
	let inside = inText;
	for (let index = 0; index < text.length; index++) {
		if (text[index] === '\\' && inside) index++;
		else if (text[index] === '"') inside = !inside;
	}
	return inside;
}

function restored(value: unknown, codes: readonly string[]): unknown {
	if (Array.isArray(value)) return value.map((entry) => restored(entry, codes));
	if (typeof value === 'object' && value !== null)
		return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, restored(entry, codes)]));
	if (typeof value !== 'string' || !value.includes('\uE000')) return value;
	// JSON.stringify made a text fit for JSON: as a value of its own it needs none.
	const back = value.replace(
		/\uE000(\d+)\uE001/g,
		(_mark, index: string) =>
			`{{ ${/^JSON\.stringify\(((?:[^()]|\([^()]*\))*)\)$/.exec(codes[Number(index)])?.[1] ?? codes[Number(index)]} }}`,
	);
	return `=${back}`;
}
