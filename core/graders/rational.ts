import type { Expression } from './mathTypes';

/** An exact fraction; the denominator is positive. */
export interface Rational {
	over: bigint;
	under: bigint;
}

/** No number that a task asks for has more digits; above it a value is not computed. */
const mostBits = 400_000;

export const rational = (over: bigint, under = 1n): Rational | undefined => {
	if (under === 0n) return undefined;
	const sign = under < 0n ? -1n : 1n;
	const divisor = gcd(over < 0n ? -over : over, under * sign) || 1n;
	return { over: (sign * over) / divisor, under: (sign * under) / divisor };
};

export const equalRational = (one: Rational, other: Rational) => one.over === other.over && one.under === other.under;
export const negated = ({ over, under }: Rational): Rational => ({ over: -over, under });
export const multiplied = (one: Rational, other: Rational) => rational(one.over * other.over, one.under * other.under);
export const divided = (one: Rational, other: Rational) => rational(one.over * other.under, one.under * other.over);
const added = (one: Rational, other: Rational) => rational(one.over * other.under + other.over * one.under, one.under * other.under);

/** The nearest floating-point number, also where over and under are too long for one. */
export function toNumber({ over, under }: Rational): number {
	const direct = Number(over) / Number(under);
	if (Number.isFinite(direct) && (direct !== 0 || over === 0n)) return direct;
	const shift = BigInt(Math.max(0, bits(over) - 1000, bits(under) - 1000));
	const scaled = Number(over >> shift) / Number(under >> shift);
	return Number.isNaN(scaled) ? 0 : scaled;
}

/** A decimal such as "-12.50" or "6.02e23", exactly; `undefined` when it is none or its exponent is past all use. */
export function decimalRational(written: string): Rational | undefined {
	const [, sign, whole, fraction = '', exponent = '0'] = /^([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d{1,6}))?$/i.exec(written) ?? [];
	if (whole === undefined || whole + fraction === '' || whole.length + fraction.length > 20_000) return undefined;
	const power = Number(exponent) - fraction.length;
	if (Math.abs(power) > 20_000) return undefined;
	const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
	return power >= 0 ? rational(digits * 10n ** BigInt(power)) : rational(digits, 10n ** BigInt(-power));
}

/** The exact value of a formula of whole numbers, fractions, powers, factorials and exact roots; `undefined` where it has none. */
export function exactValue(expression: Expression): Rational | undefined {
	if (typeof expression === 'number') return decimalRational(String(expression));
	if (typeof expression === 'string') return undefined;
	if (!Array.isArray(expression)) return 'num' in expression ? decimalRational(expression.num) : undefined;
	const [head, ...parts] = expression;
	if (head === 'BaseForm' || (head === 'Delimiter' && parts.length > 0)) return exactValue(parts[0]);
	const values = parts.map(exactValue);
	const known = values.filter((value) => value !== undefined);
	if (known.length === 0 || known.length !== values.length) return undefined;
	const [first, second] = known;
	switch (head) {
		case 'Add':
			return fold(known, added);
		case 'Subtract':
			return second && added(first, negated(second));
		case 'Negate':
			return negated(first);
		case 'Multiply':
			return fold(known, multiplied);
		case 'InvisibleOperator':
			return isMixed(parts) ? fold(known, added) : fold(known, multiplied);
		case 'Divide':
		case 'Rational':
			return second && divided(first, second);
		case 'Power':
			return second && power(first, second);
		case 'Square':
			return power(first, { over: 2n, under: 1n });
		case 'Sqrt':
			return root(first, 2n);
		case 'Root':
			return second?.under === 1n ? root(first, second.over) : undefined;
		case 'Abs':
			return first.over < 0n ? negated(first) : first;
		case 'Factorial':
			return factorial(first);
		case 'Floor':
			return rational(floor(first));
		case 'Ceil':
			return rational(-floor(negated(first)));
		case 'Mod':
			return second && modulo(first, second);
		default:
			return undefined;
	}
}

const gcd = (one: bigint, other: bigint): bigint => {
	let [a, b] = [one, other];
	while (b !== 0n) [a, b] = [b, a % b];
	return a;
};

const bits = (value: bigint) => value.toString(16).length * 4;

function fold(values: readonly Rational[], join: (one: Rational, other: Rational) => Rational | undefined) {
	return values
		.slice(1)
		.reduce<Rational | undefined>((sum, value) => (sum && bits(sum.over) < mostBits ? join(sum, value) : undefined), values[0]);
}

function power(base: Rational, exponent: Rational): Rational | undefined {
	if (exponent.under !== 1n) {
		const rooted = root(base, exponent.under);
		return rooted && power(rooted, { over: exponent.over, under: 1n });
	}
	const size = exponent.over < 0n ? -exponent.over : exponent.over;
	if (size > 1_000_000n || Number(size) * Math.max(bits(base.over), bits(base.under)) > mostBits) return undefined;
	if (base.over === 0n) return exponent.over > 0n ? base : exponent.over === 0n ? rational(1n) : undefined;
	return exponent.over < 0n ? rational(base.under ** size, base.over ** size) : rational(base.over ** size, base.under ** size);
}

function root(value: Rational, degree: bigint): Rational | undefined {
	if (degree < 2n || degree > 64n || (value.over < 0n && degree % 2n === 0n)) return undefined;
	const [over, under] = [wholeRoot(value.over < 0n ? -value.over : value.over, degree), wholeRoot(value.under, degree)];
	if (over === undefined || under === undefined) return undefined;
	return rational(value.over < 0n ? -over : over, under);
}

/** Newton's method on whole numbers; `undefined` when the root is not whole. */
function wholeRoot(value: bigint, degree: bigint): bigint | undefined {
	if (value < 2n) return value;
	if (bits(value) > 4096) return undefined;
	let guess = 1n << BigInt(Math.ceil(bits(value) / Number(degree)) + 1);
	for (;;) {
		const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree;
		if (next >= guess) break;
		guess = next;
	}
	return guess ** degree === value ? guess : undefined;
}

function factorial({ over, under }: Rational): Rational | undefined {
	if (under !== 1n || over < 0n || over > 3000n) return undefined;
	let product = 1n;
	for (let factor = 2n; factor <= over; factor += 1n) product *= factor;
	return rational(product);
}

const floor = ({ over, under }: Rational) => (over >= 0n || over % under === 0n ? over / under : over / under - 1n);

function modulo(value: Rational, modulus: Rational): Rational | undefined {
	const quotient = divided(value, modulus);
	if (!quotient) return undefined;
	const whole = rational(floor(quotient));
	const taken = whole && multiplied(whole, modulus);
	return taken && added(value, negated(taken));
}

/** "2 1/2" is two and a half, not one. */
export function isMixed(parts: readonly Expression[]): boolean {
	if (parts.length !== 2) return false;
	const [whole, fraction] = parts;
	if (typeof whole !== 'number' || !Number.isInteger(whole) || whole < 1 || !Array.isArray(fraction)) return false;
	const [division, over, under] = fraction;
	return division === 'Divide' && typeof over === 'number' && typeof under === 'number' && over > 0 && over < under;
}
