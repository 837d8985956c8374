import { evaluate, type Complex } from './evaluate';
import { equalRational, exactValue } from './rational';
import type { Expression, MathForm, ReadMath } from './mathTypes';

/** @throws Error when the parser met something that is no mathematics. */
export function toForm(parsed: unknown): MathForm {
	const expression = checked(parsed);
	if (typeof expression === 'string' && /^'.*'$/s.test(expression)) return { kind: 'word', text: expression.slice(1, -1).trim() };
	if (expression === 'EmptySet') return { kind: 'set', items: [] };
	if (expression === 'RealNumbers') return open(minusInfinity, infinity);
	if (!Array.isArray(expression)) return { kind: 'value', expression };
	const [head, ...parts] = expression;
	switch (head) {
		case 'Delimiter':
			return delimited(parts);
		case 'Interval':
			return interval(parts);
		case 'List':
			return { kind: 'tuple', open: '[', close: ']', items: parts.map(toForm) };
		case 'Set':
			return { kind: 'set', items: parts.map(toForm) };
		case 'And':
			return { kind: 'set', items: parts.map(toForm) };
		case 'Union':
		case 'Or':
			return { kind: 'union', items: parts.map(toForm) };
		case 'SetMinus':
			return without(parts);
		case 'Element':
			return toForm(parts[1]);
		case 'Matrix':
			return { kind: 'matrix', rows: rowsOf(parts[0]) };
		case 'Less':
		case 'LessEqual':
		case 'Greater':
		case 'GreaterEqual':
			return inequality(head, parts);
		case 'Equal':
			return equation(parts);
		case 'Degrees':
			return { kind: 'value', expression: parts[0] };
		default:
			return { kind: 'value', expression };
	}
}

/** Refuses parser errors and gaps anywhere inside. */
function checked(parsed: unknown): Expression {
	const text = JSON.stringify(parsed) ?? '';
	if (text === '' || text === '"Nothing"' || text.includes('"Error"') || /(?:^|[[,:])null(?=$|[\]},])/.test(text))
		throw new Error('not a formula');
	return parsed as Expression;
}

function delimited([inner, marks]: Expression[]): MathForm {
	const style = typeof marks === 'object' && 'str' in marks ? marks.str : '()';
	const items = Array.isArray(inner) && inner[0] === 'Sequence' ? inner.slice(1).map(toForm) : [toForm(inner)];
	if (items.length === 1) return items[0];
	if (style.startsWith('(') || style.startsWith('[')) return { kind: 'tuple', open: style[0], close: style.at(-1) ?? ')', items };
	return { kind: 'set', items };
}

function interval(parts: Expression[]): MathForm {
	const isOpen = (part: Expression) => Array.isArray(part) && part[0] === 'Open';
	const [low, high] = parts;
	return {
		kind: 'tuple',
		open: isOpen(low) ? '(' : '[',
		close: isOpen(high) ? ')' : ']',
		items: parts.map((part) => toForm(Array.isArray(part) && part[0] === 'Open' ? part[1] : part)),
	};
}

const rowsOf = (list: Expression): MathForm[][] =>
	Array.isArray(list)
		? list.slice(1).map((row) => (Array.isArray(row) && row[0] === 'List' ? row.slice(1).map(toForm) : [toForm(row)]))
		: [];

const open = (low: MathForm, high: MathForm): MathForm => ({ kind: 'tuple', open: '(', close: ')', items: [low, high] });

/** All real numbers but some are the intervals between these. */
function without([all, taken]: Expression[]): MathForm {
	if (all !== 'RealNumbers' || !Array.isArray(taken) || taken[0] !== 'Set') return { kind: 'value', expression: ['SetMinus', all, taken] };
	const points = taken.slice(1).sort((one, other) => (evaluate(one, {})?.re ?? 0) - (evaluate(other, {})?.re ?? 0));
	const edges = [minusInfinity, ...points.map(toForm), infinity];
	return { kind: 'union', items: edges.slice(1).map((edge, index) => open(edges[index], edge)) };
}

const infinity: MathForm = { kind: 'value', expression: 'PositiveInfinity' };
const minusInfinity: MathForm = { kind: 'value', expression: ['Negate', 'PositiveInfinity'] };
const isVariable = (expression: Expression) => typeof expression === 'string' && /^[a-zA-Z]$/.test(expression);

/** "x > 3" and "1 <= x < 2" are intervals. */
function inequality(head: string, parts: Expression[]): MathForm {
	const steps = chain([head, ...parts]);
	const [inner, bound] = parts;
	if (parts.length === 2 && Array.isArray(inner) && inner[0] === 'Abs' && isVariable(inner[1])) return distance(head, bound);
	const upward = steps.every(({ sign }) => sign.startsWith('Less'))
		? steps
		: [...steps].reverse().map(({ sign, left, right }) => ({ sign: sign.replace('Greater', 'Less'), left: right, right: left }));
	const first = upward[0];
	const last = upward[upward.length - 1];
	const bounds = (low: Expression | undefined, high: Expression | undefined): MathForm => ({
		kind: 'tuple',
		open: low === undefined || first.sign === 'Less' ? '(' : '[',
		close: high === undefined || last.sign === 'Less' ? ')' : ']',
		items: [low === undefined ? minusInfinity : toForm(low), high === undefined ? infinity : toForm(high)],
	});
	if (upward.length === 2 && isVariable(first.right)) return bounds(first.left, last.right);
	if (upward.length === 1 && isVariable(first.left)) return bounds(undefined, first.right);
	if (upward.length === 1 && isVariable(first.right)) return bounds(first.left, undefined);
	return { kind: 'value', expression: [head, ...parts] };
}

/** "|x| < 3" is an interval around zero, "|x| > 3" what lies outside it. */
function distance(head: string, bound: Expression): MathForm {
	const [low, high] = [toForm(['Negate', bound]), toForm(bound)];
	const isStrict = head === 'Less' || head === 'Greater';
	if (head.startsWith('Less')) return { kind: 'tuple', open: isStrict ? '(' : '[', close: isStrict ? ')' : ']', items: [low, high] };
	return {
		kind: 'union',
		items: [
			{ kind: 'tuple', open: '(', close: isStrict ? ')' : ']', items: [minusInfinity, low] },
			{ kind: 'tuple', open: isStrict ? '(' : '[', close: ')', items: [high, infinity] },
		],
	};
}

function chain(expression: Expression): { sign: string; left: Expression; right: Expression }[] {
	if (!Array.isArray(expression)) return [];
	const [sign, left, right, ...rest] = expression;
	if (rest.length > 0)
		return expression.slice(1, -1).map((part, index) => ({ sign: String(sign), left: part, right: expression[index + 2] }));
	const nested = Array.isArray(right) && /^(?:Less|Greater)/.test(String(right[0])) ? chain(right) : [];
	const nestedLeft = Array.isArray(left) && /^(?:Less|Greater)/.test(String(left[0])) ? chain(left) : [];
	const start = nestedLeft.length > 0 ? nestedLeft[nestedLeft.length - 1].right : left;
	return [...nestedLeft, { sign: String(sign), left: start, right: nested.length > 0 ? nested[0].left : right }, ...nested];
}

/** "x = 5" answers what "5" answers; of "4 + 5 = 9" the last part counts. */
function equation(parts: Expression[]): MathForm {
	const [left] = parts;
	const right = parts[parts.length - 1];
	if (Array.isArray(right) && right[0] === 'Equal') return equation(right.slice(1));
	return { kind: 'equation', left, right };
}

/** Whether two answers are the same mathematical thing. */
export function equivalent(wanted: ReadMath, found: ReadMath): boolean {
	if (wanted.literal && found.literal) return wanted.literal === found.literal;
	if (same(wanted.form, found.form)) return true;
	// Where a percentage was asked for, its sign may be left out or added.
	if (wanted.percentOf) return found.percentOf === undefined && same(wanted.percentOf, found.form);
	return found.percentOf !== undefined && isAboveOne(wanted.form) && same(wanted.form, found.percentOf);
}

function isAboveOne(form: MathForm): boolean {
	const value = form.kind === 'value' ? evaluate(form.expression, {}) : undefined;
	return value !== undefined && Math.abs(value.re) > 1;
}

function same(one: MathForm, other: MathForm): boolean {
	if (one.kind === 'equation' || other.kind === 'equation') return sameEquation(one, other);
	if (one.kind === 'tuple' && other.kind === 'tuple') {
		return one.open === other.open && one.close === other.close && inOrder(one.items, other.items);
	}
	if (one.kind === 'set' && other.kind === 'set') return inAnyOrder(one.items, other.items);
	if (one.kind === 'union' && other.kind === 'union') return inAnyOrder(one.items, other.items);
	if (one.kind === 'set' && one.items.length === 1 && other.kind === 'value') return same(one.items[0], other);
	if (other.kind === 'set' && other.items.length === 1 && one.kind === 'value') return same(one, other.items[0]);
	if (one.kind === 'matrix' && other.kind === 'matrix') {
		return one.rows.length === other.rows.length && one.rows.every((row, index) => inOrder(row, other.rows[index]));
	}
	if (one.kind === 'word' || other.kind === 'word') return wordOf(one) !== undefined && wordOf(one) === wordOf(other);
	return one.kind === 'value' && other.kind === 'value' && sameValue(one.expression, other.expression);
}

/** "(A)" names what "A" names. */
function wordOf(form: MathForm): string | undefined {
	if (form.kind === 'word') return form.text.toLowerCase().replace(/^\((.*)\)$/s, '$1');
	return form.kind === 'value' && typeof form.expression === 'string' && isVariable(form.expression)
		? form.expression.toLowerCase()
		: undefined;
}

const inOrder = (one: MathForm[], other: MathForm[]) => one.length === other.length && one.every((item, index) => same(item, other[index]));

function inAnyOrder(one: MathForm[], other: MathForm[]): boolean {
	if (one.length !== other.length) return false;
	const left = [...other];
	return one.every((item) => {
		const index = left.findIndex((candidate) => same(item, candidate));
		if (index >= 0) left.splice(index, 1);
		return index >= 0;
	});
}

function sameEquation(one: MathForm, other: MathForm): boolean {
	if (one.kind === 'equation' && other.kind === 'equation') {
		if (isName(one.left) && isName(other.left) && sameValue(one.right, other.right))
			return JSON.stringify(one.left) === JSON.stringify(other.left);
		return proportional(['Subtract', one.left, one.right], ['Subtract', other.left, other.right]);
	}
	const [equated, value] = one.kind === 'equation' ? [one, other] : other.kind === 'equation' ? [other, one] : [];
	if (!equated || !value) return false;
	const isConstant = evaluate(equated.left, {}) !== undefined;
	return (isName(equated.left) || isConstant) && same(toForm(equated.right), value);
}

/** A variable, or a function of one: what stands before "=" to name the value. */
const isName = (expression: Expression) =>
	isVariable(expression) ||
	(typeof expression === 'string' && /^[a-zA-Z]_\w+$/.test(expression)) ||
	(Array.isArray(expression) && expression[0] === 'D') ||
	(Array.isArray(expression) && expression[0] === 'InvisibleOperator' && /^[fgh]$/.test(String(expression[1])) && expression.length === 3);

/** Places that no answer was made for: an identity of two formulas holds at all of them, a coincidence at none. */
const places = [0.7312, 1.9473, -0.4519, 2.6137].map((start) => (name: string): Complex => {
	const code = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7);
	return { re: start + code / 713, im: 0 };
});

function variables(expression: Expression, found = new Set<string>()): Set<string> {
	if (typeof expression === 'string') found.add(expression);
	else if (Array.isArray(expression)) for (const part of expression.slice(1)) variables(part, found);
	return found;
}

function valuesAt(expression: Expression, names: Set<string>): (Complex | undefined)[] {
	return places.map((place) => evaluate(expression, Object.fromEntries([...names].map((name) => [name, place(name)]))));
}

function sameValue(one: Expression, other: Expression): boolean {
	if (JSON.stringify(one) === JSON.stringify(other)) return true;
	const [exactly, otherwise] = [exactValue(one), exactValue(other)];
	if (exactly && otherwise) return equalRational(exactly, otherwise);
	const names = new Set([...variables(one), ...variables(other)]);
	const [first, second] = [valuesAt(one, names), valuesAt(other, names)];
	const defined = first.flatMap((value, index) => {
		const counterpart = second[index];
		return value && counterpart ? [close(value, counterpart)] : [];
	});
	return defined.length >= 2 && defined.every(Boolean);
}

/** Two equations say the same when one is the other times a number. */
function proportional(one: Expression, other: Expression): boolean {
	const names = new Set([...variables(one), ...variables(other)]);
	const [first, second] = [valuesAt(one, names), valuesAt(other, names)];
	const ratios = first.flatMap((value, index) => {
		const counterpart = second[index];
		return value && counterpart && Math.abs(counterpart.re) > 1e-9 ? [value.re / counterpart.re] : [];
	});
	return ratios.length >= 3 && Math.abs(ratios[0]) > 1e-9 && ratios.every((ratio) => Math.abs(ratio / ratios[0] - 1) < 1e-9);
}

function close(one: Complex, other: Complex): boolean {
	if (!Number.isFinite(one.re + one.im) || !Number.isFinite(other.re + other.im)) return false;
	const size = Math.max(Math.hypot(one.re, one.im), Math.hypot(other.re, other.im));
	// Below the smallest floating-point number nothing can be told apart.
	if (size === 0) return true;
	return Math.hypot(one.re - other.re, one.im - other.im) <= 1e-10 * size;
}
