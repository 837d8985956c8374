import { people, things, type Family } from './family';

/** Shopping with a discount: the price is chosen so that the total is whole. */
export const shopping: Family = (draw, language) => {
	const [name, item] = [draw.pick(people[language]), draw.int(0, things[language].length - 1)];
	const price = 5 * draw.int(2, 12);
	const count = 4 * draw.int(2, 9);
	const percent = draw.pick([10, 20, 25, 30, 40]);
	const total = (price * count * (100 - percent)) / 100;
	const paid = 50 * (Math.ceil(total / 50) + draw.int(0, 4));
	const change = paid - total;
	const thing = things[language][item];
	const prompt =
		language === 'zh'
			? `${name}买了${count}${thing}，每${thing[0]}原价${price}元，全部打${(100 - percent) / 10}折。${name}付了${paid}元，应找回多少元？`
			: `${name} buys ${count} ${thing} at ${price} dollars each and gets ${percent} percent off the whole purchase. ${name} pays with ${paid} dollars. How many dollars of change does ${name} get?`;
	return { prompt, answer: String(change), answerType: 'number' };
};

/** Sharing in turns: some are given away, some are bought, the rest is split evenly. */
export const sharing: Family = (draw, language) => {
	const [first, second] = draw.shuffle(people[language]);
	const thing = draw.pick(things[language]);
	const [children, each] = [draw.int(3, 9), draw.int(4, 15)];
	const [given, bought] = [draw.int(5, 25), draw.int(6, 30)];
	const start = children * each + given - bought;
	const total = start < given ? start + children * 10 : start;
	const share = (total - given + bought) / children;
	const prompt =
		language === 'zh'
			? `${first}有${total}${thing}，先送给${second}${given}${thing[0]}，后来又买了${bought}${thing[0]}，最后平均分给${children}个孩子。每个孩子分到多少${thing[0]}？`
			: `${first} has ${total} ${thing}, gives ${given} of them to ${second} and then buys ${bought} more. In the end ${first} splits all of them evenly between ${children} children. How many does each child get?`;
	return { prompt, answer: String(share), answerType: 'number' };
};

/** Two travellers on one road: the meeting point is whole by construction. */
export const meeting: Family = (draw, language) => {
	const [slow, fast, hours] = [draw.int(3, 20), draw.int(21, 60), draw.int(2, 6)];
	const start = draw.int(1, 3);
	const distance = slow * (hours + start) + fast * hours;
	const prompt =
		language === 'zh'
			? `甲、乙两地相距${distance}千米。一人从甲地以每小时${slow}千米的速度出发，${start}小时后另一人从乙地以每小时${fast}千米的速度迎面出发。后出发的人经过几小时与先出发的人相遇？`
			: `Two towns are ${distance} kilometers apart. A walker leaves the first town at ${slow} kilometers per hour. ${start === 1 ? 'One hour' : `${start} hours`} later a cyclist leaves the second town towards the walker at ${fast} kilometers per hour. How many hours after the cyclist's start do they meet?`;
	return { prompt, answer: String(hours), answerType: 'number' };
};

export const digitSum: Family = (draw, language) => {
	const [base, exponent] = [draw.int(3, 19), draw.int(9, 15)];
	const sum = [...(BigInt(base) ** BigInt(exponent)).toString()].reduce((total, digit) => total + Number(digit), 0);
	const prompt =
		language === 'zh'
			? `${base} 的 ${exponent} 次方的各位数字之和是多少？`
			: `What is the sum of the decimal digits of ${base} to the power of ${exponent}?`;
	return { prompt, answer: String(sum), answerType: 'number' };
};
