import { finalAnswer } from './finalAnswer';
import { graded, type Grader } from './grade';

interface Day {
	year: number;
	month: number;
	day: number;
}

/** Right when the day that the answer concludes with is the expected one, in whatever way either is written. */
export function date({ expected, lang }: { expected: string; lang?: string }): Grader {
	return (answer) => {
		const text = finalAnswer(answer).text;
		return graded(sameDate(expected, text, lang), text.slice(0, 200), undefined, 'date');
	};
}

/**
 * Whether two texts name the same day: ISO, "12.05.2026", "12 May 2026", "12 de mayo de 2026", "2026年5月12日". Between
 * slashes two orders are possible: two such dates are the same when they are in one of them, and the language decides
 * where it is known.
 */
export function sameDate(expected: string, found: string, lang = ''): boolean {
	const [wanted, given] = [daysOf(expected, lang), daysOf(found, lang)];
	if (wanted.length === 0 || given.length === 0) return false;
	if (wanted.length > 1 && given.length > 1) return sameDay(wanted[0], given[0]);
	return wanted.some((one) => given.some((other) => sameDay(one, other)));
}

/** Whether a text is a date and nothing else. */
export const isDate = (text: string) => daysOf(text).length > 0;

const sameDay = (one: Day, other: Day) => one.year === other.year && one.month === other.month && one.day === other.day;

/** The days that a text may mean; none when it is no date. */
function daysOf(text: string, lang = ''): Day[] {
	const written = text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[*_`"“”]/g, '')
		.replace(/\\text\s?\{([^{}]*)\}/g, '$1')
		.trim()
		.replace(/[.。]$/, '');
	if (written.length > 60) return [];
	const number = (year: string | undefined, month: string | undefined, day: string | undefined) =>
		valid(Number(year), Number(month), Number(day));
	const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?(?:z|[+-]00:?00)?)?$/.exec(written);
	if (iso) return number(iso[1], iso[2], iso[3]);
	const cjk = /^(\d{4})\s?(?:年|년)\s?(\d{1,2})\s?(?:月|월)\s?(\d{1,2})\s?(?:日|号|號|일)?(?:\s?[(（]?(?:星期|周|週)?\S{1,3}[)）]?)?$/.exec(
		written,
	);
	if (cjk) return number(cjk[1], cjk[2], cjk[3]);
	const numeric = /^(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})$/.exec(written);
	if (numeric) {
		const [, first, mark, second, end] = numeric;
		const year = end.length === 2 ? String(2000 + Number(end)) : end;
		const dayFirst = number(year, second, first);
		if (mark === '.' || (lang !== '' && !/^en(?!-gb)/i.test(lang))) return dayFirst;
		return [...dayFirst, ...number(year, first, second)];
	}
	return named(written);
}

/** "12 May 2026", "May 12th, 2026", "Dienstag, den 12. Mai 2026". */
function named(written: string): Day[] {
	const words = written
		.replace(/[,()]/g, ' ')
		.split(/[\s.]+|(?<=\d)(?=st|nd|rd|th|er|º|ª)/u)
		.filter(Boolean);
	const rest = words.filter((word) => !fillers.has(word) && !weekdays().has(word));
	const months = rest.flatMap((word) => monthNames().get(word) ?? []);
	const numbers = rest.filter((word) => /^\d{1,4}$/.test(word));
	if (months.length !== 1 || numbers.length !== 2 || rest.length !== 3) return [];
	const year = numbers.find((one) => one.length === 4);
	const day = numbers.find((one) => one.length < 3);
	return year && day ? valid(Number(year), months[0], Number(day)) : [];
}

function valid(year: number, month: number, day: number): Day[] {
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? [{ year, month, day }] : [];
}

const fillers = new Set([
	'st',
	'nd',
	'rd',
	'th',
	'er',
	'º',
	'ª',
	'of',
	'the',
	'on',
	'de',
	'del',
	'den',
	'der',
	'am',
	'le',
	'el',
	'il',
	'op',
	'г',
	'года',
	'r',
	'roku',
	'do',
	'о',
	'em',
	'à',
	'dnia',
]);

let monthTable: Map<string, number> | undefined;
let weekdayTable: Set<string> | undefined;
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ru', 'sv', 'da', 'cs'];

/** Names of months, long and short, as the platform's own language data has them. */
function monthNames(): Map<string, number> {
	if (monthTable) return monthTable;
	monthTable = new Map();
	for (const language of languages)
		for (const style of ['long', 'short'] as const)
			for (let month = 1; month <= 12; month += 1)
				// With a day beside it a month stands in the case that dates have: "12 мая".
				for (const options of [{ month: style }, { month: style, day: 'numeric' }] as const) {
					const parts = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).formatToParts(Date.UTC(2026, month - 1, 15));
					const name =
						parts
							.find(({ type }) => type === 'month')
							?.value.toLowerCase()
							.replace(/\.$/, '') ?? '';
					if (/\p{L}/u.test(name) && !monthTable.has(name)) monthTable.set(name, month);
				}
	monthTable.set('sept', 9);
	return monthTable;
}

function weekdays(): Set<string> {
	if (weekdayTable) return weekdayTable;
	weekdayTable = new Set();
	for (const language of languages)
		for (const weekday of ['long', 'short'] as const)
			for (let day = 1; day <= 7; day += 1) {
				const name = new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(Date.UTC(2026, 0, day)).toLowerCase();
				weekdayTable.add(name.replace(/\.$/, ''));
			}
	return weekdayTable;
}
