import type { Grammar } from './grammar';
import { argumentKey, readPromptArguments, textBetweenMarks } from './promptArguments';

/** A line up to the end of the call; texts in JSON may hold that end. */
const line = '(?:"(?:[^"\\\\\\n]|\\\\.)*"|(?!</?call\\b)[^\\n])+\\n?|\\n';

/**
 * The form that models without tools of their own are asked for: an argument a line, longer texts between marks as in a shell,
 * so that quotes, backslashes and line breaks need no escapes. Each part is matched once (the look-ahead with its name back), so
 * that no text makes the search long.
 */
export const promptGrammar: Grammar = {
	id: 'prompt form',
	hint: /<call\s+tool=/,
	pattern: new RegExp(
		`<call\\s+tool=["']?([\\w.:/-]+)["']?\\s*>((?:(?=(?<part>${textBetweenMarks(`</call>|${argumentKey}[ \\t]*(?:[:=]|<<)`)}|${line}))\\k<part>)*)</call>`,
		'g',
	),
	read: ([, name, body]) => {
		const given = readPromptArguments(body);
		return given ? [{ name, arguments: given }] : [];
	},
	fenced: true,
	source: 'core/reason/toolText/promptForm.ts',
};
