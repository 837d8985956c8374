import { createHash } from 'node:crypto';

type Parameters = Record<string, unknown>;

interface FixtureNode {
	name: string;
	type: string;
	typeVersion?: number;
	parameters?: Parameters;
	disabled?: boolean;
	credentials?: Record<string, { id: string; name: string }>;
	/** Node that this one serves, and as what; `main`: the node that comes after it. */
	to?: [node: string, kind: string][];
}

export interface FixtureWorkflow {
	name: string;
	nodes: FixtureNode[];
}

const langchain = '@n8n/n8n-nodes-langchain';
const listed = (value: string) => ({ __rl: true, mode: 'list', value, cachedResultName: value.toUpperCase() });
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const trigger = (to: string): FixtureNode => ({ name: 'Start', type: 'n8n-nodes-base.manualTrigger', to: [[to, 'main']] });
const chain = (name: string, to: [string, string][] = [], parameters: Parameters = {}): FixtureNode => ({
	name,
	type: `${langchain}.chainLlm`,
	typeVersion: 1.7,
	parameters: { promptType: 'define', text: '={{ $json.question }}', ...parameters },
	to,
});
const chatModel = (
	name: string,
	type: string,
	typeVersion: number,
	to: string,
	parameters: Parameters = {},
	more: Partial<FixtureNode> = {},
): FixtureNode => ({
	name,
	type: `${langchain}.${type}`,
	typeVersion,
	parameters: { options: {}, ...parameters },
	to: [[to, 'ai_languageModel']],
	...more,
});
const openAiCredential = { openAiApi: { id: 'openAiFixture01', name: 'OpenAI account' } };

/** One chain for each chat model, so that every model node of n8n is in use. */
const everyChatModel: [string, string, number, Parameters][] = [
	['OpenAI', 'lmChatOpenAi', 1.2, { model: listed('gpt-4o-mini') }],
	['OpenAI completion', 'lmOpenAi', 1, { model: listed('gpt-3.5-turbo-instruct') }],
	['Azure', 'lmChatAzureOpenAi', 1, { model: 'my-deployment' }],
	['DeepSeek', 'lmChatDeepSeek', 1, { model: 'deepseek-reasoner' }],
	['Anthropic', 'lmChatAnthropic', 1.3, { model: listed('claude-3-5-sonnet-20241022') }],
	['Gemini', 'lmChatGoogleGemini', 1, { modelName: 'models/gemini-1.5-pro-002' }],
	['Vertex', 'lmChatGoogleVertex', 1, { modelName: 'gemini-2.0-flash' }],
	['Groq', 'lmChatGroq', 1, { model: 'deepseek-r1-distill-llama-70b' }],
	['Mistral', 'lmChatMistralCloud', 1, { model: 'open-mixtral-8x7b' }],
	['Ollama', 'lmChatOllama', 1, { model: 'deepseek-r1:14b' }],
	['Ollama completion', 'lmOllama', 1, { model: 'qwen2.5:1.5b' }],
	['OpenRouter', 'lmChatOpenRouter', 1, { model: 'deepseek/deepseek-r1:free' }],
	['Vercel', 'lmChatVercelAiGateway', 1, { model: 'deepseek/deepseek-r1' }],
	['xAI', 'lmChatXAiGrok', 1, { model: 'grok-3' }],
	['Cohere', 'lmChatCohere', 1, { model: 'command-a-03-2025' }],
	['Cohere completion', 'lmCohere', 1, { options: { model: 'command-r' } }],
	['Bedrock', 'lmChatAwsBedrock', 1.1, { model: 'us.deepseek.r1-v1:0' }],
	['Alibaba', 'lmChatAlibabaCloud', 1, { model: 'qwen-plus' }],
	['Moonshot', 'lmChatMoonshot', 1, { model: 'kimi-k2.6' }],
	['MiniMax', 'lmChatMinimax', 1.1, { model: 'MiniMax-M3' }],
	['NVIDIA', 'lmChatNvidia', 1, { model: 'nvidia/llama-3.3-nemotron-super-49b-v1' }],
	['Hugging Face', 'lmOpenHuggingFaceInference', 1, { model: 'mistralai/Mistral-Nemo-Base-2407' }],
	['Databricks', 'lmChatDatabricks', 1, { model: byId('databricks-claude-sonnet-4') }],
	['Lemonade', 'lmChatLemonade', 1, { model: 'Qwen3-8B-GGUF' }],
];

const subWorkflow = {
	name: 'Inner',
	nodes: [
		{
			id: 'inner-1',
			name: 'Inner model',
			type: `${langchain}.lmChatOpenAi`,
			typeVersion: 1.2,
			position: [0, 0],
			parameters: { model: byId('o1'), options: {} },
		},
	],
	connections: {},
};

/** A dozen workflows with every model node and every form of reference in use. */
export const workflows: FixtureWorkflow[] = [
	{
		name: 'Every chat model',
		nodes: [
			trigger(`Chain ${everyChatModel[0][0]}`),
			...everyChatModel.flatMap(([label, type, version, parameters], index): FixtureNode[] => {
				const next = everyChatModel[index + 1];
				return [
					chain(`Chain ${label}`, next ? [[`Chain ${next[0]}`, 'main']] : []),
					chatModel(label, type, version, `Chain ${label}`, parameters),
				];
			}),
		],
	},
	{
		name: 'Models left at the default',
		nodes: [
			trigger('Default chain 1'),
			...[
				['lmChatOpenAi', 1],
				['lmChatOpenAi', 1.2],
				['lmChatAnthropic', 1.2],
				['lmChatAnthropic', 1.6],
				['lmChatDeepSeek', 1],
				['lmChatGoogleGemini', 1],
				['lmChatGroq', 1],
				['lmChatMistralCloud', 1],
				['lmChatOllama', 1],
				['lmChatOpenRouter', 1],
			].flatMap(([type, version], index, all): FixtureNode[] => [
				chain(`Default chain ${index + 1}`, index + 1 < all.length ? [[`Default chain ${index + 2}`, 'main']] : []),
				chatModel(`Default ${type} ${version}`, String(type), Number(version), `Default chain ${index + 1}`),
			]),
		],
	},
	{
		name: 'OpenAI message, image and assistant nodes',
		nodes: [
			trigger('Ask o1'),
			{
				name: 'Ask o1',
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: { modelId: listed('o1'), messages: { values: [{ content: '={{ $json.question }}' }] }, options: {} },
				credentials: openAiCredential,
				to: [['Ask o3-mini as JSON', 'main']],
			},
			{
				name: 'Ask o3-mini as JSON',
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: {
					modelId: byId('o3-mini'),
					messages: { values: [{ role: 'system', content: 'Answer in JSON.' }] },
					jsonOutput: true,
					options: { temperature: 0.2, presence_penalty: 0.5 },
				},
				to: [['Respond', 'main']],
			},
			{
				name: 'Respond',
				type: `${langchain}.openAi`,
				typeVersion: 2,
				parameters: {
					modelId: listed('gpt-4o'),
					responses: { values: [{ content: 'Hello' }] },
					builtInTools: {},
					options: { textFormat: { textOptions: { type: 'json_schema', name: 'answer' } } },
				},
				to: [['Look at a picture', 'main']],
			},
			{
				name: 'Look at a picture',
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: {
					resource: 'image',
					operation: 'analyze',
					modelId: listed('gpt-4o-mini'),
					imageUrls: 'https://example.com/a.png',
					options: {},
				},
				to: [['Look with an old node', 'main']],
			},
			{
				name: 'Look with an old node',
				type: `${langchain}.openAi`,
				typeVersion: 1.3,
				parameters: { resource: 'image', operation: 'analyze', imageUrls: 'https://example.com/a.png', options: {} },
				to: [['Ask an assistant', 'main']],
			},
			{
				name: 'Ask an assistant',
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: { resource: 'assistant', assistantId: listed('asst_fixture'), options: {} },
				to: [['Draw', 'main']],
			},
			{
				name: 'Draw',
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: { resource: 'image', prompt: 'A cat', options: {} },
				to: [['Listen', 'main']],
			},
			{
				name: 'Listen',
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: { resource: 'audio', operation: 'transcribe', options: {} },
			},
		],
	},
	{
		name: 'The old OpenAI node',
		nodes: [
			trigger('Complete'),
			{
				name: 'Complete',
				type: 'n8n-nodes-base.openAi',
				typeVersion: 1,
				parameters: { prompt: 'Say hello', options: {} },
				to: [['Chat', 'main']],
			},
			{
				name: 'Chat',
				type: 'n8n-nodes-base.openAi',
				typeVersion: 1,
				parameters: { resource: 'chat', model: 'gpt-4', prompt: { messages: [{ content: 'Hello' }] }, options: { temperature: 0.7 } },
				to: [['Chat 1.1', 'main']],
			},
			{
				name: 'Chat 1.1',
				type: 'n8n-nodes-base.openAi',
				typeVersion: 1.1,
				parameters: { resource: 'chat', chatModel: 'gpt-3.5-turbo-0301', prompt: { messages: [{ content: 'Hello' }] }, options: {} },
				to: [['Edit', 'main']],
			},
			{
				name: 'Edit',
				type: 'n8n-nodes-base.openAi',
				typeVersion: 1,
				parameters: { operation: 'edit', input: 'helo', instruction: 'Correct it', options: {} },
			},
		],
	},
	{
		name: 'Models set by expressions',
		nodes: [
			trigger('Settings'),
			{
				name: 'Settings',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				parameters: { assignments: { assignments: [{ id: 'a', name: 'model', value: 'gpt-4-turbo', type: 'string' }] }, options: {} },
				to: [['Chain A', 'main']],
			},
			chain('Chain A', [['Chain B', 'main']]),
			chatModel('From the settings', 'lmChatOpenAi', 1.2, 'Chain A', { model: byId("={{ $('Settings').item.json.model }}") }),
			chain('Chain B', [['Chain C', 'main']]),
			chatModel('One of two', 'lmChatOpenAi', 1.2, 'Chain B', { model: byId("={{ $json.hard ? 'o1' : 'gpt-4o-mini' }}") }),
			chain('Chain C', [['Chain D', 'main']]),
			chatModel('A constant expression', 'lmChatOpenAi', 1.1, 'Chain C', { model: '=deepseek-chat' }),
			chain('Chain D'),
			chatModel('A quoted constant', 'lmChatOpenAi', 1.2, 'Chain D', { model: byId("={{ 'o3-mini' }}") }),
		],
	},
	{
		name: 'HTTP requests to providers',
		nodes: [
			trigger('DeepSeek'),
			{
				name: 'DeepSeek',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'https://api.deepseek.com/chat/completions',
					sendBody: true,
					specifyBody: 'json',
					jsonBody:
						'={\n  "model": "deepseek-reasoner",\n  "temperature": 0.6,\n  "messages": [{"role": "user", "content": "{{ $json.question }}"}]\n}',
					options: {},
				},
				to: [['OpenAI with a schema', 'main']],
			},
			{
				name: 'OpenAI with a schema',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'https://api.openai.com/v1/chat/completions',
					sendBody: true,
					specifyBody: 'json',
					jsonBody:
						'{"model": "o1", "max_completion_tokens": 900, "messages": [{"role": "developer", "content": "Be brief"}], "tool_choice": "required", "tools": [], "response_format": {"type": "json_schema", "json_schema": {}}}',
					options: {},
				},
				to: [['OpenAI by parameters', 'main']],
			},
			{
				name: 'OpenAI by parameters',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 3,
				parameters: {
					method: 'POST',
					url: 'https://api.openai.com/v1/chat/completions',
					sendBody: true,
					bodyParameters: {
						parameters: [
							{ name: 'model', value: 'gpt-3.5-turbo' },
							{ name: 'temperature', value: '={{ 0.3 }}' },
						],
					},
					options: {},
				},
				to: [['OpenAI engines', 'main']],
			},
			{
				name: 'OpenAI engines',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 1,
				parameters: {
					requestMethod: 'POST',
					url: 'https://api.openai.com/v1/engines/text-davinci-003/completions',
					jsonParameters: true,
					bodyParametersJson: '={ "prompt": "Hello" }',
					options: {},
				},
				to: [['Gemini', 'main']],
			},
			{
				name: 'Gemini',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-flash:generateContent',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '{"contents": []}',
					options: {},
				},
				to: [['Azure deployment', 'main']],
			},
			{
				name: 'Azure deployment',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'https://contoso.openai.azure.com/openai/deployments/o1/chat/completions?api-version=2024-12-01-preview',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ $json }}',
					options: {},
				},
				to: [['Anthropic', 'main']],
			},
			{
				name: 'Anthropic',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'https://api.anthropic.com/v1/messages',
					sendBody: true,
					contentType: 'raw',
					body: '={{ JSON.stringify({ model: "claude-3-7-sonnet-20250219", max_tokens: 100, messages: $json.messages }) }}',
					options: {},
				},
				to: [['OpenRouter by expression', 'main']],
			},
			{
				name: 'OpenRouter by expression',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: '={{ "https://openrouter.ai/api/v1" }}/chat/completions',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={ "model": "{{ $json.model ?? \'deepseek/deepseek-r1\' }}" }',
					options: {},
				},
				to: [['Own server', 'main']],
			},
			{
				name: 'Own server',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'http://llm.internal:9000/v1/chat/completions',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '{"model": "deepseek-r1-32b"}',
					options: {},
				},
				to: [['Ollama', 'main']],
			},
			{
				name: 'Ollama',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'http://localhost:11434/api/generate',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: "={{ JSON.stringify({ model: 'deepseek-r1:8b', prompt: $json.prompt }) }}",
					options: {},
				},
				to: [['Embeddings', 'main']],
			},
			{
				name: 'Embeddings',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'https://api.openai.com/v1/embeddings',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '{"model": "text-embedding-3-small", "input": "x"}',
					options: {},
				},
				to: [['Threads', 'main']],
			},
			{
				name: 'Threads',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: { method: 'POST', url: 'https://api.openai.com/v1/threads', options: {} },
				to: [['Something else', 'main']],
			},
			{
				name: 'Something else',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: { url: 'https://example.com/api/generate', options: {} },
			},
		],
	},
	{
		name: 'An agent with tools',
		nodes: [
			{ name: 'When chatted to', type: `${langchain}.chatTrigger`, typeVersion: 1.1, parameters: { options: {} }, to: [['Agent', 'main']] },
			{
				name: 'Agent',
				type: `${langchain}.agent`,
				typeVersion: 2.2,
				parameters: { options: { systemMessage: 'You are helpful.', passthroughBinaryImages: true } },
			},
			chatModel(
				'Agent model',
				'lmChatOpenAi',
				1.2,
				'Agent',
				{ model: listed('gpt-4o'), options: { temperature: 0.4, frequencyPenalty: 0.1 } },
				{ credentials: openAiCredential },
			),
			{ name: 'Calculator', type: `${langchain}.toolCalculator`, to: [['Agent', 'ai_tool']] },
			{
				name: 'Ask another model',
				type: `${langchain}.toolHttpRequest`,
				typeVersion: 1.1,
				parameters: {
					method: 'POST',
					url: 'https://api.groq.com/openai/v1/chat/completions',
					toolDescription: 'Asks',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '{"model": "llama-3.3-70b-versatile", "messages": []}',
				},
				to: [['Agent', 'ai_tool']],
			},
			{ name: 'Memory', type: `${langchain}.memoryBufferWindow`, typeVersion: 1.3, to: [['Agent', 'ai_memory']] },
		],
	},
	{
		name: 'A workflow inside a node',
		nodes: [
			trigger('Run inner'),
			{
				name: 'Run inner',
				type: 'n8n-nodes-base.executeWorkflow',
				typeVersion: 1.2,
				parameters: { source: 'parameter', workflowJson: JSON.stringify(subWorkflow, null, 2), options: {} },
			},
		],
	},
	{
		name: 'Code and switched-off nodes',
		nodes: [
			trigger('Build a request'),
			{
				name: 'Build a request',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				parameters: { jsCode: "return [{ json: { body: { model: 'o1-mini', messages: [] } } }];" },
				to: [['Send it', 'main']],
			},
			{
				name: 'Send it',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: 'https://api.openai.com/v1/chat/completions',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ $json.body }}',
					options: {},
				},
				to: [['Only a mention', 'main']],
			},
			{
				name: 'Only a mention',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				parameters: { jsCode: "const price = { 'gpt-4': 30 };\nreturn [];" },
				to: [['Switched off', 'main']],
			},
			{
				name: 'Switched off',
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				disabled: true,
				parameters: { modelId: listed('gpt-4-turbo'), messages: { values: [{ content: 'x' }] }, options: {} },
			},
			chatModel('Connected to nothing', 'lmChatOpenAi', 1.2, '', { model: listed('gpt-4') }, { to: [] }),
		],
	},
	{
		name: 'Other vendor nodes',
		nodes: [
			trigger('Ask Claude'),
			{
				name: 'Ask Claude',
				type: `${langchain}.anthropic`,
				typeVersion: 1,
				parameters: { modelId: listed('claude-sonnet-4-5-20250929'), messages: { values: [{ content: 'Hi' }] }, options: {} },
				to: [['Ask Gemini', 'main']],
			},
			{
				name: 'Ask Gemini',
				type: `${langchain}.googleGemini`,
				typeVersion: 1.1,
				parameters: { modelId: listed('models/gemini-2.5-pro'), messages: { values: [{ content: 'Hi' }] }, options: {} },
				to: [['Ask Perplexity', 'main']],
			},
			{
				name: 'Ask Perplexity',
				type: 'n8n-nodes-base.perplexity',
				typeVersion: 1,
				parameters: { model: 'sonar-reasoning', messages: { message: [{ content: 'Hi' }] }, options: {} },
				to: [['Ask Ollama', 'main']],
			},
			{
				name: 'Ask Ollama',
				type: `${langchain}.ollama`,
				typeVersion: 1,
				parameters: { modelId: byId('deepseek-r1:32b'), messages: { values: [{ content: 'Hi' }] }, options: {} },
			},
		],
	},
	{
		name: 'Community packs and this one',
		nodes: [
			trigger('Community DeepSeek'),
			{
				name: 'Community DeepSeek',
				type: 'n8n-nodes-deepseek.deepSeek',
				typeVersion: 1,
				parameters: { model: 'deepseek-reasoner', prompt: { messages: [{ content: 'Hi' }] } },
				to: [['R1 Reason', 'main']],
			},
			{
				name: 'R1 Reason',
				type: 'n8n-nodes-r1.r1Reason',
				typeVersion: 1,
				parameters: { model: byId('deepseek-flash'), prompt: 'Hi' },
				to: [['Community chain', 'main']],
			},
			chain('Community chain'),
			{
				name: 'Community model at its default',
				type: 'n8n-nodes-deepseek-reasoner.lmChatDeepSeekReasoner',
				typeVersion: 1,
				parameters: { options: {} },
				to: [['Community chain', 'ai_languageModel']],
			},
		],
	},
	{
		name: 'A <b>hostile</b> name ../../etc/passwd',
		nodes: [
			trigger('<img src=x onerror=alert(1)>'),
			{
				name: '<img src=x onerror=alert(1)>',
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: { modelId: listed('gpt-4-32k'), messages: { values: [{ content: '"><script>alert(1)</script>' }] }, options: {} },
				to: [['__proto__', 'main']],
			},
			{
				name: '__proto__',
				type: `${langchain}.openAi`,
				typeVersion: 1.8,
				parameters: { modelId: byId('constructor'), messages: { values: [{ content: 'x' }] }, options: {} },
			},
		],
	},
];

/** A workflow as n8n imports it; ids come from the names, so that another run gives the same files. */
export function toImport({ name, nodes }: FixtureWorkflow) {
	const hash = (text: string, length: number) => createHash('sha256').update(text).digest('hex').slice(0, length);
	const connections: Record<string, Record<string, { node: string; type: string; index: number }[][]>> = Object.create(null);
	for (const { name: from, to = [] } of nodes) {
		for (const [node, kind] of to) {
			connections[from] ??= Object.create(null);
			connections[from][kind] ??= [[]];
			connections[from][kind][0].push({ node, type: kind, index: 0 });
		}
	}
	return {
		id: hash(name, 16),
		name,
		active: false,
		nodes: nodes.map((node, index) => ({
			id: hash(`${name}/${node.name}`, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
			name: node.name,
			type: node.type,
			typeVersion: node.typeVersion ?? 1,
			position: [(index % 12) * 220, Math.floor(index / 12) * 260],
			parameters: node.parameters ?? {},
			...(node.disabled && { disabled: true }),
			...(node.credentials && { credentials: node.credentials }),
		})),
		connections,
		settings: { executionOrder: 'v1' },
		pinData: {},
	};
}
