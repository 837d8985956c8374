import { NodeConnectionTypes } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { R1Reason } from '../../../nodes/R1Reason/R1Reason.node';
import { faultNames, profiles, startLab, type Lab, type ProfileId } from '../../../lab';
import { compatible, runNode } from './runNode';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const ids = Object.keys(profiles).filter((id): id is ProfileId => id in profiles);
const hidden: readonly string[] = ['openai', 'groq-hidden'];
const endpoint = (id: ProfileId) => compatible(lab.at(id), id === 'ollama' ? { profile: 'ollama' } : {});
const model = (value: string) => ({ model: { mode: 'id', value } });

describe('every host', () => {
	test.each(ids)('%s: the trace and the answer come apart, and the tokens are counted', async (id) => {
		const thinking = 'First, count.\n\nWait, 不对, again: 3.';
		lab.script({ thinking, answer: 'It is **3** 🍓.', usage: { input: 11, cached: 0, output: 30, reasoning: 20 } });
		const { items, error } = await runNode({ parameters: model(profiles[id].models[0]), credentials: endpoint(id) });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0].pairedItem).toEqual({ item: 0 });
		expect(items[0].json).toMatchObject({
			answer: 'It is **3** 🍓.',
			thinking: hidden.includes(id) ? '' : thinking,
			finishReason: 'stop',
			usage: { inputTokens: 11, outputTokens: 30 },
			model: profiles[id].models[0],
			timings: { firstTokenMs: expect.any(Number), firstAnswerTokenMs: expect.any(Number), totalMs: expect.any(Number) },
			attempts: [{ outcome: 'answered', status: 200, reason: 'first' }],
		});
	});

	test.each(ids)('%s: characters cut between bytes are whole again', async (id) => {
		lab.script({ thinking: '数一数🍓', answer: '三个𠮷', fault: 'split-bytes' });
		const { items } = await runNode({ parameters: model(profiles[id].models[0]), credentials: endpoint(id) });
		expect(items[0].json).toMatchObject({ answer: '三个𠮷', thinking: hidden.includes(id) ? '' : '数一数🍓' });
	});
});

/** What each fault becomes, and how many requests it takes with one retry. */
const faults: Record<string, { kind: string; requests: number; says?: RegExp }> = {
	'400': { kind: 'invalid_request', requests: 1 },
	'401': { kind: 'auth', requests: 1, says: /key/ },
	'402': { kind: 'balance', requests: 1, says: /Top up/ },
	'403': { kind: 'auth', requests: 1 },
	'404': { kind: 'unknown_model', requests: 1, says: /list/ },
	'422': { kind: 'invalid_request', requests: 1 },
	'429': { kind: 'rate_limit', requests: 2, says: /Concurrency/ },
	'429-retry-after': { kind: 'rate_limit', requests: 2 },
	'500': { kind: 'server', requests: 2 },
	'502': { kind: 'server', requests: 2 },
	'503': { kind: 'overloaded', requests: 2 },
	'504': { kind: 'timeout', requests: 1, says: /not sent again/ },
	'content-filter': { kind: 'content_filter', requests: 1 },
	'context-length': { kind: 'context_length', requests: 1, says: /Shorten/ },
	'developer-role': { kind: 'rejected_parameter', requests: 1, says: /system/ },
	'empty-body': { kind: 'empty', requests: 1 },
	'error-in-stream': { kind: 'server', requests: 1, says: /not sent again/ },
	garbage: { kind: 'unfinished', requests: 1 },
	html: { kind: 'server', requests: 2 },
	'insufficient-resource': { kind: 'overloaded', requests: 2 },
	'json-schema': { kind: 'rejected_parameter', requests: 1 },
	'max-tokens': { kind: 'rejected_parameter', requests: 1, says: /max_tokens/ },
	'missing-closing-tag': { kind: 'length', requests: 1 },
	'no-finish-reason': { kind: 'unfinished', requests: 1, says: /not sent again/ },
	'only-thinking': { kind: 'length', requests: 1, says: /Max Tokens/ },
	reset: { kind: 'unfinished', requests: 1, says: /not sent again/ },
	'reset-before-headers': { kind: 'unfinished', requests: 1, says: /not sent again/ },
	silence: { kind: 'silence', requests: 1, says: /Silence Timeout/ },
	'silent-start': { kind: 'silence', requests: 1 },
	'text-401': { kind: 'auth', requests: 1 },
	'tool-choice': { kind: 'rejected_parameter', requests: 1, says: /thinking off/ },
	'trace-missing': { kind: 'rejected_parameter', requests: 1, says: /trace/ },
	'truncated-json': { kind: 'unfinished', requests: 1 },
	'unknown-model': { kind: 'unknown_model', requests: 1 },
};
/** These end well. */
const harmless = ['keep-alives', 'split-bytes', 'slow-headers', 'length', 'empty-answer'];

describe('every fault', () => {
	test('has a row here', () => {
		expect(faultNames.filter((name) => !(name in faults) && !harmless.includes(name))).toEqual([]);
	});

	test.each(Object.entries(faults))(
		'%s says what happened and what to do, and is paid for once',
		async (fault, { kind, requests, says }) => {
			const { items, error } = await runNode({
				parameters: { ...model(`fault-${fault}`), options: { retries: 1, silenceTimeout: 0.3 } },
				credentials: compatible(lab.at('deepseek')),
				node: { onError: 'continueRegularOutput' },
				items: [{ kept: 'yes' }],
			});
			expect(error).toBeUndefined();
			expect(items[0].json).toMatchObject({
				kept: 'yes',
				error: expect.stringMatching(/^\S.*\S$/),
				details: { kind, description: expect.stringMatching(says ?? /\w+ \w+/) },
			});
			expect(lab.chats).toHaveLength(requests);
			expect(items[0].json.details).toHaveProperty('attempts.length', requests);
		},
	);

	test.each(harmless)('%s ends well', async (fault) => {
		const { items, error } = await runNode({ parameters: model(`fault-${fault}`), credentials: compatible(lab.at('deepseek')) });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ thinking: expect.stringMatching(/./) });
	});

	test('a retry after 429 waits as long as the host asks, and the attempts tell', async () => {
		lab.script({ fault: { kind: 'status', status: 429, retryAfter: 0.3 } }, { answer: 'Yes' });
		const { items } = await runNode({ credentials: compatible(lab.at('openai')) });
		expect(items[0].json).toMatchObject({
			answer: 'Yes',
			attempts: [
				{ outcome: 'rate_limit', status: 429, usage: 'none', costUsd: 0, waitedMs: 0 },
				{ outcome: 'answered', status: 200, reason: 'retry', waitedMs: expect.toSatisfy((ms) => ms >= 300 && ms <= 330) },
			],
		});
	});

	test('a retired model names its replacement, from the catalogue', async () => {
		const { error } = await runNode({
			parameters: { host: 'r1OpenAiApi', ...model('o1') },
			credentials: { r1OpenAiApi: { apiKey: 'k', baseUrl: lab.at('openai') } },
		});
		expect(error?.message).toMatch(/"o1" is retired and no longer served by OpenAI/);
		expect(error?.description).toMatch(/2026-10-23.*gpt-5\.6-sol/);
	});
});

describe('many items', () => {
	test('keep their order and their pairs, each is asked once', { timeout: 90_000 }, async () => {
		await using many = await startDisposableLab({
			timing: { firstToken: { kind: 'uniform', from: 0, to: 30 } },
			reply: ({ messages }) => ({ answer: `to ${String(messages[0].content)}` }),
		});
		const items = Array.from({ length: 1000 }, (_, index) => ({ prompt: `q${index}` }));
		const result = await runNode({
			parameters: { prompt: '={{ $json.prompt }}', options: { concurrency: 100 } },
			credentials: compatible(many.baseURL),
			items,
		});
		expect(result.items.map(({ json }) => json.answer)).toEqual(items.map(({ prompt }) => `to ${prompt}`));
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(new Set(many.chats.map(({ messages }) => messages[0].content)).size).toBe(1000);
		expect(many.chats).toHaveLength(1000);
	});

	test('never run more at once than the concurrency', { timeout: 60_000 }, async () => {
		await using busy = await startDisposableLab({ timing: { firstToken: 400 }, capacity: { streams: 7, queue: 0 } });
		const items = Array.from({ length: 30 }, () => ({}));
		const within = await runNode({ parameters: { options: { concurrency: 7, retries: 0 } }, credentials: compatible(busy.baseURL), items });
		expect(within.error).toBeUndefined();
		const beyond = await runNode({
			parameters: { options: { concurrency: 20, retries: 0 } },
			credentials: compatible(busy.baseURL),
			items,
		});
		expect(beyond.error?.message).toMatch(/rate/);
	});

	test('one that fails does not lose the others: Continue On Fail', async () => {
		const { items } = await runNode({
			parameters: { model: '={{ $json.model }}' },
			credentials: compatible(lab.at('deepseek')),
			node: { onError: 'continueRegularOutput' },
			items: [{ model: 'lab-right' }, { model: 'fault-402' }, { model: 'lab-right' }],
		});
		expect(items.map(({ json }) => json.details)).toMatchObject([undefined, { kind: 'balance' }, undefined]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	test('one that fails leaves by the error output', async () => {
		const { byNode } = await runNode({
			parameters: { model: '={{ $json.model }}' },
			credentials: compatible(lab.at('deepseek')),
			node: { onError: 'continueErrorOutput' },
			items: [{ model: 'lab-right' }, { model: 'fault-402' }, { model: 'lab-right' }],
		});
		const [answered, failed] = byNode.Reason;
		expect(answered.map(({ json }) => json.finishReason)).toEqual(['stop', 'stop']);
		expect(failed.map(({ json }) => json)).toMatchObject([
			{ model: 'fault-402', error: expect.stringMatching(/balance/), details: { kind: 'balance' } },
		]);
	});

	test('without Continue On Fail the first failure ends the run and names its item', async () => {
		const { error } = await runNode({
			parameters: { model: '={{ $json.model }}' },
			credentials: compatible(lab.at('deepseek')),
			items: [{ model: 'lab-right' }, { model: 'fault-402' }],
		});
		expect(error).toMatchObject({ message: expect.stringMatching(/out of balance/), context: { itemIndex: 1 } });
	});
});

describe('cancelling', () => {
	test('aborts the requests at once and sends no more', async () => {
		await using slow = await startDisposableLab({ timing: { firstToken: 60_000 } });
		const controller = new AbortController();
		const started = Date.now();
		const run = runNode({
			parameters: { options: { concurrency: 2 } },
			credentials: compatible(slow.baseURL),
			items: [{}, {}, {}, {}],
			signal: controller.signal,
		});
		await expect.poll(() => slow.chats.length).toBe(2);
		controller.abort();
		const { run: finished } = await run;
		expect(finished.status === 'canceled' || finished.status === 'error').toBe(true);
		await expect.poll(() => slow.records.filter(({ abandoned }) => abandoned).length).toBe(2);
		expect(slow.chats).toHaveLength(2);
		expect(Date.now() - started).toBeLessThan(30_000);
	});
});

describe('what the user sets', () => {
	test('the first click works: only a DeepSeek key is needed', async () => {
		const { items, error } = await runNode({
			node: { typeVersion: 1.1, parameters: {} },
			items: [{ question: 'Why is the sky blue?' }],
			credentials: { r1DeepSeekApi: { apiKey: 'k', baseUrl: lab.at('deepseek') } },
		});
		expect(error).toBeUndefined();
		expect(lab.chats[0]).toMatchObject({ model: 'deepseek-flash', messages: [{ role: 'user', content: 'Why is the sky blue?' }] });
		expect(items[0].json).toMatchObject({ host: 'deepseek', costUsd: expect.any(Number) });
	});

	test('goes to the host in its own words', async () => {
		await runNode({
			parameters: {
				host: 'r1DeepSeekApi',
				...model('deepseek-flash'),
				prompt: 'Hello',
				options: {
					systemPrompt: 'Be brief.',
					thinking: 'on',
					effort: 'max',
					maxTokens: 900,
					topP: 0.9,
					seed: 7,
					extraBody: '{"user_id": "u1"}',
				},
			},
			credentials: { r1DeepSeekApi: { apiKey: 'secret-key', baseUrl: lab.at('deepseek') } },
		});
		expect(lab.received[0].headers.authorization).toBe('Bearer secret-key');
		expect(lab.chats[0]).toMatchObject({
			stream: true,
			messages: [
				{ role: 'system', content: 'Be brief.' },
				{ role: 'user', content: 'Hello' },
			],
			thinking: { type: 'enabled' },
			reasoning_effort: 'max',
			max_tokens: 900,
			top_p: 0.9,
			seed: 7,
			user_id: 'u1',
		});
	});

	test('extra headers and a missing key', async () => {
		await runNode({
			credentials: { r1CompatibleApi: { baseUrl: lab.at('vllm'), headers: { values: [{ name: 'X-Team', value: 'blue' }] } } },
		});
		expect(lab.received[0].headers).toMatchObject({ 'x-team': 'blue' });
		expect(lab.received[0].headers).not.toHaveProperty('authorization');
	});

	test('a list of messages, with traces sent back where the host wants them', async () => {
		const messages = [
			{ role: 'user', content: 'a' },
			{ role: 'assistant', content: 'b', thinking: 'hm' },
			{ role: 'user', content: 'c' },
		];
		await runNode({
			parameters: { input: 'messages', messages: '={{ $json.messages }}' },
			credentials: compatible(lab.at('vllm'), { profile: 'vllm' }),
			items: [{ messages }],
		});
		expect(lab.chats[0].messages).toEqual([messages[0], { role: 'assistant', content: 'b', reasoning: 'hm' }, messages[2]]);
	});

	test('the trace can be left out', async () => {
		const { items } = await runNode({ parameters: { options: { includeThinking: false } }, credentials: compatible(lab.at('deepseek')) });
		expect(items[0].json).not.toHaveProperty('thinking');
	});

	test('a node of version 1 keeps its prompt and the place of its system prompt', async () => {
		const { error } = await runNode({
			node: { parameters: { options: { systemPrompt: 'Be brief.' } } },
			credentials: { r1DeepSeekApi: { apiKey: 'k', baseUrl: lab.at('deepseek') } },
		});
		expect(error).toBeUndefined();
		expect(lab.chats[0].messages).toEqual([
			{ role: 'system', content: 'Be brief.' },
			{ role: 'user', content: expect.stringContaining('strawberry') },
		]);
	});

	test('since version 1.1 the system prompt stands beside the prompt', async () => {
		const { error } = await runNode({
			parameters: { systemPrompt: 'Be brief.' },
			node: { typeVersion: 1.1 },
			credentials: compatible(lab.at('deepseek')),
		});
		expect(error).toBeUndefined();
		expect(lab.chats[0].messages).toMatchObject([{ content: 'Be brief.' }, { content: 'Hello' }]);
	});

	test('an item without a prompt is found before any other is paid for', async () => {
		const { error } = await runNode({
			parameters: { prompt: '={{ $json.chatInput }}' },
			items: [{ chatInput: 'One' }, { chatInput: 'Two' }, { other: 'Three' }],
			credentials: compatible(lab.at('deepseek')),
		});
		expect(error).toMatchObject({ message: 'The field "Prompt" can\'t be used', context: { itemIndex: 2 } });
		expect(lab.chats).toHaveLength(0);
	});

	test('under Continue On Fail an item without a prompt does not keep the others from being asked', async () => {
		const { items } = await runNode({
			parameters: { prompt: '={{ $json.chatInput }}' },
			node: { onError: 'continueRegularOutput' },
			items: [{ chatInput: 'One' }, { other: 'Two' }],
			credentials: compatible(lab.at('deepseek')),
		});
		expect(items.map(({ json }) => [typeof json.answer, json.error])).toEqual([
			['string', undefined],
			['undefined', 'The field "Prompt" can\'t be used'],
		]);
	});

	test.each([
		['the node', 'r1Reason', '$json.chatInput ?? $json.query'],
		['the tool that an agent is given', 'r1ReasonTool', '$fromAI('],
	])('the prompt of %s is filled in', (_, name, prompt) => {
		const { description } = new R1Reason();
		const node = { typeVersion: 1.1 };
		const parameters = NodeHelpers.getNodeParameters(description.properties, {}, true, false, node, { ...description, name });
		expect(parameters?.prompt).toContain(prompt);
	});

	test.each([
		{ name: 'an empty prompt', parameters: { prompt: '={{ $json.nothing }}' }, says: 'The field "Prompt" can\'t be used' },
		{
			name: 'messages that are no JSON',
			parameters: { input: 'messages', messages: 'Hello' },
			says: 'The field "Messages" can\'t be used',
		},
		{
			name: 'a role that does not exist',
			parameters: { input: 'messages', messages: [{ role: 'bot', content: 'x' }] },
			says: 'The field "Messages: entry 1, role" can\'t be used',
		},
		{
			name: 'no model',
			parameters: { host: 'several', models: { entries: [{ host: 'r1CompatibleApi', model: '' }] } },
			says: 'The field "Model 1: Model ID" can\'t be used',
		},
		{ name: 'a schema that is none', parameters: { output: 'json', schema: '{"type": "objekt"}' }, says: 'The JSON schema is not valid' },
		{ name: 'a schema that is no JSON', parameters: { output: 'json', schema: '{' }, says: 'The field "JSON Schema" can\'t be used' },
	])('$name is said before anything is sent', async ({ parameters, says }) => {
		const { error } = await runNode({ parameters, credentials: compatible(lab.at('deepseek')) });
		expect(error?.message).toBe(says);
		expect(error?.description).toMatch(/\w/);
		expect(lab.chats).toHaveLength(0);
	});

	test('a credential that is missing is named', async () => {
		const { error } = await runNode({});
		expect(error).toMatchObject({ message: 'The credential for "OpenAI-Compatible Endpoint" is missing' });
	});

	test('a call without a credential says that nothing was sent, and keeps its reservation', async () => {
		const budget = { reservationId: 'r1_x' };
		const { items } = await runNode({ node: { onError: 'continueRegularOutput' }, items: [{ budget }] });
		expect(items[0].json).toMatchObject({
			budget,
			error: 'The credential for "OpenAI-Compatible Endpoint" is missing',
			details: { sent: false },
		});
	});
});

describe('JSON output', () => {
	const schema = '{"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}';
	const json = { output: 'json', schema };

	test('is data that is valid against the schema', async () => {
		lab.script({ answer: '{"count": 3}' });
		const { items } = await runNode({ parameters: json, credentials: compatible(lab.at('deepseek'), { profile: 'deepseek' }) });
		expect(items[0].json).toMatchObject({ data: { count: 3 }, attempts: [{}] });
		expect(lab.chats[0].response_format).toEqual({ type: 'json_object' });
	});

	test('is asked for again once with the errors, and both answers are counted', async () => {
		const usage = { input: 100, cached: 0, output: 50, reasoning: 20 };
		lab.script({ answer: '{"count": "three"}', usage }, { answer: '```json\n{"count": 3,}\n```', usage });
		const { items } = await runNode({
			parameters: { ...json, host: 'r1DeepSeekApi', ...model('deepseek-flash') },
			credentials: { r1DeepSeekApi: { apiKey: 'k', baseUrl: lab.at('deepseek') } },
		});
		expect(items[0].json).toMatchObject({
			data: { count: 3 },
			usage: { inputTokens: 200, outputTokens: 100 },
			attempts: [{ reason: 'first' }, { reason: 'json' }],
		});
		const { attempts, costUsd } = items[0].json as { attempts: { costUsd: number }[]; costUsd: number };
		expect(costUsd).toBeGreaterThan(0);
		expect(Math.round(costUsd * 1e9)).toBe(Math.round((attempts[0].costUsd + attempts[1].costUsd) * 1e9));
		expect(JSON.stringify(lab.chats[1].messages)).toContain('/count must be integer');
	});

	test('that is wrong twice is an error, not a third request', async () => {
		lab.script({ answer: 'No.' }, { answer: 'Never.' }, { answer: '{"count": 3}' });
		const { error } = await runNode({ parameters: json, credentials: compatible(lab.at('deepseek')) });
		expect(error?.message).toMatch(/no JSON that is valid/);
		expect(lab.chats).toHaveLength(2);
	});

	test('works where the host rejects json_schema', async () => {
		lab.script({ fault: 'json-schema' }, { answer: '{"count": 3}' });
		const { items } = await runNode({ parameters: json, credentials: compatible(lab.at('openai'), { profile: 'openai' }) });
		expect(items[0].json).toMatchObject({ data: { count: 3 }, attempts: [{ outcome: 'rejected_parameter' }, { reason: 'parameter' }] });
		expect(lab.chats[1]).not.toHaveProperty('response_format');
	});
});

describe('several models', () => {
	const several = (entries: { host: string; model: string }[], options = {}) => ({
		host: 'several',
		models: { entries },
		options: { retries: 0, ...options },
	});
	const both = () => ({ r1DeepSeekApi: { apiKey: 'a', baseUrl: lab.at('deepseek') }, ...compatible(lab.at('vllm')) });

	test('the next one answers when the first fails, and the output says which and why', async () => {
		const { items } = await runNode({
			parameters: several([
				{ host: 'r1DeepSeekApi', model: 'fault-402' },
				{ host: 'r1CompatibleApi', model: 'lab-right' },
			]),
			credentials: both(),
		});
		expect(items[0].json).toMatchObject({
			model: 'lab-right',
			passedOver: [{ model: 'fault-402', host: 'deepseek', kind: 'balance', why: expect.stringMatching(/balance/) }],
			attempts: [
				{ outcome: 'balance', host: 'deepseek' },
				{ outcome: 'answered', reason: 'fallback' },
			],
		});
	});

	test('a failure that may have been charged is not passed on unless that is chosen', async () => {
		const entries = [
			{ host: 'r1DeepSeekApi', model: 'fault-no-finish-reason' },
			{ host: 'r1CompatibleApi', model: 'lab-right' },
		];
		const kept = await runNode({ parameters: several(entries), credentials: both() });
		expect(kept.error?.message).toMatch(/cut off/);
		expect(lab.chats).toHaveLength(1);
		const passed = await runNode({ parameters: several(entries, { fallBackOn: ['cut'] }), credentials: both() });
		expect(passed.items[0].json).toMatchObject({ model: 'lab-right', costUsd: 'unknown' });
	});

	test('the last failure is the one that is told', async () => {
		const { error } = await runNode({
			parameters: several([
				{ host: 'r1DeepSeekApi', model: 'fault-402' },
				{ host: 'r1CompatibleApi', model: 'fault-401' },
			]),
			credentials: both(),
		});
		expect(error?.message).toMatch(/API key/);
	});
});

describe('secrets', () => {
	const secret = 'sk-never-shown-1234567890';
	const prompt = 'Erika Mustermann, born 1 May 1970, has a rare disease.';

	test.each([
		{
			name: 'a host that repeats key and prompt',
			raw: { status: 400, body: JSON.stringify({ error: { message: `Bad key ${secret} for input: ${prompt}` } }) },
		},
		{ name: 'a host that repeats them as text', raw: { status: 500, contentType: 'text/plain', body: `${prompt} ${secret}` } },
		{
			name: 'a host that repeats them inside a stream',
			raw: { contentType: 'text/event-stream', body: `data: ${JSON.stringify({ error: { message: `${secret} ${prompt}` } })}\n\n` },
		},
	])('are in no error: $name', async ({ raw }) => {
		lab.script({ raw }, { raw }, { raw });
		const { run, error } = await runNode({
			parameters: { prompt: '={{ $json.text }}', options: { retries: 0 } },
			items: [{ text: prompt }],
			credentials: compatible(lab.at('openai')),
		});
		expect(error).toBeDefined();
		const told = JSON.stringify([error?.message, error?.description, error?.stack, run.data.resultData.error]);
		expect(told).not.toMatch(/never-shown|Mustermann/);
	});

	test('a key that cannot be a header is not repeated', async () => {
		const { error, run } = await runNode({
			credentials: {
				r1CompatibleApi: {
					baseUrl: lab.at('openai'),
					apiKey: 'never\nshown',
					headers: { values: [{ name: 'X-A', value: 'never\u0000shown' }] },
				},
			},
		});
		expect(error).toBeDefined();
		expect(JSON.stringify([error, run.data.resultData.error])).not.toMatch(/never\\?.?n?shown/);
	});
});

test('agents can use it as a tool', () => {
	const { usableAsTool, outputs } = new R1Reason().description;
	expect(usableAsTool).toBe(true);
	expect(outputs).toEqual([NodeConnectionTypes.Main]);
});

async function startDisposableLab(options: Parameters<typeof startLab>[0]) {
	const started = await startLab(options);
	return Object.assign(started, { [Symbol.asyncDispose]: () => started.close() });
}
