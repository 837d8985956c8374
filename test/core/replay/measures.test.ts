import { describe, expect, test } from 'vitest';
import { judgeQuality, measureJudge, readAnchors } from '../../../core/replay/anchors';
import { isCritical } from '../../../core/replay/critical';
import { familiesOf, sharedFamily } from '../../../core/replay/family';
import { noiseInHistory } from '../../../core/replay/selfNoise';
import { labels, recordedCall } from './madeUpCalls';

async function* lines(...values: unknown[]) {
	for (const value of values) yield typeof value === 'string' ? value : JSON.stringify(value);
}

describe('anchors', () => {
	test('pairs and marked pairs are read; what is neither is named', async () => {
		const { anchors, problems } = await readAnchors(
			lines(
				{ question: 'q', better: 'good', worse: 'bad' },
				{ question: 'q', one: 'bad', other: 'good', better: 'other' },
				{ question: 'q', one: 'bad', other: 'good', better: '' },
				{ question: 'q', one: 'bad', other: 'good', better: 'tie' },
				{ question: 'q' },
				'',
			),
			'anchors.jsonl',
		);
		expect(anchors).toEqual([
			{ question: 'q', better: 'good', worse: 'bad' },
			{ question: 'q', better: 'good', worse: 'bad' },
		]);
		expect(problems).toEqual([{ file: 'anchors.jsonl', line: 5, reason: expect.any(String) }]);
	});

	test('a judge that is right on three of four keeps half of a difference', async () => {
		const anchors = Array.from({ length: 40 }, (_, index) => ({ question: String(index), better: `good ${index}`, worse: `bad ${index}` }));
		const ask = async (prompt: string) => {
			const first = /Answer A:\n`+\n(\w+) (\d+)/.exec(prompt);
			const likesGood = Number(first?.[2]) % 4 !== 0;
			return `VERDICT: ${(first?.[1] === 'good') === likesGood ? 'A' : 'B'}`;
		};
		expect(await measureJudge(anchors, { ask }, 4)).toMatchObject({ anchors: 40, right: 30, wrong: 10, kept: 0.5 });
	});

	test('one that ties half of them and is right on the rest keeps half too', () => {
		expect(judgeQuality({ right: 20, wrong: 0, ties: 20 }).kept).toBe(0.5);
		expect(judgeQuality({ right: 5, wrong: 0, ties: 0 }).variance).toBeGreaterThan(
			judgeQuality({ right: 100, wrong: 0, ties: 0 }).variance,
		);
	});
});

describe('the old model against itself', () => {
	const use = { kind: 'label' as const, labels, from: 'classifier' as const };
	test('is told from prompts that stand twice, but for the moment in the instructions', async () => {
		const asked = (day: string, answer: string) =>
			recordedCall('', answer, {
				use,
				request: {
					messages: [
						{ role: 'system', content: `Today is ${day}.` },
						{ role: 'user', content: 'Which?' },
					],
				},
			});
		const noise = await noiseInHistory(
			[asked('2026-11-20', 'billing'), asked('2026-11-21', 'Billing'), asked('2026-11-22T10:00:00Z', 'refund')],
			0,
		);
		expect(noise).toMatchObject({ cases: 2, value: -0.5 });
	});

	test('is unknown where nothing stands twice; another day in the question is another question', async () => {
		expect(
			await noiseInHistory([recordedCall('On 2026-11-20?', 'billing', { use }), recordedCall('On 2026-11-21?', 'refund', { use })], 0),
		).toBeUndefined();
	});
});

test.each([
	['gpt-5.6-terra', ['OpenAI']],
	['openai/o3-mini', ['OpenAI']],
	['deepseek-r1-distill-llama-70b', ['DeepSeek', 'Meta']],
	['claude-opus-5', ['Anthropic']],
	['models/gemini-3-pro', ['Google']],
	['my-own-model', []],
])('%s is of %j', (model, families) => {
	expect(familiesOf(model)).toEqual(families);
});

test('a judge of the family of one of the two is named', () => {
	expect(sharedFamily('gpt-5.6', 'o1')).toBe('OpenAI');
	expect(sharedFamily('claude-opus-5', 'o1')).toBeUndefined();
});

test('critical calls are named by id, workflow, node or words', () => {
	const call = recordedCall('Refund for Mrs. Smith', 'ok', { workflow: 'Invoices', node: 'Claude' });
	for (const line of [call.id, 'workflow: Invoices', 'node: Claude', 'prompt: mrs. smith']) expect(isCritical(call, [line])).toBe(true);
	expect(isCritical(call, ['workflow: Tickets', 'prompt: Jones'])).toBe(false);
});
