import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTarget } from '../../../core/inventory/conflicts';
import { findModelReferences } from '../../../core/inventory/findModelReferences';

const langchain = '@n8n/n8n-nodes-langchain';
const at = new Date('2026-11-23T12:00:00Z');

interface Given {
	type: string;
	typeVersion?: number;
	parameters?: unknown;
	more?: Record<string, unknown>;
	others?: unknown[];
	connections?: unknown;
}

const workflow = ({ type, typeVersion = 1, parameters = {}, more = {}, others = [], connections = {} }: Given) => ({
	name: 'Test',
	nodes: [{ id: '1', name: 'Node', type, typeVersion, position: [0, 0], parameters, ...more }, ...others],
	connections,
});
const find = (given: Given) => findModelReferences(workflow(given), { at });
const http = (parameters: Record<string, unknown>, typeVersion = 4.2): Given => ({
	type: 'n8n-nodes-base.httpRequest',
	typeVersion,
	parameters: { method: 'POST', ...parameters },
});
const chat = 'https://api.openai.com/v1/chat/completions';

describe('every form in which a workflow names a model', () => {
	test.each<{ name: string; given: Given; expected: Record<string, unknown> }>([
		{
			name: 'a fixed value',
			given: { type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } },
			expected: { model: 'o1', form: 'fixed', provider: 'openai', status: 'retired', retiresOn: '2026-10-23', path: 'model' },
		},
		{
			name: 'a resource locator',
			given: {
				type: `${langchain}.lmChatOpenAi`,
				typeVersion: 1.2,
				parameters: { model: { __rl: true, mode: 'list', value: 'gpt-4o', cachedResultName: 'GPT-4O' } },
			},
			expected: { model: 'gpt-4o', form: 'locator', status: 'retires', retiresOn: '2027-01-14' },
		},
		{
			name: 'an expression that is a constant',
			given: { type: `${langchain}.lmChatOpenAi`, parameters: { model: '=deepseek-chat' } },
			expected: { model: 'deepseek-chat', form: 'fixed', provider: 'deepseek', status: 'retired' },
		},
		{
			name: 'a quoted constant in braces',
			given: {
				type: `${langchain}.lmChatOpenAi`,
				typeVersion: 1.2,
				parameters: { model: { __rl: true, mode: 'id', value: "={{ 'o3-mini' }}" } },
			},
			expected: { model: 'o3-mini', form: 'locator', status: 'retired' },
		},
		{
			name: 'an expression with constants inside',
			given: { type: `${langchain}.lmChatOpenAi`, parameters: { model: "={{ $json.hard ? 'o1' : 'gpt-4o-mini' }}" } },
			expected: { form: 'dynamic', constants: ['o1', 'gpt-4o-mini'], status: 'unknown' },
		},
		{
			name: 'an expression without any',
			given: { type: `${langchain}.lmChatOpenAi`, parameters: { model: '={{ $json.model }}' } },
			expected: { form: 'dynamic', constants: [], status: 'unknown', model: '={{ $json.model }}' },
		},
		{
			name: 'the default of a node version',
			given: { type: `${langchain}.lmChatAnthropic`, typeVersion: 1.2, parameters: { options: {} } },
			expected: { model: 'claude-3-5-sonnet-20240620', form: 'default', status: 'retired' },
		},
		{
			name: 'the default of another version',
			given: { type: `${langchain}.lmChatAnthropic`, typeVersion: 1.6 },
			expected: { model: 'claude-sonnet-5', form: 'default', status: 'alive' },
		},
		{
			name: 'an empty locator without a default',
			given: { type: `${langchain}.openAi`, typeVersion: 1.8, parameters: { modelId: { __rl: true, mode: 'list', value: '' } } },
			expected: { model: '', form: 'default', status: 'unknown' },
		},
		{
			name: 'another base URL in the node',
			given: {
				type: `${langchain}.lmChatOpenAi`,
				parameters: { model: 'deepseek-reasoner', options: { baseURL: 'https://api.deepseek.com/v1' } },
			},
			expected: { provider: 'deepseek', baseURL: 'https://api.deepseek.com/v1', status: 'retired' },
		},
		{
			name: "a base URL of one's own",
			given: { type: `${langchain}.lmChatOpenAi`, parameters: { model: 'gpt-4', options: { baseURL: 'https://llm.example.com/v1' } } },
			expected: { provider: 'unknown', status: 'unknown' },
		},
		{
			name: 'a base URL known only at run time',
			given: { type: `${langchain}.lmChatOpenAi`, parameters: { model: 'gpt-4', options: { baseURL: '={{ $env.URL }}' } } },
			expected: { provider: 'unknown', status: 'unknown' },
		},
		{
			name: 'a fine-tuned model',
			given: { type: `${langchain}.lmChatOpenAi`, parameters: { model: 'ft:gpt-3.5-turbo-0125:acme::abc' } },
			expected: { provider: 'openai', status: 'retired', retiresOn: '2026-10-23' },
		},
		{
			name: 'a message of the OpenAI node',
			given: { type: `${langchain}.openAi`, typeVersion: 1.8, parameters: { modelId: { __rl: true, mode: 'list', value: 'gpt-4' } } },
			expected: { model: 'gpt-4', path: 'modelId', status: 'retired' },
		},
		{
			name: 'a response of its second version',
			given: {
				type: `${langchain}.openAi`,
				typeVersion: 2,
				parameters: { operation: 'response', modelId: { __rl: true, mode: 'id', value: 'o1' } },
			},
			expected: { model: 'o1' },
		},
		{
			name: 'a look at an image',
			given: {
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: { resource: 'image', operation: 'analyze', modelId: { __rl: true, mode: 'list', value: 'gpt-4o' } },
			},
			expected: { model: 'gpt-4o', settings: [{ name: 'vision' }] },
		},
		{
			name: 'the model in the code of an old version',
			given: { type: `${langchain}.openAi`, typeVersion: 1.1, parameters: { resource: 'image', operation: 'analyze' } },
			expected: { model: 'gpt-4-vision-preview', inCode: true, status: 'retired' },
		},
		{
			name: 'an assistant',
			given: {
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: { resource: 'assistant', assistantId: { __rl: true, mode: 'list', value: 'asst_1' } },
			},
			expected: { model: 'asst_1', form: 'assistant', status: 'retired', retiresOn: '2026-08-26' },
		},
		{
			name: 'the OpenAI Assistant node',
			given: { type: `${langchain}.openAiAssistant`, parameters: { assistantId: 'asst_2' } },
			expected: { model: 'asst_2', form: 'assistant' },
		},
		{
			name: 'an assistant that is made anew',
			given: { type: `${langchain}.openAiAssistant`, parameters: { mode: 'new', model: 'gpt-4' } },
			expected: { model: 'gpt-4', form: 'assistant' },
		},
		{
			name: 'the old OpenAI node, chat',
			given: { type: 'n8n-nodes-base.openAi', parameters: { resource: 'chat', model: 'gpt-3.5-turbo-0301' } },
			expected: { model: 'gpt-3.5-turbo-0301', status: 'retired' },
		},
		{
			name: 'the old OpenAI node, version 1.1',
			given: { type: 'n8n-nodes-base.openAi', typeVersion: 1.1, parameters: { resource: 'chat', chatModel: 'gpt-4' } },
			expected: { model: 'gpt-4', path: 'chatModel' },
		},
		{
			name: 'the old OpenAI node, completion by default',
			given: { type: 'n8n-nodes-base.openAi', parameters: { prompt: 'x' } },
			expected: { model: 'gpt-3.5-turbo-instruct', form: 'default' },
		},
		{
			name: 'the old OpenAI node, edit',
			given: { type: 'n8n-nodes-base.openAi', parameters: { operation: 'edit' } },
			expected: { model: 'text-davinci-edit-001', form: 'default' },
		},
		{
			name: 'a request with a JSON body',
			given: http({ url: chat, jsonBody: '{"model": "o1"}' }),
			expected: { model: 'o1', form: 'http', provider: 'openai', status: 'retired' },
		},
		{
			name: 'a request with a body that is a template',
			given: http({ url: chat, jsonBody: '={\n  "model": "gpt-4",\n  "messages": {{ $json.messages }}\n}' }),
			expected: { model: 'gpt-4', form: 'http' },
		},
		{
			name: 'a request with a body that is code',
			given: http({ url: chat, jsonBody: "={{ JSON.stringify({ model: 'o1-mini', messages: $json.m }) }}" }),
			expected: { model: 'o1-mini', form: 'http' },
		},
		{
			name: 'a request with a raw body',
			given: http({ url: 'https://api.deepseek.com/chat/completions', contentType: 'raw', body: '={"model": "deepseek-reasoner"}' }),
			expected: { model: 'deepseek-reasoner', provider: 'deepseek' },
		},
		{
			name: 'a request with body parameters',
			given: http({ url: chat, bodyParameters: { parameters: [{ name: 'model', value: 'gpt-3.5-turbo' }] } }),
			expected: { model: 'gpt-3.5-turbo', path: 'bodyParameters.parameters.0.value' },
		},
		{
			name: 'a request of the first version',
			given: http({ url: chat, bodyParametersUi: { parameter: [{ name: 'model', value: 'gpt-4' }] } }, 1),
			expected: { model: 'gpt-4' },
		},
		{
			name: 'a model in the path, engines',
			given: http({ url: 'https://api.openai.com/v1/engines/text-davinci-003/completions' }, 1),
			expected: { model: 'text-davinci-003', path: 'url', status: 'retired' },
		},
		{
			name: 'a model in the path, Gemini',
			given: http({ url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-pro:generateContent?key=x' }),
			expected: { model: 'gemini-1.5-pro', provider: 'google', status: 'retired' },
		},
		{
			name: 'a deployment in the path, Azure',
			given: http({ url: 'https://x.openai.azure.com/openai/deployments/o1/chat/completions' }),
			expected: { model: 'o1', provider: 'azure', status: 'unknown', action: expect.stringMatching(/deployment/) },
		},
		{
			name: 'a model in the path, Bedrock',
			given: http({ url: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/us.deepseek.r1-v1%3A0/converse' }),
			expected: { model: 'us.deepseek.r1-v1:0', provider: 'bedrock' },
		},
		{
			name: 'an address that is an expression',
			given: http({ url: '={{ "https://api.deepseek.com" }}/chat/completions', jsonBody: '{"model":"deepseek-chat"}' }),
			expected: { model: 'deepseek-chat', provider: 'deepseek' },
		},
		{
			name: 'a model that is filled in',
			given: http({ url: chat, jsonBody: '={"model": "{{ $json.model }}"}' }),
			expected: { form: 'dynamic', provider: 'openai' },
		},
		{
			name: 'a body that is passed in',
			given: http({ url: chat, jsonBody: '={{ $json.body }}' }),
			expected: { form: 'dynamic', model: '', provider: 'openai' },
		},
		{
			name: "a server of one's own",
			given: http({ url: 'http://gpu:9000/v1/chat/completions', jsonBody: '{"model":"deepseek-r1-32b"}' }),
			expected: { model: 'deepseek-r1-32b', provider: 'unknown', status: 'unknown' },
		},
		{
			name: 'Ollama',
			given: http({ url: 'http://localhost:11434/api/generate', jsonBody: '{"model":"llama3:8b"}' }),
			expected: { model: 'llama3:8b', provider: 'ollama', status: 'alive' },
		},
		{
			name: 'the Assistants API',
			given: http({ url: 'https://api.openai.com/v1/threads/x/runs' }),
			expected: { form: 'assistant', status: 'retired' },
		},
		{
			name: 'a request as a tool',
			given: { type: `${langchain}.toolHttpRequest`, typeVersion: 1.1, parameters: { url: chat, jsonBody: '{"model":"o1"}' } },
			expected: { model: 'o1', form: 'http' },
		},
		{
			name: 'the HTTP Request node as a tool',
			given: { type: 'n8n-nodes-base.httpRequestTool', typeVersion: 4.2, parameters: { url: chat, jsonBody: '{"model":"o1"}' } },
			expected: { model: 'o1', form: 'http' },
		},
		{
			name: "a vendor node as an agent's tool",
			given: { type: `${langchain}.openAiTool`, typeVersion: 1.8, parameters: { modelId: { __rl: true, mode: 'id', value: 'o1' } } },
			expected: { model: 'o1' },
		},
		{
			name: 'code',
			given: { type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: 'const m = "gpt-4-32k"' } },
			expected: { model: 'gpt-4-32k', form: 'mention', status: 'retired' },
		},
		{
			name: 'a value of a Set node',
			given: { type: 'n8n-nodes-base.set', parameters: { values: { string: [{ name: 'model', value: 'o1-preview' }] } } },
			expected: { model: 'o1-preview', form: 'mention' },
		},
		{
			name: 'a community pack',
			given: { type: 'n8n-nodes-deepseek.deepSeek', parameters: { model: 'deepseek-reasoner' } },
			expected: { model: 'deepseek-reasoner', provider: 'deepseek', status: 'retired' },
		},
		{
			name: 'a community pack of unknown purpose',
			given: { type: 'n8n-nodes-foo.bar', parameters: { config: { modelName: 'claude-2.1' } } },
			expected: { model: 'claude-2.1', path: 'config.modelName', status: 'retired' },
		},
		{
			name: 'a community pack at its default',
			given: { type: 'n8n-nodes-deepseek-reasoner.lmChatDeepSeek', parameters: {} },
			expected: { model: 'deepseek-chat', form: 'default' },
		},
		{
			name: "this pack's own node",
			given: { type: 'n8n-nodes-r1.r1Reason', parameters: { model: { __rl: true, mode: 'id', value: 'deepseek-flash' } } },
			expected: { model: 'deepseek-flash', form: 'locator', status: 'alive' },
		},
		{
			name: "this pack's own node at its default",
			given: { type: 'n8n-nodes-r1.r1Reason', parameters: {} },
			expected: { model: 'deepseek-flash', form: 'default', provider: 'deepseek' },
		},
		{
			name: "this pack's own node with OpenAI's credential",
			given: { type: 'n8n-nodes-r1.r1Reason', parameters: { host: 'r1OpenAiApi', model: { __rl: true, mode: 'id', value: 'o3' } } },
			expected: { model: 'o3', provider: 'openai', status: 'retires' },
		},
		{
			name: "this pack's own node as a tool",
			given: { type: 'n8n-nodes-r1.r1ReasonTool', parameters: { model: { __rl: true, mode: 'id', value: 'deepseek-v4-pro' } } },
			expected: { model: 'deepseek-v4-pro', provider: 'deepseek' },
		},
		{
			name: "a route of this pack's router",
			given: { type: 'n8n-nodes-r1.routeByQueryClass', parameters: { routes: { route: [{ model: 'o1', classes: [] }] } } },
			expected: { model: 'o1', path: 'routes.route.0.model', status: 'retired' },
		},
		{
			name: 'a model node of n8n that is newer than this list',
			given: { type: `${langchain}.lmChatNewVendor`, parameters: { model: 'gpt-4' } },
			expected: { model: 'gpt-4' },
		},
		{
			name: 'a disabled node',
			given: { type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' }, more: { disabled: true } },
			expected: { disabled: true, status: 'retired' },
		},
	])('$name', ({ given, expected }) => {
		const found = find(given);
		expect(found).toHaveLength(1);
		expect(found[0]).toMatchObject({ workflow: 'Test', node: 'Node', nodeType: given.type, ...expected });
		expect(found[0].action).not.toBe('');
	});

	test.each<{ name: string; given: Given }>([
		{ name: 'a list of models', given: http({ url: 'https://api.openai.com/v1/models' }) },
		{ name: 'a balance', given: http({ url: 'https://api.deepseek.com/user/balance' }) },
		{ name: 'an address of another service', given: http({ url: 'https://api.example.com/api/generate', jsonBody: '{"prompt":"x"}' }) },
		{ name: 'a host that only looks like a provider', given: http({ url: 'https://api.openai.com.example.org/x', jsonBody: '{}' }) },
		{ name: 'a sticky note', given: { type: 'n8n-nodes-base.stickyNote', parameters: { content: 'Use "gpt-4"' } } },
		{ name: 'a model of something else', given: { type: 'n8n-nodes-cars.garage', parameters: { model: 'Corolla' } } },
		{
			name: 'code without a model',
			given: { type: 'n8n-nodes-base.code', parameters: { jsCode: 'return [{ json: { model: "T-Ford" } }]' } },
		},
	])('$name is no reference', ({ given }) => {
		expect(find(given)).toEqual([]);
	});
});

test('models that fall back on each other are found one by one, and so are those of a budget', () => {
	const several = find({
		type: 'n8n-nodes-r1.r1Reason',
		parameters: { host: 'several', models: { entries: [{ host: 'r1OpenAiApi', model: 'o1' }, { model: 'deepseek-flash' }] } },
	});
	expect(several).toMatchObject([
		{ model: 'o1', provider: 'openai', path: 'models.entries.0.model' },
		{ model: 'deepseek-flash', provider: 'deepseek' },
	]);
	expect(find({ type: 'n8n-nodes-r1.costGuard', parameters: { models: 'deepseek-v4-pro, o1' } })).toMatchObject([
		{ model: 'deepseek-v4-pro' },
		{ model: 'o1', status: 'retired' },
	]);
});

test('a check of this pack names models to compare them, which is no use of them', () => {
	expect(find({ type: 'n8n-nodes-r1.migrationCheck', parameters: { candidateModel: 'deepseek-flash', baselineModel: 'o1' } })).toEqual([]);
});

test('names in the node that an expression reads from are its constants, counted once', () => {
	const found = find({
		type: `${langchain}.lmChatOpenAi`,
		parameters: { model: "={{ $('Settings').item.json.model }}" },
		others: [
			{
				name: 'Settings',
				type: 'n8n-nodes-base.set',
				parameters: { assignments: { assignments: [{ name: 'model', value: 'gpt-4-turbo' }] } },
			},
		],
	});
	expect(found).toMatchObject([{ form: 'dynamic', constants: ['gpt-4-turbo'], readFrom: ['Settings'], status: 'retired' }]);
});

test('a body that code builds is followed to the code', () => {
	const found = find({
		...http({ url: chat, jsonBody: '={{ $json.body }}' }),
		others: [{ name: 'Build', type: 'n8n-nodes-base.code', parameters: { jsCode: 'return { model: "o1-mini" }' } }],
		connections: { Build: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
	});
	expect(found).toMatchObject([{ form: 'dynamic', constants: ['o1-mini'], readFrom: ['Build'] }]);
});

test('a workflow inside a node is read too, and named by its place', () => {
	const inner = { nodes: [{ name: 'M', type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } }], connections: {} };
	const found = find({ type: 'n8n-nodes-base.executeWorkflow', parameters: { source: 'parameter', workflowJson: JSON.stringify(inner) } });
	expect(found).toMatchObject([{ workflow: 'Test > Node', node: 'M', model: 'o1' }]);
});

test('a model node that is connected to nothing does not run', () => {
	const connections = { A: { main: [[{ node: 'B', type: 'main', index: 0 }]] } };
	expect(find({ type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' }, connections })).toMatchObject([{ unused: true }]);
});

describe('what the target would not take', () => {
	const agent = {
		others: [
			{ name: 'Agent', type: `${langchain}.agent`, parameters: { options: { systemMessage: 'x', passthroughBinaryImages: true } } },
			{ name: 'Tool', type: `${langchain}.toolCalculator`, parameters: {} },
		],
		connections: {
			Node: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			Tool: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	};
	const model = (options: Record<string, unknown>): Given => ({ type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1', options } });
	const request = (body: unknown) => http({ url: chat, jsonBody: JSON.stringify({ model: 'o1', ...(typeof body === 'object' && body) }) });
	test.each<{ name: string; given: Given; target: string; conflicts: Record<string, string> }>([
		{
			name: 'temperature and penalties on DeepSeek',
			given: model({ temperature: 0.2, frequencyPenalty: 1, presencePenalty: 1 }),
			target: 'deepseek-flash',
			conflicts: { temperature: 'ignored', frequency_penalty: 'ignored', presence_penalty: 'ignored' },
		},
		{
			name: 'temperature on a model of OpenAI that thinks',
			given: model({ temperature: 0.2, topP: 0.5 }),
			target: 'gpt-6.1-sol',
			conflicts: { temperature: 'rejected', top_p: 'rejected' },
		},
		{
			name: 'a JSON schema on DeepSeek',
			given: request({ response_format: { type: 'json_schema' } }),
			target: 'deepseek-flash',
			conflicts: { 'response_format.json_schema': 'rejected' },
		},
		{
			name: 'a JSON schema in a model node',
			given: model({ responseFormat: 'json_schema' }),
			target: 'deepseek-flash',
			conflicts: { 'response_format.json_schema': 'rejected' },
		},
		{
			name: 'the developer role on DeepSeek',
			given: request({ messages: [{ role: 'developer', content: 'x' }] }),
			target: 'deepseek-flash',
			conflicts: { 'messages.developer': 'rejected' },
		},
		{
			name: 'a forced tool choice on DeepSeek',
			given: request({ tool_choice: 'required' }),
			target: 'deepseek-flash',
			conflicts: { 'tool_choice.required': 'rejected' },
		},
		{
			name: 'a tool chosen by name on DeepSeek',
			given: request({ tool_choice: { type: 'function', function: { name: 'x' } } }),
			target: 'deepseek-flash',
			conflicts: { 'tool_choice.named': 'rejected' },
		},
		{
			name: 'images on a text model',
			given: request({ messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }),
			target: 'deepseek-v4-pro',
			conflicts: { vision: 'unsupported' },
		},
		{
			name: 'max_completion_tokens on DeepSeek',
			given: request({ max_completion_tokens: 5 }),
			target: 'deepseek-flash',
			conflicts: { max_completion_tokens: 'rejected' },
		},
		{
			name: 'an agent whose trace has to go back',
			given: { ...model({}), ...agent },
			target: 'deepseek-flash',
			conflicts: { agent: 'rejected' },
		},
		{
			name: 'an agent with pictures on a text model',
			given: { ...model({}), ...agent },
			target: 'deepseek-v4-pro',
			conflicts: { agent: 'rejected', vision: 'unsupported' },
		},
		{
			name: 'tools and a system prompt on R1 weights',
			given: { ...model({}), ...agent },
			target: 'deepseek-ai/DeepSeek-R1',
			conflicts: { tools: 'unsupported', 'messages.system': 'unsupported', vision: 'unsupported' },
		},
		{ name: 'nothing, where all is taken', given: model({ maxTokens: 100 }), target: 'deepseek-flash', conflicts: {} },
	])('$name', ({ given, target, conflicts }) => {
		const [found] = findModelReferences(workflow(given), { at, target: readTarget(target) });
		expect(Object.fromEntries(found.conflicts.map(({ setting, effect }) => [setting, effect]))).toEqual(conflicts);
		expect(found.conflicts.every(({ note }) => note.length > 5)).toBe(true);
	});
});

describe('input of any shape is taken', () => {
	const cyclic: Record<string, unknown> = { name: 'c', nodes: [{ name: 'A', type: `${langchain}.openAi`, parameters: {} }] };
	const cyclicNode: Record<string, unknown> = { name: 'A', type: 'n8n-nodes-x.y', parameters: {} };
	cyclicNode.parameters = { model: 'o1', self: cyclicNode };
	cyclic.nodes = [cyclicNode];
	test.each([
		{ name: 'nothing', input: undefined, count: 0 },
		{ name: 'a text', input: 'workflow', count: 0 },
		{ name: 'a list', input: [1, 2], count: 0 },
		{ name: 'no nodes', input: { connections: {} }, count: 0 },
		{ name: 'nodes that are not a list', input: { nodes: { a: 1 } }, count: 0 },
		{ name: 'nodes that are nothing', input: { nodes: [null, 1, 'x', [], {}] }, count: 0 },
		{ name: 'a node without parameters', input: { nodes: [{ name: 'A', type: `${langchain}.lmChatOpenAi` }] }, count: 1 },
		{ name: 'parameters that are a text', input: { nodes: [{ name: 'A', type: `${langchain}.lmChatOpenAi`, parameters: 'x' }] }, count: 1 },
		{ name: 'a node without a name', input: { nodes: [{ type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } }] }, count: 1 },
		{
			name: 'connections to nodes that do not exist',
			input: {
				nodes: [{ name: 'A', type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } }],
				connections: { A: { ai_languageModel: [[{ node: 'gone' }, null, 3], null] }, B: 7 },
			},
			count: 1,
		},
		{
			name: 'connections in a circle',
			input: {
				nodes: [{ name: 'A', type: `${langchain}.lmChatOpenAi`, parameters: { model: '={{ $json.m }}' } }],
				connections: { A: { ai_languageModel: [[{ node: 'A' }]], main: [[{ node: 'A' }]] } },
			},
			count: 1,
		},
		{ name: 'an object that holds itself', input: cyclic, count: 1 },
		{
			name: 'names of the prototype',
			input: JSON.parse(
				'{"nodes":[{"name":"__proto__","type":"n8n-nodes-x.constructor","parameters":{"__proto__":{"model":"o1"},"constructor":"x"}}],"connections":{"__proto__":{"main":[[{"node":"toString"}]]}}}',
			),
			count: 1,
		},
		{
			name: 'a workflow inside a node that is no JSON',
			input: { nodes: [{ name: 'A', type: 'n8n-nodes-base.executeWorkflow', parameters: { workflowJson: '{"nodes": [' } }] },
			count: 0,
		},
	])('$name', ({ input, count }) => {
		expect(findModelReferences(input, { at })).toHaveLength(count);
	});

	test('any JSON at all', () => {
		fc.assert(
			fc.property(
				fc.jsonValue({ maxDepth: 6 }),
				fc.constantFrom(
					'n8n-nodes-base.httpRequest',
					`${langchain}.lmChatOpenAi`,
					`${langchain}.openAi`,
					'n8n-nodes-x.llm',
					'n8n-nodes-base.code',
				),
				(parameters, type) => {
					const found = findModelReferences({ nodes: [{ name: 'A', type, parameters }], connections: parameters }, { at });
					expect(Array.isArray(found)).toBe(true);
				},
			),
		);
	});

	test('workflows inside workflows end after five', () => {
		let inner: unknown = { nodes: [{ name: 'M', type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } }] };
		for (let depth = 0; depth < 7; depth++)
			inner = {
				nodes: [{ name: `L${depth}`, type: 'n8n-nodes-base.executeWorkflow', parameters: { workflowJson: JSON.stringify(inner) } }],
			};
		expect(findModelReferences(inner, { at })).toEqual([]);
	});
});
