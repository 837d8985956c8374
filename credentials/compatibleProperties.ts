import type { ICredentialDataDecryptedObject, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { extraHeaders } from '../nodes/shared/extraHeaders';

/** Hosts that can be chosen, by their id in the catalogue; `auto` is told from the base URL. */
export const profileOptions = [
	{ name: 'Alibaba Cloud Model Studio', value: 'alibaba' },
	{ name: 'Alibaba Cloud Model Studio (International)', value: 'alibaba-intl' },
	{ name: 'Automatic', value: 'auto' },
	{ name: 'Azure AI Foundry', value: 'azure' },
	{ name: 'DeepInfra', value: 'deepinfra' },
	{ name: 'DeepSeek', value: 'deepseek' },
	{ name: 'Fireworks AI', value: 'fireworks' },
	{ name: 'Groq', value: 'groq' },
	{ name: 'llama.cpp Server', value: 'llama-cpp' },
	{ name: 'LM Studio', value: 'lm-studio' },
	{ name: 'NVIDIA NIM', value: 'nvidia' },
	{ name: 'Ollama', value: 'ollama' },
	{ name: 'OpenAI', value: 'openai' },
	{ name: 'OpenRouter', value: 'openrouter' },
	{ name: 'SambaNova', value: 'sambanova' },
	{ name: 'SGLang', value: 'sglang' },
	{ name: 'Together AI', value: 'together' },
	{ name: 'Vercel AI Gateway', value: 'vercel' },
	{ name: 'vLLM (0.15 or Earlier)', value: 'vllm-legacy' },
	{ name: 'vLLM (0.16 or Later)', value: 'vllm' },
];

export const compatibleProperties: INodeProperties[] = [
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'http://localhost:11434/v1',
		description: 'Address below which /chat/completions lies; most servers want it to end in /v1',
	},
	{
		displayName: 'API Key',
		name: 'apiKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'Empty for servers that want none',
	},
	{
		displayName: 'Host Profile',
		name: 'profile',
		type: 'options',
		default: 'auto',
		options: profileOptions,
		description:
			'What the server is: decides how thinking is switched, what is left out, and prices; every form of trace is read with any profile',
	},
	{
		displayName: 'Extra Headers',
		name: 'headers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Header',
		description: 'Sent with every request, for gateways and proxies',
		options: [
			{
				displayName: 'Header',
				name: 'values',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '' },
					{ displayName: 'Value', name: 'value', type: 'string', typeOptions: { password: true }, default: '' },
				],
			},
		],
	},
	{
		displayName: 'Declared Region',
		name: 'region',
		type: 'string',
		default: '',
		placeholder: 'DE',
		description:
			'Country where the requests are processed (ISO code such as DE, or EU), as you know it from the contract: shown as declared in residency checks',
	},
];

export async function authenticateCompatible(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const key = credentials.apiKey ? { Authorization: `Bearer ${String(credentials.apiKey).trim()}` } : {};
	request.headers = { ...request.headers, ...key, ...extraHeaders(credentials) };
	return request;
}
