import type { ChatRequest } from './request';
import { rejections, type Rejection } from './rejections';

export type TraceField = 'reasoning_content' | 'reasoning' | 'reasoning_text' | 'thinking';

/** How one host puts its answers on the wire. Evidence for each row stands in the row or in `source`. */
export interface Profile {
	name: string;
	source: string;
	/** Where the host's API begins; the lab takes any prefix. */
	basePath: string;
	/** `openai` is JSON and server-sent events; `ollama` is `/api/chat` with a JSON object a line. */
	protocol: 'openai' | 'ollama';
	trace: {
		/** Fields that carry the trace; more than one are sent with the same text. */
		fields: readonly TraceField[];
		/** Trace inside the content: with both tags, without the opening one, or not at all. */
		inline: 'no' | 'tags' | 'no-opening-tag';
		/** OpenRouter's structured copy of the trace. */
		details?: boolean;
	};
	stream: {
		/** Delta of the first chunk, before any text. */
		first?: Record<string, unknown>;
		/** Keys that stand beside the one with text, on chunks of a reply with a trace. */
		beside?: Record<string, unknown>;
		/** Delta of the chunk with the finish reason. */
		last: Record<string, unknown>;
		/** Usage comes with the finish reason, on a chunk of its own without choices, or on one with an empty choice. */
		usageOn: 'finish' | 'own-chunk' | 'empty-choice';
		/** `usage: null` stands on the other chunks. */
		usageNull?: boolean;
		/** Usage comes only when the request asks by `stream_options.include_usage`. */
		usageAsked?: boolean;
		choice: Record<string, unknown>;
		/** Comment sent before the first token while the host works. */
		comment?: string;
		/** A tool call comes as one chunk instead of by argument deltas. */
		wholeToolCalls?: boolean;
	};
	message: Record<string, unknown>;
	choice: Record<string, unknown>;
	/** Further keys of the body and of each chunk. */
	body: Record<string, unknown>;
	chunk: Record<string, unknown>;
	/** Keys of the first and of the last chunk only. */
	firstChunk?: Record<string, unknown>;
	usage: 'deepseek' | 'openai' | 'groq' | 'plain' | 'sglang' | 'openrouter' | 'llamacpp' | 'details-null';
	/** Content is null, empty or absent beside tool calls. */
	contentWithTools: 'empty' | 'null' | 'absent';
	errors: 'openai' | 'deepseek' | 'openrouter' | 'vllm' | 'llamacpp' | 'ollama' | 'together' | 'text';
	idPrefix: string;
	models: readonly string[];
	/** Names that the host took once and takes no more. */
	retired: readonly string[];
	rejects: readonly Rejection[];
	/** `GET /user/balance` answers. */
	balance?: boolean;
	/** Prompt prefixes seen before count as cached. */
	caches?: boolean;
}

const plainStream = {
	first: { role: 'assistant', content: '' },
	last: {},
	usageOn: 'own-chunk',
	usageAsked: true,
	choice: { logprobs: null },
} as const;

const openAi: Profile = {
	name: 'OpenAI (trace hidden)',
	source: 'recorded openai-text.json and .chunks.txt',
	basePath: '/v1',
	protocol: 'openai',
	trace: { fields: [], inline: 'no' },
	stream: {
		...plainStream,
		first: { role: 'assistant', content: '', refusal: null },
		usageNull: true,
	},
	message: { refusal: null, annotations: [] },
	choice: { logprobs: null },
	body: { service_tier: 'default', system_fingerprint: 'fp_lab' },
	chunk: { service_tier: 'default', system_fingerprint: 'fp_lab', obfuscation: 'lab' },
	usage: 'openai',
	contentWithTools: 'null',
	errors: 'openai',
	idPrefix: 'chatcmpl-',
	models: ['gpt-6.1-sol', 'gpt-6-luna', 'gpt-5', 'gpt-4o', 'gpt-4o-mini'],
	retired: ['o1', 'o1-mini', 'o1-preview', 'o1-pro', 'o3-mini', 'o4-mini', 'gpt-4', 'gpt-4-turbo', 'gpt-3.5-turbo'],
	rejects: [rejections.maxTokensOnReasoningModel, rejections.temperatureOnReasoningModel],
	caches: true,
};

const deepSeek: Profile = {
	name: 'DeepSeek',
	source: 'recorded deepseek-*.json and .chunks.txt',
	basePath: '',
	protocol: 'openai',
	trace: { fields: ['reasoning_content'], inline: 'no' },
	stream: {
		first: { role: 'assistant', content: null, reasoning_content: '' },
		beside: { content: null, reasoning_content: null },
		last: { content: '', reasoning_content: null },
		usageOn: 'finish',
		usageNull: true,
		choice: { logprobs: null },
	},
	message: {},
	choice: { logprobs: null },
	body: { system_fingerprint: 'fp_lab_prod0820_fp8_kvcache' },
	chunk: { system_fingerprint: 'fp_lab_prod0820_fp8_kvcache' },
	usage: 'deepseek',
	contentWithTools: 'empty',
	errors: 'deepseek',
	idPrefix: '',
	models: ['deepseek-flash', 'deepseek-v4-pro'],
	retired: ['deepseek-reasoner', 'deepseek-chat'],
	rejects: [rejections.developerRole, rejections.jsonSchema, rejections.forcedToolChoice, rejections.traceMissingWithTools],
	balance: true,
	caches: true,
};

const vllm: Profile = {
	name: 'vLLM 0.16 and later with a reasoning parser',
	source: 'vllm docs/features/reasoning_outputs.md, PR 33402',
	basePath: '/v1',
	protocol: 'openai',
	trace: { fields: ['reasoning'], inline: 'no' },
	stream: { ...plainStream, last: { content: '' }, choice: { logprobs: null, stop_reason: null } },
	message: { refusal: null, annotations: null, audio: null, function_call: null, tool_calls: [] },
	choice: { logprobs: null, stop_reason: null, token_ids: null },
	body: { service_tier: null, system_fingerprint: null, prompt_logprobs: null, kv_transfer_params: null },
	chunk: {},
	usage: 'details-null',
	contentWithTools: 'null',
	errors: 'vllm',
	idPrefix: 'chatcmpl-',
	models: ['deepseek-ai/DeepSeek-R1-0528', 'deepseek-ai/DeepSeek-R1-Distill-Qwen-32B'],
	retired: [],
	rejects: [],
};

const llamaCpp: Profile = {
	name: 'llama.cpp server, reasoning format auto or deepseek',
	source: 'llama.cpp tools/server README',
	basePath: '/v1',
	protocol: 'openai',
	trace: { fields: ['reasoning_content'], inline: 'no' },
	stream: { ...plainStream, first: { role: 'assistant', content: null }, choice: {} },
	message: {},
	choice: {},
	body: { system_fingerprint: 'b6500-lab' },
	chunk: { system_fingerprint: 'b6500-lab' },
	usage: 'llamacpp',
	contentWithTools: 'null',
	errors: 'llamacpp',
	idPrefix: 'chatcmpl-',
	models: ['DeepSeek-R1-Distill-Qwen-7B-Q4_K_M.gguf'],
	retired: [],
	rejects: [],
};

const lmStudio: Profile = {
	name: 'LM Studio with reasoning split on',
	source: 'LM Studio API changelog, 0.3.9',
	basePath: '/v1',
	protocol: 'openai',
	trace: { fields: ['reasoning_content'], inline: 'no' },
	stream: { ...plainStream, first: undefined, beside: { role: 'assistant' } },
	message: { tool_calls: [] },
	choice: { logprobs: null },
	body: { system_fingerprint: 'lab', stats: {} },
	chunk: { system_fingerprint: 'lab' },
	usage: 'plain',
	contentWithTools: 'empty',
	errors: 'openai',
	idPrefix: 'chatcmpl-',
	models: ['deepseek-r1-distill-qwen-7b', 'deepseek-r1-0528-qwen3-8b'],
	retired: [],
	rejects: [],
};

const openRouter: Profile = {
	name: 'OpenRouter',
	source: 'openrouter.ai/docs/use-cases/reasoning-tokens',
	basePath: '/api/v1',
	protocol: 'openai',
	trace: { fields: ['reasoning'], inline: 'no', details: true },
	stream: {
		first: { role: 'assistant', content: '' },
		beside: { role: 'assistant', content: '' },
		last: { role: 'assistant', content: '' },
		usageOn: 'empty-choice',
		choice: { native_finish_reason: null, logprobs: null },
		comment: 'OPENROUTER PROCESSING',
	},
	message: { refusal: null },
	choice: { logprobs: null, native_finish_reason: 'stop' },
	body: { provider: 'Provider Lab', system_fingerprint: null },
	chunk: { provider: 'Provider Lab' },
	usage: 'openrouter',
	contentWithTools: 'empty',
	errors: 'openrouter',
	idPrefix: 'gen-',
	models: ['deepseek/deepseek-r1-0528', 'deepseek/deepseek-flash'],
	retired: ['deepseek/deepseek-r1'],
	rejects: [],
};

const together: Profile = {
	name: 'Together, R1 with the trace inside the content',
	source: 'docs.together.ai/docs/deepseek-r1',
	basePath: '/v1',
	protocol: 'openai',
	trace: { fields: [], inline: 'tags' },
	stream: { ...plainStream, usageOn: 'finish', usageAsked: false, usageNull: true },
	message: { tool_calls: [] },
	choice: { logprobs: null, seed: 1 },
	body: { prompt: [] },
	chunk: {},
	usage: 'plain',
	contentWithTools: 'null',
	errors: 'together',
	idPrefix: 'o',
	models: ['deepseek-ai/DeepSeek-R1'],
	retired: [],
	rejects: [],
};

const groq: Profile = {
	name: 'Groq, reasoning_format parsed',
	source: 'recorded groq-*.json and .chunks.txt',
	basePath: '/openai/v1',
	protocol: 'openai',
	trace: { fields: ['reasoning'], inline: 'no' },
	stream: { ...plainStream, usageOn: 'finish', usageAsked: false, wholeToolCalls: true },
	message: {},
	choice: { logprobs: null },
	body: {
		usage_breakdown: null,
		system_fingerprint: 'fp_lab',
		x_groq: { id: 'req_lab', seed: 1 },
		service_tier: 'on_demand',
	},
	chunk: { system_fingerprint: 'fp_lab' },
	firstChunk: { x_groq: { id: 'req_lab', seed: 1 } },
	usage: 'groq',
	contentWithTools: 'absent',
	errors: 'openai',
	idPrefix: 'chatcmpl-',
	models: ['qwen/qwen3-32b', 'openai/gpt-oss-120b'],
	retired: ['deepseek-r1-distill-llama-70b'],
	rejects: [],
};

const fireworks: Profile = {
	...openAi,
	name: 'Fireworks',
	source: 'docs.fireworks.ai/guides/reasoning.md',
	basePath: '/inference/v1',
	trace: { fields: ['reasoning_content'], inline: 'no' },
	stream: { ...plainStream, first: { role: 'assistant' }, usageOn: 'finish', usageAsked: false, usageNull: true, choice: {} },
	message: {},
	choice: {},
	body: {},
	chunk: {},
	usage: 'plain',
	idPrefix: '',
	models: ['accounts/fireworks/models/deepseek-v4p1-flash'],
	retired: ['accounts/fireworks/models/deepseek-r1'],
	rejects: [],
};

/** Hosts that the lab can act as. `groq` and others follow the request's own switches too. */
export const profiles = {
	deepseek: deepSeek,
	openai: openAi,
	vllm,
	'vllm-old': {
		...vllm,
		name: 'vLLM up to 0.15 with a reasoning parser',
		source: 'vllm PR 27752',
		trace: { fields: ['reasoning_content'], inline: 'no' },
	},
	'vllm-both': {
		...vllm,
		name: 'vLLM 0.12 to 0.15: both fields with the same text',
		source: 'vllm PR 27755',
		trace: { fields: ['reasoning', 'reasoning_content'], inline: 'no' },
	},
	'vllm-no-parser': {
		...vllm,
		name: 'vLLM without a parser: R1 without its opening tag',
		source: 'vllm deepseek_r1_reasoning_parser.py',
		trace: { fields: [], inline: 'no-opening-tag' },
	},
	sglang: {
		...vllm,
		name: 'SGLang with --reasoning-parser deepseek-r1',
		source: 'sglang python/sglang/srt/parser/reasoning_parser.py',
		trace: { fields: ['reasoning_content'], inline: 'no' },
		stream: {
			first: { role: 'assistant', content: '', reasoning_content: null, tool_calls: null },
			beside: { role: null, content: null, reasoning_content: null, tool_calls: null },
			last: { role: null, content: null, reasoning_content: null, tool_calls: null },
			usageOn: 'own-chunk',
			usageAsked: true,
			usageNull: true,
			choice: { logprobs: null, matched_stop: null },
		},
		message: { tool_calls: null },
		choice: { logprobs: null, matched_stop: 1 },
		body: { metadata: { weight_version: 'default' } },
		usage: 'sglang',
		idPrefix: '',
		models: ['deepseek-ai/DeepSeek-R1'],
	},
	'ollama-v1': {
		...vllm,
		name: 'Ollama, OpenAI-compatible',
		source: 'ollama openai/openai.go, 2026-08-21',
		stream: {
			...plainStream,
			first: undefined,
			beside: { role: 'assistant', content: '' },
			last: { role: 'assistant', content: '' },
			choice: {},
			wholeToolCalls: true,
		},
		message: {},
		choice: {},
		body: { system_fingerprint: 'fp_ollama' },
		chunk: { system_fingerprint: 'fp_ollama' },
		usage: 'plain',
		contentWithTools: 'empty',
		errors: 'openai',
		models: ['deepseek-r1:8b', 'deepseek-r1:32b'],
	},
	ollama: {
		...vllm,
		name: 'Ollama, native /api/chat',
		source: 'ollama docs/capabilities/thinking.mdx',
		basePath: '',
		protocol: 'ollama',
		trace: { fields: ['thinking'], inline: 'no' },
		errors: 'ollama',
		models: ['deepseek-r1:8b', 'deepseek-r1:32b'],
	},
	llamacpp: llamaCpp,
	'llamacpp-none': {
		...llamaCpp,
		name: 'llama.cpp server, reasoning format none',
		trace: { fields: [], inline: 'tags' },
	},
	'llamacpp-legacy': {
		...llamaCpp,
		name: 'llama.cpp server, reasoning format deepseek-legacy',
		trace: { fields: ['reasoning_content'], inline: 'tags' },
	},
	lmstudio: lmStudio,
	'lmstudio-off': {
		...lmStudio,
		name: 'LM Studio with reasoning split off',
		trace: { fields: [], inline: 'tags' },
	},
	openrouter: openRouter,
	together,
	fireworks,
	'fireworks-old': {
		...fireworks,
		name: 'Fireworks, models with the trace inside the content',
		trace: { fields: [], inline: 'tags' },
	},
	groq,
	'groq-raw': { ...groq, name: 'Groq, reasoning_format raw', trace: { fields: [], inline: 'tags' } },
	'groq-hidden': { ...groq, name: 'Groq, reasoning_format hidden', trace: { fields: [], inline: 'no' } },
	azure: {
		...openAi,
		name: 'Azure AI Foundry, DeepSeek',
		source: 'MicrosoftDocs/azure-ai-docs',
		basePath: '/openai/v1',
		trace: { fields: ['reasoning_content'], inline: 'no' },
		models: ['DeepSeek-V4.1-Flash'],
		retired: ['DeepSeek-R1', 'DeepSeek-R1-0528'],
		rejects: [],
	},
	'azure-inline': {
		...openAi,
		name: 'Azure AI Foundry, trace inside the content',
		source: 'MicrosoftDocs/azure-ai-docs',
		basePath: '/openai/v1',
		trace: { fields: [], inline: 'tags' },
		models: ['DeepSeek-V4.1-Flash'],
		retired: ['DeepSeek-R1', 'DeepSeek-R1-0528'],
		rejects: [],
	},
	deepinfra: {
		...vllm,
		name: 'DeepInfra',
		source: 'anomalyco/models.dev deepinfra',
		basePath: '/v1/openai',
		trace: { fields: ['reasoning_content'], inline: 'no' },
		errors: 'openai',
		models: ['deepseek-ai/DeepSeek-R1-0528'],
	},
	vercel: {
		...openAi,
		name: 'Vercel AI Gateway',
		source: 'vercel.com/docs/ai-gateway/openai-compat/advanced',
		trace: { fields: ['reasoning'], inline: 'no' },
		models: ['deepseek/deepseek-r1'],
		retired: [],
		rejects: [],
	},
	sambanova: { ...together, name: 'SambaNova', source: 'docs.sambanova.ai/docs/en/build/reasoning', errors: 'openai' },
	nvidia: {
		...vllm,
		name: 'NVIDIA NIM',
		source: 'vercel/ai content/providers/35-nim.mdx',
		trace: { fields: ['reasoning_content'], inline: 'no' },
	},
	chutes: {
		...vllm,
		name: 'A host that sends two trace fields with the same text',
		source: 'npm @earendil-works/pi-ai 1.5.2 dist/api/openai-completions.js',
		trace: { fields: ['reasoning_content', 'reasoning'], inline: 'no' },
	},
	'reasoning-text': {
		...vllm,
		name: 'A host with reasoning_text',
		source: 'npm @earendil-works/pi-ai 1.5.2 dist/api/openai-completions.js',
		trace: { fields: ['reasoning_text'], inline: 'no' },
	},
} as const satisfies Record<string, Profile>;

export type ProfileId = keyof typeof profiles;

export const isProfileId = (id: string): id is ProfileId => Object.hasOwn(profiles, id);

/** The profile after the request's own switches: Groq's reasoning_format, SGLang's separate_reasoning, Ollama's think. */
export function profileFor(id: ProfileId, request: ChatRequest): Profile {
	const format = request.reasoning_format;
	if (id === 'groq' && format === 'raw') return profiles['groq-raw'];
	if (id === 'groq' && format === 'hidden') return profiles['groq-hidden'];
	if (id === 'sglang' && request.separate_reasoning === false) {
		return { ...profiles.sglang, trace: profiles['vllm-no-parser'].trace };
	}
	if (id === 'openrouter' && (request.reasoning?.exclude || request.include_reasoning === false)) {
		return { ...profiles.openrouter, trace: { fields: [], inline: 'no' } };
	}
	return profiles[id];
}
