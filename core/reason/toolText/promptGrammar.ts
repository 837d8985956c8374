import type { Grammar, WrittenCall } from './grammar';

/**
 * The form that models without tools of their own are asked for: an argument a line, longer texts between marks as in a shell,
 * so that quotes, backslashes and line breaks need no escapes.
 */
export const promptGrammar: Grammar = {
	id: 'prompt form',
	hint: /<call\s+tool=/,
	pattern:
		/<call\s+tool=["']?([\w.:/-]+)["']?\s*>[ \t]*\r?\n?((?:[ \t]*[\w.-]+[ \t]*(?:=?[ \t]*<<[ \t]*(["']?)(\w+)\3[ \t]*\r?\n(?:[\s\S]*?\r?\n)??[ \t]*\4|[:=][^\n]*)[ \t]*\r?\n?|[ \t]*\r?\n)*)[ \t]*<\/call>/g,
	read: ([, name, body]) => readCall(name, body),
	fenced: true,
	source: 'core/reason/toolText/promptForm.ts',
};

function readCall(name: string, body: string): WrittenCall[] {
	const texts: Record<string, string> = {};
	const argument =
		/^[ \t]*([\w.-]+)[ \t]*(?:=?[ \t]*<<[ \t]*(["']?)(\w+)\2[ \t]*\r?\n((?:[\s\S]*?\r?\n)??)[ \t]*\3[ \t]*\r?$|[:=][ \t]*([^\n]*?)[ \t]*\r?$)/gm;
	for (const [, key, , , long, short] of body.matchAll(argument)) texts[key] = long?.replace(/\r?\n$/, '') ?? unquoted(short ?? '');
	return [{ name, arguments: { texts } }];
}

/** A text on one line may stand in quotes, with JSON's escapes. */
function unquoted(text: string): string {
	if (!/^".*"$/.test(text)) return text;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'string' ? value : text;
	} catch {
		return text;
	}
}
