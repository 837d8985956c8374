import { partsOf } from './template';

/**
 * A JSON body of n8n with expressions in it, read as data: an expression within a text stays where it is, one that stands for
 * a whole value becomes a text with it alone. `undefined` where it is no JSON around its expressions.
 */
export function readJsonTemplate(raw: string): unknown {
	const parts = partsOf(raw);
	const codes: string[] = [];
	let text = '';
	let inText = false;
	for (const part of parts) {
		if ('text' in part) {
			inText = endsInText(part.text, inText);
			text += part.text;
			continue;
		}
		const mark = `\u0001${codes.push(part.code) - 1}\u0002`;
		text += inText ? mark : JSON.stringify(mark);
	}
	// A body of one expression is code, not JSON.
	if (/^"\u0001\d+\u0002"$/.test(text.trim())) return undefined;
	try {
		return restored(JSON.parse(text.replace(/[\u0001\u0002]/g, (mark) => (mark === '\u0001' ? '\\u0001' : '\\u0002'))), codes);
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
	if (typeof value !== 'string' || !value.includes('\u0001')) return value;
	// JSON.stringify made a text fit for JSON: as a value of its own it needs none.
	const back = value.replace(
		/\u0001(\d+)\u0002/g,
		(_mark, index: string) =>
			`{{ ${/^JSON\.stringify\(((?:[^()]|\([^()]*\))*)\)$/.exec(codes[Number(index)])?.[1] ?? codes[Number(index)]} }}`,
	);
	return `=${back}`;
}
