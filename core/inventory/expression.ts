import { isLanguageModelName, quotedModelNames } from './modelNames';

export type Reading = { kind: 'constant'; value: string } | { kind: 'dynamic'; text: string; constants: string[] };

const block = /\{\{([\s\S]*?)\}\}/g;
const literal = /^\s*(["'`])((?:(?!\1|\$\{)[^\\])*)\1\s*$/;

/**
 * What an n8n parameter value says. A value that begins with `=` is a template: its text stands as it is, what is in double
 * braces is JavaScript. Without braces, or with a plain string in them, it is a constant after all.
 */
export function readValue(raw: string): Reading {
	if (!raw.startsWith('=')) return { kind: 'constant', value: raw.trim() };
	const template = raw.slice(1);
	const resolved = template.replace(block, (whole: string, code: string) => literal.exec(code)?.[2] ?? whole);
	if (!resolved.includes('{{')) return { kind: 'constant', value: resolved.trim() };
	return { kind: 'dynamic', text: raw, constants: constantsIn(template) };
}

/** Model names in the code of an expression, and names that the text around it completes. */
function constantsIn(template: string): string[] {
	const code = [...template.matchAll(block)].map((match) => match[1]).join('\n');
	const around = template.replace(block, '').trim();
	return [...new Set([...quotedModelNames(code), ...(isLanguageModelName(around) ? [around] : [])])];
}

/** Names of nodes that an expression reads from, and whether it reads from the item that comes in. */
export function readsFrom(expression: string): { nodes: string[]; input: boolean; fields: string[] } {
	const nodes = [...expression.matchAll(/\$(?:\(|node\[|items\()\s*(["'`])(.*?)\1/g)].map((match) => match[2]);
	const dotted = [...expression.matchAll(/\$node\.([A-Za-z_]\w*)/g)].map((match) => match[1]);
	const fields = [...expression.matchAll(/(?:json|body|item|params)(?:\.|\?\.|\[["'`])([\w-]+)/g)].map((match) => match[1]);
	return { nodes: [...nodes, ...dotted], input: /\$(json|input|item)\b/.test(expression), fields };
}
