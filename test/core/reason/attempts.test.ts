import { describe, expect, test } from 'vitest';
import { costOf } from '../../../core/money/cost';
import { reason, ReasonError, type Attempt, type OutgoingCall } from '../../../core/reason';
import type { ReasonRequest } from '../../../core/reason/buildRequest';
import { systemClock, type Clock } from '../../../core/reason/clock';
import type { JsonObject } from '../../../core/json';

const at = new Date('2026-11-22T12:00:00Z');
/** Waits are over at once. */
const clock: Clock = {
	...systemClock,
	now: () => at,
	random: () => 0,
	timer: (ms, onTime) => (ms < 60_000 ? systemClock.timer(0, onTime) : { restart: () => undefined, stop: () => undefined }),
};

interface Reply {
	status?: number;
	json: object;
	/** Milliseconds after which a refused request may be sent again. */
	retryAfter?: string;
}
const tokens = { prompt_tokens: 1000, completion_tokens: 500 };
const says = (content: string, more: object = {}, choice: object = {}): Reply => ({
	json: {
		model: 'deepseek-flash',
		choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop', ...choice }],
		usage: tokens,
		...more,
	},
});
const refuses = (status: number, message: string, more: object = {}): Reply => ({ status, json: { error: { message, ...more } } });
const busy = refuses(503, 'Busy');

/** A host that gives these replies one after the other, and what it was sent. */
function host(...replies: Reply[]) {
	const bodies: JsonObject[] = [];
	const fetch: typeof globalThis.fetch = async (_url, init) => {
		bodies.push(JSON.parse(String(init?.body)));
		const reply = replies[bodies.length - 1];
		if (!reply) throw new Error('The host was asked too often');
		return new Response(JSON.stringify(reply.json), { status: reply.status ?? 200, headers: { 'content-type': 'application/json' } });
	};
	return { fetch, bodies };
}

const endpoint = { baseURL: 'https://api.deepseek.com/v1', apiKey: 'sk-of-mine-123456' };
const question: ReasonRequest = { model: 'deepseek-flash', messages: [{ role: 'user', content: 'Well?' }] };
const asked = (replies: Reply[], change: Partial<ReasonRequest> = {}, options: Parameters<typeof reason>[2] = {}) => {
	const { fetch, bodies } = host(...replies);
	return { bodies, result: reason({ ...question, ...change }, endpoint, { fetch, clock, ...options }) };
};
const failure = async (promise: Promise<unknown>): Promise<ReasonError> =>
	await promise.then(
		() => {
			throw new Error('Expected a failure');
		},
		(error) => error,
	);
const whys = (attempts: Attempt[]) => attempts.map(({ reason: why, outcome }) => [why, outcome]);

const usage = { inputTokens: 1000, cachedTokens: 0, outputTokens: 500, reasoningTokens: 'unknown', answerTokens: 'unknown' } as const;
const flash = Number(costOf(usage, 'deepseek-flash', at));

describe('a request is sent again', () => {
	test('twice at most, and each time is told with its wait', async () => {
		const { attempts } = await failure(asked([busy, busy, busy]).result);
		expect(whys(attempts)).toEqual([
			['first', 'overloaded'],
			['retry', 'overloaded'],
			['retry', 'overloaded'],
		]);
		expect(attempts.map(({ waitedMs }) => waitedMs)).toEqual([0, 250, 500]);
		expect(attempts).toMatchObject([{ status: 503, usage: 'none', costNano: 0, costUsd: 0 }, {}, {}]);
	});

	test.each([{ retries: 0 }, { retries: 1 }, { retries: 4 }])('as often as is allowed: $retries', async ({ retries }) => {
		const { attempts } = await failure(asked(Array(5).fill(busy), {}, { retries }).result);
		expect(attempts).toHaveLength(retries + 1);
	});

	test('and an answer ends it; what was refused before costs nothing', async () => {
		const { attempts, costUsd, usage: used } = await asked([busy, says('Yes')]).result;
		expect(whys(attempts)).toEqual([
			['first', 'overloaded'],
			['retry', 'answered'],
		]);
		expect(costUsd).toBe(flash / 1e9);
		expect(used).toEqual(usage);
	});

	test('not where the host says that nothing will change', async () => {
		expect((await failure(asked([refuses(401, 'Wrong key')]).result)).attempts).toHaveLength(1);
	});
});

describe('what an attempt costs', () => {
	const attemptOf = async (reply: Reply, change: Partial<ReasonRequest> = {}) => (await asked([reply], change).result).attempts[0];

	test('is told in dollars and nano-dollars, with the status and the model that answered', async () => {
		expect(await attemptOf(says('Yes', { model: 'deepseek-v4-pro' }))).toMatchObject({
			...{ model: 'deepseek-v4-pro', host: 'deepseek', reason: 'first', outcome: 'answered', waitedMs: 0, usage },
			costNano: costOf(usage, 'deepseek-v4-pro', at),
		});
		expect(costOf(usage, 'deepseek-v4-pro', at)).not.toBe(flash);
		const plain = await attemptOf(says('Yes'));
		expect([plain?.costNano, plain?.costUsd]).toEqual([flash, flash / 1e9]);
		expect(plain).not.toHaveProperty('usageProblem');
	});

	test('is at the price of what was asked for where the name that answered has none', async () => {
		expect(await attemptOf(says('Yes', { model: 'flash-internal-77' }))).toMatchObject({ model: 'flash-internal-77', costNano: flash });
		expect(await attemptOf(says('Yes', { model: undefined }))).toMatchObject({ model: 'deepseek-flash', costNano: flash });
	});

	test('is at the price of the model that Extra Body names', async () => {
		const pro = costOf(usage, 'deepseek-v4-pro', at);
		const made = await attemptOf(says('Yes', { model: undefined }), { extraBody: { model: 'deepseek-v4-pro' } });
		expect(made).toMatchObject({ model: 'deepseek-v4-pro', costNano: pro });
	});

	test('is unknown where the host sent no counts, and says why', async () => {
		expect(await attemptOf(says('Yes', { usage: undefined }))).toMatchObject({
			...{ outcome: 'answered', usage: 'unknown', costNano: 'unknown', costUsd: 'unknown' },
			usageProblem: 'The host sent no token counts',
		});
	});

	test('is unknown for a call that was cut off, and says so', async () => {
		const cut: typeof fetch = async () =>
			new Response(
				new ReadableStream({
					start: (controller) => controller.enqueue(new TextEncoder().encode('{"choices":[{"message":{"content":"Y')),
					pull: (controller) => controller.error(new TypeError('terminated')),
				}),
				{ headers: { 'content-type': 'application/json' } },
			);
		const { attempts } = await failure(asked([], {}, { fetch: cut }).result);
		expect(attempts).toMatchObject([
			{ usage: 'unknown', costNano: 'unknown', usageProblem: 'The call was cut off before the host sent token counts' },
		]);
	});

	test.each([
		{ name: 'the operator does not allow the address', error: Object.assign(new Error('No'), { name: 'SsrfError' }), kind: 'blocked' },
		{ name: 'no connection was made', error: Object.assign(new Error('No'), { code: 'ECONNREFUSED' }), kind: 'connection' },
	])('is nothing where $name', async ({ error, kind }) => {
		const failing: typeof fetch = async () => await Promise.reject(new TypeError('fetch failed', { cause: error }));
		const { attempts } = await failure(asked([], {}, { fetch: failing, retries: 0 }).result);
		expect(attempts).toMatchObject([{ outcome: kind, usage: 'none', costNano: 0, costUsd: 0 }]);
		expect(attempts[0]).not.toHaveProperty('status');
	});

	test('is known for an answer of no use that was counted', async () => {
		const useless = says('Y', {}, { finish_reason: 'content_filter' });
		expect((await failure(asked([useless]).result)).attempts).toMatchObject([{ outcome: 'content_filter', usage, costNano: flash }]);
	});
});

describe('what is put around each request', () => {
	test('learns all that leaves, and lets it go', async () => {
		const seen: OutgoingCall[] = [];
		const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
		const { bodies, result } = asked(
			[busy, says('Yes')],
			{ tools, maxTokens: 77, extraBody: { user: 'u' } },
			{
				around: async (call, send) => {
					seen.push(call);
					return await send();
				},
			},
		);
		const { attempts } = await result;
		expect(attempts).toHaveLength(2);
		expect(seen.map(({ body }) => body)).toEqual(bodies);
		expect(seen[0]).toMatchObject({
			model: 'deepseek-flash',
			host: 'deepseek',
			maxTokens: 77,
			maxOutput: expect.any(Number),
			body: { user: 'u' },
		});
		expect(seen[0]?.texts).toEqual([JSON.stringify({ role: 'user', content: 'Well?' }), expect.stringContaining('"name":"f"')]);
	});

	test('learns what the request cost', async () => {
		const made: Attempt[] = [];
		const around = async (_call: OutgoingCall, send: () => Promise<Attempt>) => {
			const one = await send();
			made.push(one);
			return one;
		};
		const { attempts } = await asked([busy, says('Yes')], {}, { around }).result;
		expect(made).toEqual(attempts);
	});

	test('keeps a request from being sent by its own error, which comes through', async () => {
		const full = new ReasonError('Full', { kind: 'budget', description: 'Raise it.' });
		const { bodies, result } = asked(
			[busy, says('Yes')],
			{},
			{
				around: async (_call, send) => (bodies.length > 0 ? await Promise.reject(full) : await send()),
			},
		);
		const error = await failure(result);
		expect(error).toBe(full);
		expect(whys(error.attempts)).toEqual([['first', 'overloaded']]);
		expect(bodies).toHaveLength(1);
	});

	test('is told no limit where none is sent or known', async () => {
		const seen: OutgoingCall[] = [];
		const around = async (call: OutgoingCall, send: () => Promise<Attempt>) => {
			seen.push(call);
			return await send();
		};
		await asked([says('Yes')], { model: 'made-up' }, { around }).result;
		expect(seen[0]).not.toHaveProperty('maxTokens');
		expect(seen[0]?.maxOutput).toBeUndefined();
		expect(seen[0]?.texts).toHaveLength(1);
	});
});

describe('an answer that must be JSON', () => {
	const jsonSchema = { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] };
	const rejected = refuses(400, 'This response_format type is unavailable now', { param: 'response_format' });

	test('is given as data', async () => {
		const { data, attempts, notes } = await asked([says('{"a":1}')], { jsonSchema }).result;
		expect([data, attempts.length, notes]).toEqual([{ a: 1 }, 1, []]);
	});

	test('is said to be repaired where it was', async () => {
		const { data, notes } = await asked([says('Here: {"a":1}')], { jsonSchema }).result;
		expect([data, notes]).toEqual([{ a: 1 }, ['The JSON was taken out of other text or repaired.']]);
	});

	test('is asked for once more with what is wrong about it; both are paid', async () => {
		const { bodies, result } = asked([says('{"b":1}'), says('{"a":2}')], { jsonSchema });
		const { data, attempts, costUsd } = await result;
		expect(data).toEqual({ a: 2 });
		expect(whys(attempts)).toEqual([
			['first', 'answered'],
			['json', 'answered'],
		]);
		expect(costUsd).toBe((2 * flash) / 1e9);
		expect(bodies[1]?.messages).toMatchObject([
			{ role: 'user', content: 'Well?' },
			{ role: 'assistant', content: '{"b":1}' },
			{ role: 'user', content: expect.stringMatching(/^That reply is not valid: .*'a'.*\. Reply again/) },
		]);
	});

	test('is not asked for a third time', async () => {
		const error = await failure(asked([says('no'), says('no')], { jsonSchema }).result);
		expect(error).toMatchObject({ kind: 'invalid_json', description: expect.stringContaining('The reply holds no JSON value.') });
		expect(error.attempts).toHaveLength(2);
	});

	test.each([
		{ name: 'at first', replies: [says('{"a":', {}, { finish_reason: 'length' })] },
		{ name: 'the second time', replies: [says('{"b":1}'), says('{"a":', {}, { finish_reason: 'length' })] },
	])('that the limit cut off $name asks for a larger one', async ({ replies }) => {
		const error = await failure(asked(replies, { jsonSchema }).result);
		expect(error).toMatchObject({ kind: 'length', message: expect.stringContaining('cut off by the token limit') });
		expect(error.attempts).toHaveLength(replies.length);
	});

	test('may be a tool call first', async () => {
		const tool_calls = [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }];
		const called = says('', {}, { message: { role: 'assistant', content: '', tool_calls }, finish_reason: 'tool_calls' });
		const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
		const result = await asked([called], { jsonSchema, tools }).result;
		expect(result.toolCalls).toHaveLength(1);
		expect(result).not.toHaveProperty('data');
	});

	test('is asked for in the prompt where the host rejects the JSON mode, at once and without a retry', async () => {
		const { bodies, result } = asked([rejected, says('{"a":1}')], { jsonSchema }, { retries: 0 });
		const { data, attempts, notes } = await result;
		expect(data).toEqual({ a: 1 });
		expect(notes).toEqual(['The host rejected the JSON mode: the schema was put into the prompt instead.']);
		expect(attempts).toMatchObject([
			{ reason: 'first', outcome: 'rejected_parameter', usage: 'none', costNano: 0 },
			{ reason: 'parameter', outcome: 'answered', waitedMs: 0 },
		]);
		expect(bodies[0]).toHaveProperty('response_format');
		expect(bodies[1]).not.toHaveProperty('response_format');
	});

	test('that the host rejects in the prompt, too, fails', async () => {
		const error = await failure(asked([rejected, rejected], { jsonSchema }).result);
		expect(error).toMatchObject({ kind: 'rejected_parameter' });
		expect(error.attempts).toHaveLength(2);
	});

	test('is not looked for where nobody asked: a rejected format of Extra Body is an error', async () => {
		const { result } = asked([rejected], { extraBody: { response_format: { type: 'json_object' } } });
		expect((await failure(result)).attempts).toHaveLength(1);
	});

	test('needs a schema that is one, before anything is sent', async () => {
		const { bodies, result } = asked([], { jsonSchema: { type: 'nonsense' } });
		expect(await failure(result)).toMatchObject({ kind: 'invalid_request' });
		expect(bodies).toHaveLength(0);
	});
});

describe('tools that the host rejects', () => {
	const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
	const rejected = refuses(400, 'registry.ollama.ai/library/deepseek-r1:7b does not support tools');

	test.each([
		{ name: 'in words', reply: rejected },
		{ name: 'by the name of the parameter', reply: refuses(400, 'Unsupported parameter', { param: 'tools' }) },
	])('$name are put into the prompt, at once and without a retry', async ({ reply }) => {
		const { bodies, result } = asked([reply, says('Yes')], { tools }, { retries: 0 });
		expect(whys((await result).attempts)).toEqual([
			['first', 'rejected_parameter'],
			['parameter', 'answered'],
		]);
		expect(bodies.map((body) => 'tools' in body)).toEqual([true, false]);
		expect(JSON.stringify(bodies[1]?.messages)).toContain('## f');
	});

	test.each([
		{ name: 'where somebody chose the tools of the API', change: { tools, toolForm: 'native' as const }, reply: rejected },
		{ name: 'where it is another parameter', change: { tools }, reply: refuses(400, 'Unsupported parameter: seed', { param: 'seed' }) },
		{ name: 'where none were offered', change: {}, reply: rejected },
	])('are not $name', async ({ change, reply }) => {
		expect((await failure(asked([reply], change).result)).attempts).toHaveLength(1);
	});
});

describe('the times', () => {
	test.each([
		{ name: 'a model that shows its trace', model: 'deepseek-flash', options: {}, silence: 10, total: 60 },
		{ name: 'a model that thinks unseen', model: 'o1', options: {}, silence: 30, total: 60 },
		{ name: 'one’s own limits', model: 'o1', options: { silenceTimeoutMs: 120_000, totalTimeoutMs: 180_000 }, silence: 2, total: 3 },
	])('of $name', async ({ model, options, silence, total }) => {
		const set: number[] = [];
		const watched: Clock = {
			...clock,
			elapsedMs: () => 0,
			timer: (ms) => {
				set.push(ms / 60_000);
				return { restart: () => undefined, stop: () => undefined };
			},
		};
		const { fetch } = host(says('Yes'));
		await reason({ ...question, model }, { baseURL: 'https://api.openai.com/v1' }, { fetch, clock: watched, ...options });
		expect(set).toContain(silence);
		expect(set).toContain(total);
		expect(set.every((minutes) => minutes === silence || minutes === total)).toBe(true);
	});

	test('that are over before the first request end the call unsent', async () => {
		const { bodies, result } = asked([says('Yes')], {}, { totalTimeoutMs: 0 });
		expect(await failure(result)).toMatchObject({ kind: 'timeout', attempts: [] });
		expect(bodies).toHaveLength(0);
	});

	test('count waits and retries into the whole, not into the attempt that answered', async () => {
		let now = 5000;
		const ticking: Clock = { ...clock, elapsedMs: () => now };
		const replies = [busy, says('Yes')];
		const slow: typeof fetch = async () => {
			now += 100;
			const reply = replies.shift();
			return new Response(JSON.stringify(reply?.json), { status: reply?.status ?? 200, headers: { 'content-type': 'application/json' } });
		};
		const deltas: number[] = [];
		const { timings, attempts } = await reason(question, endpoint, {
			...{ fetch: slow, clock: ticking },
			onDelta: ({ atMs }) => deltas.push(atMs),
		});
		expect(attempts.map(({ tookMs }) => tookMs)).toEqual([100, 100]);
		expect(timings).toEqual({ firstTokenMs: 100, firstAnswerTokenMs: 100, totalMs: 200 });
		expect(deltas).toEqual([100]);
	});
});

describe('the first tokens', () => {
	/** A stream whose chunks come a second after each other. */
	async function timed(deltas: object[], watched: boolean) {
		let now = 0;
		const sent = [
			...deltas.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] })),
			{ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
		];
		const streaming: typeof fetch = async () =>
			new Response(
				new ReadableStream(
					{
						pull(controller) {
							const chunk = sent.shift();
							now += 1000;
							if (chunk) controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`));
							else controller.close();
						},
					},
					{ highWaterMark: 0 },
				),
				{ headers: { 'content-type': 'text/event-stream' } },
			);
		const told: [string, number][] = [];
		const { timings, traceField } = await reason(question, endpoint, {
			...{ fetch: streaming, clock: { ...clock, elapsedMs: () => now } },
			...(watched ? { onDelta: ({ kind, atMs }) => told.push([kind, atMs]) } : {}),
		});
		return { first: timings.firstTokenMs, answer: timings.firstAnswerTokenMs, told, traceField };
	}
	const thought = { reasoning_content: 'Hm. ' };
	const said = { content: 'Yes. ' };

	test.each([{ watched: false }, { watched: true }])(
		'of trace and answer are timed each, whoever listens: $watched',
		async ({ watched }) => {
			const { first, answer, traceField } = await timed([thought, thought, said, said], watched);
			expect(traceField).toBe('reasoning_content');
			expect([first, answer]).toEqual([1000, 3000]);
		},
	);

	test.each([{ watched: false }, { watched: true }])('of an answer alone are one, whoever listens: $watched', async ({ watched }) => {
		const { first, answer } = await timed([said, said, said], watched);
		expect([first, answer]).toEqual([1000, 1000]);
	});

	test('are told as they come, and all that follow', async () => {
		const { told } = await timed([thought, said, said], true);
		expect(told.map(([kind]) => kind)).toEqual(['thinking', 'answer', 'answer']);
		expect(told[0]?.[1]).toBe(1000);
	});
});

describe('what comes out', () => {
	test('goes on in the next turn: trace, its details and calls', async () => {
		const tool_calls = [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }];
		const reasoning_details = [{ type: 'reasoning.text', text: 'Hm.', format: 'x' }];
		const reply = says(
			'',
			{},
			{ message: { role: 'assistant', content: 'Yes', reasoning: 'Hm.', reasoning_details, tool_calls }, finish_reason: 'tool_calls' },
		);
		const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
		const { fetch } = host(reply);
		const { message, traceField, thinking } = await reason(
			{ ...question, model: 'deepseek/deepseek-r1-0528', tools },
			{ baseURL: 'https://openrouter.ai/api/v1', apiKey: 'k' },
			{ fetch, clock },
		);
		expect([thinking, traceField]).toEqual(['Hm.', 'reasoning']);
		expect(message).toMatchObject({ role: 'assistant', content: 'Yes', thinking: 'Hm.', tool_calls, reasoning_details });
	});

	test('holds no parts that there are not', async () => {
		const result = await asked([says('Yes')]).result;
		expect(result).toMatchObject({ answer: 'Yes', thinking: '', notes: [], model: 'deepseek-flash', host: 'deepseek' });
		for (const part of ['data', 'toolCalls', 'traceField', 'unreadCall']) expect(result).not.toHaveProperty(part);
		expect(result.message).toEqual({ role: 'assistant', content: 'Yes', thinking: '' });
	});

	test('names the model that was asked where the answer names none', async () => {
		expect((await asked([says('Yes', { model: undefined })]).result).model).toBe('deepseek-flash');
	});

	test('says so where there is only a trace', async () => {
		const thought = says('', {}, { message: { role: 'assistant', content: '', reasoning_content: 'Hm.' } });
		const result = asked([thought]).result;
		const outcome = await result.catch((error: unknown) => error);
		if (outcome instanceof ReasonError) expect(outcome.kind).toBe('empty');
		else expect(outcome).toMatchObject({ thinking: 'Hm.', notes: ['The model ended without an answer: there is only the trace.'] });
	});

	test('holds neither key nor header nor prompt where the host repeats them in an error', async () => {
		const secret = 'A prompt that nobody else may read, as it is long enough to be told';
		const echo = refuses(400, `Bad: ${endpoint.apiKey} ${secret} token-in-a-header-99`);
		const { fetch } = host(echo);
		const error = await failure(
			reason(
				{ ...question, messages: [{ role: 'user', content: secret }] },
				{ ...endpoint, headers: { 'x-token': 'token-in-a-header-99' } },
				{ fetch, clock },
			),
		);
		const told = JSON.stringify([error.message, error.description]);
		for (const part of [endpoint.apiKey, secret, 'token-in-a-header-99']) expect(told).not.toContain(part);
	});
});
