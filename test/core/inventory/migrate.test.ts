import { describe, expect, test } from 'vitest';
import { readTarget } from '../../../core/inventory/conflicts';
import { fixWorkflow } from '../../../core/inventory/fix';
import { readJsonTemplate } from '../../../core/inventory/migrate/jsonTemplate';
import { asList, get } from '../../../core/json';

const langchain = '@n8n/n8n-nodes-langchain';
const at = new Date('2026-11-28T12:00:00Z');
const to = (model: string, address?: string) => ({ at, target: readTarget(model, address) });

interface Given {
	type: string;
	typeVersion?: number;
	parameters?: Record<string, unknown>;
	credentials?: unknown;
}
/** A node called Ask, with one after it that reads `reads`. */
const chain = (node: Given, reads?: string, next: Record<string, unknown> = {}) => ({
	name: 'W',
	nodes: [
		{ id: '1', name: 'Ask', typeVersion: 1, position: [0, 0], ...node },
		{ id: '2', name: 'Next', type: 'n8n-nodes-base.set', typeVersion: 3.4, position: [0, 0], parameters: { value: reads }, ...next },
	],
	connections: { Ask: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
});
const nodesOf = (fixed: unknown) => asList(get(fixed, 'nodes'));

describe('a model node becomes the one of its target', () => {
	const node: Given = {
		type: `${langchain}.lmChatOpenAi`,
		typeVersion: 1.2,
		parameters: {
			model: { __rl: true, mode: 'list', value: 'gpt-4' },
			options: { temperature: 0.4, maxTokens: 500, topP: 1, frequencyPenalty: 1 },
		},
		credentials: { openAiApi: { id: 'secret-id', name: 'OpenAI' } },
	};
	test.each([
		['Claude', to('claude-sonnet-4-6'), 'lmChatAnthropic', { temperature: 0.4, topP: 1, maxTokensToSample: 500 }, 'anthropicApi'],
		['a Claude that takes no sampling', to('claude-sonnet-5-5'), 'lmChatAnthropic', { maxTokensToSample: 500 }, 'anthropicApi'],
		['Gemini', to('gemini-3.8-flash'), 'lmChatGoogleGemini', { temperature: 0.4, topP: 1, maxOutputTokens: 500 }, 'googlePalmApi'],
		['DeepSeek', to('deepseek-flash'), 'lmChatDeepSeek', { maxTokens: 500 }, 'deepSeekApi'],
		[
			'Ollama',
			to('qwen3:8b', 'http://localhost:11434'),
			'lmChatOllama',
			{ temperature: 0.4, topP: 1, numPredict: 500, frequencyPenalty: 1 },
			'ollamaApi',
		],
		[
			'vLLM',
			to('qwen3-32b', 'http://vllm.internal:8000/v1'),
			'r1ChatModel',
			{ temperature: 0.4, topP: 1, maxTokens: 500 },
			'r1CompatibleApi',
		],
		[
			'an address that nobody knows',
			to('my-model', 'https://llm.example.com/v1'),
			'r1ChatModel',
			{ temperature: 0.4, topP: 1, maxTokens: 500 },
			'r1CompatibleApi',
		],
	])('%s', (_name, options, type, kept, credential) => {
		const { workflow, changes, credentials } = fixWorkflow(chain(node), options);
		const [changed] = nodesOf(workflow);
		expect(get(changed, 'type')).toMatch(new RegExp(`\\.${type}$`));
		expect(get(get(changed, 'parameters'), 'options')).toEqual(kept);
		expect(get(changed, 'credentials')).toEqual({ [credential]: { id: null, name: expect.any(String) } });
		expect(credentials).toEqual([{ type: credential, name: expect.any(String), host: expect.any(String) }]);
		expect(changes).toMatchObject([{ how: 'automatic', why: expect.stringMatching(/gone since 2026-10-23 \(https/) }]);
	});

	test('what the new node lacks is said', () => {
		const { changes } = fixWorkflow(chain({ ...node, parameters: { model: 'gpt-4', options: { timeout: 9 } } }), to('claude-sonnet-4-6'));
		expect(changes[0].what).toContain('options.timeout: left out, the new node has no such option');
	});

	test("without a target it goes to its maker's own, and keeps its credential", () => {
		const { workflow, credentials } = fixWorkflow(chain(node), { at });
		expect(nodesOf(workflow)[0]).toMatchObject({ parameters: { model: { value: 'gpt-5.6-sol' } }, credentials: node.credentials });
		expect(credentials).toEqual([]);
	});
});

describe('a node that asks by itself becomes R1 Reason', () => {
	const message = (content: string, more: Record<string, unknown> = {}, version = 1.8): Given => ({
		type: `${langchain}.openAi`,
		typeVersion: version,
		parameters: { modelId: { __rl: true, value: 'gpt-4' }, messages: { values: [{ content }] }, ...more },
	});

	test('its prompt, and what follows reads the answer where it now stands', () => {
		const { workflow, changes, left } = fixWorkflow(
			chain(message('=Sum up {{ $json.text }}'), '={{ $json.message.content.trim() }}'),
			to('deepseek-flash'),
		);
		expect(left).toEqual([]);
		expect(nodesOf(workflow)).toMatchObject([
			{
				type: 'n8n-nodes-r1.r1Reason',
				parameters: { host: 'r1DeepSeekApi', input: 'prompt', prompt: '=Sum up {{ $json.text }}', output: 'text' },
			},
			{ parameters: { value: '={{ $json.answer.trim() }}' } },
		]);
		expect(changes).toMatchObject([{ how: 'automatic' }]);
	});

	test('system prompt, options and parsed JSON', () => {
		const given = message('', {
			messages: { values: [{ role: 'system', content: 'Be brief' }, { content: 'Hi' }] },
			jsonOutput: true,
			options: { maxTokens: 9 },
		});
		const { workflow } = fixWorkflow(chain(given, "={{ $('Ask').item.json.message.content.name }}"), to('deepseek-flash'));
		expect(nodesOf(workflow)).toMatchObject([
			{ parameters: { prompt: 'Hi', output: 'json', options: { systemPrompt: 'Be brief', maxTokens: 9 } } },
			{ parameters: { value: "={{ $('Ask').item.json.data.name }}" } },
		]);
	});

	test('a conversation of several turns, with expressions in it', () => {
		const given = message('', {
			messages: { values: [{ content: 'One' }, { role: 'assistant', content: '=Two {{ $json.a }}' }, { content: 'Three' }] },
		});
		const { workflow } = fixWorkflow(chain(given, '={{ $json.message.content }}'), to('deepseek-flash'));
		expect(get(get(nodesOf(workflow)[0], 'parameters'), 'messages')).toBe(
			'=[\n\t{ "role": "user", "content": "One" },\n\t{ "role": "assistant", "content": {{ JSON.stringify(["Two ", ($json.a)].join(\'\')) }} },\n\t{ "role": "user", "content": "Three" }\n]',
		);
	});

	test("Gemini's, Anthropic's and the second version of OpenAI's node", () => {
		const gemini = {
			type: `${langchain}.googleGemini`,
			parameters: { modelId: { value: 'models/gemini-1.5-pro' }, messages: { values: [{ content: 'Hi' }] } },
		};
		const claude = {
			type: `${langchain}.anthropic`,
			parameters: { modelId: { value: 'claude-3-opus-20240229' }, messages: { values: [{ content: 'Hi' }] } },
		};
		const second = {
			type: `${langchain}.openAi`,
			typeVersion: 2,
			parameters: { modelId: { value: 'gpt-4' }, responses: { values: [{ content: 'Hi' }] } },
		};
		const read = (given: Given, path: string) =>
			get(get(nodesOf(fixWorkflow(chain(given, `={{ $json.${path} }}`), to('deepseek-flash')).workflow)[1], 'parameters'), 'value');
		expect(read(gemini, 'content.parts[0].text')).toBe('={{ $json.answer }}');
		expect(read(claude, 'content[0].text')).toBe('={{ $json.answer }}');
		expect(read(second, 'output[0].content[0].text')).toBe('={{ $json.answer }}');
	});

	test.each([
		['another field is read', message('Hi'), '={{ $json.usage.total_tokens }}', /reads usage/],
		['all of it is read', message('Hi'), '={{ JSON.stringify($json) }}', /reads all/],
		['all of its items are read', message('Hi'), "={{ $('Ask').all() }}", /more than one field/],
		['its output is raw', message('Hi', { simplify: false }), '', /not simplified/],
		['an option is not known', message('Hi', { options: { logprobs: true } }), '', /logprobs/],
		['it looks at images', message('Hi', { resource: 'image', operation: 'analyze' }), '', /images/],
		['nothing is asked', message(''), '', /no message/],
	])('by hand where %s', (_name, given, reads, reason) => {
		const original = chain(given, reads);
		const { workflow, changes, left } = fixWorkflow(original, to('deepseek-flash'));
		expect(changes).toEqual([]);
		expect(left).toMatchObject([{ reason: expect.stringMatching(reason), why: expect.stringMatching(/^gpt-4 is gone/) }]);
		expect(workflow).toEqual(original);
	});

	test('by hand where code reads it in a way of its own; by review where the code reads the very path', () => {
		const code = (jsCode: string) => ({ type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } });
		const own = fixWorkflow(chain(message('Hi'), undefined, code('return $input.all().map(x => x.json)')), to('deepseek-flash'));
		expect(own.left).toMatchObject([{ reason: expect.stringMatching(/code of Next/) }]);
		const path = fixWorkflow(
			chain(message('Hi'), undefined, code('return [{ json: { a: $input.first().json.message.content } }]')),
			to('deepseek-flash'),
		);
		expect(path.changes).toMatchObject([{ how: 'review' }]);
		expect(nodesOf(path.workflow)[1]).toMatchObject({ parameters: { jsCode: 'return [{ json: { a: $input.first().json.answer } }]' } });
	});

	test('nodes that hand items on are looked behind', () => {
		const original = chain(message('Hi'), '={{ $json.message.content }}');
		const through = {
			...original,
			nodes: [
				...original.nodes,
				{
					id: '3',
					name: 'If',
					type: 'n8n-nodes-base.if',
					typeVersion: 2,
					position: [0, 0],
					parameters: { a: "={{ $json['message']['content'] }}" },
				},
			],
			connections: {
				Ask: { main: [[{ node: 'If', type: 'main', index: 0 }]] },
				If: { main: [[{ node: 'Next', type: 'main', index: 0 }]] },
			},
		};
		const { workflow } = fixWorkflow(through, to('deepseek-flash'));
		expect(nodesOf(workflow)).toMatchObject([
			{},
			{ parameters: { value: '={{ $json.answer }}' } },
			{ parameters: { a: '={{ $json.answer }}' } },
		]);
	});
});

describe('a request to another provider becomes R1 Reason', () => {
	const request = (jsonBody: string, url = 'https://api.openai.com/v1/chat/completions', more: Record<string, unknown> = {}): Given => ({
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { method: 'POST', url, sendBody: true, specifyBody: 'json', jsonBody, ...more },
	});

	test('with all that its body asks for', () => {
		const body =
			'={"model": "gpt-4", "temperature": 0.2, "max_tokens": 50, "messages": [{"role": "system", "content": "Be kind"}, {"role": "user", "content": "Read: {{ $json.text }}"}]}';
		const { workflow, left } = fixWorkflow(
			chain(request(body), '={{ $json.choices[0].message.content }}'),
			to('claude-sonnet-4-6', 'https://api.anthropic.com/v1'),
		);
		expect(left).toEqual([]);
		expect(nodesOf(workflow)).toMatchObject([
			{
				type: 'n8n-nodes-r1.r1Reason',
				parameters: { host: 'r1CompatibleApi', prompt: '=Read: {{ $json.text }}', options: { systemPrompt: 'Be kind', maxTokens: 50 } },
			},
			{ parameters: { value: '={{ $json.answer }}' } },
		]);
	});

	test('an expression that is made fit for JSON is one again', () => {
		const body = '={"model": "gpt-4", "messages": [{"role": "user", "content": {{ JSON.stringify($json.text) }} }]}';
		const { workflow } = fixWorkflow(chain(request(body), '={{ $json.choices[0].message.content }}'), to('deepseek-flash'));
		expect(nodesOf(workflow)[0]).toMatchObject({ parameters: { prompt: '={{ $json.text }}' } });
	});

	test.each([
		['a body of code', "={{ JSON.stringify({ model: 'gpt-4', messages: [{ role: 'user', content: 'x' }] }) }}", /put together by code/],
		['tools', '{"model": "gpt-4", "messages": [{"role": "user", "content": "x"}], "tools": []}', /tools/],
		['images', '{"model": "gpt-4-turbo", "messages": [{"role": "user", "content": [{"type": "image_url"}]}]}', /no text/],
	])('by hand with %s', (_name, body, reason) => {
		expect(fixWorkflow(chain(request(body)), to('deepseek-flash')).left).toMatchObject([{ reason: expect.stringMatching(reason) }]);
	});
});

test('models that write no text are left and listed', () => {
	const nodes = [
		{ name: 'E', type: `${langchain}.embeddingsGoogleGemini`, parameters: { modelName: 'models/text-embedding-004' } },
		{ name: 'I', type: `${langchain}.openAi`, typeVersion: 1.8, parameters: { resource: 'image', prompt: 'x' } },
	];
	const { changes, left } = fixWorkflow({ name: 'W', nodes, connections: {} }, to('deepseek-flash'));
	expect(changes).toEqual([]);
	expect(left).toMatchObject([
		{ node: 'E', reason: expect.stringMatching(/embedded anew.*gemini-embedding-001/) },
		{ node: 'I', reason: expect.stringMatching(/Image models are left/) },
	]);
});

test.each([
	['={"a": "x {{ $json.b }} y", "c": {{ $json.d }}, "e": 1}', { a: '=x {{ $json.b }} y', c: '={{ $json.d }}', e: 1 }],
	['{"a": "it is \\"so\\""}', { a: 'it is "so"' }],
	['={{ { a: 1 } }}', undefined],
	['={"a": ', undefined],
])('%s is read as data', (text, expected) => {
	expect(readJsonTemplate(text)).toEqual(expected);
});
