import { finalAnswer, plain } from './finalAnswer';
import { graded, type Grader } from './grade';

export interface NumberSpec {
	expected: string;
	/** How far off a right answer may be, in its own unit. */
	absolute?: number;
	/** How far off it may be as a share of the expected value. */
	relative?: number;
}

/** Right when the number that the answer concludes with is the expected one, within the tolerance if there is one. */
export function number({ expected, absolute = 0, relative = 0 }: NumberSpec): Grader {
	const wanted = soleNumber(expected);
	return (answer) => {
		if (!wanted) return { outcome: 'skipped', reason: `the expected answer "${expected}" is not one number` };
		const found = concludedNumber(answer);
		if (typeof found === 'string') return graded(false, '', found);
		const tolerance = Math.max(absolute, relative * Math.abs(wanted.value));
		return graded(same(wanted, found, tolerance), found.text);
	};
}

export interface NumberFound {
	text: string;
	value: number;
	percent: boolean;
	/** Digits without separators when the number was written as a plain decimal. */
	literal?: string;
}

const digits = String.raw`\d{1,3}(?:[,，]\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f' ]\d{3})+(?!\d)(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d+(?:[.,]\d+)?|\.\d+`;
const numberPattern = new RegExp(
	String.raw`(?<![\p{L}\d_^.,])(?<sign>[-−–+]\s?)?(?<currency>[$€£¥￥]\s?)?(?<sign2>[-−])?(?<number>${digits})(?:\s?(?:[eE]|[x×]\s?10\^|\\times\s?10\^)\{?(?<exponent>[-−+]?\d+)\}?)?(?:\s?\/\s?(?<under>\d+(?:\.\d+)?)(?![\d/]))?(?<percent>\s?\\?[%％])?(?![\p{L}\d_]*\d)`,
	'gu',
);

/** The numbers that stand in a text, in order. */
export function numbersIn(text: string): NumberFound[] {
	return [...withoutLatex(text.normalize('NFKC')).matchAll(numberPattern)].flatMap((match) => {
		const { sign = '', sign2 = '', number: written = '', exponent, under, percent } = match.groups ?? {};
		const literal = decimal(written);
		// A dash between numbers or words is no sign: "3-5", "pages 3–5".
		const before = match.input.slice(0, match.index);
		const negative = /[-−–]/.test(sign2) || (/[-−–]/.test(sign) && !/[\p{L}\d)\]%]\s?$/u.test(before));
		const whole = Number(literal) * 10 ** Number((exponent ?? '0').replace('−', '-'));
		const value = (negative ? -1 : 1) * (under ? whole / Number(under) : whole);
		if (!Number.isFinite(value)) return [];
		const plainLiteral = under || exponent || percent ? undefined : trimZeros(`${negative ? '-' : ''}${literal}`);
		return [{ text: match[0].trim(), value, percent: percent !== undefined, literal: plainLiteral }];
	});
}

/** The number of a text that holds no other. */
export function soleNumber(text: string): NumberFound | undefined {
	const found = numbersIn(text);
	return found.length === 1 ? found[0] : undefined;
}

/** The number that an answer concludes with, or why there is none. */
function concludedNumber(answer: string): NumberFound | string {
	const { text: conclusion, from } = finalAnswer(answer);
	const text = conclusion.replaceAll('{,}', ',');
	const line = from === 'whole' ? lastStatement(text) : sentence(text);
	const clause = from === 'whole' ? line : beforeExplanation(line);
	const afterEquals = clause.split(/(?<![<>!≤≥])=|≈/).at(-1) ?? '';
	const part = numbersIn(afterEquals).length > 0 ? afterEquals : clause;
	const numbers = numbersIn(part);
	if (numbers.length === 0) return 'no number is named';
	const distinct = new Set(numbers.map(({ value }) => value));
	if (distinct.size > 1 && /\b(?:or|either|between|maybe|perhaps)\b|或|还是|至/iu.test(part)) return 'several numbers are named';
	if (/(?:\bnot\b|n't|不是)\s*(?:\$|equal to)?\s*[-−]?[\d.]/iu.test(part) && distinct.size === 1) return 'the number is denied';
	return from === 'whole' ? numbers[numbers.length - 1] : numbers[0];
}

const sentence = (text: string) => text.split(/(?<=[\p{L}\d)%}$])[.。](?:\s|$)|[。；;]/u)[0];
const beforeExplanation = (text: string) => text.split(/\b(?:because|since|as|for)\b|,(?!\d)|，|因为/u)[0] || text;

/** The last bold part of the last paragraph, else the last sentence that names a number. */
function lastStatement(text: string): string {
	const lines = text.split('\n').filter((line) => numbersIn(line).length > 0);
	const last = lines.at(-1) ?? '';
	const bold = [...last.matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1]).filter((part) => soleNumber(part));
	if (bold.length > 0) return bold[bold.length - 1];
	const sentences = last.split(/(?<=[\p{L}\d)%}$*])[.!?。！？](?:\s|$)|。/u).filter((part) => numbersIn(part).length > 0);
	return plain(sentences.at(-1) ?? last);
}

function same(wanted: NumberFound, found: NumberFound, tolerance: number): boolean {
	const scales = wanted.percent === found.percent ? [1] : percentScales(wanted, found);
	if (tolerance === 0 && wanted.literal && found.literal) return wanted.literal === found.literal;
	const slack = Math.max(tolerance, 1e-9 * Math.abs(wanted.value)) * (1 + 1e-9);
	return scales.some((scale) => Math.abs(found.value * scale - wanted.value) <= slack);
}

/** "50%" is 0.5; where a percentage was asked for, the sign may be left out or added. */
function percentScales(wanted: NumberFound, found: NumberFound): number[] {
	if (wanted.percent) return Math.abs(found.value) <= 1 && Math.abs(wanted.value) > 1 ? [100] : [1];
	return Math.abs(wanted.value) <= 1 && found.percent ? [0.01] : [1];
}

/** Digits with a point for decimals: a comma before three digits groups thousands, any other is a decimal comma. */
function decimal(written: string): string {
	if (/^\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?$/.test(written)) return written.replace(/[,，]/g, '');
	if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(written)) return written.replace(/\./g, '').replace(',', '.');
	return written.replace(/[\u00a0\u202f' ]/g, '').replace(',', '.');
}

function trimZeros(literal: string): string {
	const [, sign, whole, fraction = ''] = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(literal) ?? [];
	if (whole === undefined) return literal;
	const digitsOnly = `${whole || '0'}${fraction ? `.${fraction}` : ''}`;
	return digitsOnly === '0' ? '0' : `${sign}${digitsOnly}`;
}

function withoutLatex(text: string): string {
	return text
		.replace(/\\[dt]?frac\s*\{(-?[\d.,]+)\}\s*\{([\d.]+)\}/g, ' $1/$2 ')
		.replace(/\\[dt]?frac\s*(\d)\s*(\d)/g, ' $1/$2 ')
		.replace(/\{,\}/g, ',')
		.replace(/\\\$/g, '$')
		.replace(/\\(?:text|mbox|mathrm|textbf|mathbf)\s*\{([^{}]*)\}/g, ' $1')
		.replace(/\\[,;!: ]/g, ' ')
		.replace(/\\[()[\]]|(?<![\d\s])\$(?!\d)|(?<=\d)\$/g, ' ')
		.replace(/\*\*/g, ' ');
}
