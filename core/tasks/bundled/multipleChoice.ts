import type { Draw } from './draw';
import type { Family } from './family';

/** The right value among near ones, at a place of its own. */
function amongChoices(draw: Draw, right: number, near: readonly number[]) {
	const wrong = [...new Set(near)].filter((value) => value !== right).slice(0, 3);
	const values = draw.shuffle([right, ...wrong]);
	return { choices: values.map(String), answer: 'ABCD'[values.indexOf(right)] };
}

export const remainder: Family = (draw, language) => {
	const [base, exponent, modulus] = [draw.int(2, 12), draw.int(20, 60), draw.int(7, 29)];
	const right = Number(BigInt(base) ** BigInt(exponent) % BigInt(modulus));
	const near = [1, 2, 3, 4].map((step) => (right + step) % modulus);
	const prompt =
		language === 'zh'
			? `${base} 的 ${exponent} 次方除以 ${modulus} 的余数是多少？`
			: `What is the remainder when ${base} to the power of ${exponent} is divided by ${modulus}?`;
	return { prompt, ...amongChoices(draw, right, near), answerType: 'choice' };
};

export const probability: Family = (draw, language) => {
	const [red, blue] = [draw.int(3, 9), draw.int(3, 9)];
	const ways = (red * (red - 1)) / 2 + (blue * (blue - 1)) / 2;
	const all = ((red + blue) * (red + blue - 1)) / 2;
	const right = `${ways}/${all}`;
	const wrong = [`${ways - 1}/${all}`, `${red * blue + 1}/${all + 1}`, `${ways + 2}/${all}`];
	const choices = draw.shuffle([right, ...wrong]);
	const prompt =
		language === 'zh'
			? `袋中有${red}个红球和${blue}个蓝球，随机同时取出两个。两球颜色相同的概率是多少？`
			: `A bag holds ${red} red and ${blue} blue balls. Two are drawn at random at once. What is the probability that both have the same color?`;
	return { prompt, choices, answer: 'ABCD'[choices.indexOf(right)], answerType: 'choice' };
};

export const smallestNumber: Family = (draw, language) => {
	const [first, second] = draw.pick([
		[5, 7],
		[7, 9],
		[8, 11],
		[9, 11],
		[7, 12],
		[5, 13],
	] as const);
	const [one, two] = [draw.int(1, first - 1), draw.int(1, second - 1)];
	let right = 1;
	while (right % first !== one || right % second !== two) right += 1;
	const prompt =
		language === 'zh'
			? `除以 ${first} 余 ${one}、除以 ${second} 余 ${two} 的最小正整数是多少？`
			: `What is the smallest positive whole number that leaves remainder ${one} when divided by ${first} and remainder ${two} when divided by ${second}?`;
	return { prompt, ...amongChoices(draw, right, [right + first, right + second, right + 1, right + 2]), answerType: 'choice' };
};
