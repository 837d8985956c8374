import type { ModelKind } from './modelKind';

/** A parameter of one of n8n's nodes that names a model. */
export interface ModelParameter {
	/** Dotted path within the node's parameters. */
	path: string;
	/** Versions of the node that have it; both ends included. */
	since?: number;
	until?: number;
	/** Values that other parameters must have, set or by default. */
	when?: Readonly<Record<string, readonly string[]>>;
	/** Model of a node in which nothing is set, in n8n 2.40. Absent where n8n has no default: the node then fails. */
	default?: string;
	/** The model stands in the node's code: setting the parameter changes nothing. */
	inCode?: boolean;
	/** What the model is for, where it is not what the node's row says. */
	kind?: ModelKind;
	/** The model lives behind an id at the provider, in an API that ended. */
	assistant?: boolean;
}

export interface NodeModels {
	/** Type without its package, as in `lmChatOpenAi`. */
	type: string;
	/** Host id of the catalogue, or id of another service. */
	host: string;
	/** What its models are for; default: chat. */
	kind?: ModelKind;
	/** Parameter that holds another base URL. */
	baseURL?: string;
	/** Values that n8n takes where nothing is set; the operation depends on the resource. */
	defaults?: { resource?: string; mode?: string; operation?: Readonly<Record<string, string>> };
	parameters: readonly ModelParameter[];
	/** A node that gives its model to others and does nothing by itself. */
	subNode?: boolean;
}

/**
 * Read from `dist/types/nodes.json` of @n8n/n8n-nodes-langchain 2.40.3 and n8n-nodes-base 2.40.2 on 2026-11-23. A node that
 * has no model set runs with the default of the installed n8n; older releases of n8n had older defaults at the same version
 * of the node.
 */
export const defaultsOf = 'n8n 2.40';

const model = (path: string, value?: string): ModelParameter[] => [{ path, ...(value && { default: value }) }];
const sub = (type: string, host: string, parameters: readonly ModelParameter[], baseURL?: string): NodeModels => ({
	type,
	host,
	parameters,
	subNode: true,
	...(baseURL && { baseURL }),
});

const other = (kind: ModelKind, type: string, host: string, parameters: readonly ModelParameter[], baseURL?: string): NodeModels => ({
	...sub(type, host, parameters, baseURL),
	kind,
});

const langchain: readonly NodeModels[] = [
	other(
		'embedding',
		'embeddingsOpenAi',
		'openai',
		[
			{ path: 'model', until: 1, default: 'text-embedding-ada-002' },
			{ path: 'model', since: 1.1, default: 'text-embedding-3-small' },
		],
		'options.baseURL',
	),
	other('embedding', 'embeddingsAzureOpenAi', 'azure', model('model')),
	other('embedding', 'embeddingsCohere', 'cohere', model('modelName', 'embed-english-v2.0')),
	other('embedding', 'embeddingsAwsBedrock', 'bedrock', model('model')),
	other('embedding', 'embeddingsGoogleGemini', 'google', model('modelName', 'models/gemini-embedding-001')),
	other('embedding', 'embeddingsGooglePalm', 'google', model('modelName', 'models/embedding-gecko-001')),
	other('embedding', 'embeddingsGoogleVertex', 'vertex', model('modelName', 'text-embedding-005')),
	other(
		'embedding',
		'embeddingsHuggingFaceInference',
		'huggingface',
		model('modelName', 'sentence-transformers/distilbert-base-nli-mean-tokens'),
		'options.endpointUrl',
	),
	other('embedding', 'embeddingsMistralCloud', 'mistral', model('model', 'mistral-embed')),
	other('embedding', 'embeddingsOllama', 'ollama', model('model', 'llama3.2')),
	other('embedding', 'embeddingsLemonade', 'unknown', model('model')),
	other('embedding', 'embeddingsOracleDb', 'oracle', model('model', 'ALL_MINILM_L12_V2')),
	other('embedding', 'embeddingsNvidia', 'nvidia', model('model', 'nvidia/llama-3.2-nv-embedqa-1b-v2')),
	other('rerank', 'rerankerCohere', 'cohere', model('modelName', 'rerank-v3.5')),
	sub('lmChatOpenAi', 'openai', model('model', 'gpt-5-mini'), 'options.baseURL'),
	{ ...sub('lmOpenAi', 'openai', model('model', 'gpt-3.5-turbo-instruct'), 'options.baseURL'), kind: 'completion' },
	sub('lmChatAzureOpenAi', 'azure', model('model')),
	sub('lmChatDeepSeek', 'deepseek', model('model', 'deepseek-chat')),
	sub('lmChatAnthropic', 'anthropic', [
		{ path: 'model', until: 1, default: 'claude-2' },
		{ path: 'model', since: 1.1, until: 1.1, default: 'claude-3-sonnet-20240229' },
		{ path: 'model', since: 1.2, until: 1.2, default: 'claude-3-5-sonnet-20240620' },
		{ path: 'model', since: 1.3, until: 1.3, default: 'claude-sonnet-4-5-20250929' },
		{ path: 'model', since: 1.4, until: 1.5, default: 'claude-sonnet-4-6' },
		{ path: 'model', since: 1.6, default: 'claude-sonnet-5' },
	]),
	sub('lmChatGoogleGemini', 'google', [
		{ path: 'modelName', until: 1, default: 'models/gemini-2.5-flash' },
		{ path: 'modelName', since: 1.1, default: 'models/gemini-3-flash-preview' },
	]),
	sub('lmChatGooglePalm', 'google', model('modelName')),
	sub('lmGooglePalm', 'google', model('modelName')),
	sub('lmChatGoogleVertex', 'vertex', model('modelName', 'gemini-2.5-flash')),
	sub('lmChatGroq', 'groq', model('model', 'llama3-8b-8192')),
	sub('lmChatMistralCloud', 'mistral', model('model', 'mistral-small')),
	sub('lmChatOllama', 'ollama', model('model', 'llama3.2')),
	sub('lmOllama', 'ollama', model('model', 'llama3.2')),
	sub('lmChatOpenRouter', 'openrouter', model('model', 'openai/gpt-4.1-mini')),
	sub('lmChatVercelAiGateway', 'vercel', model('model', 'openai/gpt-4o')),
	sub('lmChatXAiGrok', 'xai', model('model', 'grok-2-vision-1212')),
	sub('lmChatCohere', 'cohere', model('model', 'command-a-03-2025')),
	sub('lmCohere', 'cohere', model('options.model')),
	sub('lmChatAwsBedrock', 'bedrock', model('model')),
	sub('lmChatDatabricks', 'unknown', model('model')),
	sub('lmChatAlibabaCloud', 'alibaba-intl', model('model', 'qwen-plus')),
	sub('lmChatMoonshot', 'moonshot', [
		{ path: 'model', until: 1, default: 'kimi-k2.5' },
		{ path: 'model', since: 1.1, default: 'kimi-k2.6' },
	]),
	sub('lmChatMinimax', 'minimax', [
		{ path: 'model', until: 1, default: 'MiniMax-M2.7' },
		{ path: 'model', since: 1.1, default: 'MiniMax-M3' },
	]),
	sub('lmChatNvidia', 'nvidia', model('model', 'nvidia/llama-3.3-nemotron-super-49b-v1')),
	sub('lmChatLemonade', 'unknown', model('model')),
	sub('lmLemonade', 'unknown', model('model')),
	sub('lmOpenHuggingFaceInference', 'huggingface', model('model', 'mistralai/Mistral-Nemo-Base-2407'), 'options.endpointUrl'),
	{
		type: 'openAi',
		host: 'openai',
		defaults: {
			resource: 'text',
			operation: {
				text: 'message',
				assistant: 'message',
				image: 'generate',
				audio: 'generate',
				file: 'upload',
				conversation: 'create',
				video: 'generate',
			},
		},
		parameters: [
			{ path: 'model', when: { resource: ['audio'], operation: ['generate'] }, default: 'tts-1', kind: 'speech' },
			// Fixed in the node's code, as is the moderation model below.
			{
				path: 'model',
				when: { resource: ['audio'], operation: ['transcribe', 'translate'] },
				default: 'whisper-1',
				inCode: true,
				kind: 'audio',
			},
			{ path: 'model', until: 2.1, when: { resource: ['image'], operation: ['generate'] }, default: 'dall-e-3', kind: 'image' },
			{ path: 'modelId', since: 2.2, when: { resource: ['image'], operation: ['generate'] }, default: 'gpt-image-1-mini', kind: 'image' },
			{ path: 'model', until: 2.2, when: { resource: ['image'], operation: ['edit'] }, default: 'gpt-image-1', kind: 'image' },
			{ path: 'modelId', since: 2.3, when: { resource: ['image'], operation: ['edit'] }, default: 'gpt-image-1', kind: 'image' },
			{ path: 'modelId', when: { resource: ['video'], operation: ['generate'] }, kind: 'video' },
			{
				path: 'model',
				until: 1.8,
				when: { resource: ['text'], operation: ['classify'] },
				default: 'text-moderation-latest',
				inCode: true,
				kind: 'moderation',
			},
			{
				path: 'model',
				since: 2,
				when: { resource: ['text'], operation: ['classify'] },
				default: 'omni-moderation-latest',
				inCode: true,
				kind: 'moderation',
			},
			// Version 2 calls the message operation `response`.
			{ path: 'modelId', when: { resource: ['text'], operation: ['message', 'response'] } },
			{ path: 'modelId', since: 1.4, when: { resource: ['image'], operation: ['analyze'] }, kind: 'vision' },
			// Fixed in the node's code, not a parameter.
			{
				path: 'modelId',
				until: 1.3,
				when: { resource: ['image'], operation: ['analyze'] },
				default: 'gpt-4-vision-preview',
				inCode: true,
				kind: 'vision',
			},
			{ path: 'modelId', when: { resource: ['assistant'], operation: ['create'] }, assistant: true },
			{
				path: 'assistantId',
				when: { resource: ['assistant'], operation: ['message', 'update', 'deleteAssistant', 'list'] },
				assistant: true,
			},
		],
	},
	{
		type: 'openAiAssistant',
		host: 'openai',
		defaults: { mode: 'existing' },
		parameters: [
			{ path: 'assistantId', when: { mode: ['existing'] }, assistant: true },
			{ path: 'model', when: { mode: ['new'] }, default: 'gpt-3.5-turbo-1106', assistant: true },
		],
	},
	{
		type: 'anthropic',
		host: 'anthropic',
		defaults: {
			resource: 'text',
			operation: { text: 'message', document: 'analyze', image: 'analyze', prompt: 'generate', file: 'upload' },
		},
		parameters: [{ path: 'modelId', when: { resource: ['text', 'document', 'image'], operation: ['message', 'analyze'] } }],
	},
	{
		type: 'googleGemini',
		host: 'google',
		defaults: {
			resource: 'text',
			operation: {
				text: 'message',
				audio: 'transcribe',
				document: 'analyze',
				image: 'generate',
				video: 'generate',
				file: 'upload',
				fileSearch: 'createStore',
			},
		},
		parameters: [
			{ path: 'modelId', until: 1.1, when: { resource: ['text'], operation: ['message'] } },
			{ path: 'modelId', since: 1.2, when: { resource: ['text'], operation: ['message'] }, default: 'models/gemini-3-flash-preview' },
			{ path: 'modelId', when: { resource: ['audio'], operation: ['analyze', 'transcribe'] }, kind: 'audio' },
			{ path: 'modelId', when: { resource: ['document'], operation: ['analyze'] } },
			{ path: 'modelId', when: { resource: ['image', 'video'], operation: ['analyze'] }, kind: 'vision' },
			{ path: 'modelId', until: 1.1, when: { resource: ['image'], operation: ['generate'] }, kind: 'image' },
			{
				path: 'modelId',
				since: 1.2,
				when: { resource: ['image'], operation: ['generate'] },
				default: 'models/gemini-3.1-flash-image-preview',
				kind: 'image',
			},
			{ path: 'modelId', when: { resource: ['image'], operation: ['edit'] }, kind: 'image' },
			{ path: 'modelId', when: { resource: ['video'], operation: ['generate'] }, kind: 'video' },
		],
	},
	{
		type: 'ollama',
		host: 'ollama',
		defaults: { resource: 'text', operation: { text: 'message', image: 'analyze' } },
		parameters: model('modelId'),
	},
	{
		type: 'moonshot',
		host: 'moonshot',
		defaults: { resource: 'text', operation: { text: 'message', image: 'analyze' } },
		parameters: model('modelId'),
	},
	{
		type: 'minimax',
		host: 'minimax',
		defaults: { resource: 'text', operation: { text: 'message', image: 'generate', audio: 'textToSpeech', video: 'textToVideo' } },
		parameters: [
			{ path: 'modelId', until: 1, when: { resource: ['text'] }, default: 'MiniMax-M2.7' },
			{ path: 'modelId', since: 1.1, when: { resource: ['text'] }, default: 'MiniMax-M3' },
			{ path: 'modelId', when: { resource: ['audio'], operation: ['textToSpeech'] }, default: 'speech-2.8-hd', kind: 'speech' },
			{ path: 'modelId', when: { resource: ['image'], operation: ['generate'] }, default: 'image-01', kind: 'image' },
			{
				path: 'modelId',
				until: 1,
				when: { resource: ['video'], operation: ['textToVideo', 'imageToVideo'] },
				default: 'MiniMax-Hailuo-2.3',
				kind: 'video',
			},
			{
				path: 'modelId',
				since: 1.1,
				when: { resource: ['video'], operation: ['textToVideo', 'imageToVideo'] },
				default: 'MiniMax-H3',
				kind: 'video',
			},
		],
	},
	{
		type: 'alibabaCloud',
		host: 'alibaba-intl',
		defaults: { resource: 'text', operation: { text: 'message', image: 'generate', video: 'textToVideo' } },
		parameters: [
			{ path: 'modelId', until: 1, when: { resource: ['text'] }, default: 'qwen3.5-flash' },
			{ path: 'modelId', since: 1.1, when: { resource: ['text'] } },
			{ path: 'modelId', until: 1, when: { resource: ['image'], operation: ['analyze'] }, default: 'qwen3-vl-flash', kind: 'vision' },
			{ path: 'modelId', since: 1.1, when: { resource: ['image'], operation: ['analyze'] }, kind: 'vision' },
			{ path: 'modelId', until: 1, when: { resource: ['image'], operation: ['generate'] }, default: 'z-image-turbo', kind: 'image' },
			{ path: 'modelId', since: 1.1, when: { resource: ['image'], operation: ['generate'] }, kind: 'image' },
			{ path: 'modelId', until: 1, when: { resource: ['video'], operation: ['textToVideo'] }, default: 'wan2.6-t2v', kind: 'video' },
			{ path: 'modelId', until: 1, when: { resource: ['video'], operation: ['imageToVideo'] }, default: 'wan2.6-i2v-flash', kind: 'video' },
			{ path: 'modelId', since: 1.1, when: { resource: ['video'], operation: ['textToVideo', 'imageToVideo'] }, kind: 'video' },
		],
	},
];

const base: readonly NodeModels[] = [
	{
		type: 'openAi',
		host: 'openai',
		defaults: { resource: 'text', operation: { text: 'complete', chat: 'complete', image: 'create' } },
		parameters: [
			// `create` and `message` stand in exports that were not made by the editor.
			{ path: 'model', until: 1, when: { resource: ['chat'], operation: ['complete', 'create', 'message'] }, default: 'gpt-3.5-turbo' },
			{
				path: 'chatModel',
				since: 1.1,
				when: { resource: ['chat'], operation: ['complete', 'create', 'message'] },
				default: 'gpt-3.5-turbo',
			},
			{ path: 'model', when: { resource: ['text'], operation: ['complete'] }, default: 'gpt-3.5-turbo-instruct', kind: 'completion' },
			{ path: 'model', when: { resource: ['text'], operation: ['edit'] }, default: 'text-davinci-edit-001', kind: 'completion' },
			{ path: 'model', when: { resource: ['text'], operation: ['moderate'] }, default: 'text-moderation-latest', kind: 'moderation' },
			{ path: 'model', until: 1, when: { resource: ['image'], operation: ['create'] }, default: 'dall-e-2', kind: 'image' },
			{ path: 'imageModel', since: 1.1, when: { resource: ['image'], operation: ['create'] }, default: 'dall-e-2', kind: 'image' },
		],
	},
	{
		type: 'perplexity',
		host: 'perplexity',
		defaults: {
			resource: 'chat',
			operation: { chat: 'complete', agent: 'createResponse', embedding: 'createEmbedding', search: 'search' },
		},
		parameters: [
			{ path: 'model', until: 2, when: { resource: ['chat'], operation: ['complete'] }, default: 'sonar' },
			{ path: 'model', when: { resource: ['agent'], operation: ['createResponse'] } },
			{ path: 'model', when: { resource: ['embedding'], operation: ['createEmbedding'] }, default: 'pplx-embed-v1-4b', kind: 'embedding' },
			{
				path: 'model',
				when: { resource: ['embedding'], operation: ['createContextualized'] },
				default: 'pplx-embed-context-v1-4b',
				kind: 'embedding',
			},
		],
	},
	{
		type: 'mistralAi',
		host: 'mistral',
		kind: 'vision',
		defaults: { resource: 'document', operation: { document: 'extractText' } },
		parameters: [{ path: 'model', when: { resource: ['document'], operation: ['extractText'] }, default: 'mistral-ocr-latest' }],
	},
];

const key = (packageName: string, type: string) => `${packageName}.${type}`;

/** n8n's own nodes that name a model, by full type. */
export const nodeModels: ReadonlyMap<string, NodeModels> = new Map([
	...langchain.map((row) => [key('@n8n/n8n-nodes-langchain', row.type), row] as const),
	...base.map((row) => [key('n8n-nodes-base', row.type), row] as const),
]);

/** Defaults of community packs, read from their published packages on 2026-11-23. */
export const communityDefaults: Readonly<Record<string, string>> = {
	'n8n-nodes-deepseek-reasoner': 'deepseek-chat',
	'n8n-nodes-deepseek-next': 'deepseek-v4-flash',
};

/** OpenAI's Assistants API: https://developers.openai.com/api/docs/assistants/migration */
export const assistantsEnd = { on: '2026-08-26', source: 'https://developers.openai.com/api/docs/assistants/migration' };

/** OpenAI's prompt objects (`pmpt_...`) end with its Evals platform: https://dev.to/max_bob/openai-api-deprecations-2026-2027-every-shutdown-date-and-recommended-replacement-gpt-4o-2ffm */
export const promptObjectsEnd = {
	on: '2026-11-30',
	source: 'https://developers.openai.com/api/docs/deprecations#2026-06-03-evals-platform',
};
