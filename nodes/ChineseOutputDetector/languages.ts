/** How much of a text is looked at to name its languages. */
const sample = 4000;

/** Scripts that name one language, or only themselves. */
const scripts: readonly (readonly [pattern: RegExp, language: string])[] = [
	[/\p{Script=Cyrillic}/u, 'und-Cyrl'],
	[/\p{Script=Arabic}/u, 'und-Arab'],
	[/\p{Script=Devanagari}/u, 'und-Deva'],
	[/\p{Script=Hebrew}/u, 'he'],
	[/\p{Script=Greek}/u, 'el'],
	[/\p{Script=Thai}/u, 'th'],
	[/\p{Script=Bengali}/u, 'bn'],
	[/\p{Script=Tamil}/u, 'ta'],
];

/** The commonest words of languages in Latin script that no other one of the list has. */
const commonWords: Readonly<Record<string, ReadonlySet<string>>> = {
	en: new Set(['the', 'and', 'of', 'is', 'to', 'that', 'this', 'with', 'for', 'it', 'you', 'are', 'was', 'be']),
	de: new Set(['der', 'die', 'das', 'und', 'ist', 'nicht', 'ein', 'eine', 'mit', 'auf', 'sich', 'zu', 'von']),
	fr: new Set(['le', 'les', 'est', 'et', 'une', 'des', 'dans', 'pour', 'vous', 'sur', 'du', 'ce']),
	es: new Set(['el', 'los', 'las', 'una', 'por', 'con', 'del', 'para', 'y', 'más', 'está']),
	it: new Set(['il', 'gli', 'che', 'di', 'è', 'della', 'sono', 'nel', 'questo']),
	pt: new Set(['os', 'uma', 'não', 'em', 'do', 'da', 'você', 'são', 'mais']),
	nl: new Set(['het', 'een', 'van', 'niet', 'zijn', 'voor', 'wordt', 'ook']),
	vi: new Set(['và', 'là', 'của', 'không', 'được', 'có', 'những', 'một', 'cho', 'bạn']),
};

/** The languages of a text other than Chinese. */
export function languagesOf(text: string, seen: { kana: boolean; hangul: boolean; japanese: boolean }): string[] {
	const languages: string[] = [];
	if (seen.kana || seen.japanese) languages.push('ja');
	if (seen.hangul) languages.push('ko');
	const start = text.slice(0, sample);
	languages.push(...latin(start));
	for (const [pattern, language] of scripts) if (pattern.test(start)) languages.push(language);
	return languages;
}

function latin(text: string): string[] {
	const words = text.toLowerCase().match(/\p{Script=Latin}+/gu) ?? [];
	if (words.length === 0) return [];
	const counts = Object.entries(commonWords).map(([language, common]) => ({
		language,
		count: words.filter((word) => common.has(word)).length,
	}));
	const best = counts.reduce((most, other) => (other.count > most.count ? other : most));
	return [best.count >= 2 || best.count * 4 >= words.length ? best.language : 'und-Latn'];
}
