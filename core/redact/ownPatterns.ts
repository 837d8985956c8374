import type { Finder } from './finder';

/**
 * A finder by patterns of one's own, as text or as `/text/flags`; as text alone, letters count in either case. They run on RE2, in
 * linear time; look-around and back-references are not known to it.
 *
 * @throws Error when a pattern is not valid, or matches the empty text
 */
export async function ownPatterns(patterns: readonly { name: string; pattern: string }[]): Promise<Finder> {
	const { RE2JS } = await import('re2js');
	const compiled = patterns.map(({ name, pattern }) => {
		const [, source = pattern, flags = 'i'] = /^\/(.+)\/([a-z]*)$/s.exec(pattern) ?? [];
		const unknown = [...flags].find((flag) => !'imsguy'.includes(flag));
		if (unknown) throw new Error(`the pattern of "${name}" has a flag that is not known: ${unknown}`);
		const known = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };
		const set = Object.entries(known).reduce((sum, [flag, bit]) => (flags.includes(flag) ? sum | bit : sum), 0);
		const expression = RE2JS.compile(RE2JS.translateRegExp(source), set);
		if (expression.matcher('').find()) throw new Error(`the pattern of "${name}" matches nothing at all, and so everywhere`);
		return { kind: name, expression };
	});
	return function* find(text) {
		for (const { kind, expression } of compiled)
			for (const matcher = expression.matcher(text); matcher.find();) {
				if (matcher.end() > matcher.start()) yield { kind, start: matcher.start(), end: matcher.end() };
			}
	};
}
