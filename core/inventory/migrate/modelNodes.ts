import type { Target } from '../conflicts';
import type { JsonObject } from '../../json';

/** Options of model nodes by the name that most of n8n's nodes use for them. */
export type CommonOption =
	'temperature' | 'topP' | 'topK' | 'maxTokens' | 'frequencyPenalty' | 'presencePenalty' | 'timeout' | 'maxRetries' | 'responseFormat';

/** What other nodes call the same option; https://docs.n8n.io, `dist/types/nodes.json` of n8n 2.40 read on 2026-11-28. */
export const spellings: Readonly<Record<string, CommonOption>> = {
	temperature: 'temperature',
	topP: 'topP',
	topK: 'topK',
	maxTokens: 'maxTokens',
	maxTokensToSample: 'maxTokens',
	maxOutputTokens: 'maxTokens',
	numPredict: 'maxTokens',
	frequencyPenalty: 'frequencyPenalty',
	presencePenalty: 'presencePenalty',
	timeout: 'timeout',
	maxRetries: 'maxRetries',
	responseFormat: 'responseFormat',
};

/** A model node of n8n or of this pack, and how it is told what to run. */
export interface ModelNode {
	type: string;
	typeVersion: number;
	credential: string;
	/** Parameters that name the model. */
	model(name: string): JsonObject;
	/** Names of the options that it has. */
	options: Readonly<Partial<Record<CommonOption, string>>>;
}

const langchain = '@n8n/n8n-nodes-langchain';
const locator = (name: string) => ({ __rl: true, mode: 'id', value: name });
const plain = (name: string) => ({ model: name });
const sampling = { temperature: 'temperature', topP: 'topP', maxTokens: 'maxTokens' } as const;
const likeOpenAi = {
	...sampling,
	frequencyPenalty: 'frequencyPenalty',
	presencePenalty: 'presencePenalty',
	timeout: 'timeout',
	maxRetries: 'maxRetries',
	responseFormat: 'responseFormat',
} as const;

/** n8n's own model node for each host that has one. */
const nodes: Readonly<Record<string, ModelNode>> = {
	deepseek: { type: `${langchain}.lmChatDeepSeek`, typeVersion: 1, credential: 'deepSeekApi', model: plain, options: likeOpenAi },
	openai: {
		type: `${langchain}.lmChatOpenAi`,
		typeVersion: 1.2,
		credential: 'openAiApi',
		model: (name) => ({ model: locator(name) }),
		options: likeOpenAi,
	},
	anthropic: {
		type: `${langchain}.lmChatAnthropic`,
		typeVersion: 1.3,
		credential: 'anthropicApi',
		model: (name) => ({ model: locator(name) }),
		options: { temperature: 'temperature', topP: 'topP', topK: 'topK', maxTokens: 'maxTokensToSample' },
	},
	google: {
		type: `${langchain}.lmChatGoogleGemini`,
		typeVersion: 1,
		credential: 'googlePalmApi',
		model: (name) => ({ modelName: `models/${name}` }),
		options: { temperature: 'temperature', topP: 'topP', topK: 'topK', maxTokens: 'maxOutputTokens' },
	},
	openrouter: { type: `${langchain}.lmChatOpenRouter`, typeVersion: 1, credential: 'openRouterApi', model: plain, options: likeOpenAi },
	vercel: {
		type: `${langchain}.lmChatVercelAiGateway`,
		typeVersion: 1,
		credential: 'vercelAiGatewayApi',
		model: plain,
		options: likeOpenAi,
	},
	xai: { type: `${langchain}.lmChatXAiGrok`, typeVersion: 1, credential: 'xAiApi', model: plain, options: likeOpenAi },
	groq: {
		type: `${langchain}.lmChatGroq`,
		typeVersion: 1,
		credential: 'groqApi',
		model: plain,
		options: { temperature: 'temperature', maxTokens: 'maxTokensToSample' },
	},
	mistral: {
		type: `${langchain}.lmChatMistralCloud`,
		typeVersion: 1,
		credential: 'mistralCloudApi',
		model: plain,
		options: { ...sampling, timeout: 'timeout', maxRetries: 'maxRetries' },
	},
	cohere: {
		type: `${langchain}.lmChatCohere`,
		typeVersion: 1,
		credential: 'cohereApi',
		model: plain,
		options: { temperature: 'temperature', maxRetries: 'maxRetries' },
	},
	ollama: {
		type: `${langchain}.lmChatOllama`,
		typeVersion: 1,
		credential: 'ollamaApi',
		model: plain,
		options: {
			temperature: 'temperature',
			topP: 'topP',
			topK: 'topK',
			maxTokens: 'numPredict',
			frequencyPenalty: 'frequencyPenalty',
			presencePenalty: 'presencePenalty',
		},
	},
};

/** The connection of this pack's nodes for a target: its own two makers, or any compatible address. */
export const connectionOf = ({ host, baseURL }: Target): string =>
	baseURL === undefined && host.id === 'deepseek'
		? 'r1DeepSeekApi'
		: baseURL === undefined && host.id === 'openai'
			? 'r1OpenAiApi'
			: 'r1CompatibleApi';

/** This pack's R1 Chat Model, for whatever speaks OpenAI's format. */
export const r1ChatModel = (target: Target): ModelNode => ({
	type: 'n8n-nodes-r1.r1ChatModel',
	typeVersion: 1,
	credential: connectionOf(target),
	model: (name) => ({ host: connectionOf(target), model: locator(name) }),
	options: sampling,
});

/**
 * The node that serves a target: n8n's own for its host, else R1 Chat Model with the address in its credential. Nothing
 * where neither is possible: the address is not known, or the host speaks a format of its own.
 */
export function modelNodeFor(target: Target): ModelNode | undefined {
	const { host, baseURL } = target;
	const own = Object.hasOwn(nodes, host.id) ? nodes[host.id] : undefined;
	if (own) return own;
	if (host.id === 'bedrock' || (['google', 'vertex'].includes(host.id) && !baseURL)) return undefined;
	return (baseURL ?? host.baseURL) || host.kind === 'self-hosted' ? r1ChatModel(target) : undefined;
}
