import { denial, joining, rejection, replacement } from './answerWords';
import { evaluate } from './evaluate';
import { finalAnswer, longestSearched, plain, withoutThinking, type FinalAnswer } from './finalAnswer';
import { graded, type Grader } from './grade';
import { inDigits, signsOnly } from './inDigits';
import { loadMathParser, type MathParser } from './mathParser';
import type { MathForm } from './mathTypes';
import { numeralsIn, sameNumeral, soleNumeral, writtenOut, type Numeral, type NumeralAt } from './numeral';
import { writtenNumber } from './numberWords';
import { plainMath } from './plainMath';
import { exactValue, toNumber, type Rational } from './rational';
import { readMath } from './readMath';

export interface NumberSpec {
	expected: string;
	/** How far off a right answer may be, in its own unit. */
	absolute?: number;
	/** How far off it may be as a share of the expected value. */
	relative?: number;
	/** Language of the task: whether "12.345" groups thousands. */
	lang?: string;
}

/** Right when the number that the answer concludes with is the expected one, within the tolerance if there is one. */
export async function number({ expected, absolute = 0, relative = 0, lang }: NumberSpec): Promise<Grader> {
	const parse = await loadMathParser();
	const wanted = soleNumber(expected, lang);
	return (answer) => {
		if (!wanted) return { outcome: 'skipped', reason: `the expected answer "${expected}" is not one number` };
		const found = concludedNumber(answer, parse, lang ?? languageOf(answer));
		if (typeof found === 'string') return graded(false, '', found, 'number');
		const right = sameNumeral(wanted, found, { absolute, relative }) || found.text === expected.trim();
		return graded(right, found.text, undefined, 'number');
	};
}

/** The number that an expected answer is; `undefined` when it is not one number. */
export const soleNumber = (text: string, lang?: string) => soleNumeral(plainMath(text).replace(/\$(?=\s*$)|^\s*\$(?=[^\d]*$)/g, ''), lang);

/** A phrase tells the language, and with it which mark is for decimals. */
function languageOf(answer: string): string {
	const hints: [RegExp, string][] = [
		[/\b(?:Antwort|Ergebnis|lautet|beträgt)\b/, 'de'],
		[/\b(?:respuesta|resultado es)\b/i, 'es'],
		[/\brisposta\b/i, 'it'],
		[/\bresposta\b/i, 'pt'],
		[/\bantwoord\b/i, 'nl'],
		[/réponse|résultat/i, 'fr'],
		[/odpowiedź|wynik/i, 'pl'],
	];
	return hints.find(([pattern]) => pattern.test(answer.slice(-2000)))?.[1] ?? '';
}

/** The number that an answer concludes with, or why there is none. */
function concludedNumber(answer: string, parse: MathParser, lang: string): Numeral | string {
	const concluded = finalAnswer(answer);
	const final = { ...concluded, text: concluded.from === 'whole' ? wholeInDigits(concluded.text) : inDigits(concluded.text) };
	if (final.from === 'boxed' || final.from === 'field') return ofFormula(final.text, parse, lang) ?? notOne(final.text);
	const clause = clauseOf(final);
	// Where the number stands in words, a refusal in another sentence is one, too.
	if (final.from === 'whole' && isRefusal.test(holdsNumber(concluded.text) ? clause : final.text)) return 'no number is named';
	if (!holdsNumber(answer) && !holdsNumber(final.text)) {
		const found = writtenNumber(withoutThinking(final.text));
		// A formula may be a number without a digit in it.
		if (typeof found !== 'string') return writtenOut(found.text, found.value);
	}
	const formulas = formulasIn(clause);
	const [only] = formulas;
	if (formulas.length === 1 || (formulas.length > 1 && final.from === 'whole')) {
		const formula = final.from === 'whole' ? formulas[formulas.length - 1] : only;
		return ofFormula(formula, parse, lang) ?? notOne(formula);
	}
	return (
		ofFormula(clause, parse, lang) ??
		ofProse(plainMath(clause.replaceAll('$$', ' ')), final.from === 'whole' ? 'last' : 'first', parse, lang)
	);
}

/** Where a text names a number in digits, a name elsewhere in it is not what it concludes with. */
function wholeInDigits(text: string): string {
	const end = text.slice(-longestSearched);
	return holdsNumber(text)
		? end
				.split('\n')
				.map((line) => (holdsNumber(line) ? signsOnly(line) : line))
				.join('\n')
		: inDigits(end);
}

const notOne = (text: string) => (text.trim() === '' ? 'no number is named' : 'the conclusion is not one number');
const isRefusal =
	/(?<!\p{L})(?:can(?: ?no|['’])t|can only|unable|do(?:n['’]t| not) know|sorry|knowledge (?:ends|cutoff)|give up)(?!\p{L})/iu;

/** What an answer says last, without its reasons: after a phrase the sentence up to "because", else the last statement. */
function clauseOf({ text, from }: FinalAnswer): string {
	if (from === 'whole') return lastStatement(text.slice(-longestSearched));
	const [sentence] = text.split(/(?<=[\p{L}\d)%}$°€])[.。](?:\s|$)|[。；;]/u);
	const [stated] = sentence.split(rejection);
	const reason =
		/(?<!\p{L})(?:because|since|as|for|weil|denn|car|porque|perché|omdat|потому|ponieważ)(?!\p{L})|(?<=\d[\p{L}\s%]{0,30}),\s(?=\p{L}{2,}(?!\s?\d))|，因为|因为/u;
	return (stated.trim() === '' ? sentence : stated).split(reason)[0] || sentence;
}

const holdsNumber = (part: string) => /[\d½⅓⅔¼¾]/u.test(part.normalize('NFKC'));

/** The last bold part of the last paragraph, else the last sentence that names a number. */
function lastStatement(text: string): string {
	const lines = text.split('\n').filter((line) => holdsNumber(line));
	const last = lines.at(-1) ?? '';
	const bold = [...last.matchAll(/\*\*([^*]{1,200})\*\*/g)].map((match) => match[1]).filter((part) => soleNumber(part));
	if (bold.length > 0) return bold[bold.length - 1];
	const sentences = last
		.split(/(?<=[\p{L}\d)%}$*°€])[.!?。！？](?:\s|$)|。/u)
		.filter((part) => holdsNumber(part) && !/^\W*(?:check|confidence|probe|verification)\b/i.test(part));
	return plain((sentences.at(-1) ?? last).split(rejection)[0]);
}

const formulasIn = (text: string) =>
	[...text.matchAll(/(?<!\\)\$\$?([^$\n]{1,300}?)(?<!\\)\$\$?(?!\d)|\\\((.{1,300}?)\\\)|\\\[(.{1,300}?)\\\]/g)]
		.map((match) => match[1] ?? match[2] ?? match[3])
		.filter((part) => !/\p{L}{3,}\s+\p{L}{2,}/u.test(part.replace(/\\[a-z]+\s*\{[^{}]*\}/gi, '')));

/** The number that a formula is: read as a numeral, else computed; `undefined` when it is no number or several. */
function ofFormula(text: string, parse: MathParser, lang: string): Numeral | undefined {
	if (text.length > 400) return undefined;
	const bare = text.replace(/^\s*\$+|(?<!\\)\$+\s*$/g, '');
	const typed = plainMath(/^\s*\$\s?\d[^$]*$/.test(text) ? text : bare).trim();
	const assigned = [...typed.matchAll(/(?:^|,|;|\bor\b|\band\b)\s*[a-zA-Z]\w?\s?=/g)];
	if (assigned.length > 1) return undefined;
	const value =
		typed
			.split(/(?<![<>!≤≥≠])[=≈]/)
			.at(-1)
			?.trim() ?? '';
	const left = typed.slice(0, typed.length - value.length);
	if (/[<>≤≥≠±]/.test(typed) || /[([{]\s*$/.test(left)) return undefined;
	const sole = soleNumeral(value, lang);
	if (sole) return sole;
	if (/\p{L}{3,}\s+\p{L}{2,}/u.test(value) || isRange.test(value)) return undefined;
	const latex = bare.split(/(?<![<>!])=|\\approx|≈/).at(-1) ?? '';
	return computed(latex, parse);
}

const isRange = /\d\s?[–—~]\s?\d|^\d+-\d+$/;

function computed(latex: string, parse: MathParser): Numeral | undefined {
	if (/\d\s?[!]?\s?[a-zA-Z](?![a-zA-Z])\s*$/.test(latex) && !/\\/.test(latex)) return undefined;
	const read = readMath(latex.replace(/(\d),(?=\d{3}(?!\d))/g, '$1').replace(/(\d),(\d)/g, '$1.$2'), parse);
	const form = read && valueOf(read.form);
	if (form?.kind !== 'value') return undefined;
	const exact = exactValue(form.expression);
	const approximate = exact ? toNumber(exact) : real(form.expression);
	const known = exact ?? (approximate === undefined ? undefined : floatRational(approximate));
	if (approximate === undefined || !known) return undefined;
	return { text: latex.trim(), exact: known, value: approximate, percent: false, plain: false };
}

/** "x = 5" names a value. */
const valueOf = (form: MathForm): MathForm =>
	form.kind === 'equation' && typeof form.left === 'string' ? { kind: 'value', expression: form.right } : form;

function real(expression: Parameters<typeof evaluate>[0]): number | undefined {
	const value = evaluate(expression, {});
	return value && Number.isFinite(value.re) && Math.abs(value.im) <= 1e-12 * Math.abs(value.re) ? value.re : undefined;
}

function floatRational(value: number): Rational | undefined {
	if (!Number.isFinite(value)) return undefined;
	return exactValue({ num: value.toExponential(17) });
}

/** What stands further from the number than so many characters says nothing of it. */
const longestSentence = 2_000;

/** The number that a sentence states, first or last in it, or why there is none. */
function ofProse(whole: string, place: 'first' | 'last', parse: MathParser, lang: string): Numeral | string {
	const text = place === 'first' ? whole.slice(0, longestSentence) : whole.slice(-longestSentence);
	const afterEquals =
		turned(text)
			.split(/(?<![<>!≤≥≠])=|≈/)
			.at(-1) ?? '';
	const part = numeralsIn(afterEquals, lang).length > 0 ? afterEquals : turned(text);
	const numerals = numeralsIn(part, lang);
	if (numerals.length === 0) return soleNumeral(part.trim(), lang) ?? 'no number is named';
	const chosen = place === 'first' ? numerals[0] : numerals[numerals.length - 1];
	const denied = denial.exec(part.slice(Math.max(0, chosen.start - 30), chosen.start));
	if (denied) return 'the number is denied';
	if (
		/(?<!\p{L})(?:at least|at most|more than|less than|fewer than|mindestens|höchstens|au moins|al menos|between|either|maybe|perhaps|zwischen|entre)(?!\p{L})|或|还是|至少|至多/iu.test(
			part,
		)
	)
		return 'no single number is named';
	const distinct = new Set(numerals.map(({ value }) => value));
	if (distinct.size > 1 && (/(?<!\p{L})(?:or|oder|ou|either)(?!\p{L})/iu.test(part) || isListed(part, numerals, place)))
		return 'several numbers are named';
	if (!isPartOfFormula(part, chosen)) return chosen;
	return computed(spanAround(part, chosen), parse) ?? 'the conclusion is not one number';
}

/** What a denial gives way to: "no es 8 sino 9" states 9. */
function turned(text: string): string {
	const denied = denial.exec(text);
	const rest = denied ? text.slice(denied.index + denied[0].length) : '';
	const turn = replacement.exec(rest);
	return turn && /\d/.test(rest.slice(0, turn.index)) && /\d/.test(rest.slice(turn.index)) ? rest.slice(turn.index + turn[0].length) : text;
}

/** Whether the chosen number stands in a row of numbers: "5, 6", "2 and 3", "10–20". */
function isListed(part: string, numerals: readonly NumeralAt[], place: 'first' | 'last'): boolean {
	const [one, other] = place === 'first' ? numerals : numerals.slice(-2);
	if (!one || !other) return false;
	const between = part.slice(one.end, other.start);
	const dash = /^\s?[–—-]$/.test(part.slice(one.end, other.start + 1).trim());
	return dash || (new RegExp(`^\\s*[\\p{L}]{0,12}${joining}$`, 'u').test(between) && (place === 'first' || !/^\s*,\s*$/.test(between)));
}

function isPartOfFormula(text: string, { start, unitAt, end, unit }: NumeralAt): boolean {
	const before = text.slice(Math.max(0, start - 12), start);
	const after = text.slice(unit ? end : unitAt, end + 12);
	if (
		/(?:[√^_<>≤≥≠±*×·÷|∫]|[\d)a-zA-Z]\s?[+/-]|\d:|[([{])\s?$|\\[a-zA-Z]+\s?\{?\s?$|(?<!\p{L})(?:sqrt|sin|cos|tan|ln|log|exp)\s?\(?$/u.test(
			before,
		)
	)
		return !/\(\s?$/.test(before) || /[a-z]\s?\(\s?$/i.test(before);
	return /^\s?(?:\^|[*×·÷π√|_]|\+\s?[\d(a-z\\]|\/\s?[\d(]|\\[a-zA-Z]|:\s?\d)|^\s-\s?\d|^[!a-zA-Z](?!\p{L})|^!\s*\S/u.test(after);
}

/** The arithmetic around a number, as far as it holds nothing but numbers and signs. */
function spanAround(text: string, { start, end }: NumeralAt): string {
	const allowed = /[\d.,\s+\-*/^×·÷()√π|!%]/;
	let [from, to] = [start, end];
	while (from > 0 && allowed.test(text[from - 1])) from -= 1;
	while (to < text.length && allowed.test(text[to])) to += 1;
	const isGlued = /[\p{L}\\_<>≤≥≠±:]/u.test(text[to] ?? '') && !/\s$/.test(text.slice(from, to));
	const isLed = /[\p{L}\\_<>≤≥≠±:]/u.test(text[from - 1] ?? '') && !/^\s/.test(text.slice(from, to));
	return isGlued || isLed ? '?' : text.slice(from, to).trim().replace(/[.,]$/, '');
}
