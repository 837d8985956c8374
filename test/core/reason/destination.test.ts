import { describe, expect, test } from 'vitest';
import { hostNameOf, destinationOf } from '../../../core/reason/destination';

describe('an endpoint', () => {
	test.each([
		{ baseURL: 'https://api.deepseek.com/', leads: 'https://api.deepseek.com', host: 'deepseek', native: false },
		{ baseURL: ' https://api.openai.com/v1 ', leads: 'https://api.openai.com/v1', host: 'openai', native: false },
		{ baseURL: 'http://localhost:8000', leads: 'http://localhost:8000/v1', host: 'vllm', native: false },
		{ baseURL: 'http://localhost:11434', leads: 'http://localhost:11434/api', host: 'ollama', native: true },
		{ baseURL: 'http://localhost:11434/api', leads: 'http://localhost:11434/api', host: 'ollama', native: true },
		{ baseURL: 'http://localhost:11434/v1', leads: 'http://localhost:11434/v1', host: 'ollama', native: false },
		{ baseURL: 'https://gateway.example.com/v1/chat/completions', leads: 'https://gateway.example.com/v1', host: 'unknown', native: false },
		{ baseURL: 'https://webui.example.com/api', leads: 'https://webui.example.com/api', host: 'unknown', native: false },
	])('$baseURL leads to $leads', ({ baseURL, leads, host, native }) => {
		const route = destinationOf({ baseURL });
		expect(route).toMatchObject({ baseURL: leads, native, query: {} });
		expect(route.host.id).toBe(host);
	});

	test('a query goes with every request', () => {
		expect(destinationOf({ baseURL: 'https://x.openai.azure.com/openai/v1/?api-version=preview' })).toMatchObject({
			baseURL: 'https://x.openai.azure.com/openai/v1',
			query: { 'api-version': 'preview' },
		});
	});

	test('a chosen profile wins over the address, one that does not exist does not', () => {
		expect(destinationOf({ baseURL: 'http://10.0.0.1/v1', profile: 'sglang' }).host.id).toBe('sglang');
		expect(destinationOf({ baseURL: 'https://api.openai.com/v1', profile: 'nonsense' }).host.id).toBe('openai');
	});

	test('is called by its name, or by its address without a password', () => {
		expect(hostNameOf({ baseURL: 'https://api.deepseek.com' })).toBe('DeepSeek');
		expect(hostNameOf({ baseURL: 'https://me:secret@llm.example.com:8443/v1' })).toBe('llm.example.com:8443');
	});
});
