import type { Passage } from './passage';

export interface PolicyDate {
	/** `YYYY-MM-DD`; for a month alone its first day. */
	date: string;
	sentence: Passage;
}

const introduces =
	/last (?:updated|modified|revised|changed|amended)|updated(?: on)?:|effective|revision|version|as of|date of (?:issue|this)|\bstand\b|zuletzt|aktualisiert|gültig ab|in kraft|dernière (?:mise à jour|modification)|en vigueur|última (?:actualización|modificación)|vigente|更新|生效|修订|发布日期/iu;

const months = [
	/^(?:jan|ene)/i,
	/^(?:feb|fév|fev)/i,
	/^(?:mar|mär|mae|mrz)/i,
	/^(?:apr|avr|abr)/i,
	/^(?:may|mai)/i,
	/^(?:jun|juin)/i,
	/^(?:jul|juil)/i,
	/^(?:aug|août|aout|ago)/i,
	/^(?:sep|set)/i,
	/^(?:oct|okt)/i,
	/^nov/i,
	/^(?:dec|dez|déc|dic)/i,
];

/** Dates in a sentence. `05/06/2026` is left out: nobody can tell the month from the day. */
export function datesIn(text: string): string[] {
	const dates: string[] = [];
	const add = (year: string, month: number, day: string | number = 1) => {
		const date = new Date(Date.UTC(Number(year), month - 1, Number(day)));
		if (date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day)) dates.push(date.toISOString().slice(0, 10));
	};
	const monthOf = (word: string) => months.findIndex((pattern) => pattern.test(word)) + 1;
	for (const [, year, month, day] of text.matchAll(/\b(20\d\d)-(\d\d)-(\d\d)\b/g)) add(year, Number(month), day);
	for (const [, year, month, day] of text.matchAll(/(20\d\d)\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?/g)) add(year, Number(month), day);
	for (const [, day, month, year] of text.matchAll(/\b(\d{1,2})\.\s?(\d{1,2})\.\s?(20\d\d)\b/g)) add(year, Number(month), day);
	for (const [, first, second, year] of text.matchAll(/\b(\d{1,2})\/(\d{1,2})\/(20\d\d)\b/g)) {
		if (Number(first) > 12) add(year, Number(second), first);
		else if (Number(second) > 12) add(year, Number(first), second);
	}
	for (const [, day, word, year] of text.matchAll(
		/(?<!\d)(?:(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?)?(\p{L}{3,10})\.?,?\s+(?:de\s+|of\s+)?(20\d\d)\b/gu,
	)) {
		if (monthOf(word) > 0) add(year, monthOf(word), day);
	}
	for (const [, word, day, year] of text.matchAll(/(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(20\d\d)\b/gu)) {
		if (monthOf(word) > 0) add(year, monthOf(word), day);
	}
	return [...new Set(dates)];
}

/** The latest date that the policy gives as its own. */
export function policyDate(sentences: readonly Passage[]): PolicyDate | undefined {
	const own = sentences.flatMap((sentence, index) => {
		if (!introduces.test(sentence.text)) return [];
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
