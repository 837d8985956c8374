import { describe, expect, test } from 'vitest';
import { findModelReferences } from '../../../core/inventory/findModelReferences';

const langchain = '@n8n/n8n-nodes-langchain';
const at = new Date('2026-11-28T12:00:00Z');
const find = (type: string, parameters: Record<string, unknown>, typeVersion = 1) =>
	findModelReferences({ name: 'W', nodes: [{ name: 'Node', type, typeVersion, parameters }], connections: {} }, { at });
const http = (url: string, body: unknown = {}, more: Record<string, unknown> = {}) =>
	find(
		'n8n-nodes-base.httpRequest',
		{ method: 'POST', url, jsonBody: typeof body === 'string' ? body : JSON.stringify(body), ...more },
		4.2,
	);

describe('every sort of model is found, with what it is for', () => {
	test.each([
		['embeddingsOpenAi', {}, 1.2, 'text-embedding-3-small', 'embedding', 'alive'],
		['embeddingsOpenAi', {}, 1, 'text-embedding-ada-002', 'embedding', 'alive'],
		['embeddingsGoogleGemini', { modelName: 'models/text-embedding-004' }, 1, 'models/text-embedding-004', 'embedding', 'retired'],
		['embeddingsGoogleGemini', { modelName: 'models/embedding-001' }, 1, 'models/embedding-001', 'embedding', 'retired'],
		['embeddingsCohere', { modelName: 'embed-multilingual-v3.0' }, 1, 'embed-multilingual-v3.0', 'embedding', 'unknown'],
		['embeddingsOllama', { model: 'nomic-embed-text:latest' }, 1, 'nomic-embed-text:latest', 'embedding', 'alive'],
		['embeddingsAwsBedrock', { model: 'amazon.titan-embed-text-v2:0' }, 1, 'amazon.titan-embed-text-v2:0', 'embedding', 'unknown'],
		['rerankerCohere', {}, 1, 'rerank-v3.5', 'rerank', 'unknown'],
		['openAi', { resource: 'image', prompt: 'x' }, 1.8, 'dall-e-3', 'image', 'retired'],
		['openAi', { resource: 'image', prompt: 'x' }, 2.2, 'gpt-image-1-mini', 'image', 'retires'],
		['openAi', { resource: 'audio', operation: 'transcribe' }, 1.8, 'whisper-1', 'audio', 'retires'],
		['openAi', { resource: 'audio', input: 'x' }, 1.8, 'tts-1', 'speech', 'retires'],
		['openAi', { operation: 'classify' }, 1.8, 'text-moderation-latest', 'moderation', 'retired'],
		['openAi', { operation: 'classify' }, 2, 'omni-moderation-latest', 'moderation', 'alive'],
		['openAi', { resource: 'image', operation: 'analyze', modelId: { value: 'gpt-4o' } }, 1.8, 'gpt-4o', 'vision', 'retires'],
		[
			'googleGemini',
			{ resource: 'image', modelId: { value: 'models/gemini-2.5-flash-image' } },
			1,
			'models/gemini-2.5-flash-image',
			'image',
			'retired',
		],
		[
			'googleGemini',
			{ resource: 'audio', modelId: { value: 'models/gemini-2.5-flash' } },
			1,
			'models/gemini-2.5-flash',
			'audio',
			'retires',
		],
		['lmOpenAi', { model: { value: 'gpt-3.5-turbo-instruct' } }, 1, 'gpt-3.5-turbo-instruct', 'completion', 'retired'],
		['minimax', { resource: 'audio' }, 1, 'speech-2.8-hd', 'speech', 'unknown'],
	])('%s %j, version %s: %s', (type, parameters, version, model, kind, status) => {
		expect(find(`${langchain}.${type}`, parameters, version)).toMatchObject([{ model, kind, status }]);
	});

	test.each([
		['https://api.openai.com/v1/embeddings', { model: 'text-embedding-3-large' }, 'text-embedding-3-large', 'embedding', 'openai'],
		['https://api.openai.com/v1/images/generations', { model: 'dall-e-3' }, 'dall-e-3', 'image', 'openai'],
		['https://api.openai.com/v1/moderations', { input: 'x' }, '', 'moderation', 'openai'],
		[
			'https://api.elevenlabs.io/v1/text-to-speech/abc',
			{ text: 'x', model_id: 'eleven_turbo_v2_5' },
			'eleven_turbo_v2_5',
			'speech',
			'elevenlabs',
		],
		['https://api.deepgram.com/v1/listen?model=nova-2', {}, 'nova-2', 'audio', 'deepgram'],
		[
			'https://api.jina.ai/v1/rerank',
			{ model: 'jina-reranker-v2-base-multilingual' },
			'jina-reranker-v2-base-multilingual',
			'rerank',
			'jina',
		],
		['https://fal.run/fal-ai/flux/dev', { prompt: 'x' }, 'fal-ai/flux/dev', 'image', 'fal'],
		[
			'https://api.replicate.com/v1/models/meta/meta-llama-3-70b-instruct/predictions',
			{},
			'meta/meta-llama-3-70b-instruct',
			'chat',
			'replicate',
		],
		[
			'https://queue.fal.run/fal-ai/kling-video/v1/standard/text-to-video',
			{ prompt: 'x' },
			'fal-ai/kling-video/v1/standard/text-to-video',
			'video',
			'fal',
		],
		['http://10.0.0.5:11434/api/embed', { model: 'mxbai-embed-large', input: 'x' }, 'mxbai-embed-large', 'embedding', 'ollama'],
		[
			'https://openrouter.ai/api/v1/chat/completions',
			{ model: 'google/gemini-2.5-flash-image-preview', messages: [] },
			'google/gemini-2.5-flash-image-preview',
			'image',
			'openrouter',
		],
		[
			'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent',
			{ contents: [] },
			'gemini-2.0-flash',
			'chat',
			'google',
		],
		['https://llm.example.com/v1/chat/completions', { model: 'my-llama', messages: [] }, 'my-llama', 'chat', 'unknown'],
		[
			'https://api.vapi.ai/assistant',
			{ transcriber: { model: 'nova-2' }, model: { provider: 'openai', model: 'gpt-4o' } },
			'gpt-4o',
			'chat',
			'vapi',
		],
	])('a request to %s', (url, body, model, kind, provider) => {
		expect(http(url, body)).toMatchObject([{ model, kind, provider }]);
	});

	test.each([
		['a chat message', 'https://slack.com/api/chat.postMessage', { text: 'x' }],
		['a token', 'https://auth.example.com/jwt/generate', { role: 'admin' }],
		['a token on a port that models use', 'http://192.168.1.9:8000/jwt/generate', { role: 'admin' }],
		['a look at an image', 'https://x.cognitiveservices.azure.com/customvision/v3.0/Prediction/1/classify/iterations/m/image', {}],
		['a form', 'https://x.cognitiveservices.azure.com/formrecognizer/documentModels/prebuilt-invoice:analyze', {}],
		[
			'the state of a job',
			'https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google/models/veo-3.0:fetchPredictOperation',
			{},
		],
		['a cut of films', 'https://queue.fal.run/fal-ai/ffmpeg-api/compose', {}],
		['tokens that are counted', 'https://api.anthropic.com/v1/messages/count_tokens', { model: 'claude-sonnet-5', messages: [] }],
		['a batch', 'https://api.openai.com/v1/batches', {}],
		['a message of another service', 'https://api.example.com/v1/messages', { to: '1', text: 'x' }],
		['a report', 'https://reports.example.com/api/generate', { prompt: 'x' }],
	])('%s is no reference', (_name, url, body) => {
		expect(http(url, body)).toEqual([]);
	});

	test.each([
		'https://openrouter.ai/api/v1/models',
		'http://ollama:11434/',
		'https://api.openai.com/v1/usage',
		'https://api.elevenlabs.io/v1/voices/x',
		'https://api.assemblyai.com/v2/transcript/1',
		'https://api.openai.com/v1/responses/resp_1',
	])('a GET of %s is none', (url) => {
		expect(find('n8n-nodes-base.httpRequest', { url, options: {} }, 4.2)).toEqual([]);
	});

	test('an address from the environment with a conversation in the body', () => {
		expect(
			http('={{ $env.LLM_URL }}/chat/completions', '={"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}]}'),
		).toMatchObject([{ model: 'gpt-4o', kind: 'chat' }]);
		expect(http('={{ $env.LLM_URL }}', '={"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}]}')).toMatchObject([
			{ model: 'gpt-4o' },
		]);
		expect(http('={{ $env.HOOK_URL }}', '={"text": "gpt-4o"}')).toEqual([]);
	});

	test('a name in the address that a node before sets', () => {
		const nodes = [
			{
				name: 'Config',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				parameters: { assignments: { assignments: [{ name: 'llm', value: 'gemini-1.5-pro' }] } },
			},
			{
				name: 'Ask',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					method: 'POST',
					url: '=https://generativelanguage.googleapis.com/v1beta/models/{{ $json.llm }}:generateContent',
					jsonBody: '{"contents":[{"parts":[]}]}',
				},
			},
		];
		const connections = { Config: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] } };
		expect(findModelReferences({ nodes, connections }, { at })).toMatchObject([
			{ node: 'Ask', form: 'dynamic', constants: ['gemini-1.5-pro'], readFrom: ['Config'], status: 'retired' },
		]);
	});

	test('a sub-workflow input with an example, and a value of a data table', () => {
		const use = { name: 'M', type: `${langchain}.lmChatOpenAi`, parameters: { model: '={{ $json.model }}' } };
		const to = (from: string) => ({
			[from]: { main: [[{ node: 'Chain', type: 'main', index: 0 }]] },
			M: { ai_languageModel: [[{ node: 'Chain', type: 'ai_languageModel', index: 0 }]] },
		});
		const chain = { name: 'Chain', type: `${langchain}.chainLlm`, parameters: {} };
		const trigger = {
			name: 'In',
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			parameters: { inputSource: 'jsonExample', jsonExample: '{"model": "o3-mini"}' },
		};
		const table = {
			name: 'In',
			type: 'n8n-nodes-base.dataTable',
			parameters: { operation: 'insert', columns: { value: { model: 'o3-mini' } } },
		};
		for (const source of [trigger, table])
			expect(findModelReferences({ nodes: [source, chain, use], connections: to('In') }, { at })).toMatchObject([
				{ node: 'M', constants: ['o3-mini'] },
			]);
	});

	test('a prompt object ends with the platform it lives on', () => {
		const parameters = { model: { value: 'gpt-6.1-terra' }, options: { promptConfig: { promptOptions: [{ promptId: 'pmpt_1' }] } } };
		expect(find(`${langchain}.lmChatOpenAi`, parameters, 1.3)).toMatchObject([
			{ promptObject: 'pmpt_1', status: 'retires', retiresOn: '2026-11-30' },
		]);
	});

	test('images in the messages of a chain make its model one that sees', () => {
		const nodes = [
			{ name: 'M', type: `${langchain}.lmChatOpenAi`, parameters: { model: 'gpt-4o' } },
			{
				name: 'C',
				type: `${langchain}.chainLlm`,
				parameters: { messages: { messageValues: [{ type: 'HumanMessagePromptTemplate', messageType: 'imageBinary' }] } },
			},
		];
		const connections = { M: { ai_languageModel: [[{ node: 'C', type: 'ai_languageModel', index: 0 }]] } };
		expect(findModelReferences({ nodes, connections }, { at })).toMatchObject([{ kind: 'vision', settings: [{ name: 'vision' }] }]);
	});

	test('an embedding model that is gone says that all must be embedded anew', () => {
		expect(find(`${langchain}.embeddingsGoogleGemini`, { modelName: 'models/text-embedding-004' })[0].action).toMatch(/embedded anew/);
	});

	test('the target is for models that write: an embedding keeps its maker', () => {
		const nodes = [
			{ name: 'E', type: `${langchain}.embeddingsGoogleGemini`, parameters: { modelName: 'models/text-embedding-004' } },
			{ name: 'M', type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } },
		];
		expect(findModelReferences({ nodes, connections: {} }, { at })).toMatchObject([
			{ replacement: 'gemini-embedding-001' },
			{ replacement: 'gpt-5.6-sol' },
		]);
	});
});

describe("n8n's other forms of a workflow", () => {
	const inner = { nodes: [{ name: 'M', type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } }], connections: {} };
	test.each([
		['an answer of the template API', { workflow: { name: 'T', nodes: [{ id: 1, name: 'n8n-nodes-base.set' }], workflow: inner } }],
		['an array of a backup', [{ data: inner }]],
		['a version that is published', { name: 'T', activeVersion: inner }],
		['a row of the database', { nodes: JSON.stringify(inner.nodes), connections: '{}' }],
	])('%s', (_name, json) => {
		expect(findModelReferences(json, { at })).toMatchObject([{ node: 'M', model: 'o1' }]);
	});
});
