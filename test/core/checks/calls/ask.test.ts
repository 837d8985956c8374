import { describe, expect, test } from 'vitest';
import type { Pay } from '../../../../core/budget/paidCall';
import { ask, callOptions, settingsFor } from '../../../../core/checks/calls/ask';
import type { Side } from '../../../../core/checks/check';

const side: Side = { endpoint: { baseURL: 'https://api.deepseek.com/v1' }, model: 'deepseek-flash', emulated: false };
const request = { messages: [{ role: 'user' as const, content: 'Well?' }], maxTokens: 100 };
const body = (choice: object) => ({
	model: 'deepseek-flash',
	choices: [{ message: { role: 'assistant', content: 'Yes' }, finish_reason: 'stop', ...choice }],
	usage: { prompt_tokens: 1000, completion_tokens: 500 },
});

/** A host that answers so, and how often it was asked. */
function host(status: number, json: object) {
	const asked = { times: 0 };
	const fetch = async () => {
		asked.times += 1;
		return new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } });
	};
	return { fetch, asked };
}
const yes = () => host(200, body({}));

describe('a call of a check ends as', () => {
	test('an answer, with its cost', async () => {
		expect(await ask(side, request, yes())).toMatchObject({
			...{ kind: 'answered', answer: 'Yes', thinking: '', toolCalls: [], finishReason: 'stop' },
			usage: { inputTokens: 1000, outputTokens: 500 },
			costNanoUsd: expect.any(Number),
			message: { role: 'assistant', content: 'Yes' },
		});
	});

	test('an answer of tool calls, without what hosts add to them', async () => {
		const tool_calls = [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' }, extra_content: { odd: 1 } }];
		const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
		const called = host(200, body({ message: { role: 'assistant', content: '', tool_calls }, finish_reason: 'tool_calls' }));
		expect(await ask(side, { ...request, tools }, called)).toMatchObject({
			kind: 'answered',
			toolCalls: [{ id: 'c1', name: 'f', arguments: '{}' }],
		});
	});

	test.each([
		{ name: 'cut by the limit', choice: { message: { content: 'Y' }, finish_reason: 'content_filter' }, errorKind: 'content_filter' },
		{ name: 'empty', choice: { message: { content: '' }, finish_reason: 'stop' }, errorKind: 'empty' },
	])('the model’s own failure where it is $name: it is paid, and says something about the model', async ({ choice, errorKind }) => {
		const call = await ask(side, request, host(200, body(choice)));
		expect(call).toMatchObject({ kind: 'unanswered', errorKind, costNanoUsd: expect.any(Number) });
	});

	test('an error where the host refuses: it says nothing about the model', async () => {
		const refused = host(401, { error: { message: 'Wrong key' } });
		expect(await ask(side, request, refused)).toMatchObject({ kind: 'error', errorKind: 'auth', status: 401, costNanoUsd: 0 });
	});

	test('an error that names the parameter and what to do about it', async () => {
		const refused = host(400, { error: { message: 'Unsupported parameter: temperature', param: 'temperature' } });
		const call = await ask(side, { ...request, temperature: 0.5 }, refused);
		expect(call).toMatchObject({ kind: 'error', errorKind: 'rejected_parameter' });
		expect('reason' in call && call.reason).toMatch(/\(400\)\. .*temperature.*[^.]$/);
	});

	test('stopped by the cost cap: nothing is sent or paid', async () => {
		const { fetch, asked } = yes();
		const pay: Pay = async ({ estimateNano }) => ({
			status: 'overBudget',
			reservation: { status: 'denied', reason: 'overLimit', reservationId: null, estimateNano, leftNano: 0, scopes: [] },
		});
		expect(await ask(side, request, { fetch, pay })).toEqual({ kind: 'stopped', why: 'cost cap', costNanoUsd: 0 });
		expect(asked.times).toBe(0);
	});

	test('stopped by the user, before it was sent and while it runs', async () => {
		const { fetch, asked } = yes();
		expect(await ask(side, request, { fetch, signal: AbortSignal.abort() })).toEqual({ kind: 'stopped', why: 'cancelled', costNanoUsd: 0 });
		expect(asked.times).toBe(0);
		const controller = new AbortController();
		const hanging: typeof globalThis.fetch = async (_, init) =>
			await new Promise((_resolve, reject) => {
				init?.signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
				controller.abort();
			});
		expect(await ask(side, request, { fetch: hanging, signal: controller.signal })).toMatchObject({
			...{ kind: 'stopped', why: 'cancelled', costNanoUsd: 'unknown' },
		});
	});

	test('an exception where the program is at fault', async () => {
		const bug = new TypeError('A fault of the program');
		await expect(ask(side, request, { ...yes(), pay: () => Promise.reject(bug) })).rejects.toBe(bug);
	});
});

describe('an answer that an interrupted run kept', () => {
	const memoryOf = (kept = new Map<string, unknown>()) => ({
		kept,
		get: (key: string) => kept.get(key),
		set: (key: string, value: unknown) => void kept.set(key, value),
	});

	test('is not asked and paid for again', async () => {
		const memory = memoryOf();
		const { fetch, asked } = yes();
		const first = await ask(side, request, { fetch, memory });
		expect(await ask(side, request, { fetch, memory })).toBe(first);
		expect(asked.times).toBe(1);
	});

	test.each([
		{ name: 'another model', other: { ...side, model: 'deepseek-v4-pro' } },
		{ name: 'another address', other: { ...side, endpoint: { baseURL: 'https://gateway.example/v1' } } },
		{ name: 'another profile', other: { ...side, endpoint: { ...side.endpoint, profile: 'openai' } } },
		{ name: 'another question', changed: { ...request, maxTokens: 99 } },
		{ name: 'a repeat', repeat: 1 },
	])('is not that of $name', async ({ other = side, changed = request, repeat }) => {
		const memory = memoryOf();
		const { fetch, asked } = yes();
		await ask(side, request, { fetch, memory });
		await ask(other, changed, { fetch, memory }, { repeat });
		expect(asked.times).toBe(2);
	});

	test('is neither read nor kept for a call whose course is looked at', async () => {
		const memory = memoryOf();
		const { fetch, asked } = yes();
		await ask(side, request, { fetch, memory }, { fresh: true });
		expect(memory.kept.size).toBe(0);
		await ask(side, request, { fetch, memory });
		await ask(side, request, { fetch, memory }, { fresh: true });
		expect(asked.times).toBe(3);
	});

	test('is one only where it answered', async () => {
		const memory = memoryOf();
		await ask(side, request, { ...host(401, {}), memory });
		expect(memory.kept.size).toBe(0);
	});

	test.each([
		null,
		'Yes',
		{},
		{ kind: 'error', answer: '', toolCalls: [] },
		{ kind: 'answered', answer: 'Yes' },
		{ kind: 'answered', toolCalls: [] },
	])('is asked for again where what was kept is no answer: %j', async (odd) => {
		const { fetch, asked } = yes();
		await ask(side, request, { fetch, memory: { get: () => odd, set: () => undefined } });
		expect(asked.times).toBe(1);
	});
});

test('a call may take twenty minutes, unless a check says otherwise, and is paid for only where somebody pays', () => {
	expect(callOptions({})).toMatchObject({ totalTimeoutMs: 1_200_000 });
	expect(callOptions({})).not.toHaveProperty('around');
	expect(callOptions({}, { timeoutMs: 5, retries: 0 })).toMatchObject({ totalTimeoutMs: 5, retries: 0 });
	const [own, common] = [yes().fetch, yes().fetch];
	expect([callOptions({ fetch: common }).fetch, callOptions({ fetch: common }, { fetch: own }).fetch]).toEqual([common, own]);
});

describe('the settings of a call', () => {
	const at = (model: string) => ({ ...side, model });
	test('keep to the most that the model can give', () => {
		const most = settingsFor(at('deepseek-flash'), { maxTokens: 1e9 }).maxTokens;
		expect(most).toBeLessThan(1e9);
		expect(settingsFor(at('deepseek-flash'), { maxTokens: 10 }).maxTokens).toBe(10);
		expect(settingsFor(at('made-up'), { maxTokens: 1e9 }).maxTokens).toBe(1e9);
		expect(settingsFor(at('deepseek-flash'), {}).maxTokens).toBeUndefined();
	});

	test('are those that its maker recommends where none are chosen, nothing included', () => {
		const r1 = { ...side, model: 'deepseek/deepseek-r1-0528', endpoint: { baseURL: 'https://openrouter.ai/api/v1' } };
		expect(settingsFor(r1, {})).toMatchObject({ temperature: 0.6, topP: 0.95 });
		expect(settingsFor(r1, { temperature: 0, topP: 1 })).toMatchObject({ temperature: 0, topP: 1 });
		expect(settingsFor(at('made-up'), {})).toEqual({});
	});
});
