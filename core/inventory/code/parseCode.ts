import { parse, type Program } from 'acorn';
import { parse as parseLoosely } from 'acorn-loose';

/** Longer code is read by its text alone: people write less into a node, and a parser holds n8n until it is through. */
const longestCode = 60_000;

const options = {
	ecmaVersion: 'latest',
	sourceType: 'script',
	allowReturnOutsideFunction: true,
	allowAwaitOutsideFunction: true,
	allowImportExportEverywhere: true,
	allowHashBang: true,
} as const;

/**
 * The syntax tree of JavaScript as n8n's nodes hold it: the body of a function, with mistakes, or with expressions in double
 * braces. `undefined` where it is too long or nested too deep for a tree.
 */
export function parseCode(code: string): Program | undefined {
	if (code.length > longestCode) return undefined;
	try {
		return parse(code, options);
	} catch {
		try {
			return parseLoosely(code, options);
		} catch {
			return undefined;
		}
	}
}
