import { people, type Family } from './family';

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const tellings = {
	en: (faster: string, slower: string) => `${faster} finished before ${slower}.`,
	zh: (faster: string, slower: string) => `${faster}比${slower}先到终点。`,
} as const;

/** A race told by who came in right before whom, in any order: one ranking fits. */
export const race: Family = (draw, language) => {
	const runners = draw.shuffle(people[language]).slice(0, draw.int(5, 6));
	const place = draw.int(1, runners.length - 2);
	const neighbours = runners.slice(1).map((slower, index) => tellings[language](runners[index], slower));
	const facts = draw.shuffle(neighbours).join(language === 'zh' ? '' : ' ');
	const prompt =
		language === 'zh'
			? `${runners.length}人赛跑，没有并列。${facts}第${place + 1}名是谁？只回答名字。`
			: `${runners.length} people ran a race without ties. ${facts} Who came in ${ordinals[place]}? Name the person.`;
	return { prompt, answer: runners[place], answerType: 'text' };
};

/** Knights tell the truth and knaves lie; only sets of statements with exactly one solution are used. */
export const knights: Family = (draw, language) => {
	for (;;) {
		const names = draw.shuffle(people[language]).slice(0, 3);
		const statements = names.map((_, speaker) => ({
			about: draw.pick([0, 1, 2].filter((index) => index !== speaker)),
			claimsKnight: draw.int(0, 1) === 1,
		}));
		// One more fact breaks the mirror image that such statements always have.
		const count = draw.int(0, 3);
		const fits = [0, 1, 2, 3, 4, 5, 6, 7].filter((mask) => {
			const isKnight = (index: number) => ((mask >> index) & 1) === 1;
			const knightCount = [0, 1, 2].filter(isKnight).length;
			return (
				knightCount === count &&
				statements.every(({ about, claimsKnight }, speaker) => isKnight(speaker) === (isKnight(about) === claimsKnight))
			);
		});
		if (fits.length !== 1 || count === 0 || count === 3) continue;
		const asked = draw.int(0, 2);
		const isKnight = ((fits[0] >> asked) & 1) === 1;
		const told = statements.map(({ about, claimsKnight }, speaker) =>
			language === 'zh'
				? `${names[speaker]}说：“${names[about]}是${claimsKnight ? '骑士' : '骗子'}。”`
				: `${names[speaker]} says: "${names[about]} is a ${claimsKnight ? 'knight' : 'knave'}."`,
		);
		const prompt =
			language === 'zh'
				? `岛上骑士总说真话，骗子总说假话。${names.join('、')}三人中恰好有${count}名骑士。${told.join('')}${names[asked]}是骑士还是骗子？`
				: `On an island knights always tell the truth and knaves always lie. Of ${names.join(', ')} exactly ${count === 1 ? 'one is a knight' : `${count} are knights`}. ${told.join(' ')} What is ${names[asked]}?`;
		const choices = language === 'zh' ? ['骑士', '骗子'] : ['a knight', 'a knave'];
		return { prompt, choices, answer: isKnight ? 'A' : 'B', answerType: 'choice' };
	}
};

/** How many whole numbers below a limit two conditions hold for, by counting. */
export const counting: Family = (draw, language) => {
	const limit = draw.int(150, 900);
	const [first, second] = draw.shuffle([3, 4, 5, 6, 7, 8, 9, 11]);
	let count = 0;
	for (let number = 1; number <= limit; number += 1) if (number % first === 0 && number % second !== 0) count += 1;
	const prompt =
		language === 'zh'
			? `从 1 到 ${limit}（含两端）的整数中，能被 ${first} 整除但不能被 ${second} 整除的有多少个？`
			: `How many whole numbers from 1 to ${limit}, both included, are divisible by ${first} but not by ${second}?`;
	return { prompt, answer: String(count), answerType: 'number' };
};
