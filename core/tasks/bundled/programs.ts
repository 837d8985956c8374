import type { Family } from './family';

/** A loop that is run here to know what it prints. */
export const loop: Family = (draw, language) => {
	const [start, factor, offset, modulus, rounds] = [draw.int(1, 9), draw.int(2, 7), draw.int(1, 9), draw.int(11, 97), draw.int(4, 8)];
	let value = start;
	for (let round = 0; round < rounds; round += 1) value = (value * factor + offset) % modulus;
	const code = `let x = ${start};\nfor (let i = 0; i < ${rounds}; i++) {\n  x = (x * ${factor} + ${offset}) % ${modulus};\n}\nconsole.log(x);`;
	const prompt = `${language === 'zh' ? '下面的 JavaScript 程序输出什么？' : 'What does this JavaScript program print?'}\n\n\`\`\`js\n${code}\n\`\`\``;
	return { prompt, answer: String(value), answerType: 'number' };
};

export const listCode: Family = (draw, language) => {
	const values = Array.from({ length: draw.int(6, 9) }, () => draw.int(1, 40));
	const [divisor, rest] = [draw.int(2, 5), draw.int(0, 1)];
	const factor = draw.int(2, 6);
	const result = values
		.filter((value) => value % divisor !== rest)
		.map((value) => value * factor)
		.reduce((sum, value) => sum + value, 0);
	const code = `values = [${values.join(', ')}]\nprint(sum(v * ${factor} for v in values if v % ${divisor} != ${rest}))`;
	const prompt = `${language === 'zh' ? '下面的 Python 程序输出什么？' : 'What does this Python program print?'}\n\n\`\`\`python\n${code}\n\`\`\``;
	return { prompt, answer: String(result), answerType: 'number' };
};

/** A function to write: its tests are computed by a solution that stands here. */
export const writeFunction: Family = (draw, language) => {
	const [divisor, factor] = [draw.int(2, 9), draw.int(2, 9)];
	const solve = (values: number[]) => values.filter((value) => value % divisor === 0).reduce((sum, value) => sum + value * factor, 0);
	const inputs = Array.from({ length: 4 }, (_, index) => Array.from({ length: index * 3 }, () => draw.int(-50, 50)));
	const tests = inputs.map((values) => `assert.equal(total(${JSON.stringify(values)}), ${solve(values)});`).join('\n');
	const prompt =
		language === 'zh'
			? `编写 JavaScript 函数 total(values)：把整数数组中能被 ${divisor} 整除的每个数乘以 ${factor}，返回这些乘积之和；没有这样的数时返回 0。`
			: `Write a JavaScript function total(values) that multiplies each number of an array of integers that is divisible by ${divisor} by ${factor} and returns the sum of these products, or 0 where there is none.`;
	const answer = `function total(values) {\n\treturn values.filter((value) => value % ${divisor} === 0).reduce((sum, value) => sum + value * ${factor}, 0);\n}`;
	return { prompt, answer, answerType: 'javascript-tests', tests, entryPoint: 'total' };
};
