/** What the policy must fit: the provider that the user moves to. */
export interface Move {
	/** Names under which the processor may stand; empty when it is not known. */
	processorNames: string[];
	/** ISO code of the country where the data is processed; empty when it is not known. */
	country: string;
	/** ISO code of the country whose law the user's customers look to; empty when it is not said. */
	homeCountry: string;
	/** The provider that is left, when it may no longer be named alone. */
	previousNames: string[];
	/** True when the model runs on the user's own machines: nobody else processes the data. */
	selfHosted: boolean;
	/** Day of the move, `YYYY-MM-DD`. */
	date: string;
}

const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'zh'];
const aliases: Record<string, string[]> = {
	CN: [
		'Chin',
		'Chinach',
		'Volksrepubliek China',
		'República Popular China',
		"People's Republic of China",
		'PRC',
		'Mainland China',
		'VR China',
		'中华人民共和国',
		'中国境内',
	],
	US: [
		'USA',
		'U.S.',
		'U.S.A.',
		'United States of America',
		'Vereinigte Staaten',
		'États-Unis',
		'Estados Unidos',
		'Stati Uniti',
		'Verenigde Staten',
		'Stanach Zjednoczonych',
		'Stanów Zjednoczonych',
		'den Vereinigten Staaten',
	],
	GB: ['UK', 'U.K.', 'Great Britain', 'England'],
	NL: ['The Netherlands', 'Holland'],
};
/** Countries between which the GDPR asks for no transfer mechanism. Source: EEA agreement, checked 2026-11-23. */
const eea = new Set('AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE'.split(' '));

/** A country as policies in several languages write it. */
export function countryNames(code: string): string[] {
	if (!/^[A-Z]{2}$/.test(code))
		return code === 'EU' ? ['European Union', 'EU', 'EEA', 'Europäische Union', 'Union européenne', 'Unión Europea', '欧盟'] : [];
	const names = languages.flatMap((language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(code) ?? []);
	return [...new Set([...names, ...(aliases[code] ?? [])])];
}

/** Whether personal data goes to another legal area, so that a transfer mechanism is looked for. */
export function crossesBorder({ country, homeCountry, selfHosted }: Move): boolean {
	if (selfHosted) return false;
	if (!country || !homeCountry) return true;
	const area = (code: string) => (code === 'EU' || eea.has(code) ? 'EEA' : code);
	return area(country) !== area(homeCountry);
}

/** A pattern that finds one of the names as a whole word; nothing when there is none. */
export function anyOf(names: readonly string[]): RegExp | undefined {
	const parts = names.filter(Boolean).map((name) => {
		const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
		const letters = /^\p{Script=Han}/u.test(name) ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`;
		// Short codes such as US or PRC only count in capitals: "us" is a pronoun.
		return { text: letters, exact: /^[A-Z.]{2,4}$/.test(name) };
	});
	if (parts.length === 0) return undefined;
	return new RegExp(parts.map(({ text, exact }) => (exact ? text : caseless(text))).join('|'), 'u');
}

/** Each letter in both cases, since a flag would also loosen the short codes beside it. */
const caseless = (pattern: string) =>
	pattern.replace(/\\[pP]\{[^}]*\}|\\.|\p{L}/gu, (part) => {
		if (part.startsWith('\\')) return part;
		const forms = [...new Set([part.toLowerCase(), part.toUpperCase()])].filter((form) => [...form].length === 1);
		return forms.length > 1 ? `[${forms.join('')}]` : part;
	});
