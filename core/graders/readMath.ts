import { toForm } from './mathForm';
import type { MathForm, ReadMath } from './mathTypes';
import { unitOf, type Unit } from './units';

/** Characters of the longest formula that is read: no conclusion is longer, and a wall of symbols is not worth parsing. */
export const longestFormula = 1000;

/** Reads LaTeX or plain formula text; `undefined` when it is none, or longer than `longestFormula`. */
export function readMath(text: string, parse: (latex: string) => unknown): ReadMath | undefined {
	if (text.length > longestFormula) return undefined;
	const { body, unit } = splitUnit(tidy(text));
	// The parser's time doubles with each bar and grows with the depth of brackets: no answer has so many.
	if (body === '' || (body.match(/\||\\[lr]?[vV]ert/g) ?? []).length > 8 || (body.match(/[([{]/g) ?? []).length > 120) return undefined;
	// Signs in a row stand in each other, too.
	if (/(?:[-+]\s*){20}/.test(body)) return undefined;
	const literal = /^[-+]?\d+(?:\.\d+)?$/.test(body)
		? body
				.replace(/^\+/, '')
				.replace(/^(-?)0+(?=\d)/, '$1')
				.replace(/(\.\d*?)0+$/, '$1')
				.replace(/\.$/, '')
		: undefined;
	const variants = plusMinus(body).map((variant) => {
		try {
			return toForm(parse(variant));
		} catch {
			return undefined;
		}
	});
	const forms = variants.filter((form) => form !== undefined);
	if (forms.length !== variants.length || forms.length === 0) return undefined;
	const form: MathForm = forms.length === 1 ? forms[0] : { kind: 'set', items: forms };
	const percentage = /^([-+]?\d+(?:\.\d+)?)\s*\\%$/.exec(body);
	const percentOf = percentage ? toForm(parse(percentage[1])) : undefined;
	return { form, unit, literal, percentOf };
}

/** A formula with a plus-minus sign stands for two. */
function plusMinus(body: string): string[] {
	const signs = body.match(/\\pm|±/g) ?? [];
	if (signs.length !== 1) return [body];
	return ['+', '-'].map((sign) => body.replace(/\\pm|±/, sign).replace(/^\+/, ''));
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** LaTeX that the parser reads, from the many ways in which models write formulas. */
function tidy(text: string): string {
	const latex = text
		.trim()
		.replace(/^\\[([]|\\[)\]]$/g, '')
		.replace(/\\\$/g, '')
		.replace(/,\\!/g, ',')
		.replace(/\\text\s*\{\s*(-?[\d.,]+)\s*\}/g, '$1')
		.replace(
			/^([[\]])([^[\]]+,[^[\]]+)([[\]])$/,
			(_, open: string, inner: string, close: string) => `${open === ']' ? '(' : '['}${inner}${close === '[' ? ')' : ']'}`,
		)
		.replace(/\$/g, '')
		.replace(/[−–]/g, '-')
		.replace(/\^(-\d+|\d{2,})/g, '^{$1}')
		.replace(/[×·]/g, '\\cdot ')
		.replace(/÷/g, '\\div ')
		.replace(/π/g, '\\pi ')
		.replace(/∞/g, '\\infty ')
		.replace(/∪/g, '\\cup ')
		.replace(/≤/g, '\\le ')
		.replace(/≥/g, '\\ge ')
		.replace(/∈/g, '\\in ')
		.replace(/∅/g, '\\emptyset ')
		.replace(/°|(?:\\,|\s)*\b(?:degrees?|deg)\b/g, '^{\\circ}')
		.replace(/½/g, '\\frac{1}{2}')
		.replace(/¼/g, '\\frac{1}{4}')
		.replace(/¾/g, '\\frac{3}{4}')
		.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (run) => `^{${[...run].map((digit) => superscripts.indexOf(digit)).join('')}}`)
		.replace(/(?:√|(?<!\\)\bsqrt)\s*\(([^()]*)\)/g, '\\sqrt{$1}')
		.replace(/√\s*(\w+)/g, '\\sqrt{$1}')
		.replace(/(?<!\\)\bpi\b/g, '\\pi ')
		.replace(/(?<!\\)\b(?:infinity|inf|oo)\b/gi, '\\infty ')
		.replace(/(?<!\\)\b(sin|cos|tan|cot|sec|csc|ln|log|exp)\b/g, '\\$1 ')
		.replace(/([)\]])\s*U\s*([([])/g, '$1 \\cup $2')
		.replace(/\\(?:displaystyle|bigl?|bigr?|Bigl?|Bigr?|quad|qquad|limits)(?![a-zA-Z])/g, ' ')
		.replace(/(?<!\\)\\(?:[,;!:]| )|~/g, ' ')
		.replace(/(?<!\\)[%％]/g, '\\%')
		.replace(/\.{3}|…/g, '\\ldots ')
		.replace(/^\\approx|^≈/, '')
		.replace(/\\(?:tfrac|cfrac)/g, '\\frac')
		.replace(/\\text(?:bf|it|rm)?\s*\{\s*(and|or|,)\s*\}|(?<=[\d})\]\w])\s+(and|or)\s+(?=[-\w\\({[])|、|，/g, conjunction)
		.replace(/,\s*,/g, ',')
		.replace(/\{,\}/g, ',')
		.replace(/\*\*/g, '^')
		.replace(/(?<!\^)\*/g, '\\cdot ')
		.replace(/[.。]\s*$/, '')
		.trim();
	return withoutThousands(latex).trim();
}

/** "x < 1 or x > 3" is a union; between values "and" and "or" are commas. */
function conjunction(...[, inLatex, inWords, ...rest]: (string | number | undefined)[]): string {
	const whole = String(rest.findLast((part) => typeof part === 'string') ?? '');
	return /[<>]|\\[lg]eq?(?![a-z])/.test(whole) && (inLatex ?? inWords) === 'or' ? ' \\text{ or } ' : ', ';
}

/** "1,000" is one number; in brackets "(1,000)" or with a space "1, 000" it is a list. */
function withoutThousands(latex: string): string {
	if (/[([{]\s*-?\d{1,3}(?:,\d{3})+\s*[)\]}]/.test(latex) && /^[([\\]/.test(latex)) return latex;
	return latex.replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, (number) => number.replace(/,/g, ''));
}

const wordsBehind =
	/^(?<body>.*?[\d})\]a-z])\s*(?:\\(?:text|mbox|mathrm|textrm|rm|operatorname)\s*\{\s*(?<latex>[^{}]*?)\s*\}|\s(?<words>(?:[A-Za-z]{2,}|[mshgl](?=\s*(?:$|\^|\/)))(?:[\s/]+[A-Za-z]+)*)|(?<han>\p{Script=Han}+))\s*(?:\^\s*\{?(?<power>[23])\}?)?$/su;

/** Takes the words behind a value off, and names the unit they mean where it is known. */
function splitUnit(latex: string): { body: string; unit?: Unit } {
	if (/\\(?:begin|left|cup|in\b)|[=<>]/.test(latex)) return { body: latex };
	const groups = wordsBehind.exec(latex)?.groups;
	if (!groups || !/\d|\\/.test(groups.body)) return { body: latex };
	const words = (groups.latex ?? groups.words ?? groups.han ?? '') + (groups.power ? `^${groups.power}` : '');
	return { body: groups.body.trim(), unit: unitOf(words) };
}
