import type { Expression } from './mathTypes';
import { isMixed } from './rational';

export interface Complex {
	re: number;
	im: number;
}

type Operation = (...values: Complex[]) => Complex | undefined;

const real = (re: number): Complex => ({ re, im: 0 });
const add = (a: Complex, b: Complex) => ({ re: a.re + b.re, im: a.im + b.im });
const negate = (a: Complex) => ({ re: -a.re, im: -a.im });
const multiply = (a: Complex, b: Complex) => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
const exp = (a: Complex) => ({ re: Math.exp(a.re) * Math.cos(a.im), im: Math.exp(a.re) * Math.sin(a.im) });
const ln = (a: Complex) => ({ re: Math.log(Math.hypot(a.re, a.im)), im: Math.atan2(a.im, a.re) });

function divide(a: Complex, b: Complex): Complex | undefined {
	const size = b.re * b.re + b.im * b.im;
	if (size === 0) return undefined;
	return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
}

function power(a: Complex, b: Complex): Complex | undefined {
	if (a.re === 0 && a.im === 0) return b.re > 0 ? real(0) : b.re === 0 && b.im === 0 ? real(1) : undefined;
	if (a.im === 0 && b.im === 0 && (a.re > 0 || Number.isInteger(b.re))) return real(a.re ** b.re);
	return exp(multiply(b, ln(a)));
}

/** The real root where there is one, as school books read it. */
function root(a: Complex, n: Complex): Complex | undefined {
	if (a.im === 0 && a.re < 0 && n.im === 0 && n.re % 2 !== 0 && Number.isInteger(n.re)) return real(-((-a.re) ** (1 / n.re)));
	const inverse = divide(real(1), n);
	return inverse && power(a, inverse);
}

const onReal =
	(f: (x: number) => number): Operation =>
	(a) =>
		a.im === 0 ? real(f(a.re)) : undefined;

function factorial(n: number): number {
	if (!Number.isInteger(n) || n < 0 || n > 170) return Number.NaN;
	return n < 2 ? 1 : n * factorial(n - 1);
}

const operations: Record<string, Operation> = {
	Add: (...values) => values.reduce(add, real(0)),
	Subtract: (a, b) => add(a, negate(b)),
	Negate: negate,
	Multiply: (...values) => values.reduce(multiply, real(1)),
	InvisibleOperator: (...values) => values.reduce(multiply, real(1)),
	Divide: divide,
	Rational: divide,
	Power: power,
	Sqrt: (a) => root(a, real(2)),
	Root: (a, n) => root(a, n),
	Square: (a) => multiply(a, a),
	Abs: (a) => real(Math.hypot(a.re, a.im)),
	Exp: exp,
	Ln: ln,
	Lb: (a) => divide(ln(a), real(Math.LN2)),
	Lg: (a) => divide(ln(a), real(Math.LN10)),
	Log: (a, base = real(10)) => divide(ln(a), ln(base)),
	Factorial: onReal(factorial),
	Binomial: (n, k) => divide(real(factorial(n.re)), real(factorial(k.re) * factorial(n.re - k.re))),
	Floor: onReal(Math.floor),
	Ceil: onReal(Math.ceil),
	Degrees: (a) => multiply(a, real(Math.PI / 180)),
	Sin: onReal(Math.sin),
	Cos: onReal(Math.cos),
	Tan: onReal(Math.tan),
	Cot: onReal((x) => 1 / Math.tan(x)),
	Sec: onReal((x) => 1 / Math.cos(x)),
	Csc: onReal((x) => 1 / Math.sin(x)),
	Arcsin: onReal(Math.asin),
	Arccos: onReal(Math.acos),
	Arctan: onReal(Math.atan),
	Sinh: onReal(Math.sinh),
	Cosh: onReal(Math.cosh),
	Tanh: onReal(Math.tanh),
};

const constants: Record<string, Complex> = {
	Pi: real(Math.PI),
	e: real(Math.E),
	ExponentialE: real(Math.E),
	i: { re: 0, im: 1 },
	ImaginaryUnit: { re: 0, im: 1 },
	PositiveInfinity: real(Number.POSITIVE_INFINITY),
	GoldenRatio: real((1 + Math.sqrt(5)) / 2),
};

/** The value of a formula with the given values of its variables; `undefined` where it has none. */
export function evaluate(expression: Expression, values: Record<string, Complex>): Complex | undefined {
	if (typeof expression === 'number') return real(expression);
	if (typeof expression === 'string') return Object.hasOwn(constants, expression) ? constants[expression] : values[expression];
	if (!Array.isArray(expression)) return 'num' in expression ? decimal(expression.num) : undefined;
	const [head, ...parts] = expression;
	if (head === 'Delimiter') return parts.length > 0 ? evaluate(parts[0], values) : undefined;
	if (head === 'BaseForm') return evaluate(parts[0], values);
	if (head === 'Negate' && parts[0] === 'PositiveInfinity') return real(Number.NEGATIVE_INFINITY);
	if (head === 'Power' && Array.isArray(parts[0]) && inverseOf(parts)) return inverse(parts[0], values);
	const operands = parts.map((part) => evaluate(part, values));
	const operation = Object.hasOwn(operations, String(head)) ? operations[String(head)] : undefined;
	if (!operation || operands.length === 0 || operands.some((operand) => operand === undefined)) return undefined;
	if (head === 'InvisibleOperator' && isMixed(parts)) return operations.Add(...operands.filter((operand) => operand !== undefined));
	const value = operation(...operands.filter((operand) => operand !== undefined));
	return value && !Number.isNaN(value.re) && !Number.isNaN(value.im) ? value : undefined;
}

/** Repeating digits stand in parentheses: "0.(3)". */
function decimal(written: string): Complex | undefined {
	const [, fixed, repeating, exponent = ''] = /^([-+\d.]+)(?:\((\d+)\))?(e[-+]?\d+)?$/i.exec(written) ?? [];
	if (fixed === undefined) return written.includes('Infinity') ? real(Number(written)) : undefined;
	const digits = repeating ? fixed + repeating.repeat(Math.ceil(20 / repeating.length)) : fixed;
	return real(Number(digits + exponent));
}

const inverseNames: Record<string, string> = { Sin: 'Arcsin', Cos: 'Arccos', Tan: 'Arctan' };

/** `\tan^{-1} x` is the inverse function, not one over the tangent. */
const inverseOf = ([base, exponent]: readonly Expression[]) =>
	Array.isArray(base) && Object.hasOwn(inverseNames, String(base[0])) && JSON.stringify(exponent) === '["Negate",1]';

const inverse = (base: Expression[], values: Record<string, Complex>) => evaluate([inverseNames[String(base[0])], base[1]], values);
