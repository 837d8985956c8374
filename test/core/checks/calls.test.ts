import { diskFiles } from '../../../core/diskFiles';
import { expect, test } from 'vitest';
import type { Pay } from '../../../core/budget/paidCall';
import { ask, factsOf } from '../../../core/checks/calls/ask';
import { dearestCase } from '../../../core/money/dearestCase';

const answer = JSON.stringify({
	model: 'deepseek-flash',
	choices: [{ message: { role: 'assistant', content: 'Yes' }, finish_reason: 'stop' }],
	usage: { prompt_tokens: 1000, completion_tokens: 500 },
});
const send: typeof fetch = async () => new Response(answer, { headers: { 'content-type': 'application/json' } });

test('with a profile chosen for an unknown address, a call is priced and named by that profile', async () => {
	const estimates: unknown[] = [];
	const costs: unknown[] = [];
	const pay: Pay = async ({ estimateNano, send: sendNow, costOf }) => {
		estimates.push(estimateNano);
		const result = await sendNow();
		costs.push(costOf(result));
		return { status: 'done', result, settlement: { status: 'unlimited' } };
	};
	const context = { now: new Date(), concurrency: 1, earlier: {}, items: [], files: diskFiles(), pay, fetch: send };
	const request = { messages: [{ role: 'user' as const, content: 'Well?' }], maxTokens: 100 };
	for (const profile of ['deepseek', undefined]) {
		const side = { endpoint: { baseURL: 'https://gateway.example/v1', profile }, model: 'deepseek-flash', emulated: false };
		expect(factsOf(side).hostId).toBe(profile ?? 'unknown');
		await ask(side, request, context);
	}
	const bound = dearestCase([{ model: 'deepseek-flash', hostId: 'deepseek', input: 0, maxOutputTokens: 100 }], new Date());
	expect(estimates).toEqual([expect.any(Number), 'unknown']);
	expect(estimates[0]).toBeGreaterThan(Number(bound));
	expect(costs).toEqual([expect.any(Number), 'unknown']);
});
