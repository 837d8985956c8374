import { node, picked, workflow, type LabelledWorkflow } from './label';

/** Nodes of n8n and of other packages that name a model. */
export const nodeCases: LabelledWorkflow[] = [
	{
		id: 'nodes-01',
		about: 'Azure: a deployment name, by the node that others use',
		workflow: workflow(
			[
				node('Start', 'base:manualTrigger'),
				node('Chain', 'ai:chainLlm', { promptType: 'define', text: 'Hi' }, 1.7),
				node('Azure', 'ai:lmChatAzureOpenAi', { model: 'prod-chat-eu', options: {} }),
			],
			{ Azure: ['Chain', 'ai_languageModel'] },
		),
		references: [{ node: 'Azure', model: 'prod-chat-eu', kind: 'chat' }],
	},
	{
		id: 'nodes-02',
		about: 'Azure: embeddings by a deployment',
		workflow: workflow([node('Azure Embeddings', 'ai:embeddingsAzureOpenAi', { model: 'embed-large', options: {} })]),
		references: [{ node: 'Azure Embeddings', model: 'embed-large', kind: 'embedding' }],
	},
	{
		id: 'nodes-03',
		about: 'Bedrock: a plain id, a cross-region profile, an ARN of a profile, embeddings',
		workflow: workflow([
			node('Plain', 'ai:lmChatAwsBedrock', { model: 'anthropic.claude-3-5-sonnet-20240620-v1:0', options: {} }),
			node('Profile', 'ai:lmChatAwsBedrock', { model: 'eu.anthropic.claude-3-7-sonnet-20250219-v1:0', options: {} }, 1.1),
			node(
				'Arn',
				'ai:lmChatAwsBedrock',
				{ model: 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.meta.llama3-1-70b-instruct-v1:0' },
				1.1,
			),
			node('Titan', 'ai:embeddingsAwsBedrock', { model: 'amazon.titan-embed-text-v2:0' }),
		]),
		references: [
			{ node: 'Plain', model: 'anthropic.claude-3-5-sonnet-20240620-v1:0', kind: 'chat' },
			{ node: 'Profile', model: 'eu.anthropic.claude-3-7-sonnet-20250219-v1:0', kind: 'chat' },
			{
				node: 'Arn',
				model: 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.meta.llama3-1-70b-instruct-v1:0',
				kind: 'chat',
			},
			{ node: 'Titan', model: 'amazon.titan-embed-text-v2:0', kind: 'embedding' },
		],
	},
	{
		id: 'nodes-04',
		about: 'Vertex: a model by its name, and the default where none is set',
		workflow: workflow([
			node('Named', 'ai:lmChatGoogleVertex', { projectId: picked('acme-prod'), modelName: 'gemini-1.5-pro-002', options: {} }),
			node('Default', 'ai:lmChatGoogleVertex', { projectId: picked('acme-prod'), options: {} }),
			node('Vectors', 'ai:embeddingsGoogleVertex', { projectId: picked('acme-prod'), modelName: 'textembedding-gecko@003' }),
		]),
		references: [
			{ node: 'Named', model: 'gemini-1.5-pro-002', kind: 'chat' },
			{ node: 'Default', model: 'gemini-2.5-flash', kind: 'chat' },
			{ node: 'Vectors', model: 'textembedding-gecko@003', kind: 'embedding' },
		],
	},
	{
		id: 'nodes-05',
		about: 'OpenRouter slugs with a variant behind the colon',
		workflow: workflow([
			node('Free', 'ai:lmChatOpenRouter', { model: 'deepseek/deepseek-r1-0528:free', options: {} }),
			node('Nitro', 'ai:lmChatOpenRouter', { model: 'meta-llama/llama-3.3-70b-instruct:nitro', options: {} }),
			node('Auto', 'ai:lmChatOpenRouter', { model: 'openrouter/auto', options: {} }),
		]),
		references: [
			{ node: 'Free', model: 'deepseek/deepseek-r1-0528:free', kind: 'chat' },
			{ node: 'Nitro', model: 'meta-llama/llama-3.3-70b-instruct:nitro', kind: 'chat' },
			{ node: 'Auto', model: 'openrouter/auto', kind: 'chat' },
		],
	},
	{
		id: 'nodes-06',
		about: "Vercel's gateway, and a gateway of one's own behind n8n's OpenAI node",
		workflow: workflow([
			node('Vercel', 'ai:lmChatVercelAiGateway', { model: 'anthropic/claude-3.5-haiku', options: {} }),
			node('LiteLLM', 'ai:lmChatOpenAi', { model: picked('azure/gpt-4o-eu'), options: { baseURL: 'http://litellm:4000/v1' } }, 1.2),
		]),
		references: [
			{ node: 'Vercel', model: 'anthropic/claude-3.5-haiku', kind: 'chat' },
			{ node: 'LiteLLM', model: 'azure/gpt-4o-eu', kind: 'chat' },
		],
	},
	{
		id: 'nodes-07',
		about: 'a fine-tuned model',
		workflow: workflow([
			node('Tuned', 'ai:lmChatOpenAi', { model: { __rl: true, mode: 'id', value: 'ft:gpt-4o-mini-2024-07-18:acme::Ab12Cd34' } }, 1.2),
		]),
		references: [{ node: 'Tuned', model: 'ft:gpt-4o-mini-2024-07-18:acme::Ab12Cd34', kind: 'chat' }],
	},
	{
		id: 'nodes-08',
		about: "a prompt object in the Responses API of OpenAI's chat model",
		workflow: workflow([
			node(
				'Prompted',
				'ai:lmChatOpenAi',
				{
					model: picked('gpt-4.1'),
					responsesApiEnabled: true,
					options: { promptConfig: { promptOptions: { promptId: 'pmpt_68b0aa11bb22cc33', version: '4' } } },
				},
				1.3,
			),
		]),
		references: [{ node: 'Prompted', model: 'gpt-4.1', kind: 'chat' }],
	},
	{
		id: 'nodes-09',
		about: "OpenAI's root node: text, image, speech, transcription, classification",
		workflow: workflow([
			node('Text', 'ai:openAi', { resource: 'text', operation: 'response', modelId: picked('gpt-4o'), responses: {} }, 2),
			node('Look', 'ai:openAi', { resource: 'image', operation: 'analyze', modelId: picked('gpt-4o-mini') }, 2),
			node('Draw', 'ai:openAi', { resource: 'image', operation: 'generate', model: 'gpt-image-1', prompt: 'A cat' }, 1.8),
			node('Say', 'ai:openAi', { resource: 'audio', operation: 'generate', model: 'tts-1-hd', input: 'Hi' }, 1.8),
			node('Hear', 'ai:openAi', { resource: 'audio', operation: 'transcribe' }, 1.8),
			node('Check', 'ai:openAi', { resource: 'text', operation: 'classify', input: 'Hi' }, 1.8),
		]),
		references: [
			{ node: 'Text', model: 'gpt-4o', kind: 'chat' },
			{ node: 'Look', model: 'gpt-4o-mini', kind: 'vision' },
			{ node: 'Draw', model: 'gpt-image-1', kind: 'image' },
			{ node: 'Say', model: 'tts-1-hd', kind: 'speech' },
			{ node: 'Hear', model: 'whisper-1', kind: 'audio' },
			{ node: 'Check', model: null, kind: 'moderation' },
		],
	},
	{
		id: 'nodes-10',
		about: "OpenAI's file operations name no model",
		workflow: workflow([
			node('Upload', 'ai:openAi', { resource: 'file', operation: 'upload' }, 1.8),
			node('List', 'ai:openAi', { resource: 'file', operation: 'list' }, 1.8),
		]),
		references: [],
	},
	{
		id: 'nodes-11',
		about: "Anthropic's root node and Gemini's, a document and an image",
		workflow: workflow([
			node('Message', 'ai:anthropic', { modelId: picked('claude-3-opus-20240229'), messages: { values: [{ content: 'Hi' }] } }),
			node('Read', 'ai:anthropic', { resource: 'document', operation: 'analyze', modelId: picked('claude-sonnet-4-20250514') }),
			node('Gemini Image', 'ai:googleGemini', { resource: 'image', operation: 'analyze', modelId: picked('models/gemini-1.5-flash') }),
		]),
		references: [
			{ node: 'Message', model: 'claude-3-opus-20240229', kind: 'chat' },
			{ node: 'Read', model: 'claude-sonnet-4-20250514', kind: 'chat' },
			{ node: 'Gemini Image', model: 'models/gemini-1.5-flash', kind: 'vision' },
		],
	},
	{
		id: 'nodes-12',
		about: "n8n's own nodes for Perplexity and, of old, OpenAI",
		workflow: workflow([
			node('Sonar', 'base:perplexity', { model: 'sonar-reasoning', messages: { message: [{ content: 'Hi' }] } }),
			node('Old chat', 'base:openAi', { resource: 'chat', chatModel: 'gpt-3.5-turbo', prompt: {} }, 1.1),
			node('Old text', 'base:openAi', { resource: 'text', model: 'text-davinci-003', prompt: 'Hi' }),
		]),
		references: [
			{ node: 'Sonar', model: 'sonar-reasoning', kind: 'chat' },
			{ node: 'Old chat', model: 'gpt-3.5-turbo', kind: 'chat' },
			{ node: 'Old text', model: 'text-davinci-003', kind: 'completion' },
		],
	},
	{
		id: 'nodes-13',
		about: 'nodes of other packages with a model by its usual parameters',
		workflow: workflow([
			node('DeepSeek', 'n8n-nodes-deepseek.deepSeek', { model: 'deepseek-chat', prompt: { messages: [{ content: 'Hi' }] } }),
			node('Together', '@acme/n8n-nodes-together.together', { operation: 'chat', modelId: 'meta-llama/Llama-3.3-70B-Instruct-Turbo' }),
			node('Jina', 'n8n-nodes-jina-embed.embeddingsJina', { modelName: 'jina-embeddings-v3' }),
			node('Voice', 'n8n-nodes-speechmaker.textToSpeech', { modelId: 'eleven_multilingual_v2', text: 'Hi' }),
		]),
		references: [
			{ node: 'DeepSeek', model: 'deepseek-chat', kind: 'chat' },
			{ node: 'Together', model: 'meta-llama/Llama-3.3-70B-Instruct-Turbo', kind: 'chat' },
			{ node: 'Jina', model: 'jina-embeddings-v3', kind: 'embedding' },
			{ node: 'Voice', model: 'eleven_multilingual_v2', kind: 'speech' },
		],
	},
	{
		id: 'nodes-14',
		about: 'other packages: a `model` that is a car, a table and a pricing model',
		workflow: workflow([
			node('Cars', 'n8n-nodes-carfax.cars', { operation: 'search', model: 'Golf', make: 'Volkswagen' }),
			node('Odoo', 'base:odoo', { resource: 'custom', customResource: 'sale.order', operation: 'getAll' }),
			node('Pricing', 'n8n-nodes-billing.plans', { pricingModel: 'per-seat', model: 'tiered' }),
		]),
		references: [],
	},
	{
		id: 'nodes-15',
		about: 'Ollama: a tag, embeddings, vision and the default',
		workflow: workflow([
			node('Tag', 'ai:lmChatOllama', { model: 'deepseek-r1:14b-qwen-distill-q4_K_M', options: {} }),
			node('Vectors', 'ai:embeddingsOllama', { model: 'mxbai-embed-large' }),
			node('Root', 'ai:ollama', { resource: 'image', operation: 'analyze', modelId: picked('llava:13b') }),
		]),
		references: [
			{ node: 'Tag', model: 'deepseek-r1:14b-qwen-distill-q4_K_M', kind: 'chat' },
			{ node: 'Vectors', model: 'mxbai-embed-large', kind: 'embedding' },
			{ node: 'Root', model: 'llava:13b', kind: 'vision' },
		],
	},
	{
		id: 'nodes-16',
		about: 'vision in a chain: the image comes with the message',
		workflow: workflow(
			[
				node('Start', 'base:manualTrigger'),
				node(
					'Look',
					'ai:chainLlm',
					{
						promptType: 'define',
						text: 'What is it?',
						messages: { messageValues: [{ type: 'HumanMessagePromptTemplate', messageType: 'imageBinary' }] },
					},
					1.6,
				),
				node('Groq', 'ai:lmChatGroq', { model: 'llama-3.2-90b-vision-preview', options: {} }),
			],
			{ Groq: ['Look', 'ai_languageModel'] },
		),
		references: [{ node: 'Groq', model: 'llama-3.2-90b-vision-preview', kind: 'vision' }],
	},
	{
		id: 'nodes-17',
		about: 'a retrieval workflow: embeddings twice, a reranker, a chat model',
		workflow: workflow(
			[
				node('Start', 'base:manualTrigger'),
				node('Store', 'ai:vectorStoreQdrant', { mode: 'insert', qdrantCollection: picked('docs') }, 1.1),
				node('Embed', 'ai:embeddingsGoogleGemini', { modelName: 'models/text-embedding-004' }),
				node('Rank', 'ai:rerankerCohere', { modelName: 'rerank-multilingual-v3.0' }),
				node('Agent', 'ai:agent', {}, 2.2),
				node('Mistral', 'ai:lmChatMistralCloud', { model: 'mistral-large-2407', options: {} }),
			],
			{ Embed: ['Store', 'ai_embedding'], Rank: ['Store', 'ai_reranker'], Mistral: ['Agent', 'ai_languageModel'] },
		),
		references: [
			{ node: 'Embed', model: 'models/text-embedding-004', kind: 'embedding' },
			{ node: 'Rank', model: 'rerank-multilingual-v3.0', kind: 'rerank' },
			{ node: 'Mistral', model: 'mistral-large-2407', kind: 'chat' },
		],
	},
	{
		id: 'nodes-18',
		about: 'a model by an expression: from a Set node, from the trigger with a fallback, from the environment',
		workflow: workflow([
			node(
				'Config',
				'base:set',
				{ assignments: { assignments: [{ id: 'a', name: 'llm', type: 'string', value: 'claude-3-5-haiku-20241022' }] } },
				3.4,
			),
			node('From Set', 'ai:lmChatAnthropic', { model: { __rl: true, mode: 'id', value: "={{ $('Config').item.json.llm }}" } }, 1.3),
			node('Fallback', 'ai:lmChatOpenAi', { model: { __rl: true, mode: 'id', value: "={{ $json.model || 'gpt-4-turbo' }}" } }, 1.2),
			node('Environment', 'ai:lmChatOpenAi', { model: { __rl: true, mode: 'id', value: '={{ $env.CHAT_MODEL }}' } }, 1.2),
		]),
		references: [
			{ node: 'From Set', model: null, kind: 'chat', constants: ['claude-3-5-haiku-20241022'] },
			{ node: 'Fallback', model: null, kind: 'chat', constants: ['gpt-4-turbo'] },
			{ node: 'Environment', model: null, kind: 'chat' },
		],
		mentions: ['Config'],
	},
	{
		id: 'nodes-19',
		about: 'assistants: by id, by default',
		workflow: workflow([
			node('Assistant', 'ai:openAi', { resource: 'assistant', assistantId: picked('asst_Kj3nd83jKDn39dnKLs02ndkx') }, 1.8),
		]),
		references: [{ node: 'Assistant', model: 'asst_Kj3nd83jKDn39dnKLs02ndkx', kind: 'assistants' }],
	},
	{
		id: 'nodes-20',
		about: 'a disabled node is a reference, too; a sticky note is none',
		workflow: workflow([
			{ ...node('Off', 'ai:lmChatOpenAi', { model: picked('o1-mini') }, 1.2), disabled: true },
			node('Note', 'base:stickyNote', { content: 'We used gpt-4-32k and o1-mini here.' }),
		]),
		references: [{ node: 'Off', model: 'o1-mini', kind: 'chat' }],
	},
	{
		id: 'nodes-21',
		about: "this pack's own nodes",
		workflow: workflow([
			node('Reason', 'n8n-nodes-r1.r1Reason', { host: 'r1DeepSeekApi', model: picked('deepseek-reasoner'), prompt: 'Hi' }),
			node('Model', 'n8n-nodes-r1.r1ChatModel', { host: 'r1OpenAiApi', model: { __rl: true, mode: 'id', value: 'o3-mini' } }),
		]),
		references: [
			{ node: 'Reason', model: 'deepseek-reasoner', kind: 'chat' },
			{ node: 'Model', model: 'o3-mini', kind: 'chat' },
		],
	},
	{
		id: 'nodes-22',
		about: 'Cohere, xAI, Groq, Moonshot and Alibaba with what is set',
		workflow: workflow([
			node('Cohere', 'ai:lmChatCohere', { model: 'command-r-plus-04-2024', options: {} }),
			node('Grok', 'ai:lmChatXAiGrok', { model: 'grok-beta', options: {} }),
			node('Kimi', 'ai:lmChatMoonshot', { model: 'kimi-k2-0905-preview', options: {} }),
			node('Qwen', 'ai:lmChatAlibabaCloud', { model: 'qwen-turbo', options: {} }),
		]),
		references: [
			{ node: 'Cohere', model: 'command-r-plus-04-2024', kind: 'chat' },
			{ node: 'Grok', model: 'grok-beta', kind: 'chat' },
			{ node: 'Kimi', model: 'kimi-k2-0905-preview', kind: 'chat' },
			{ node: 'Qwen', model: 'qwen-turbo', kind: 'chat' },
		],
	},
];
