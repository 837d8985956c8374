import type { TaskRow } from '../task';
import type { Draw } from './draw';

export type Language = 'en' | 'zh';

/** A kind of task: each draw gives one task whose answer is computed, not guessed. */
export type Family = (
	draw: Draw,
	language: Language,
) => Pick<TaskRow, 'prompt' | 'answer' | 'answerType' | 'choices' | 'tests' | 'entryPoint'>;

export const people = {
	en: ['Ada', 'Ben', 'Chloe', 'Daniel', 'Elif', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas'],
	zh: ['小明', '小红', '李雷', '韩梅', '王芳', '张伟', '刘洋', '陈静', '赵磊', '孙丽'],
} as const;

export const things = {
	en: ['pencils', 'apples', 'books', 'tickets', 'stamps', 'candles'],
	zh: ['支铅笔', '个苹果', '本书', '张票', '枚邮票', '根蜡烛'],
} as const;
