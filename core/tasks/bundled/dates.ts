import type { Family } from './family';

const day = 86_400_000;
const weekdays = {
	en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
	zh: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
} as const;
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const written = (time: number, language: 'en' | 'zh') => {
	const date = new Date(time);
	const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
	return language === 'zh' ? `${year}年${month + 1}月${dayOfMonth}日` : `${months[month]} ${dayOfMonth}, ${year}`;
};

export const weekday: Family = (draw, language) => {
	const start = Date.UTC(draw.int(1950, 2040), draw.int(0, 11), draw.int(1, 28));
	const days = draw.int(40, 900);
	const end = new Date(start + days * day);
	const names = weekdays[language];
	const choices = [...names];
	const prompt =
		language === 'zh'
			? `${written(start, 'zh')}是${names[new Date(start).getUTCDay()]}。从这一天起${days}天后是星期几？`
			: `${written(start, 'en')} is a ${names[new Date(start).getUTCDay()]}. Which day of the week is ${days} days after it?`;
	return { prompt, choices, answer: 'ABCDEFG'[end.getUTCDay()], answerType: 'choice' };
};

export const daysBetween: Family = (draw, language) => {
	const start = Date.UTC(draw.int(1990, 2030), draw.int(0, 11), draw.int(1, 28));
	const days = draw.int(90, 1200);
	const prompt =
		language === 'zh'
			? `从${written(start, 'zh')}到${written(start + days * day, 'zh')}相隔多少天？（不含起始日，含结束日）`
			: `How many days lie between ${written(start, 'en')} and ${written(start + days * day, 'en')}, not counting the first day but counting the last one?`;
	return { prompt, answer: String(days), answerType: 'number' };
};
