import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import * as library from '../../../core';
import { reason, ReasonError, reasonWithFallback, type ReasonDelta } from '../../../core/reason';
import { systemClock } from '../../../core/reason/clock';
import { startLab, type Lab } from '../../../lab';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const messages = [{ role: 'user', content: 'Hello' }] as const;
const failure = async (promise: Promise<unknown>): Promise<ReasonError> =>
	await promise.then(
		() => {
			throw new Error('Expected a failure');
		},
		(error) => error,
	);

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
	const server = createServer((request, response) => request.resume().on('end', () => answer(response)));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const chunk = (delta: object, finish_reason: string | null = null) =>
	`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

describe('reason()', () => {
	test('is what the package gives to programs without n8n', async () => {
		expect(library.reason).toBe(reason);
		expect(library.splitThinking('<think>a</think>b')).toEqual({ thinking: 'a', answer: 'b' });
	});

	test('tells every piece as it comes, and when', async () => {
		lab.script({ thinking: 'One two three.', answer: 'Four five.', timing: { firstToken: 20, betweenTokens: 5 } });
		const deltas: ReasonDelta[] = [];
		const result = await reason(
			{ model: 'lab-right', messages },
			{ baseURL: lab.at('deepseek') },
			{ onDelta: (delta) => deltas.push(delta) },
		);
		const told = (kind: string) =>
			deltas
				.filter((delta) => delta.kind === kind)
				.map(({ text }) => text)
				.join('');
		expect([told('thinking'), told('answer')]).toEqual([result.thinking, result.answer]);
		expect(deltas.map(({ atMs }) => atMs)).toEqual(deltas.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
		expect(result.timings.firstTokenMs).toBe(deltas[0].atMs);
		expect(result.timings.firstAnswerTokenMs).toBe(deltas.find(({ kind }) => kind === 'answer')?.atMs);
	});

	test('gives back a message that continues the conversation on any host', async () => {
		lab.script({ thinking: 'Hm.', answer: '', toolCalls: [{ id: 'c1', name: 'weather', arguments: { city: 'Rabat' } }] });
		const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
		const first = await reason({ model: 'deepseek-flash', messages, tools }, { baseURL: lab.at('deepseek'), profile: 'deepseek' });
		expect(first.toolCalls).toEqual([{ id: 'c1', name: 'weather', arguments: '{"city":"Rabat"}' }]);
		const next = [...messages, first.message, { role: 'tool' as const, tool_call_id: 'c1', content: '20 degrees' }];
		const second = await reason({ model: 'deepseek-flash', messages: next, tools }, { baseURL: lab.at('deepseek'), profile: 'deepseek' });
		expect(second.finishReason).toBe('stop');
		expect(lab.chats[1].messages[1]).toMatchObject({ role: 'assistant', reasoning_content: 'Hm.', tool_calls: [{ id: 'c1' }] });
	});

	test('prices what was used at the price of its hour', async () => {
		lab.script({ answer: 'Yes', usage: { input: 1_000_000, cached: 400_000, output: 100_000, reasoning: 50_000 } });
		const at = new Date('2026-11-22T12:00:00Z');
		const clock = { ...systemClock, now: () => at };
		const result = await reason({ model: 'deepseek-flash', messages }, { baseURL: lab.at('deepseek'), profile: 'deepseek' }, { clock });
		expect(result.costUsd).toBe(0.6 * 0.15 + 0.4 * 0.003 + 0.1 * 0.6);
	});

	test('a price that nobody knows is unknown, not nothing', async () => {
		const { costUsd } = await reason({ model: 'lab-right', messages }, { baseURL: lab.at('vllm') });
		expect(costUsd).toBe('unknown');
	});

	test('takes nothing from the environment of the openai client', async () => {
		process.env.OPENAI_API_KEY = 'sk-of-somebody-else';
		process.env.OPENAI_ORG_ID = 'org-of-somebody-else';
		onTestFinished(() => {
			delete process.env.OPENAI_API_KEY;
			delete process.env.OPENAI_ORG_ID;
		});
		await reason({ model: 'lab-right', messages }, { baseURL: lab.at('vllm') });
		expect(JSON.stringify(lab.received[0].headers)).not.toMatch(/somebody-else/);
	});
});

describe('time', () => {
	test('keep-alives are no silence', async () => {
		const baseURL = await serve((response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			const timer = setInterval(() => response.write(': keep-alive\n\n'), 40);
			setTimeout(() => {
				clearInterval(timer);
				response.end(chunk({ content: 'Yes' }, 'stop'));
			}, 400);
		});
		const { answer } = await reason({ model: 'm', messages }, { baseURL }, { silenceTimeoutMs: 200 });
		expect(answer).toBe('Yes');
	});

	test('silence before the headers and within the stream ends the call without another one', async () => {
		for (const fault of ['silent-start', 'silence'] as const) {
			lab.reset();
			lab.script({ fault });
			const error = await failure(reason({ model: 'm', messages }, { baseURL: lab.at('deepseek') }, { silenceTimeoutMs: 100 }));
			expect(error).toMatchObject({ kind: 'silence', attempts: [{ outcome: 'silence', costUsd: 'unknown', usage: 'unknown' }] });
			expect(lab.chats).toHaveLength(1);
		}
	});

	test('the total timeout ends a stream that never stops, waits between retries included', async () => {
		lab.script({ thinking: 100_000, timing: { betweenTokens: 5 } });
		const endless = await failure(reason({ model: 'm', messages }, { baseURL: lab.at('deepseek') }, { totalTimeoutMs: 150 }));
		expect(endless).toMatchObject({ kind: 'timeout', retryable: false });
		lab.set({ faults: [{ fault: { kind: 'status', status: 429, retryAfter: 60 } }] });
		onTestFinished(() => lab.set({ faults: [] }));
		const limited = await failure(reason({ model: 'm', messages }, { baseURL: lab.at('deepseek') }, { totalTimeoutMs: 2000 }));
		expect(limited).toMatchObject({ kind: 'rate_limit', retryAfterMs: 60_000 });
		expect(limited.attempts).toHaveLength(1);
	});

	test('cancelling ends the call, also while it waits to send again', async () => {
		const controller = new AbortController();
		lab.script({ fault: { kind: 'status', status: 503 } });
		const waiting = failure(
			reason(
				{ model: 'm', messages },
				{ baseURL: lab.at('deepseek') },
				{ signal: controller.signal, clock: { ...systemClock, random: () => 1 } },
			),
		);
		await expect.poll(() => lab.chats.length).toBe(1);
		controller.abort();
		expect(await waiting).toMatchObject({ kind: 'cancelled' });
		expect(lab.chats).toHaveLength(1);
		expect(await failure(reason({ model: 'm', messages }, { baseURL: lab.at('deepseek') }, { signal: controller.signal }))).toMatchObject({
			kind: 'cancelled',
		});
		expect(lab.chats).toHaveLength(1);
	});
});

describe('what may have been charged', () => {
	test.each([0, 1])('a connection lost after the host had begun to answer is not tried again (%i tokens)', async (afterTokens) => {
		lab.script({ fault: { kind: 'reset', afterTokens } }, { answer: 'Yes' });
		expect(await failure(reason({ model: 'm', messages }, { baseURL: lab.at('deepseek') }))).toMatchObject({
			kind: 'unfinished',
			attempts: [{ usage: 'unknown' }],
		});
		expect(lab.chats).toHaveLength(1);
	});

	test.each([
		{ name: 'usage came although the answer is useless', fault: 'only-thinking' as const, usage: { outputTokens: expect.any(Number) } },
		{ name: 'the host refused', fault: '402' as const, usage: 'none' },
	])('attempts tell it: $name', async ({ fault, usage }) => {
		lab.script({ fault });
		const { attempts } = await failure(reason({ model: 'm', messages }, { baseURL: lab.at('deepseek') }));
		expect(attempts[0].usage).toEqual(typeof usage === 'string' ? usage : expect.objectContaining(usage));
	});

	test('retries add up, and the sum is unknown as soon as one part is', async () => {
		lab.script(
			{ fault: 'insufficient-resource', answer: 'x', usage: { input: 10, cached: 0, output: 5, reasoning: 0 } },
			{ answer: 'Yes', usage: { input: 10, cached: 0, output: 7, reasoning: 0 } },
		);
		const { usage, attempts } = await reason({ model: 'm', messages }, { baseURL: lab.at('deepseek') });
		expect(attempts).toHaveLength(2);
		expect(usage).toMatchObject({ inputTokens: 20, outputTokens: 12 });
	});
});

describe('odd answers', () => {
	test.each([
		{
			name: 'a trace that never closes but stops is all trace',
			body: chunk({ content: '<think>Only this' }, 'stop'),
			result: { thinking: 'Only this', answer: '' },
		},
		{
			name: 'a trace in a field and again in tags is one trace',
			body: chunk({ reasoning_content: 'Hm.' }) + chunk({ content: '<think>\nHm.\n</think>\nYes' }, 'stop'),
			result: { thinking: 'Hm.', answer: 'Yes' },
		},
		{
			name: 'a trace in a field, other tags in the answer',
			body: chunk({ reasoning: 'Hm.' }) + chunk({ content: 'Use `a`.\n</think>' }, 'stop'),
			result: { thinking: 'Hm.', answer: 'Use `a`.\n</think>' },
		},
		{
			name: 'a second choice is not mixed in',
			body: `data: ${JSON.stringify({
				choices: [
					{ index: 1, delta: { content: 'no' } },
					{ index: 0, delta: { content: 'Yes' }, finish_reason: 'stop' },
				],
			})}\n\n`,
			result: { answer: 'Yes' },
		},
		{
			name: 'the finish reason comes before the usage',
			body: `${chunk({ content: 'Yes' }, 'stop')}data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}\n\n`,
			result: { usage: { inputTokens: 3, outputTokens: 4 } },
		},
		{ name: 'no usage at all', body: chunk({ content: 'Yes' }, 'stop'), result: { usage: 'unknown', costUsd: 'unknown' } },
		{
			name: 'two tool calls that are both numbered 0',
			body:
				chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] }) +
				chunk({ tool_calls: [{ index: 0, id: 'b', function: { name: 'g', arguments: '{}' } }] }, 'tool_calls'),
			result: { toolCalls: [{ id: 'a' }, { id: 'b' }] },
		},
		{ name: 'a finish reason with another name', body: chunk({ content: 'Yes' }, 'end_turn'), result: { finishReason: 'stop' } },
	])('$name', async ({ body, result }) => {
		const baseURL = await serve((response) =>
			response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`${body}data: [DONE]\n\n`),
		);
		expect(await reason({ model: 'm', messages }, { baseURL })).toMatchObject(result);
	});

	test('R1 that is cut off without any tag was still thinking', async () => {
		const body = chunk({ content: 'Hm, let me see' }, 'length');
		const baseURL = await serve((response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body));
		expect(await failure(reason({ model: 'deepseek-r1', messages }, { baseURL }))).toMatchObject({ kind: 'length' });
		expect(await reason({ model: 'another', messages }, { baseURL })).toMatchObject({ answer: 'Hm, let me see', finishReason: 'length' });
	});

	test('a whole body without a finish reason is complete', async () => {
		const baseURL = await serve((response) =>
			response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[{"message":{"content":"Yes"}}]}'),
		);
		expect(await reason({ model: 'm', messages }, { baseURL })).toMatchObject({ answer: 'Yes', finishReason: 'unknown' });
	});

	test('a retired name is told with its replacement by a host that nobody knows, too', async () => {
		const body = JSON.stringify({
			error: { message: 'The supported API model names are deepseek-flash, but you passed deepseek-reasoner.' },
		});
		const baseURL = await serve((response) => response.writeHead(400, { 'content-type': 'application/json' }).end(body));
		const error = await failure(reason({ model: 'deepseek-reasoner', messages }, { baseURL }));
		expect(error).toMatchObject({ kind: 'retired_model', description: expect.stringMatching(/2026-07-24.*deepseek-flash/) });
	});

	test('an error in a list is an error', async () => {
		const baseURL = await serve((response) =>
			response.writeHead(200, { 'content-type': 'application/json' }).end('[{"error":{"code":404,"message":"model x is not found"}}]'),
		);
		expect(await failure(reason({ model: 'm', messages }, { baseURL }))).toMatchObject({ kind: 'unknown_model' });
	});

	test.each(['', ' ', 'api.deepseek.com', 'ftp://x', 'http://[::1'])(
		'"%s" is no address: nothing is sent, least of all the key to somebody else',
		async (baseURL) => {
			expect(await failure(reason({ model: 'm', messages }, { baseURL, apiKey: 'k' }))).toMatchObject({
				kind: 'invalid_request',
				attempts: [],
			});
		},
	);

	test('a login page is no answer', async () => {
		const baseURL = await serve((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>'));
		expect(await failure(reason({ model: 'm', messages }, { baseURL }))).toMatchObject({ kind: 'not_an_api' });
	});
});

describe('reasonWithFallback()', () => {
	test('asks the next model, and counts what both cost', async () => {
		lab.script({ fault: '401' }, { answer: 'Yes', usage: { input: 10, cached: 0, output: 5, reasoning: 0 } });
		const endpoint = { baseURL: lab.at('deepseek'), profile: 'deepseek' };
		const result = await reasonWithFallback({ messages }, [
			{ model: 'a', endpoint },
			{ model: 'deepseek-flash', endpoint },
		]);
		expect(result).toMatchObject({
			answer: 'Yes',
			model: 'deepseek-flash',
			passedOver: [{ model: 'a', kind: 'auth' }],
			attempts: [{ costUsd: 0 }, { reason: 'fallback' }],
		});
		expect(result.costUsd).toBeGreaterThan(0);
	});

	test('a cancelled call is not passed on', async () => {
		const endpoint = { baseURL: lab.at('deepseek') };
		const signal = AbortSignal.abort();
		const error = await failure(
			reasonWithFallback(
				{ messages },
				[
					{ model: 'a', endpoint },
					{ model: 'b', endpoint },
				],
				{ signal },
			),
		);
		expect(error.kind).toBe('cancelled');
		expect(lab.chats).toHaveLength(0);
	});
});
