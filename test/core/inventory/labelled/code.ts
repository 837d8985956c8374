import { node, post, workflow, type LabelledWorkflow } from './label';

/** Code that calls a model, code that only names one, and commands. */
export const codeCases: LabelledWorkflow[] = [
	{
		id: 'code-01',
		about: "n8n's request helper in a code node",
		workflow: workflow([
			node(
				'Ask',
				'base:code',
				{
					jsCode: `const response = await this.helpers.httpRequest({
  method: 'POST',
  url: 'https://api.openai.com/v1/chat/completions',
  headers: { Authorization: 'Bearer ' + $env.OPENAI_KEY },
  body: { model: 'gpt-4o-2024-05-13', messages: [{ role: 'user', content: $json.text }] },
  json: true,
});
return [{ json: response }];`,
				},
				2,
			),
		]),
		references: [{ node: 'Ask', model: 'gpt-4o-2024-05-13', kind: 'chat' }],
	},
	{
		id: 'code-02',
		about: 'fetch with a body made of constants that stand above',
		workflow: workflow([
			node(
				'Ask',
				'base:code',
				{
					jsCode: `const MODEL = 'claude-3-5-sonnet-20241022';
const API = 'https://api.anthropic.com/v1/messages';
const payload = { model: MODEL, max_tokens: 1024, messages: [{ role: 'user', content: 'Hi' }] };
const r = await fetch(API, { method: 'POST', body: JSON.stringify(payload) });
return [{ json: await r.json() }];`,
				},
				2,
			),
		]),
		references: [{ node: 'Ask', model: 'claude-3-5-sonnet-20241022', kind: 'chat' }],
	},
	{
		id: 'code-03',
		about: 'names in a comment, a log line and an error text call nothing',
		workflow: workflow([
			node(
				'Tidy',
				'base:code',
				{
					jsCode: `// was gpt-4 before, now o3-mini
console.log('answer of gpt-4o received');
if (!$json.ok) throw new Error('gpt-4o-mini gave no answer');
return [{ json: { text: $json.text.trim() } }];`,
				},
				2,
			),
		]),
		references: [],
	},
	{
		id: 'code-04',
		about: "LangChain's classes in a LangChain Code node",
		workflow: workflow([
			node('Chain', 'ai:code', {
				code: {
					execute: {
						code: `const { ChatOpenAI } = require('@langchain/openai');
const model = new ChatOpenAI({ modelName: 'gpt-4-1106-preview', temperature: 0 });
return [{ json: { text: (await model.invoke('Hi')).content } }];`,
					},
				},
			}),
		]),
		references: [{ node: 'Chain', model: 'gpt-4-1106-preview', kind: 'chat' }],
	},
	{
		id: 'code-05',
		about: 'a tool of code that embeds',
		workflow: workflow([
			node('Vectors', 'ai:toolCode', {
				name: 'vectors',
				jsCode: `const res = await this.helpers.httpRequest({ method: 'POST', url: 'https://api.openai.com/v1/embeddings', body: { model: 'text-embedding-3-large', input: query } });
return JSON.stringify(res.data[0].embedding);`,
			}),
		]),
		references: [{ node: 'Vectors', model: 'text-embedding-3-large', kind: 'embedding' }],
	},
	{
		id: 'code-06',
		about: 'Python in a code node that posts to a provider',
		workflow: workflow([
			node(
				'Ask',
				'base:code',
				{
					language: 'python',
					pythonCode: `import requests
# the old one was gpt-3.5-turbo
r = requests.post("https://api.deepseek.com/chat/completions", json={"model": "deepseek-reasoner", "messages": [{"role": "user", "content": "Hi"}]})
return [{"json": r.json()}]`,
				},
				2,
			),
		]),
		references: [{ node: 'Ask', model: 'deepseek-reasoner', kind: 'chat' }],
	},
	{
		id: 'code-07',
		about: 'curl in a command, with the body in quotes',
		workflow: workflow([
			node('Curl', 'base:executeCommand', {
				command: `curl -s https://api.groq.com/openai/v1/chat/completions -H "Authorization: Bearer $GROQ" -H 'Content-Type: application/json' -d '{"model":"mixtral-8x7b-32768","messages":[{"role":"user","content":"Hi"}]}'`,
			}),
		]),
		references: [{ node: 'Curl', model: 'mixtral-8x7b-32768', kind: 'chat' }],
	},
	{
		id: 'code-08',
		about: 'curl to a host that has nothing to do with models',
		workflow: workflow([
			node('Curl', 'base:executeCommand', {
				command: `curl -X POST https://hooks.example.com/notify -d '{"text":"gpt-4o retires in January"}'`,
			}),
		]),
		references: [],
	},
	{
		id: 'code-09',
		about: 'the address of Gemini with the model in a template string',
		workflow: workflow([
			node(
				'Ask',
				'base:code',
				{
					jsCode: `const model = 'gemini-1.5-flash-8b';
const url = \`https://generativelanguage.googleapis.com/v1beta/models/\${model}:generateContent?key=\${$env.KEY}\`;
return [{ json: await this.helpers.httpRequest({ method: 'POST', url, body: { contents: [{ parts: [{ text: 'Hi' }] }] } }) }];`,
				},
				2,
			),
		]),
		references: [{ node: 'Ask', model: 'gemini-1.5-flash-8b', kind: 'chat' }],
	},
	{
		id: 'code-10',
		about: 'a code node that sorts by names and prices calls nothing',
		workflow: workflow([
			node(
				'Prices',
				'base:code',
				{
					jsCode: `const prices = { 'gpt-4o': 2.5, 'claude-3-opus-20240229': 15, 'deepseek-chat': 0.27 };
return items.map((item) => ({ json: { ...item.json, usd: prices[item.json.model] * item.json.tokens } }));`,
				},
				2,
			),
		]),
		references: [],
		mentions: ['Prices'],
	},
	{
		id: 'code-11',
		about: 'the OpenAI package, a picture',
		workflow: workflow([
			node('Draw', 'base:function', {
				functionCode: `const OpenAI = require('openai');
const client = new OpenAI({ apiKey: $env.KEY });
const image = await client.images.generate({ model: 'dall-e-3', prompt: items[0].json.prompt });
return [{ json: image.data[0] }];`,
			}),
		]),
		references: [{ node: 'Draw', model: 'dall-e-3', kind: 'image' }],
	},
	{
		id: 'code-12',
		about: 'a constant is passed to a sub-workflow',
		workflow: workflow([
			node(
				'Sub',
				'base:executeWorkflow',
				{
					workflowId: { __rl: true, mode: 'list', value: 'abc' },
					workflowInputs: { mappingMode: 'defineBelow', value: { model: 'gpt-4-turbo-2024-04-09', question: '={{ $json.q }}' } },
				},
				1.2,
			),
		]),
		references: [],
		mentions: ['Sub'],
	},
	{
		id: 'code-13',
		about: 'code with a mistake in it is read all the same',
		workflow: workflow([
			node(
				'Broken',
				'base:code',
				{
					jsCode: `const r = await this.helpers.httpRequest({ method: 'POST', url: 'https://api.openai.com/v1/chat/completions', body: { model: 'o1-mini', messages: [ } });
return r`,
				},
				2,
			),
		]),
		references: [{ node: 'Broken', model: 'o1-mini', kind: 'chat' }],
	},
	{
		id: 'code-14',
		about: 'a request that retries with another model in its code',
		workflow: workflow([
			node(
				'Try',
				'base:code',
				{
					jsCode: `const models = ['gpt-4o', 'gpt-4o-mini'];
for (const model of models) {
  try {
    return [{ json: await this.helpers.httpRequest({ method: 'POST', url: 'https://api.openai.com/v1/chat/completions', body: { model, messages: [] } }) }];
  } catch (error) { continue; }
}
return [];`,
				},
				2,
			),
		]),
		references: [{ node: 'Try', model: null, kind: 'chat', constants: ['gpt-4o', 'gpt-4o-mini'] }],
	},
	{
		id: 'code-15',
		about: 'a Data Table row and a Set value that nothing reads as a model are mentions at most',
		workflow: workflow([
			node('Row', 'base:dataTable', {
				operation: 'insert',
				columns: { mappingMode: 'defineBelow', value: { model: 'o3-mini', team: 'sales' } },
			}),
			node(
				'Log',
				'base:set',
				{ assignments: { assignments: [{ id: 'a', name: 'note', type: 'string', value: 'answered by gpt-4o-mini' }] } },
				3.4,
			),
		]),
		references: [],
		mentions: ['Row', 'Log'],
	},
	{
		id: 'code-16',
		about: 'a Switch and an IF that compare names call nothing',
		workflow: workflow([
			node('Is it', 'base:if', { conditions: { string: [{ value1: '={{ $json.model }}', value2: 'gpt-4' }] } }),
			node('Say', 'base:slack', { text: '=Model gpt-4o-mini answered {{ $json.text }}', select: 'channel' }, 2.3),
		]),
		references: [],
		mentions: ['Is it', 'Say'],
	},
	{
		id: 'code-17',
		about: 'a Code node that asks Azure by a deployment in the address',
		workflow: workflow([
			node(
				'Azure',
				'base:code',
				{
					jsCode: `const deployment = 'chat-prod';
const url = 'https://acme.openai.azure.com/openai/deployments/' + deployment + '/chat/completions?api-version=2024-10-21';
return [{ json: await this.helpers.httpRequest({ method: 'POST', url, body: { messages: [{ role: 'user', content: 'Hi' }] } }) }];`,
				},
				2,
			),
		]),
		references: [{ node: 'Azure', model: 'chat-prod', kind: 'chat' }],
	},
	{
		id: 'code-18',
		about: 'the body of a request is built by code, the model chosen there by a condition',
		workflow: workflow([
			node(
				'Build',
				'base:code',
				{
					jsCode: `const model = $json.tokens > 1000 ? 'gpt-4-turbo' : 'gpt-3.5-turbo';
return [{ json: { request: { model, messages: [{ role: 'user', content: $json.q }] } } }];`,
				},
				2,
			),
			node('Send', 'base:httpRequest', post('https://api.openai.com/v1/chat/completions', '={{ $json.request }}'), 4.2),
		]),
		references: [{ node: 'Send', model: null, kind: 'chat', constants: ['gpt-4-turbo', 'gpt-3.5-turbo'] }],
		mentions: ['Build'],
	},
];
