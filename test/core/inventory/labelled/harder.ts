import { node, picked, post, workflow, type LabelledWorkflow } from './label';

const chat = '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}';

/** Rarer spellings, older nodes, services around models that are none. */
export const harderCases: LabelledWorkflow[] = [
	{
		id: 'harder-01',
		about: 'the first version of the HTTP node: a body as JSON text, and by fields',
		workflow: workflow([
			node('Text', 'base:httpRequest', {
				requestMethod: 'POST',
				url: 'https://api.openai.com/v1/chat/completions',
				jsonParameters: true,
				bodyParametersJson: '{"model":"gpt-3.5-turbo-16k","messages":[]}',
			}),
			node('Fields', 'base:httpRequest', {
				requestMethod: 'POST',
				url: 'https://api.openai.com/v1/completions',
				bodyParametersUi: {
					parameter: [
						{ name: 'model', value: 'text-davinci-003' },
						{ name: 'prompt', value: 'Hi' },
					],
				},
			}),
		]),
		references: [
			{ node: 'Text', model: 'gpt-3.5-turbo-16k', kind: 'chat' },
			{ node: 'Fields', model: 'text-davinci-003', kind: 'completion' },
		],
	},
	{
		id: 'harder-02',
		about: "OpenAI's other endpoints: assistants, vector stores, jobs of fine-tuning, answers that are fetched",
		workflow: workflow([
			node(
				'Run',
				'base:httpRequest',
				post('=https://api.openai.com/v1/threads/{{ $json.id }}/runs', '{"assistant_id":"asst_abc123abc123abc123abc123"}'),
				4.2,
			),
			node('Stores', 'base:httpRequest', { url: 'https://api.openai.com/v1/vector_stores', options: {} }, 4.2),
			node('Fetch', 'base:httpRequest', { url: '=https://api.openai.com/v1/responses/{{ $json.id }}', options: {} }, 4.2),
		]),
		references: [{ node: 'Run', model: 'asst_abc123abc123abc123abc123', kind: 'assistants' }],
	},
	{
		id: 'harder-03',
		about: 'gateways that keep the path of the provider',
		workflow: workflow([
			node('Cloudflare', 'base:httpRequest', post('https://gateway.ai.cloudflare.com/v1/0a1b2c/main/openai/chat/completions', chat), 4.2),
			node(
				'Foundry',
				'base:httpRequest',
				post(
					'https://acme.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
					'{"model":"DeepSeek-R1","messages":[]}',
				),
				4.2,
			),
			node(
				'Nvidia',
				'base:httpRequest',
				post('https://integrate.api.nvidia.com/v1/chat/completions', '{"model":"nvidia/llama-3.1-nemotron-70b-instruct","messages":[]}'),
				4.2,
			),
			node(
				'Router',
				'base:httpRequest',
				post('https://router.huggingface.co/v1/chat/completions', '{"model":"deepseek-ai/DeepSeek-R1:together","messages":[]}'),
				4.2,
			),
		]),
		references: [
			{ node: 'Cloudflare', model: 'gpt-4o', kind: 'chat' },
			{ node: 'Foundry', model: 'DeepSeek-R1', kind: 'chat' },
			{ node: 'Nvidia', model: 'nvidia/llama-3.1-nemotron-70b-instruct', kind: 'chat' },
			{ node: 'Router', model: 'deepseek-ai/DeepSeek-R1:together', kind: 'chat' },
		],
	},
	{
		id: 'harder-04',
		about: "Azure's newer address with the deployment in the body",
		workflow: workflow([
			node(
				'Ask',
				'base:httpRequest',
				post('https://acme.openai.azure.com/openai/v1/chat/completions', '{"model":"team-chat","messages":[]}'),
				4.2,
			),
		]),
		references: [{ node: 'Ask', model: 'team-chat', kind: 'chat' }],
	},
	{
		id: 'harder-05',
		about: 'voices and ears over HTTP',
		workflow: workflow([
			node(
				'Eleven',
				'base:httpRequest',
				post('https://api.elevenlabs.io/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM', '{"text":"Hi","model_id":"eleven_turbo_v2"}'),
				4.2,
			),
			node(
				'Deepgram',
				'base:httpRequest',
				{
					method: 'POST',
					url: 'https://api.deepgram.com/v1/listen?model=nova-2&smart_format=true',
					sendBody: true,
					contentType: 'binaryData',
					inputDataFieldName: 'data',
					options: {},
				},
				4.2,
			),
			node(
				'Groq',
				'base:httpRequest',
				{
					method: 'POST',
					url: 'https://api.groq.com/openai/v1/audio/translations',
					sendBody: true,
					contentType: 'multipart-form-data',
					bodyParameters: { parameters: [{ name: 'model', value: 'whisper-large-v3' }] },
					options: {},
				},
				4.2,
			),
			node('Voices', 'base:httpRequest', { url: 'https://api.elevenlabs.io/v1/voices', options: {} }, 4.2),
		]),
		references: [
			{ node: 'Eleven', model: 'eleven_turbo_v2', kind: 'speech' },
			{ node: 'Deepgram', model: 'nova-2', kind: 'audio' },
			{ node: 'Groq', model: 'whisper-large-v3', kind: 'audio' },
		],
	},
	{
		id: 'harder-06',
		about: 'apps and tools around models that name none: Dify, a prompt store, a vector database, a web reader',
		workflow: workflow([
			node('Qdrant', 'base:httpRequest', post('http://qdrant:6333/collections/docs/points/search', '{"vector":[0.1],"limit":3}'), 4.2),
			node('Reader', 'base:httpRequest', { url: '=https://r.jina.ai/{{ $json.url }}', options: {} }, 4.2),
			node('Prompts', 'base:httpRequest', { url: 'https://cloud.langfuse.com/api/public/v2/prompts/answer', options: {} }, 4.2),
			node('Ocr', 'base:httpRequest', post('https://api.ocr.space/parse/image', '{"url":"https://example.com/a.png"}'), 4.2),
		]),
		references: [],
	},
	{
		id: 'harder-07',
		about: 'mails, sheets and answers that write a name down',
		workflow: workflow([
			node('Mail', 'base:gmail', { sendTo: 'a@example.com', subject: 'gpt-4 retires', message: 'Move from gpt-4 to gpt-4.1 soon.' }, 2.1),
			node(
				'Sheet',
				'base:googleSheets',
				{ operation: 'append', columns: { mappingMode: 'defineBelow', value: { model: 'gpt-4o-mini', cost: '={{ $json.cost }}' } } },
				4.5,
			),
			node(
				'Respond',
				'base:respondToWebhook',
				{ respondWith: 'json', responseBody: '={"model":"deepseek-chat","answer":"{{ $json.text }}"}' },
				1.1,
			),
		]),
		references: [],
		mentions: ['Sheet', 'Respond'],
	},
	{
		id: 'harder-08',
		about: 'raw JSON in a Set node, read by the model node behind it',
		workflow: workflow(
			[
				node('Start', 'base:manualTrigger'),
				node('Settings', 'base:set', { mode: 'raw', jsonOutput: '{"chat_model":"gemini-2.0-flash-001","temperature":0.2}' }, 3.4),
				node('Agent', 'ai:agent', {}, 2),
				node('Gemini', 'ai:lmChatGoogleGemini', { modelName: "=models/{{ $('Settings').first().json.chat_model }}", options: {} }),
			],
			{ Gemini: ['Agent', 'ai_languageModel'] },
		),
		references: [{ node: 'Gemini', model: null, kind: 'chat', constants: ['gemini-2.0-flash-001'] }],
		mentions: ['Settings'],
	},
	{
		id: 'harder-09',
		about: "Gemini's batch of vectors, a stream, a cached content",
		workflow: workflow([
			node(
				'Batch',
				'base:httpRequest',
				post(
					'https://generativelanguage.googleapis.com/v1beta/models/text-embedding-004:batchEmbedContents',
					'={"requests": {{ JSON.stringify($json.requests) }} }',
				),
				4.2,
			),
			node(
				'Stream',
				'base:httpRequest',
				post(
					'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro-preview-05-06:streamGenerateContent?alt=sse',
					'{"contents":[]}',
				),
				4.2,
			),
		]),
		references: [
			{ node: 'Batch', model: 'text-embedding-004', kind: 'embedding' },
			{ node: 'Stream', model: 'gemini-2.5-pro-preview-05-06', kind: 'chat' },
		],
	},
	{
		id: 'harder-10',
		about: "Gemini's address that draws",
		workflow: workflow([
			node(
				'Draw',
				'base:httpRequest',
				post(
					'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash-preview-image-generation:generateContent',
					'{"contents":[{"parts":[{"text":"A cat"}]}],"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}',
				),
				4.2,
			),
			node(
				'Imagen',
				'base:httpRequest',
				post(
					'https://generativelanguage.googleapis.com/v1beta/models/imagen-3.0-generate-002:predict',
					'{"instances":[{"prompt":"A cat"}]}',
				),
				4.2,
			),
		]),
		references: [
			{ node: 'Draw', model: 'gemini-2.0-flash-preview-image-generation', kind: 'image' },
			{ node: 'Imagen', model: 'imagen-3.0-generate-002', kind: 'image' },
		],
	},
	{
		id: 'harder-11',
		about: 'a choice of models: the selector names none, its models do',
		workflow: workflow(
			[
				node('Start', 'base:manualTrigger'),
				node('Agent', 'ai:agent', {}, 2.2),
				node('Selector', 'ai:modelSelector', { numberInputs: 2, rules: { rule: [{ modelIndex: 1 }] } }),
				node('Small', 'ai:lmChatOpenAi', { model: picked('gpt-4.1-nano') }, 1.2),
				node('Large', 'ai:lmChatAnthropic', { model: picked('claude-opus-4-20250514') }, 1.3),
			],
			{
				Selector: ['Agent', 'ai_languageModel'],
				Small: ['Selector', 'ai_languageModel'],
				Large: ['Selector', 'ai_languageModel'],
			},
		),
		references: [
			{ node: 'Small', model: 'gpt-4.1-nano', kind: 'chat' },
			{ node: 'Large', model: 'claude-opus-4-20250514', kind: 'chat' },
		],
	},
	{
		id: 'harder-12',
		about: 'a request whose whole address and body come from items',
		workflow: workflow([node('Send', 'base:httpRequest', post('={{ $json.url }}', '={{ $json.body }}'), 4.2)]),
		references: [],
	},
	{
		id: 'harder-13',
		about: "a server of one's own by its port and path",
		workflow: workflow([
			node(
				'vLLM',
				'base:httpRequest',
				post('http://10.0.0.12:8000/v1/chat/completions', '{"model":"Qwen/Qwen2.5-72B-Instruct-AWQ","messages":[]}'),
				4.2,
			),
			node(
				'LM Studio',
				'base:httpRequest',
				post('http://host.docker.internal:1234/v1/embeddings', '{"model":"text-embedding-nomic-embed-text-v1.5","input":"Hi"}'),
				4.2,
			),
			node(
				'Rank',
				'base:httpRequest',
				post('http://infinity:7997/rerank', '{"model":"BAAI/bge-reranker-v2-m3","query":"Hi","documents":[]}'),
				4.2,
			),
		]),
		references: [
			{ node: 'vLLM', model: 'Qwen/Qwen2.5-72B-Instruct-AWQ', kind: 'chat' },
			{ node: 'LM Studio', model: 'text-embedding-nomic-embed-text-v1.5', kind: 'embedding' },
			{ node: 'Rank', model: 'BAAI/bge-reranker-v2-m3', kind: 'rerank' },
		],
	},
	{
		id: 'harder-14',
		about: 'code with a table of models and one chosen by a key',
		workflow: workflow([
			node(
				'Ask',
				'base:code',
				{
					jsCode: `const MODELS = { fast: 'gpt-4o-mini', smart: 'o1' };
const body = { model: MODELS[$json.mode] ?? MODELS.fast, messages: $json.messages };
const res = await this.helpers.httpRequestWithAuthentication.call(this, 'openAiApi', { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', body, json: true });
return [{ json: res }];`,
				},
				2,
			),
		]),
		references: [{ node: 'Ask', model: null, kind: 'chat', constants: ['gpt-4o-mini', 'o1'] }],
	},
	{
		id: 'harder-15',
		about: 'code with a helper function that takes the model as a parameter',
		workflow: workflow([
			node(
				'Ask',
				'base:code',
				{
					jsCode: `async function ask(model, text) {
  return await $helpers.httpRequest({ method: 'POST', url: 'https://api.mistral.ai/v1/chat/completions', body: { model, messages: [{ role: 'user', content: text }] } });
}
const summary = await ask('mistral-small-2402', $input.first().json.text);
return [{ json: summary }];`,
				},
				2,
			),
		]),
		references: [{ node: 'Ask', model: 'mistral-small-2402', kind: 'chat' }],
	},
	{
		id: 'harder-16',
		about: "Anthropic's package in Python, and a dictionary of headers",
		workflow: workflow([
			node(
				'Ask',
				'base:code',
				{
					language: 'pythonNative',
					pythonCode: `import anthropic
client = anthropic.Anthropic(api_key=key)
message = client.messages.create(
    model="claude-2.1",
    max_tokens=1000,
    messages=[{"role": "user", "content": "Hi"}],
)
return [{"json": {"text": message.content[0].text}}]`,
				},
				2,
			),
		]),
		references: [{ node: 'Ask', model: 'claude-2.1', kind: 'chat' }],
	},
	{
		id: 'harder-17',
		about: 'a command over ssh, on several lines, to Ollama',
		workflow: workflow([
			node('Remote', 'base:ssh', {
				command: `curl http://localhost:11434/api/chat \\
  -d '{
    "model": "llama3:8b",
    "messages": [{"role": "user", "content": "Hi"}]
  }'`,
			}),
		]),
		references: [{ node: 'Remote', model: 'llama3:8b', kind: 'chat' }],
	},
	{
		id: 'harder-18',
		about: 'a command that runs a model on the machine itself',
		workflow: workflow([node('Local', 'base:executeCommand', { command: 'ollama run deepseek-r1:32b "Summarise: {{ $json.text }}"' })]),
		references: [{ node: 'Local', model: 'deepseek-r1:32b', kind: 'chat' }],
	},
	{
		id: 'harder-19',
		about: 'a tool that an agent calls by placeholders',
		workflow: workflow(
			[
				node('Start', 'base:manualTrigger'),
				node('Agent', 'ai:agent', {}, 1.7),
				node(
					'Ask expert',
					'ai:toolHttpRequest',
					{
						method: 'POST',
						url: 'https://openrouter.ai/api/v1/chat/completions',
						sendBody: true,
						specifyBody: 'json',
						jsonBody: '{"model":"openai/o1-mini","messages":[{"role":"user","content":"{question}"}]}',
						placeholderDefinitions: { values: [{ name: 'question' }] },
					},
					1.1,
				),
			],
			{ 'Ask expert': ['Agent', 'ai_tool'] },
		),
		references: [{ node: 'Ask expert', model: 'openai/o1-mini', kind: 'chat' }],
	},
	{
		id: 'harder-20',
		about: 'video and its state: neither is a language model; the video may be told as one of its own kind',
		workflow: workflow([
			node(
				'State',
				'base:httpRequest',
				{ url: '=https://queue.fal.run/fal-ai/kling-video/requests/{{ $json.request_id }}/status', options: {} },
				4.2,
			),
			node('Poll', 'base:httpRequest', { url: '=https://api.heygen.com/v1/video_status.get?video_id={{ $json.id }}', options: {} }, 4.2),
		]),
		references: [],
	},
	{
		id: 'harder-21',
		about: 'a prompt object over HTTP',
		workflow: workflow([
			node(
				'Prompted',
				'base:httpRequest',
				post('https://api.openai.com/v1/responses', '{"prompt":{"id":"pmpt_0a1b2c3d4e5f","version":"2"},"input":"Hi"}'),
				4.2,
			),
		]),
		references: [{ node: 'Prompted', model: null, kind: 'chat' }],
	},
	{
		id: 'harder-22',
		about: 'a JWT, a CRM and a form whose fields are called model, version or engine',
		workflow: workflow([
			node(
				'Cars',
				'base:set',
				{
					assignments: {
						assignments: [
							{ id: 'a', name: 'model', type: 'string', value: 'Corsa' },
							{ id: 'b', name: 'engine', type: 'string', value: '1.2 Turbo' },
						],
					},
				},
				3.4,
			),
			node(
				'Form',
				'base:formTrigger',
				{
					formFields: {
						values: [
							{
								fieldLabel: 'Phone model',
								fieldType: 'dropdown',
								fieldOptions: { values: [{ option: 'iPhone 15' }, { option: 'Pixel 8' }] },
							},
						],
					},
				},
				2.2,
			),
			node(
				'Odoo',
				'base:httpRequest',
				post('https://acme.odoo.com/jsonrpc', '{"params":{"model":"res.partner","method":"search_read"}}'),
				4.2,
			),
			node('Shop', 'base:httpRequest', post('https://api.shop.example.com/v1/products', '{"brand":"Sony","model":"WH-1000XM5"}'), 4.2),
		]),
		references: [],
	},
	{
		id: 'harder-23',
		about: "OCR by Mistral's node and a moderation by its name",
		workflow: workflow([
			node('Guard', 'ai:guardrails', { operation: 'classify', guardrails: { jailbreak: { value: {} } } }),
			node('Summary', 'ai:chainSummarization', { options: {} }, 2),
		]),
		references: [],
	},
	{
		id: 'harder-24',
		about: 'the name of the model stands in the query of the address',
		workflow: workflow([
			node(
				'Pollinations',
				'base:httpRequest',
				{ url: '=https://image.pollinations.ai/prompt/{{ $json.prompt }}?model=flux&width=1024', options: {} },
				4.2,
			),
		]),
		references: [{ node: 'Pollinations', model: 'flux', kind: 'image' }],
	},
];
