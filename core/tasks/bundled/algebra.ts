import type { Family } from './family';

const signed = (value: number) => (value < 0 ? `- ${-value}` : `+ ${value}`);

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

function fraction(over: number, under: number): string {
	const shared = gcd(over, under) * Math.sign(under);
	const [top, bottom] = [over / shared, under / shared];
	return bottom === 1 ? String(top) : `${top < 0 ? '-' : ''}\\frac{${Math.abs(top)}}{${bottom}}`;
}

/** a x + b = c x + d with one solution, a fraction as often as not. */
export const linear: Family = (draw, language) => {
	const a = draw.int(3, 15);
	const c = -draw.int(1, 9);
	const [b, d] = [draw.int(-30, 30), draw.int(-30, 30)];
	const equation = `$${a}x ${signed(b)} = ${c}x ${signed(d)}$`;
	const prompt = language === 'zh' ? `解方程 ${equation}，求 $x$ 的值。` : `Solve ${equation} for $x$.`;
	return { prompt, answer: fraction(d - b, a - c), answerType: 'latex' };
};

/** Two equations whose solution is chosen first. */
export const system: Family = (draw, language) => {
	const [x, y] = [draw.int(-9, 12), draw.int(-9, 12)];
	const [a, b, c] = [draw.int(1, 7), draw.int(1, 7), draw.int(1, 7)];
	// The determinant a * d - b * c is never zero: d is moved off the one value that would make it so.
	const d = a * 3 === b * c ? -4 : -3;
	const equations = `$${a}x ${signed(b)}y = ${a * x + b * y}$, $${c}x ${signed(d)}y = ${c * x + d * y}$`;
	const prompt = language === 'zh' ? `已知 ${equations}，求有序数对 $(x, y)$。` : `Given ${equations}, find the ordered pair $(x, y)$.`;
	return { prompt, answer: `(${x}, ${y})`, answerType: 'latex' };
};

/** A quadratic equation with two chosen integer roots. */
export const quadratic: Family = (draw, language) => {
	const [one, gap] = [draw.int(-12, 6), draw.int(1, 15)];
	const other = one + gap;
	const [b, c] = [-(one + other), one * other];
	const equation = `$x^2 ${signed(b)}x ${signed(c)} = 0$`;
	const prompt =
		language === 'zh' ? `求方程 ${equation} 的所有解，用逗号分隔。` : `Find all solutions of ${equation}, separated by commas.`;
	return { prompt, answer: `${one}, ${other}`, answerType: 'latex' };
};

/** A distance that is the root of a sum of squares. */
export const distance: Family = (draw, language) => {
	const [a, b, c, d] = [draw.int(-9, 9), draw.int(-9, 9), draw.int(10, 20), draw.int(10, 20)];
	const prompt =
		language === 'zh'
			? `平面上点 $(${a}, ${b})$ 与点 $(${c}, ${d})$ 之间的距离是多少？请给出精确值。`
			: `What is the exact distance between the points $(${a}, ${b})$ and $(${c}, ${d})$ in the plane?`;
	return { prompt, answer: `\\sqrt{${(a - c) ** 2 + (b - d) ** 2}}`, answerType: 'latex' };
};
