import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startLab, type Lab } from '../../../lab';
import { compatible, runNode } from './runNode';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const clean = { thinking: 'Let me see.', answer: 'The capital of Morocco is Rabat.' };
const leaky = { thinking: 'Let me see. 首先我们需要确定首都。', answer: 'The capital is Rabat. 摩洛哥的首都是拉巴特。' };

const run = (options: object, prompt = 'What is the capital of Morocco?') =>
	runNode({
		parameters: { host: 'r1DeepSeekApi', model: { mode: 'id', value: 'deepseek-flash' }, prompt, options: { ...options } },
		credentials: { r1DeepSeekApi: { apiKey: 'k', baseUrl: lab.at('deepseek') } },
	});

describe('when Chinese leaks', () => {
	test('pass on: it is not looked for', async () => {
		lab.script(leaky);
		const { items } = await run({});
		expect(items[0].json).toMatchObject({ answer: leaky.answer });
		expect(items[0].json).not.toHaveProperty('chinese');
	});

	test('flag: the output says where it is', async () => {
		lab.script(leaky);
		const { items } = await run({ whenChinese: 'flag' });
		expect(items[0].json).toMatchObject({
			answer: leaky.answer,
			chinese: { answer: { found: true, spans: [{ text: expect.stringContaining('摩洛哥') }] }, thinking: { found: true }, askedAgain: 0 },
		});
		expect(lab.chats).toHaveLength(1);
	});

	test('ask again: with the wish for another language, and both answers are counted', async () => {
		const usage = { input: 100, cached: 0, output: 50, reasoning: 20 };
		lab.script({ ...leaky, usage }, { ...clean, usage });
		const { items } = await run({ whenChinese: 'askAgain', languages: 'en' });
		expect(items[0].json).toMatchObject({
			answer: clean.answer,
			chinese: { answer: { found: false }, askedAgain: 1 },
			usage: { inputTokens: 200, outputTokens: 100 },
			attempts: [{ reason: 'first' }, { reason: 'language' }],
		});
		expect(lab.chats[1].messages).toEqual([
			{ role: 'user', content: 'What is the capital of Morocco?\n\nAnswer in English. Do not use Chinese.' },
		]);
	});

	test('ask again: at most as often as is allowed, then it is flagged', async () => {
		lab.script(leaky, leaky, leaky, clean);
		const { items } = await run({ whenChinese: 'askAgain', askAgain: 2 });
		expect(items[0].json).toMatchObject({ chinese: { answer: { found: true }, askedAgain: 2 } });
		expect(items[0].json.attempts).toHaveLength(3);
		expect(lab.chats).toHaveLength(3);
	});

	test('ask again: a clean answer is not asked for twice, whatever the trace holds', async () => {
		lab.script({ ...leaky, answer: clean.answer });
		const { items } = await run({ whenChinese: 'askAgain' });
		expect(items[0].json).toMatchObject({ chinese: { answer: { found: false }, thinking: { found: true }, askedAgain: 0 } });
		expect(lab.chats).toHaveLength(1);
	});

	test('fail: the item fails, and what was paid is told', async () => {
		lab.script(leaky);
		const { error } = await run({ whenChinese: 'fail' });
		expect(error?.message).toBe('There is Chinese in the answer');
		expect(JSON.stringify(error)).not.toContain('拉巴特');
	});

	test.each([
		{ name: 'a term from the prompt is no leak', prompt: 'What does 摩洛哥 mean?', answer: '"摩洛哥" means Morocco.' },
		{ name: 'who asks in Chinese gets Chinese', prompt: '摩洛哥的首都是哪里?请详细回答。', answer: '摩洛哥的首都是拉巴特。' },
	])('$name', async ({ prompt, answer }) => {
		lab.script({ answer });
		const { items } = await run({ whenChinese: 'askAgain' }, prompt);
		expect(items[0].json).toMatchObject({ answer, chinese: { answer: { found: false } } });
		expect(lab.chats).toHaveLength(1);
	});

	test('an answer in Chinese is fine where Chinese is expected', async () => {
		lab.script(leaky);
		const { items } = await run({ whenChinese: 'fail', languages: 'en, zh' });
		expect(items[0].json).toMatchObject({ chinese: { answer: { found: false } } });
	});

	test('works beside JSON output', async () => {
		lab.script({ answer: '{"city": "拉巴特是首都"}' }, { answer: '{"city": "Rabat"}' });
		const { items } = await runNode({
			parameters: { output: 'json', schema: { type: 'object' }, prompt: 'Capital of Morocco?', options: { whenChinese: 'askAgain' } },
			credentials: compatible(lab.at('deepseek')),
		});
		expect(items[0].json).toMatchObject({ data: { city: 'Rabat' }, chinese: { askedAgain: 1 } });
	});
});
