import { describe, expect, test } from 'vitest';
import { readCode } from '../../../core/inventory/code/readCode';
import { readText } from '../../../core/inventory/code/readText';

const use = (model: string, kind: string, provider: string) => expect.objectContaining({ model, kind, provider, dynamic: false });

describe('code that calls a provider', () => {
	test.each([
		[
			'fetch',
			"const r = await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ model: 'gpt-4o', messages: [] }) })",
			use('gpt-4o', 'chat', 'openai'),
		],
		[
			'axios with a constant',
			"const MODEL = 'o3-mini'; await axios.post('https://api.openai.com/v1/chat/completions', { model: MODEL, messages })",
			use('o3-mini', 'chat', 'openai'),
		],
		[
			'a helper of n8n, and settings in an object',
			"const config = { model: 'claude-3-opus-20240229', url: 'https://api.anthropic.com/v1/messages' }; return await this.helpers.httpRequest({ method: 'POST', url: config.url, body: { model: config.model } })",
			use('claude-3-opus-20240229', 'chat', 'anthropic'),
		],
		[
			'a model in the address',
			'const r = await fetch(`https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-pro:generateContent?key=${k}`, { method: "POST" })',
			use('gemini-1.5-pro', 'chat', 'google'),
		],
		[
			'an address that is added up',
			"const base = 'https://api.openai.com'; await axios.post(base + '/v1/embeddings', { model: 'text-embedding-ada-002', input })",
			use('text-embedding-ada-002', 'embedding', 'openai'),
		],
		[
			'an own server',
			"await fetch('http://ollama:11434/api/generate', { method: 'POST', body: JSON.stringify({ model: 'llama3', prompt }) })",
			use('llama3', 'completion', 'ollama'),
		],
		[
			'a client',
			"const openai = new OpenAI({ apiKey }); return await openai.chat.completions.create({ model: 'gpt-4-turbo', messages })",
			use('gpt-4-turbo', 'chat', 'openai'),
		],
		[
			'a client at another address',
			"const c = new OpenAI({ baseURL: 'https://openrouter.ai/api/v1' }); await c.chat.completions.create({ model: 'openai/gpt-4o' })",
			use('openai/gpt-4o', 'chat', 'openrouter'),
		],
		[
			'a class of LangChain',
			"const m = new ChatAnthropic({ modelName: 'claude-3-haiku-20240307' }); return m.invoke('x')",
			use('claude-3-haiku-20240307', 'chat', 'anthropic'),
		],
		[
			'an embedding of LangChain',
			"return new OpenAIEmbeddings({ model: 'text-embedding-3-small' })",
			use('text-embedding-3-small', 'embedding', 'openai'),
		],
		[
			'code with a mistake in it',
			"const x = ;\nawait fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ model: 'gpt-4' }) })",
			use('gpt-4', 'chat', 'openai'),
		],
	])('%s', (_name, code, expected) => {
		expect(readCode(code).uses).toEqual([expected]);
	});

	test('a choice is known only when it runs', () => {
		const { uses } = readCode(
			"await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ model: hard ? 'o1' : 'gpt-4o' }) })",
		);
		expect(uses).toMatchObject([{ model: '', dynamic: true, constants: ['o1', 'gpt-4o'] }]);
	});

	test.each([
		['a comment', "// fetch('https://api.openai.com/v1/chat/completions') with model: 'gpt-4'\nreturn items;"],
		['a comment of several lines', "/* model: 'gpt-4' */ return items;"],
		['the text of an error', "throw new Error('Use gpt-4 at https://api.openai.com/v1/chat/completions');"],
		['a log', "console.log('https://api.openai.com/v1/chat/completions', 'gpt-4o'); return [];"],
		['a list of models', "const r = await fetch('https://openrouter.ai/api/v1/models'); return r.json();"],
		[
			'a message to a team',
			"await fetch('https://slack.com/api/chat.postMessage', { method: 'POST', body: JSON.stringify({ text: 'x' }) })",
		],
		['a name that an author gave', "return [{ json: { model: 'claude-ai-agent' } }]"],
		['a price list', "const price = { 'gpt-4': 30 }; return [];"],
	])('%s is no use', (_name, code) => {
		expect(readCode(code)).toEqual({ uses: [], mentions: [] });
	});

	test('a body that is built for a request that follows is a mention', () => {
		expect(readCode("return [{ json: { model: 'gpt-4o', messages: [] } }]")).toEqual({
			uses: [],
			mentions: [{ name: 'gpt-4o', field: 'model' }],
		});
	});

	test('Python and shells are read without their comments', () => {
		expect(readText("# requests.post('https://api.openai.com/v1/chat/completions', json={'model': 'gpt-4'})\nreturn []", 'python')).toEqual(
			{ uses: [], mentions: [] },
		);
		expect(
			readText("r = requests.post('https://api.openai.com/v1/chat/completions', json={'model': 'gpt-4', 'messages': m})", 'python').uses,
		).toEqual([use('gpt-4', 'chat', 'openai')]);
		expect(readText(`curl https://api.openai.com/v1/chat/completions -d '{"model":"gpt-4"}'`, 'shell').uses).toEqual([
			use('gpt-4', 'chat', 'openai'),
		]);
		expect(readText('curl https://api.openai.com/v1/models', 'shell').uses).toEqual([]);
		expect(readText('ollama run deepseek-r1:7b "hi"', 'shell').uses).toEqual([use('deepseek-r1:7b', 'chat', 'ollama')]);
	});

	test('code that is nested without end is read all the same', () => {
		const deep = `${'('.repeat(20_000)}1${')'.repeat(20_000)}; fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: { "model": "gpt-4" } })`;
		expect(readCode(deep).uses).toEqual([use('gpt-4', 'chat', 'openai')]);
	});
});
