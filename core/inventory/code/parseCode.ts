import { parse, type Program } from 'acorn';
import { LooseParser } from 'acorn-loose';

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

/** What is wrong more often is no JavaScript; each mistake costs the parser an exception. */
const mostMistakes = 300;

const resetTo: unknown = Reflect.get(LooseParser.prototype, 'resetTo');

/** The loose parser, until it met too many mistakes: it starts again behind each one by `resetTo`. */
class ForgivingParser extends LooseParser {
	private mistakes = 0;

	resetTo(position: number) {
		this.mistakes += 1;
		if (this.mistakes > mostMistakes || typeof resetTo !== 'function') throw new RangeError('Too many mistakes');
		resetTo.call(this, position);
	}
}

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
			return ForgivingParser.parse(code, options);
		} catch {
			return undefined;
		}
	}
}
