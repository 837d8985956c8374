import { compileJsonSchema, type Validate } from '../jsonSchema';
import { ReasonError } from './reasonError';
import { parseForeignJson, type JsonObject } from '../json';
import { messageOf } from '../describeError';

export type JsonResult = { valid: true; data: unknown; repaired: boolean } | { valid: false; errors: string[] };

export interface JsonCheck {
	check(answer: string): JsonResult;
}

/** Compiles the schema before anything is paid for. @throws ReasonError when it is no JSON Schema. */
export async function compileSchema(schema: JsonObject): Promise<JsonCheck> {
	const { jsonrepair } = await import('jsonrepair');
	const validate = await compile(schema);
	return {
		check(answer) {
			let errors: string[] | undefined;
			for (const { value, repaired } of candidates(answer, jsonrepair)) {
				if (validate(value)) return { valid: true, data: value, repaired };
				errors ??= messagesOf(validate);
			}
			return { valid: false, errors: errors ?? ['The reply holds no JSON value.'] };
		},
	};
}

async function compile(schema: JsonObject): Promise<Validate> {
	try {
		return await compileJsonSchema(schema);
	} catch (error) {
		throw new ReasonError('The JSON schema is not valid', { kind: 'invalid_request', description: messageOf(error) });
	}
}

const messagesOf = (validate: Validate): string[] =>
	(validate.errors ?? []).slice(0, 10).map(({ instancePath, message, params }) => {
		const named = Object.values(params).filter((value) => typeof value === 'string' && !message?.includes(value));
		return `${instancePath || 'the value'} ${message ?? 'is not valid'}${named.length ? ` (${named.join(', ')})` : ''}`;
	});

/** JSON values in a reply, the likeliest first: the whole text, a fenced block, the balanced value, a repaired one. */
function* candidates(answer: string, repair: (text: string) => string): Generator<{ value: unknown; repaired: boolean }> {
	const text = answer.slice(answer.lastIndexOf('</think>') >= 0 ? answer.lastIndexOf('</think>') + 8 : 0).trim();
	const fenced = [...text.matchAll(/```[\w-]*\s*\n([\s\S]*?)```/g)].map(([, inside]) => inside.trim());
	const balanced = balancedValue(text);
	const texts = [...new Set([text, ...fenced, ...(balanced ? [balanced] : [])])].filter(Boolean);
	for (const candidate of texts) {
		const value = parse(candidate);
		if (value !== undefined) yield { value, repaired: candidate !== text };
	}
	// Repairing prose would make a string of it: only what looks like an object or a list is worth it.
	const start = text.search(/[{[]/);
	const broken = [...fenced, ...(balanced ? [balanced] : []), ...(start >= 0 ? [text.slice(start)] : [])];
	for (const candidate of new Set(broken)) {
		const value = parse(candidate, repair);
		if (value !== undefined) yield { value, repaired: true };
	}
}

function parse(text: string, repair = (same: string) => same): unknown {
	try {
		return parseForeignJson(repair(text));
	} catch {
		return undefined;
	}
}

/** The first object or list with its matching end; brackets in strings don't count. */
export function balancedValue(text: string): string | undefined {
	const start = text.search(/[{[]/);
	if (start < 0) return undefined;
	let depth = 0;
	let inString = false;
	for (let at = start; at < text.length; at++) {
		const character = text[at];
		if (inString) {
			if (character === '\\') at += 1;
			else if (character === '"') inString = false;
		} else if (character === '"') inString = true;
		else if (character === '{' || character === '[') depth += 1;
		else if (character === '}' || character === ']') {
			depth -= 1;
			if (depth === 0) return text.slice(start, at + 1);
		}
	}
	return undefined;
}
