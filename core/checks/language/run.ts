import type { FileProblem } from '../../fileProblem';
import { z } from 'zod/v4';
import type { CheckRun } from '../check';
import { readParameters } from '../calls/readParameters';
import { bundledTasks } from '../../tasks/bundled';
import { promptOf } from '../../tasks/promptOf';
import { toTask } from '../../tasks/toTask';
import { collectLanguage, type PromptToAsk } from './collect';
import { judgeLanguage } from './judge';
import { chinesePrompts, leakPrompts } from './prompts';

const percentage = z.coerce.number().min(0).max(100);

const parameters = z.object({
	promptSource: z.enum(['bundled', 'items']).default('bundled'),
	languageOptions: z
		.object({
			allowedTerms: z.string().default(''),
			chineseCount: z.coerce.number().int().min(0).default(80),
			minChineseAnsweredPercent: percentage.default(90),
			maxErrorPercent: percentage.default(5),
			maxAnswerLeakPercent: percentage.default(2),
			maxTraceLeakPercent: percentage.default(100),
			maxTokens: z.coerce.number().int().positive().default(8192),
			promptCount: z.coerce.number().int().min(1).default(330),
			seed: z.coerce.number().int().default(1),
		})
		.prefault({}),
});

export type LanguageParameters = z.infer<typeof parameters>;

export const check: CheckRun<LanguageParameters> = {
	parse: (raw) => readParameters(parameters, raw),
	async run(chosen, context) {
		const { languageOptions: options } = chosen;
		const { prompts, problems } = chosen.promptSource === 'items' ? fromItems(context.items) : { prompts: bundled(options), problems: [] };
		const allowedTerms = options.allowedTerms
			.split(/[,，、\n]/)
			.map((term) => term.trim())
			.filter((term) => term !== '');
		const evidence = await collectLanguage(prompts, problems, { maxTokens: options.maxTokens, allowedTerms }, context);
		return judgeLanguage(evidence, {
			maxAnswerLeak: options.maxAnswerLeakPercent / 100,
			maxTraceLeak: options.maxTraceLeakPercent / 100,
			minChineseAnswered: options.minChineseAnsweredPercent / 100,
			maxErrorShare: options.maxErrorPercent / 100,
			level: 0.95,
		});
	},
};

function bundled({ seed, promptCount, chineseCount }: LanguageParameters['languageOptions']): PromptToAsk[] {
	const open = chinesePrompts({ seed, count: Math.ceil(chineseCount / 2) });
	// Twice as many rows as are kept: every other one is English.
	const tasks = bundledTasks({ seed, count: 4 * Math.floor(chineseCount / 2) }).filter(({ lang }) => lang === 'zh');
	const known = tasks.slice(0, chineseCount - open.length).map((row): PromptToAsk => {
		const task = toTask({ ...row }, row.id);
		return { id: `task-${row.id}`, lang: 'zh', topic: row.subject ?? 'task', prompt: promptOf(task), grader: task.grader };
	});
	return [...leakPrompts({ seed, count: promptCount }), ...open, ...known];
}

function fromItems(items: readonly Record<string, unknown>[]): { prompts: PromptToAsk[]; problems: FileProblem[] } {
	const problems: FileProblem[] = [];
	const prompts = items.flatMap((item, index): PromptToAsk[] => {
		const prompt = [item.prompt, item.text, item.question].find((value) => typeof value === 'string' && value.trim() !== '');
		if (typeof prompt !== 'string') {
			problems.push({ file: 'items', line: index + 1, reason: 'has no prompt' });
			return [];
		}
		const lang = typeof item.lang === 'string' && item.lang !== '' ? item.lang : isChinese(prompt) ? 'zh' : 'other';
		return [
			{
				id: typeof item.id === 'string' ? item.id : `item ${index + 1}`,
				lang: lang.startsWith('zh') ? 'zh' : lang,
				topic: typeof item.topic === 'string' ? item.topic : 'items',
				prompt,
			},
		];
	});
	return { prompts, problems };
}

const isChinese = (text: string) => /\p{Script=Han}/u.test(text) && !/[\u3040-\u30ff\uac00-\ud7af]/.test(text);
