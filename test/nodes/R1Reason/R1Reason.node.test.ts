import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profiles, startLab, type Lab, type ProfileId } from '../../lab';
import { compatible, runNode } from './runNode';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(() => lab.close());

const ids = Object.keys(profiles) as ProfileId[];
const hidden: readonly string[] = ['openai', 'groq-hidden'];

describe('every host', () => {
	test.each(ids)('%s: the trace and the answer come apart, and the tokens are counted', async (id) => {
		lab.reset();
		lab.script({ thinking: 'First, count.\n\nWait, 不对, again: 3.', answer: 'It is **3** 🍓.', usage: { input: 11, cached: 0, output: 30, reasoning: 20 } });
		const { items, error } = await runNode({
			parameters: { model: { mode: 'id', value: profiles[id].models[0] } },
			credentials: compatible(id === 'ollama' ? `${lab.at(id)}/api` : lab.at(id), id === 'ollama' ? { profile: 'ollama' } : {}),
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0].pairedItem).toEqual({ item: 0 });
		expect(items[0].json).toMatchObject({
			answer: 'It is **3** 🍓.',
			thinking: hidden.includes(id) ? '' : 'First, count.\n\nWait, 不对, again: 3.',
			finishReason: 'stop',
			usage: { inputTokens: 11, outputTokens: 30 },
			attempts: [{ outcome: 'answered', status: 200 }],
		});
	});
});
