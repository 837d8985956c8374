import { describe, expect, test } from 'vitest';
import { findHostById, findModel } from '../../../core/catalogue/lookup';
import { buildRequest, isR1Weights, type ReasonRequest } from '../../../core/reason/buildRequest';
import type { JsonObject } from '../../../core/json';

const user = { role: 'user', content: 'Hello' } as const;

function build(hostId: string, request: Partial<ReasonRequest>, native = false) {
	const host = findHostById(hostId);
	if (!host) throw new Error(`No host ${hostId}`);
	const whole = { model: 'some-model', messages: [user], ...request };
	return buildRequest(whole, { host, model: findModel(whole.model, hostId), native });
}

const always = (model: string) => ({ model, messages: [user], stream: true, stream_options: { include_usage: true } });

const bodies: { name: string; host: string; request: Partial<ReasonRequest>; body: JsonObject; notes?: RegExp }[] = [
	{
		name: 'DeepSeek: thinking on with effort',
		host: 'deepseek',
		request: { model: 'deepseek-flash', thinking: 'on', effort: 'medium', maxTokens: 9 },
		body: { ...always('deepseek-flash'), thinking: { type: 'enabled' }, reasoning_effort: 'high', max_tokens: 9 },
	},
	{
		name: 'DeepSeek: thinking off',
		host: 'deepseek',
		request: { model: 'deepseek-flash', thinking: 'off' },
		body: { ...always('deepseek-flash'), thinking: { type: 'disabled' } },
	},
	{ name: 'DeepSeek: left to the host', host: 'deepseek', request: { model: 'deepseek-flash' }, body: always('deepseek-flash') },
	{
		name: 'DeepSeek: temperature has no effect while it thinks',
		host: 'deepseek',
		request: { model: 'deepseek-flash', temperature: 0.6 },
		body: { ...always('deepseek-flash'), temperature: 0.6 },
		notes: /temperature has no effect/,
	},
	{
		name: 'OpenAI: the cap has another name, sampling goes',
		host: 'openai',
		request: { model: 'gpt-5', maxTokens: 9, temperature: 0.2, effort: 'max' },
		body: { ...always('gpt-5'), max_completion_tokens: 9, reasoning_effort: 'high' },
		notes: /temperature was left out/,
	},
	{
		name: 'OpenAI: a chat model keeps its temperature',
		host: 'openai',
		request: { model: 'gpt-4o', temperature: 0.2 },
		body: { ...always('gpt-4o'), temperature: 0.2 },
	},
	{
		name: 'OpenRouter',
		host: 'openrouter',
		request: { thinking: 'on', effort: 'low' },
		body: { ...always('some-model'), reasoning: { enabled: true, effort: 'low' } },
	},
	{ name: 'Together', host: 'together', request: { thinking: 'off' }, body: { ...always('some-model'), reasoning: { enabled: false } } },
	{
		name: 'Groq: the trace apart from the answer',
		host: 'groq',
		request: { maxTokens: 5 },
		body: { ...always('some-model'), reasoning_format: 'parsed', max_completion_tokens: 5 },
	},
	{
		name: 'vLLM',
		host: 'vllm',
		request: { thinking: 'off' },
		body: { ...always('some-model'), chat_template_kwargs: { thinking: false, enable_thinking: false } },
	},
	{
		name: 'an unknown host: nothing unusual',
		host: 'unknown',
		request: { thinking: 'off', temperature: 1 },
		body: { ...always('some-model'), temperature: 1 },
		notes: /could not be switched off/,
	},
	{
		name: 'an unknown host: the usual effort',
		host: 'unknown',
		request: { effort: 'low' },
		body: { ...always('some-model'), reasoning_effort: 'low' },
	},
	{
		name: 'an unknown host with an OpenAI reasoner behind it',
		host: 'unknown',
		request: { model: 'openai/o3', maxTokens: 7 },
		body: { ...always('openai/o3'), max_completion_tokens: 7 },
	},
	{
		name: 'a forced tool choice that DeepSeek rejects while it thinks',
		host: 'deepseek',
		request: { model: 'deepseek-flash', tools: [{ type: 'function' }], toolChoice: 'required' },
		body: { ...always('deepseek-flash'), tools: [{ type: 'function' }] },
		notes: /forced tool choice was left out/,
	},
	{
		name: 'a forced tool choice that DeepSeek takes when it does not think',
		host: 'deepseek',
		request: { model: 'deepseek-flash', thinking: 'off', tools: [{ type: 'function' }], toolChoice: 'required' },
		body: { ...always('deepseek-flash'), tools: [{ type: 'function' }], tool_choice: 'required', thinking: { type: 'disabled' } },
	},
	{
		name: 'extra body is merged deeply',
		host: 'openrouter',
		request: { thinking: 'on', extraBody: { reasoning: { exclude: true }, provider: { only: ['x'] } } },
		body: { ...always('some-model'), reasoning: { enabled: true, exclude: true }, provider: { only: ['x'] } },
	},
];

describe('the body', () => {
	test.each(bodies)('$name', ({ host, request, body, notes }) => {
		const built = build(host, request);
		expect(built.body).toEqual(body);
		if (notes) expect(built.notes.join(' ')).toMatch(notes);
	});

	test("Ollama's own API has its own words", () => {
		const { path, body } = build('ollama', { thinking: 'on', maxTokens: 9, temperature: 0, jsonSchema: { type: 'object' } }, true);
		expect(path).toBe('/chat');
		expect(body).toMatchObject({ stream: true, think: true, options: { temperature: 0, num_predict: 9 }, format: { type: 'object' } });
		expect(body).not.toHaveProperty('stream_options');
	});
});

const jsonSchema = { type: 'object' };

describe('JSON output', () => {
	test.each([
		{
			host: 'openai',
			model: 'gpt-5',
			format: { type: 'json_schema', json_schema: { name: 'answer', schema: jsonSchema } },
			inPrompt: false,
		},
		{ host: 'deepseek', model: 'deepseek-flash', format: { type: 'json_object' }, inPrompt: true },
		{ host: 'unknown', model: 'any', format: undefined, inPrompt: true },
		{ host: 'anthropic', model: 'claude-opus-5-5', format: undefined, inPrompt: true },
	])('on $host asks in the safest way that the host has', ({ host, model, format, inPrompt }) => {
		const { body } = build(host, { model, jsonSchema });
		expect(body.response_format).toEqual(format);
		expect(JSON.stringify(body.messages).includes('JSON Schema')).toBe(inPrompt);
	});
});

describe('the system prompt', () => {
	const messages = [{ role: 'system', content: 'Be brief.' }, user] as const;

	test.each(['deepseek-r1', 'deepseek-ai/DeepSeek-R1', 'deepseek-r1:70b', 'DeepSeek-R1-Distill-Qwen-32B', 'deepseek_r1', 'r1'])(
		'%s gets it in the user turn',
		(model) => {
			expect(build('vllm', { model, messages }).body.messages).toEqual([{ role: 'user', content: 'Be brief.\n\nHello' }]);
		},
	);

	test.each(['deepseek-flash', 'deepseek-ai/DeepSeek-R1-0528', 'gpt-5', 'r1000', 'qwen3'])('%s gets it as it is', (model) => {
		expect(build('vllm', { model, messages }).body.messages).toEqual(messages);
	});

	test('goes before the parts of a message with images', () => {
		const parts = [{ type: 'image_url', image_url: { url: 'data:,' } }];
		const built = build('vllm', { model: 'deepseek-r1', messages: [messages[0], { role: 'user', content: parts }] });
		expect(built.body.messages).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Be brief.' }, ...parts] }]);
	});

	test('is a user message of its own where there is none', () => {
		expect(build('vllm', { model: 'deepseek-r1', messages: [messages[0]] }).body.messages).toEqual([
			{ role: 'user', content: 'Be brief.' },
		]);
	});

	test('of the role developer becomes a system message on DeepSeek, and stays on OpenAI', () => {
		const developer = [{ role: 'developer', content: 'x' }, user] as const;
		expect(build('deepseek', { messages: developer }).body.messages).toMatchObject([{ role: 'system' }, user]);
		expect(build('openai', { messages: developer }).body.messages).toMatchObject([{ role: 'developer' }, user]);
	});
});

describe('the trace of earlier turns', () => {
	const turns = [user, { role: 'assistant', content: 'Hi', thinking: 'Hm' }, user, { role: 'assistant', content: 'Ho' }, user] as const;
	const tools = [{ type: 'function', function: { name: 'f' } }];
	const assistants = (host: string, request: Partial<ReasonRequest>, native = false) => {
		const { messages } = build(host, { messages: turns, ...request }, native).body;
		return Array.isArray(messages) ? messages.filter(({ role }) => role === 'assistant') : [];
	};

	test('is not sent to DeepSeek without tools', () => {
		expect(assistants('deepseek', {})).toEqual([
			{ role: 'assistant', content: 'Hi' },
			{ role: 'assistant', content: 'Ho' },
		]);
	});

	test('is sent to DeepSeek with tools for every turn, empty ones too', () => {
		expect(assistants('deepseek', { tools })).toEqual([
			{ role: 'assistant', content: 'Hi', reasoning_content: 'Hm' },
			{ role: 'assistant', content: 'Ho', reasoning_content: '' },
		]);
	});

	test.each([
		{ host: 'vllm', field: 'reasoning' },
		{ host: 'ollama', field: 'reasoning' },
	])('is $field on $host', ({ host, field }) => {
		expect(assistants(host, {})[0]).toEqual({ role: 'assistant', content: 'Hi', [field]: 'Hm' });
	});

	test("is thinking in Ollama's own API", () => {
		expect(assistants('ollama', {}, true)[0]).toEqual({ role: 'assistant', content: 'Hi', thinking: 'Hm' });
	});

	test('goes as details to OpenRouter where there are some', () => {
		const messages = [
			user,
			{ role: 'assistant', content: 'Hi', reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] },
			user,
		] as const;
		expect(assistants('openrouter', { tools, messages })[0]).toEqual({
			role: 'assistant',
			content: 'Hi',
			reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }],
		});
		expect(assistants('openrouter', { tools })[0]).toEqual({ role: 'assistant', content: 'Hi', reasoning: 'Hm' });
	});

	test('is dropped for a host of which nothing is known', () => {
		expect(assistants('unknown', { tools })[0]).toEqual({ role: 'assistant', content: 'Hi' });
	});

	test('under whatever name it came becomes the name of the host', () => {
		const messages = [user, { role: 'assistant', content: 'Hi', reasoning_content: 'Hm' }, user] as const;
		expect(assistants('vllm', { messages })[0]).toEqual({ role: 'assistant', content: 'Hi', reasoning: 'Hm' });
	});
});

test.each([
	{ name: 'deepseek-r1', is: true },
	{ name: 'deepseek/deepseek-r1:free', is: true },
	{ name: 'r1-distill-llama-70b', is: true },
	{ name: 'deepseek-r1-0528', is: false },
	{ name: 'command-r1x', is: false },
	{ name: 'gpt-6.1', is: false },
])('$name is R1 weights: $is', ({ name, is }) => {
	expect(isR1Weights(name)).toBe(is);
});
