import type { Passage } from './passage';

export interface PolicyDate {
	/** `YYYY-MM-DD`; for a month alone its first day. */
	date: string;
	sentence: Passage;
}

const english =
	/last (?:updated|modified|revised|changed|amended)|updated|effective(?: date| as of| from)?|revision|(?:this )?version|as of|date of (?:issue|this policy)/iu;
/** Of languages that write the day before the month. */
const dayFirst =
	/(?<!\p{L})(?:stand|zuletzt (?:geändert|aktualisiert)|aktualisiert|gültig (?:ab|seit)|in kraft|letzte (?:änderung|aktualisierung)|fassung|dernière (?:mise à jour|modification)|mise? à jour|en vigueur|date d.effet|última (?:actualización|modificación|revisión|atualização|alteração)|actualizad[ao]|atualizad[ao]|vigente|en vigor|em vigor|ultimo aggiornamento|ultima modifica|aggiornat[ao]|in vigore|laatst (?:bijgewerkt|gewijzigd)|bijgewerkt|laatste wijziging|versie|geldig vanaf|ostatni[ao] (?:aktualizacj|zmian)\p{L}*|aktualizacj\p{L}|zaktualizowan\p{L}|obowiązuje)/iu;
const chinese = /更新|生效|修订|发布日期/u;
const introduces = new RegExp(`${english.source}|${dayFirst.source}|${chinese.source}`, 'iu');
const thePolicy =
	/policy|notice|statement|datenschutzerklärung|datenschutzhinweis|politique|déclaration|política|aviso de privacidad|declaración|informativa|verklaring|beleid|declaração|polityk|政策|声明/iu;
/** Nothing but the introduction stands before the date. */
const introducesDate = new RegExp(
	`^[^\\p{L}\\d]*(?:${introduces.source})(?:\\s+(?:date|on|am|vom|ab|seit|le|du|depuis|el|a partir del?|desde|em|il|dal|al|op|per|sinds|vanaf|od|dnia|z dnia|w dniu|\\d+\\.\\d+,?))*(?:日期|于)?[\\s::,–—-]*$`,
	'iu',
);

/** Starts of months' names in the languages that are read, January first. */
const months = [
	/^(?:jan|jän|ene|gen|stycz)/i,
	/^(?:feb|fév|fev|lut(?:y|ego)$)/i,
	/^(?:mar(?:ch|s|zo|ço|zec|ca|\b)|mär|mrz|maart)/i,
	/^(?:apr|avr|abr|kwie)/i,
	/^(?:may|mai|mei|mayo|maggio|mag$|maj)/i,
	/^(?:jun|juin|giu|czerw)/i,
	/^(?:jul|juil|lug|lip(?:iec|ca)$)/i,
	/^(?:aug|août|aout|ago|sierp)/i,
	/^(?:sep|set|wrze)/i,
	/^(?:oct|okt|ott|out|październ)/i,
	/^(?:nov|listopad)/i,
	/^(?:dec|dez|déc|dic|grud)/i,
];

const dateForms: { pattern: RegExp; order: string }[] = [
	{ pattern: /\b(20\d\d)-(\d\d)-(\d\d)\b/g, order: 'ymd' },
	{ pattern: /(20\d\d)\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?/g, order: 'ymd' },
	{ pattern: /\b(\d{1,2})(?:\.\s?|-)(\d{1,2})(?:\.\s?|-)(20\d\d)\b/g, order: 'dmy' },
	{ pattern: /\b(\d{1,2})\/(\d{1,2})\/(20\d\d)\b/g, order: 'slashes' },
	{
		pattern:
			/(?<!\d)(?:(\d{1,2})(?:st|nd|rd|th|er|\.?º|°|ª|\.)?\s+(?:de\s+|of\s+)?)?(\p{L}{3,12})\.?,?\s+(?:de\s+|del\s+|of\s+)?(20\d\d)\b/gu,
		order: 'dmy',
	},
	{ pattern: /(?<!\p{L})(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(20\d\d)\b/gu, order: 'mdy' },
];

/** Dates in a sentence with the place where each begins. `05/06/2026` is left out where the language doesn't tell the month from the day. */
function datesWithPlace(text: string): { date: string; index: number }[] {
	const readsDayFirst = dayFirst.test(text);
	return dateForms.flatMap(({ pattern, order }) =>
		[...text.matchAll(pattern)].flatMap((match) => {
			const [, first, second, third] = match;
			const slashes = readsDayFirst || Number(first) > 12 ? 'dmy' : Number(second) > 12 ? 'mdy' : '';
			const real = order === 'slashes' ? slashes : order;
			const part = (letter: string) => [first, second, third][real.indexOf(letter)];
			const date = real && dayOf(part('y'), part('m'), part('d'));
			return date ? [{ date, index: match.index }] : [];
		}),
	);
}

export const datesIn = (text: string): string[] => [...new Set(datesWithPlace(text).map(({ date }) => date))];

function dayOf(year: string, month: string, day: string | undefined): string | undefined {
	const number = /^\d+$/.test(month) ? Number(month) : months.findIndex((pattern) => pattern.test(month)) + 1;
	const date = new Date(Date.UTC(Number(year), number - 1, Number(day ?? 1)));
	const exists = number > 0 && date.getUTCMonth() === number - 1 && date.getUTCDate() === Number(day ?? 1);
	return exists ? date.toISOString().slice(0, 10) : undefined;
}

/** The latest date that the policy gives as its own. */
export function policyDate(sentences: readonly Passage[]): PolicyDate | undefined {
	const own = sentences.flatMap((sentence, index) => {
		if (!isOwn(sentence.text)) return [];
		// "Last updated" and its date may stand in neighbouring cells or lines.
		const next = sentences[index + 1];
		const here = datesIn(sentence.text);
		const found = here.length > 0 || !next || sentence.text.length > 60 || next.text.length > 40 ? here : datesIn(next.text);
		return found.map((date) => ({
			date,
			sentence: here.length > 0 || !next ? sentence : { ...sentence, text: `${sentence.text} ${next.text}` },
		}));
	});
	return own.sort((one, other) => other.date.localeCompare(one.date))[0];
}

/** Whether a sentence gives the policy's own date, and not that of something else. */
function isOwn(text: string): boolean {
	if (!introduces.test(text)) return false;
	const start = Math.min(text.length, ...datesWithPlace(text).map(({ index }) => index));
	return thePolicy.test(text) || introducesDate.test(text.slice(0, start));
}
