import { numberOfWord } from './numberWords';
import { scaleAt } from './scales';
import { decimalRational, divided, multiplied, negated, rational, toNumber, type Rational } from './rational';
import { factorBetween, unitOf, type Unit } from './units';

/** A number as it was written, with what gives it size. */
export interface Numeral {
	/** As it stands in the text. */
	text: string;
	exact: Rational;
	value: number;
	percent: boolean;
	unit?: Unit;
	/** Written as a plain decimal: then digits are compared, not floating-point numbers. */
	plain: boolean;
}

const dotGroups = new Set(['de', 'es', 'it', 'pt', 'nl', 'tr', 'id', 'da', 'el', 'ro']);
const commaDecimals = new Set([...dotGroups, 'fr', 'pl', 'ru', 'uk', 'sv', 'cs', 'fi', 'nb', 'no']);

const percentSign =
	/^(?:%|％|percent|per cent|prozent|pour ?cent|por ?cento?|por ciento|per cento|procent|procentów|процент(?:а|ов)?|パーセント|퍼센트|个百分点)/iu;

const digits = String.raw`(?:\d+(?:[.,'’_]\d+|[ \u00a0\u202f\u2009]\d{3}(?!\d))*|[.,]\d+)`;
const currencySign = String.raw`(?:(?:US|R|A|C|HK|S|NZ)?\$|[€£¥￥₹₩₽₺]|(?<!\p{L})(?:CHF|EUR|USD|GBP|INR|Rs\.?|CNY|JPY|PLN)(?!\p{L}))`;
const numeral = new RegExp(
	String.raw`(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\d_.,])(?<sign>[-+–]\s?)?(?<currency>${currencySign}\s?)?(?<sign2>-)?(?<number>${digits})(?:\s(?<mixedOver>\d{1,6})\s?/\s?(?<mixedUnder>\d{1,6})(?![\d/])|\s?/\s?(?<under>\d+(?:\.\d+)?)(?![\d/]))?(?:[eE](?<exponent>[-+]?\d{1,6})(?![\p{L}\d])|\s?[×x·*]\s?10\s?\^\s?[({]?(?<power>[-+]?\d{1,6})[)}]?)?`,
	'gu',
);

export interface NumeralAt extends Numeral {
	start: number;
	/** Where its unit begins, and where all of it ends. */
	unitAt: number;
	end: number;
}

/** The numbers that stand in a text (as `plainMath` gives it), in order, each with its scale word, percent sign and unit. */
export function numeralsIn(text: string, lang = ''): NumeralAt[] {
	const found: NumeralAt[] = [];
	for (const match of text.matchAll(numeral)) {
		// The power of a unit is no number of its own: "15 cm^2".
		if (match.index < (found.at(-1)?.end ?? 0)) continue;
		const numeralAt = readMatch(match, text, lang);
		if (numeralAt) found.push(numeralAt);
	}
	return found;
}

/** The number that a text is, with nothing beside it but words that say what is counted; `undefined` when it is anything else. */
export function soleNumeral(text: string, lang = ''): Numeral | undefined {
	const whole = text.trim().replace(/^(?:[≈~=:]|≈|ca\.|about|approximately|etwa|environ|约|約|大约)\s?/iu, '');
	if (/^(?:a )?dozen$/i.test(whole)) return writtenOut(whole, 12);
	if (/^\p{L}+$/u.test(whole)) {
		const value = numberOfWord(whole);
		return value === undefined ? undefined : writtenOut(whole, value);
	}
	const inner = /^\(\s?([-+]?[\d.,]+)\s?\)$/.exec(whole)?.[1] ?? whole;
	const [first, second] = numeralsIn(inner, lang);
	if (!first || second || first.start !== 0) return undefined;
	return isCounted(inner.slice(first.end)) ? first : undefined;
}

/** A number that stands in letters. */
export const writtenOut = (text: string, value: number): Numeral => ({
	text,
	exact: { over: BigInt(value), under: 1n },
	value,
	percent: false,
	plain: false,
});

/** Words behind a number that name what is counted; a single letter would be a variable, a sign a formula. */
const isCounted = (rest: string) =>
	/^(?:,-|,–|,—)?\s*$/.test(rest) ||
	(/^(?:[\s-]+|(?=[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}°]))[\p{L}\p{M}°'’.\s/()-]+(?:\^-?\d)?\.?$/u.test(
		rest,
	) &&
		!/(?<![\p{L}])(?:\p{Script=Greek}|[a-zA-Z])(?![\p{L}])/u.test(rest.replace(/^\s/, '')) &&
		rest.length <= 80);

function readMatch(match: RegExpExecArray, text: string, lang: string): NumeralAt | undefined {
	const { sign = '', sign2 = '', currency, number = '', mixedOver, mixedUnder, under, exponent, power } = match.groups ?? {};
	const decimal = decimalOf(number, lang);
	if (decimal === undefined) return undefined;
	let exact = decimalRational(decimal);
	const isWhole = /^\d+$/.test(decimal);
	if (mixedOver && mixedUnder && exact && isWhole)
		exact = rational(exact.over * BigInt(mixedUnder) + BigInt(mixedOver), BigInt(mixedUnder));
	const divisor = under === undefined ? undefined : decimalRational(under);
	if (divisor) exact = exact && divided(exact, divisor);
	const raised = decimalRational(`1e${exponent ?? power ?? 0}`);
	exact = exact && raised && multiplied(exact, raised);
	if (!exact) return undefined;
	const start = match.index + (/^\s/.test(match[0]) ? 1 : 0);
	const isNegative = sign2 !== '' || (/[-–]/.test(sign) && !isDash(text.slice(Math.max(0, match.index - 3), match.index), sign));
	if (isNegative) exact = negated(exact);
	let end = match.index + match[0].length;
	const plain = !mixedOver && !under && !exponent && !power;
	const behind = readBehind(text.slice(end, end + 60));
	if (behind.scale) exact = multiplied(exact, { over: behind.scale, under: 1n });
	if (!exact) return undefined;
	// "$1.5k", "$2M": letters that only money is counted in.
	const short = currency ? /^\s?(k|K|M|m|bn|B|T)(?!\p{L})/u.exec(text.slice(end)) : null;
	if (short) exact = multiplied(exact, { over: shortScales[short[1].toLowerCase()] ?? 1n, under: 1n });
	if (!exact) return undefined;
	const unitAt = end + behind.length;
	end = unitAt + (short ? short[0].length : behind.unitLength);
	const unit = currency ? unitOf(currency.trim()) : behind.unit;
	return { text: text.slice(start, end).trim(), exact, value: toNumber(exact), percent: behind.percent, unit, plain: plain && !behind.scale && !short && !behind.percent, start, unitAt, end }; // prettier-ignore
}

/** Between numbers or words, and behind a variable, a dash is no sign: "3-5", "A-5", "x -5", "Total - 5"; in "it is -5" it is. */
const isDash = (before: string, sign: string) =>
	/[\p{L}\d)\]%]$|[\d)\]%]\s$|(?<!\p{L})\p{L}\s$/u.test(before) || (/\p{L}\s$/u.test(before) && /\s$/.test(sign));

const shortScales: Record<string, bigint> = { k: 1000n, m: 1_000_000n, bn: 1_000_000_000n, b: 1_000_000_000n, t: 1_000_000_000_000n };

interface Behind {
	scale?: bigint;
	percent: boolean;
	/** Characters that scale and percent sign take. */
	length: number;
	unit?: Unit;
	unitLength: number;
}

function readBehind(text: string): Behind {
	let at = /^\s{0,2}/.exec(text)?.[0].length ?? 0;
	const gap = at;
	const scale = scaleAt(text);
	if (scale) at = scale.length;
	const space = /^\s{0,2}/.exec(text.slice(at))?.[0].length ?? 0;
	const percent = percentSign.exec(text.slice(at + space));
	if (percent) at += space + percent[0].length;
	const length = scale || percent ? at : 0;
	const { unit, unitLength } = percent ? { unit: undefined, unitLength: 0 } : readUnit(text.slice(length));
	return { scale: scale?.scale, percent: percent !== null, length, unit, unitLength: unit ? unitLength : gap === 0 ? 0 : 0 };
}

/** The longest run of words behind a number that names a unit. */
function readUnit(text: string): { unit?: Unit; unitLength: number } {
	const run = /^\s{0,2}((?:de |of )?[\p{L}°µ$€£¥₹₩₽℃℉]+\.?(?:\s?\^\s?-?\d)?(?:(?:\s?[/·*]\s?|\s)[\p{L}°µ]+(?:\s?\^\s?-?\d)?){0,2})/u.exec(
		text,
	);
	if (!run) return { unitLength: 0 };
	for (let words = run[1]; words !== ''; words = words.replace(/(?:^|[\s/·*]+)[^\s/·*]+$/u, '')) {
		const unit = unitOf(words.replace(/^(?:de|of) /, ''));
		if (unit) return { unit, unitLength: text.indexOf(words) + words.length };
		const han = /^(\p{Script=Han}+)/u.exec(words)?.[1];
		if (!han) continue;
		for (let size = Math.min(4, han.length); size > 0; size -= 1) {
			const short = unitOf(han.slice(0, size));
			if (short) return { unit: short, unitLength: text.indexOf(han) + size };
		}
	}
	return { unitLength: 0 };
}

/**
 * Digits with a point for decimals. A separator that stands several times groups thousands; of two kinds the last is for
 * decimals; a single comma before three digits groups, unless the language writes decimals so; `undefined` for "2026.05.12".
 */
function decimalOf(written: string, lang: string): string | undefined {
	const language = lang.slice(0, 2).toLowerCase();
	const text = written.replace(/[\s\u00a0\u202f\u2009'’_]/g, '');
	if (/['’_\s]/.test(written) && !/^\d{1,3}(?:['’_\s]\d{3})*(?:[.,]\d+)?$/.test(written)) return undefined;
	const marks = text.match(/[.,]/g) ?? [];
	if (marks.length === 0) return text;
	const last = marks[marks.length - 1];
	if (new Set(marks).size === 2) {
		if (marks.filter((mark) => mark === last).length > 1) return undefined;
		const [whole, fraction] = [text.slice(0, text.lastIndexOf(last)), text.slice(text.lastIndexOf(last) + 1)];
		return /^\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}$/.test(whole) ? `${whole.replace(/[.,]/g, '')}.${fraction}` : undefined;
	}
	if (marks.length > 1) return /^\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}$/.test(text) ? text.replace(/[.,]/g, '') : undefined;
	const isGroup = /^[1-9]\d{0,2}[.,]\d{3}$/.test(text) && (last === ',' ? !commaDecimals.has(language) : dotGroups.has(language));
	return isGroup ? text.replace(/[.,]/g, '') : text.replace(',', '.');
}

/** Whether two numbers are the same: units are converted, a percent sign may be left out or added, and so may a unit. */
export function sameNumeral(wanted: Numeral, found: Numeral, tolerance: { absolute: number; relative: number }): boolean {
	let factor = 1;
	if (wanted.unit && found.unit) {
		const between = factorBetween(found.unit, wanted.unit);
		if (between === 'different') return false;
		factor = between;
	}
	const slack = Math.max(tolerance.absolute, tolerance.relative * Math.abs(wanted.value));
	const isExact = slack === 0 && factor === 1 && (wanted.plain || isWhole(wanted)) && (found.plain || isWhole(found));
	return percentScales(wanted, found).some((scale) => {
		if (isExact && scale === 1) return wanted.exact.over === found.exact.over && wanted.exact.under === found.exact.under;
		const value = found.value * factor * scale;
		if (!Number.isFinite(value)) return wanted.exact.over === found.exact.over && wanted.exact.under === found.exact.under;
		return Math.abs(value - wanted.value) <= Math.max(slack, 1e-9 * Math.abs(wanted.value)) * (1 + 1e-9);
	});
}

const isWhole = ({ exact }: Numeral) => exact.under === 1n;

function percentScales(wanted: Numeral, found: Numeral): number[] {
	if (wanted.percent === found.percent) return [1];
	if (wanted.percent) return [1, 100];
	return Math.abs(wanted.value) <= 1 ? [0.01] : [1, 0.01];
}
