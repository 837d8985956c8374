import { node, post, workflow, type LabelledWorkflow } from './label';

const openAi = 'https://api.openai.com/v1';

/** HTTP requests that call a model, and those that only look like it. */
export const httpCases: LabelledWorkflow[] = [
	{
		id: 'http-01',
		about: 'Azure: the deployment stands in the address',
		workflow: workflow([
			node(
				'Ask',
				'base:httpRequest',
				post(
					'https://acme.openai.azure.com/openai/deployments/gpt4-prod/chat/completions?api-version=2024-06-01',
					'{"messages":[{"role":"user","content":"Hi"}]}',
				),
				4.2,
			),
			node(
				'Embed',
				'base:httpRequest',
				post('https://acme.openai.azure.com/openai/deployments/ada-vectors/embeddings?api-version=2023-05-15', '{"input":"Hi"}'),
				4.2,
			),
		]),
		references: [
			{ node: 'Ask', model: 'gpt4-prod', kind: 'chat' },
			{ node: 'Embed', model: 'ada-vectors', kind: 'embedding' },
		],
	},
	{
		id: 'http-02',
		about: 'Bedrock: the id stands in the address, percent-encoded',
		workflow: workflow([
			node(
				'Converse',
				'base:httpRequest',
				post(
					'https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse',
					'{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}',
				),
				4.2,
			),
		]),
		references: [{ node: 'Converse', model: 'anthropic.claude-3-haiku-20240307-v1:0', kind: 'chat' }],
	},
	{
		id: 'http-03',
		about: 'Vertex: publisher and model in the address, Gemini and Claude',
		workflow: workflow([
			node(
				'Gemini',
				'base:httpRequest',
				post(
					'https://us-central1-aiplatform.googleapis.com/v1/projects/acme/locations/us-central1/publishers/google/models/gemini-1.5-flash-001:generateContent',
					'{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}',
				),
				4.2,
			),
			node(
				'Claude',
				'base:httpRequest',
				post(
					'https://us-east5-aiplatform.googleapis.com/v1/projects/acme/locations/us-east5/publishers/anthropic/models/claude-3-5-sonnet-v2@20241022:rawPredict',
					'{"anthropic_version":"vertex-2023-10-16","messages":[]}',
				),
				4.2,
			),
		]),
		references: [
			{ node: 'Gemini', model: 'gemini-1.5-flash-001', kind: 'chat' },
			{ node: 'Claude', model: 'claude-3-5-sonnet-v2@20241022', kind: 'chat' },
		],
	},
	{
		id: 'http-04',
		about: "Gemini's own API: chat, embeddings, a picture in the body, listing models",
		workflow: workflow([
			node(
				'Chat',
				'base:httpRequest',
				post(
					'https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-pro:generateContent',
					'={"contents":[{"parts":[{"text": {{ JSON.stringify($json.text) }} }]}]}',
				),
				4.2,
			),
			node(
				'Vectors',
				'base:httpRequest',
				post('https://generativelanguage.googleapis.com/v1beta/models/embedding-001:embedContent', '{"content":{"parts":[{"text":"Hi"}]}}'),
				4.2,
			),
			node(
				'Look',
				'base:httpRequest',
				post(
					'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent',
					'={"contents":[{"parts":[{"text":"What is it?"},{"inline_data":{"mime_type":"image/png","data":"{{ $json.data }}"}}]}]}',
				),
				4.2,
			),
			node('List', 'base:httpRequest', { url: 'https://generativelanguage.googleapis.com/v1beta/models?pageSize=50', options: {} }, 4.2),
		]),
		references: [
			{ node: 'Chat', model: 'gemini-1.5-pro', kind: 'chat' },
			{ node: 'Vectors', model: 'embedding-001', kind: 'embedding' },
			{ node: 'Look', model: 'gemini-2.0-flash', kind: 'vision' },
		],
	},
	{
		id: 'http-05',
		about: 'OpenAI: chat, completions, embeddings, pictures, speech, moderation',
		workflow: workflow([
			node('Chat', 'base:httpRequest', post(`${openAi}/chat/completions`, '{"model":"gpt-4-0613","messages":[]}'), 4.2),
			node('Completion', 'base:httpRequest', post(`${openAi}/completions`, '{"model":"gpt-3.5-turbo-instruct","prompt":"Hi"}'), 4.2),
			node('Responses', 'base:httpRequest', post(`${openAi}/responses`, '{"model":"o4-mini","input":"Hi"}'), 4.2),
			node('Vectors', 'base:httpRequest', post(`${openAi}/embeddings`, '{"model":"text-embedding-ada-002","input":"Hi"}'), 4.2),
			node('Picture', 'base:httpRequest', post(`${openAi}/images/generations`, '{"model":"dall-e-2","prompt":"A cat"}'), 4.2),
			node('Voice', 'base:httpRequest', post(`${openAi}/audio/speech`, '{"model":"tts-1","input":"Hi","voice":"alloy"}'), 4.2),
			node('Moderate', 'base:httpRequest', post(`${openAi}/moderations`, '{"model":"omni-moderation-latest","input":"Hi"}'), 4.2),
		]),
		references: [
			{ node: 'Chat', model: 'gpt-4-0613', kind: 'chat' },
			{ node: 'Completion', model: 'gpt-3.5-turbo-instruct', kind: 'completion' },
			{ node: 'Responses', model: 'o4-mini', kind: 'chat' },
			{ node: 'Vectors', model: 'text-embedding-ada-002', kind: 'embedding' },
			{ node: 'Picture', model: 'dall-e-2', kind: 'image' },
			{ node: 'Voice', model: 'tts-1', kind: 'speech' },
			{ node: 'Moderate', model: 'omni-moderation-latest', kind: 'moderation' },
		],
	},
	{
		id: 'http-06',
		about: 'a body of parameters, and one of a form with a file',
		workflow: workflow([
			node(
				'Parameters',
				'base:httpRequest',
				{
					method: 'POST',
					url: 'https://api.mistral.ai/v1/chat/completions',
					sendBody: true,
					bodyParameters: {
						parameters: [
							{ name: 'model', value: 'open-mistral-nemo' },
							{ name: 'messages', value: '={{ $json.messages }}' },
						],
					},
					options: {},
				},
				4.2,
			),
			node(
				'Form',
				'base:httpRequest',
				{
					method: 'POST',
					url: 'https://api.groq.com/openai/v1/audio/transcriptions',
					sendBody: true,
					contentType: 'multipart-form-data',
					bodyParameters: {
						parameters: [
							{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
							{ name: 'model', value: 'whisper-large-v3-turbo' },
						],
					},
					options: {},
				},
				4.2,
			),
		]),
		references: [
			{ node: 'Parameters', model: 'open-mistral-nemo', kind: 'chat' },
			{ node: 'Form', model: 'whisper-large-v3-turbo', kind: 'audio' },
		],
	},
	{
		id: 'http-07',
		about: 'the address comes from the environment or an expression; the body is that of a chat',
		workflow: workflow([
			node(
				'Environment',
				'base:httpRequest',
				post('={{ $env.LLM_BASE_URL }}/chat/completions', '{"model":"qwen2.5:32b","messages":[{"role":"user","content":"Hi"}]}'),
				4.2,
			),
			node(
				'Item',
				'base:httpRequest',
				post('={{ $json.endpoint }}', '={"model":"gpt-4o","messages":[{"role":"user","content":"{{ $json.q }}"}]}'),
				4.2,
			),
		]),
		references: [
			{ node: 'Environment', model: 'qwen2.5:32b', kind: 'chat' },
			{ node: 'Item', model: 'gpt-4o', kind: 'chat' },
		],
	},
	{
		id: 'http-08',
		about: 'the model in the address is set by the node before',
		workflow: workflow([
			node(
				'Choose',
				'base:set',
				{ assignments: { assignments: [{ id: 'a', name: 'model', type: 'string', value: 'gemini-2.0-flash-lite' }] } },
				3.4,
			),
			node(
				'Call',
				'base:httpRequest',
				post(
					'=https://generativelanguage.googleapis.com/v1beta/models/{{ $json.model }}:generateContent',
					'{"contents":[{"parts":[{"text":"Hi"}]}]}',
				),
				4.2,
			),
		]),
		references: [{ node: 'Call', model: null, kind: 'chat', constants: ['gemini-2.0-flash-lite'] }],
		mentions: ['Choose'],
	},
	{
		id: 'http-09',
		about: 'a code node builds the body that the request sends',
		workflow: workflow([
			node(
				'Build',
				'base:code',
				{
					jsCode:
						"return [{ json: { body: { model: 'claude-3-haiku-20240307', max_tokens: 500, messages: [{ role: 'user', content: $json.text }] } } }];",
				},
				2,
			),
			node('Send', 'base:httpRequest', post('https://api.anthropic.com/v1/messages', '={{ JSON.stringify($json.body) }}'), 4.2),
		]),
		references: [{ node: 'Send', model: null, kind: 'chat', constants: ['claude-3-haiku-20240307'] }],
		mentions: ['Build'],
	},
	{
		id: 'http-10',
		about: 'gateways: OpenRouter, Cloudflare, Portkey, LiteLLM, Helicone',
		workflow: workflow([
			node(
				'OpenRouter',
				'base:httpRequest',
				post('https://openrouter.ai/api/v1/chat/completions', '{"model":"google/gemini-2.0-flash-exp:free","messages":[]}'),
				4.2,
			),
			node(
				'Cloudflare',
				'base:httpRequest',
				post(
					'https://api.cloudflare.com/client/v4/accounts/abc/ai/run/@cf/meta/llama-3.1-8b-instruct',
					'{"messages":[{"role":"user","content":"Hi"}]}',
				),
				4.2,
			),
			node('Portkey', 'base:httpRequest', post('https://api.portkey.ai/v1/chat/completions', '{"model":"gpt-4o-mini","messages":[]}'), 4.2),
			node(
				'Helicone',
				'base:httpRequest',
				post('https://oai.helicone.ai/v1/chat/completions', '{"model":"gpt-3.5-turbo-0125","messages":[]}'),
				4.2,
			),
		]),
		references: [
			{ node: 'OpenRouter', model: 'google/gemini-2.0-flash-exp:free', kind: 'chat' },
			{ node: 'Cloudflare', model: '@cf/meta/llama-3.1-8b-instruct', kind: 'chat' },
			{ node: 'Portkey', model: 'gpt-4o-mini', kind: 'chat' },
			{ node: 'Helicone', model: 'gpt-3.5-turbo-0125', kind: 'chat' },
		],
	},
	{
		id: 'http-11',
		about: "Ollama's own paths",
		workflow: workflow([
			node(
				'Generate',
				'base:httpRequest',
				post('http://localhost:11434/api/generate', '{"model":"mistral:7b","prompt":"Hi","stream":false}'),
				4.2,
			),
			node('Chat', 'base:httpRequest', post('http://ollama:11434/api/chat', '{"model":"llama3.1:70b","messages":[]}'), 4.2),
			node('Vectors', 'base:httpRequest', post('http://ollama:11434/api/embeddings', '{"model":"nomic-embed-text","prompt":"Hi"}'), 4.2),
			node('Tags', 'base:httpRequest', { url: 'http://ollama:11434/api/tags', options: {} }, 4.2),
		]),
		references: [
			{ node: 'Generate', model: 'mistral:7b', kind: 'completion' },
			{ node: 'Chat', model: 'llama3.1:70b', kind: 'chat' },
			{ node: 'Vectors', model: 'nomic-embed-text', kind: 'embedding' },
		],
	},
	{
		id: 'http-12',
		about: 'not models: Slack, tokens, health, usage, files, fine-tuning jobs, a car API',
		workflow: workflow([
			node('Slack', 'base:httpRequest', post('https://slack.com/api/chat.postMessage', '{"channel":"C01","text":"gpt-4o is gone"}'), 4.2),
			node('Jwt', 'base:httpRequest', post('https://auth.example.com/jwt/generate', '{"model":"hs256"}'), 4.2),
			node('Health', 'base:httpRequest', { url: 'http://vllm:8000/health', options: {} }, 4.2),
			node('Usage', 'base:httpRequest', { url: `${openAi}/organization/usage/completions?start_time=1730419200`, options: {} }, 4.2),
			node('Files', 'base:httpRequest', { url: `${openAi}/files`, options: {} }, 4.2),
			node('Models', 'base:httpRequest', { url: `${openAi}/models`, options: {} }, 4.2),
			node('Cars', 'base:httpRequest', post('https://api.cars.example.com/v1/search', '{"make":"Audi","model":"A4"}'), 4.2),
		]),
		references: [],
	},
	{
		id: 'http-13',
		about: "not models: a form recogniser, an image predictor of one's own, a chat of a help desk, a translation",
		workflow: workflow([
			node(
				'Forms',
				'base:httpRequest',
				post(
					'https://acme.cognitiveservices.azure.com/formrecognizer/documentModels/prebuilt-invoice:analyze?api-version=2023-07-31',
					'{"urlSource":"https://example.com/a.pdf"}',
				),
				4.2,
			),
			node(
				'Predict',
				'base:httpRequest',
				post(
					'https://acme-prediction.cognitiveservices.azure.com/customvision/v3.0/Prediction/0a1b/classify/iterations/model7/url',
					'{"Url":"https://example.com/a.png"}',
				),
				4.2,
			),
			node('Desk', 'base:httpRequest', post('https://desk.example.com/api/v2/chat/messages', '{"message":"Hello","thread":"12"}'), 4.2),
			node('DeepL', 'base:httpRequest', post('https://api.deepl.com/v2/translate', '{"text":["Hi"],"target_lang":"DE"}'), 4.2),
		]),
		references: [],
	},
	{
		id: 'http-14',
		about: 'a tool of an agent that calls a model',
		workflow: workflow(
			[
				node('Start', 'base:manualTrigger'),
				node('Agent', 'ai:agent', {}, 2),
				node(
					'Search',
					'base:httpRequestTool',
					post(
						'https://api.perplexity.ai/chat/completions',
						'={"model":"llama-3.1-sonar-small-128k-online","messages":[{"role":"user","content":"{{ $fromAI(\'q\') }}"}]}',
					),
					4.2,
				),
			],
			{ Search: ['Agent', 'ai_tool'] },
		),
		references: [{ node: 'Search', model: 'llama-3.1-sonar-small-128k-online', kind: 'chat' }],
	},
	{
		id: 'http-15',
		about: 'Replicate, fal, Stability: pictures; a prediction that is only asked for',
		workflow: workflow([
			node(
				'Draw',
				'base:httpRequest',
				post('https://api.replicate.com/v1/models/black-forest-labs/flux-schnell/predictions', '{"input":{"prompt":"A cat"}}'),
				4.2,
			),
			node('Ask', 'base:httpRequest', { url: '=https://api.replicate.com/v1/predictions/{{ $json.id }}', options: {} }, 4.2),
			node('Fal', 'base:httpRequest', post('https://fal.run/fal-ai/flux/dev', '{"prompt":"A cat"}'), 4.2),
		]),
		references: [
			{ node: 'Draw', model: 'black-forest-labs/flux-schnell', kind: 'image' },
			{ node: 'Fal', model: 'fal-ai/flux/dev', kind: 'image' },
		],
	},
	{
		id: 'http-16',
		about: 'Cohere and Voyage: chat, vectors, rerank',
		workflow: workflow([
			node('Chat', 'base:httpRequest', post('https://api.cohere.com/v2/chat', '{"model":"command-r-03-2024","messages":[]}'), 4.2),
			node(
				'Rank',
				'base:httpRequest',
				post('https://api.cohere.com/v2/rerank', '{"model":"rerank-english-v3.0","query":"Hi","documents":[]}'),
				4.2,
			),
			node('Voyage', 'base:httpRequest', post('https://api.voyageai.com/v1/embeddings', '{"model":"voyage-2","input":["Hi"]}'), 4.2),
		]),
		references: [
			{ node: 'Chat', model: 'command-r-03-2024', kind: 'chat' },
			{ node: 'Rank', model: 'rerank-english-v3.0', kind: 'rerank' },
			{ node: 'Voyage', model: 'voyage-2', kind: 'embedding' },
		],
	},
	{
		id: 'http-17',
		about: 'an expression picks between two models in the body',
		workflow: workflow([
			node(
				'Pick',
				'base:httpRequest',
				post(`${openAi}/chat/completions`, '={{ { "model": $json.hard ? "o1-preview" : "gpt-4o-mini", "messages": $json.messages } }}'),
				4.2,
			),
		]),
		references: [{ node: 'Pick', model: null, kind: 'chat', constants: ['o1-preview', 'gpt-4o-mini'] }],
	},
	{
		id: 'http-18',
		about: 'a picture in the messages makes it vision; an old body of raw text',
		workflow: workflow([
			node(
				'Look',
				'base:httpRequest',
				post(
					`${openAi}/chat/completions`,
					'={"model":"gpt-4-vision-preview","messages":[{"role":"user","content":[{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"{{ $json.url }}"}}]}]}',
				),
				4.2,
			),
			node(
				'Raw',
				'base:httpRequest',
				{
					method: 'POST',
					url: 'https://api.x.ai/v1/chat/completions',
					sendBody: true,
					contentType: 'raw',
					rawContentType: 'application/json',
					body: '{"model":"grok-2-1212","messages":[]}',
					options: {},
				},
				4.2,
			),
		]),
		references: [
			{ node: 'Look', model: 'gpt-4-vision-preview', kind: 'vision' },
			{ node: 'Raw', model: 'grok-2-1212', kind: 'chat' },
		],
	},
];
