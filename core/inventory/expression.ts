import { isModelName, quotedModelNames } from './modelNames';

export type Reading = { kind: 'constant'; value: string } | { kind: 'dynamic'; text: string; constants: string[] };

const literal = /^\s*(["'`])((?:(?!\1|\$\{)[^\\])*)\1\s*$/;

/**
 * What an n8n parameter value says. A value that begins with `=` is a template: its text stands as it is, what is in double
 * braces is JavaScript. Without braces, or with a plain string in them, it is a constant after all.
 */
export function readValue(raw: string): Reading {
	if (!raw.startsWith('=')) return { kind: 'constant', value: raw.trim() };
	const template = raw.slice(1);
	const { blocks, around } = split(template);
	const resolved = blocks.map((code, index) => around[index] + (literal.exec(code)?.[2] ?? `{{${code}}}`)).join('') + around[blocks.length];
	if (!resolved.includes('{{')) return { kind: 'constant', value: resolved.trim() };
	return { kind: 'dynamic', text: raw, constants: constantsIn(blocks, around) };
}

/** The code in double braces and the text around it, in one pass: braces that nothing closes are text. */
function split(template: string): { blocks: string[]; around: string[] } {
	const blocks: string[] = [];
	const around: string[] = [];
	let from = 0;
	for (;;) {
		const open = template.indexOf('{{', from);
		const close = open < 0 ? -1 : template.indexOf('}}', open + 2);
		if (close < 0) return { blocks, around: [...around, template.slice(from)] };
		around.push(template.slice(from, open));
		blocks.push(template.slice(open + 2, close));
		from = close + 2;
	}
}

/** Model names in the code of an expression, and names that the text around it completes. */
function constantsIn(blocks: readonly string[], around: readonly string[]): string[] {
	const plain = around.join('').trim();
	return [...new Set([...quotedModelNames(blocks.join('\n')), ...(isModelName(plain) ? [plain] : [])])];
}

/** Names of nodes that an expression reads from, and whether it reads from the item that comes in. */
export function readsFrom(expression: string): { nodes: string[]; input: boolean; fields: string[] } {
	const nodes = [...expression.matchAll(/\$(?:\(|node\[|items\()\s*(["'`])(.*?)\1/g)].map((match) => match[2]);
	const dotted = [...expression.matchAll(/\$node\.([A-Za-z_]\w*)/g)].map((match) => match[1]);
	const fields = [...expression.matchAll(/(?:json|body|item|params)(?:\.|\?\.|\[["'`])([\w-]+)/g)].map((match) => match[1]);
	return { nodes: [...nodes, ...dotted], input: /\$(json|input|item)\b/.test(expression), fields };
}
