/** A parameter of one of n8n's nodes that names a language model. */
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
	/** The model lives behind an id at the provider, in an API that ended. */
	assistant?: boolean;
}

export interface NodeModels {
	/** Type without its package, as in `lmChatOpenAi`. */
	type: string;
	/** Host id of the catalogue. */
	host: string;
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

const langchain: readonly NodeModels[] = [
	sub('lmChatOpenAi', 'openai', model('model', 'gpt-5-mini'), 'options.baseURL'),
	sub('lmOpenAi', 'openai', model('model', 'gpt-3.5-turbo-instruct'), 'options.baseURL'),
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
			// Version 2 calls the message operation `response`.
			{ path: 'modelId', when: { resource: ['text'], operation: ['message', 'response'] } },
			{ path: 'modelId', since: 1.4, when: { resource: ['image'], operation: ['analyze'] } },
			// Fixed in the node's code, not a parameter.
			{ path: 'modelId', until: 1.3, when: { resource: ['image'], operation: ['analyze'] }, default: 'gpt-4-vision-preview', inCode: true },
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
			{ path: 'modelId', when: { resource: ['audio', 'document', 'image', 'video'], operation: ['analyze', 'transcribe'] } },
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
		],
	},
	{
		type: 'alibabaCloud',
		host: 'alibaba-intl',
		defaults: { resource: 'text', operation: { text: 'message', image: 'generate', video: 'textToVideo' } },
		parameters: [
			{ path: 'modelId', until: 1, when: { resource: ['text'] }, default: 'qwen3.5-flash' },
			{ path: 'modelId', since: 1.1, when: { resource: ['text'] } },
			{ path: 'modelId', until: 1, when: { resource: ['image'], operation: ['analyze'] }, default: 'qwen3-vl-flash' },
			{ path: 'modelId', since: 1.1, when: { resource: ['image'], operation: ['analyze'] } },
		],
	},
];

const base: readonly NodeModels[] = [
	{
		type: 'openAi',
		host: 'openai',
		defaults: { resource: 'text', operation: { text: 'complete', chat: 'complete', image: 'create' } },
		parameters: [
			{ path: 'model', until: 1, when: { resource: ['chat'], operation: ['complete'] }, default: 'gpt-3.5-turbo' },
			{ path: 'chatModel', since: 1.1, when: { resource: ['chat'], operation: ['complete'] }, default: 'gpt-3.5-turbo' },
			{ path: 'model', when: { resource: ['text'], operation: ['complete'] }, default: 'gpt-3.5-turbo-instruct' },
			{ path: 'model', when: { resource: ['text'], operation: ['edit'] }, default: 'text-davinci-edit-001' },
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
		],
	},
];

const key = (packageName: string, type: string) => `${packageName}.${type}`;

/** n8n's own nodes that name a language model, by full type. */
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
