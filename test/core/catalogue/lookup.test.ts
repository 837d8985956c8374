import { describe, expect, test } from 'vitest';
import { findHost, findModel, modelStatus, regionOf } from '../../../core/catalogue/lookup';

describe('a base URL names its host', () => {
	test.each([
		['https://api.deepseek.com', 'deepseek'],
		['https://api.deepseek.com/beta', 'deepseek'],
		['HTTPS://API.DEEPSEEK.COM./v1', 'deepseek'],
		['api.deepseek.com/v1', 'deepseek'],
		['https://api.openai.com/v1', 'openai'],
		['https://eu.api.openai.com/v1', 'openai'],
		['https://my-resource.openai.azure.com/openai/v1', 'azure'],
		['https://my.services.ai.azure.com/openai/v1', 'azure'],
		['https://bedrock-runtime.eu-central-1.amazonaws.com', 'bedrock'],
		['https://europe-west4-aiplatform.googleapis.com/v1', 'vertex'],
		['https://generativelanguage.googleapis.com/v1beta/openai/', 'google'],
		['https://openrouter.ai/api/v1', 'openrouter'],
		['https://dashscope-intl.aliyuncs.com/compatible-mode/v1', 'alibaba-intl'],
		['https://dashscope.aliyuncs.com/compatible-mode/v1', 'alibaba'],
		['https://ark.cn-beijing.volces.com/api/v3', 'volcengine'],
		['http://localhost:11434/v1', 'ollama'],
		['http://ollama:11434', 'ollama'],
		['http://127.0.0.1:8000/v1', 'vllm'],
		['http://10.0.0.4:30000/v1', 'sglang'],
		['http://[::1]:8080/v1', 'llama-cpp'],
		['http://localhost:1234/v1', 'lm-studio'],
		['https://models.example.com:8000/v1', 'unknown'],
		['https://api.deepseek.com.example.org/v1', 'unknown'],
		['https://notapi.deepseek.com.cn', 'unknown'],
		['https://example.org/api.deepseek.com', 'unknown'],
		['http://user:pass@evil.example/#api.openai.com', 'unknown'],
		['', 'unknown'],
		['={{ $json.url }}', 'unknown'],
		['not a url at all', 'unknown'],
	])('%s is %s', (baseURL, id) => {
		expect(findHost(baseURL).id).toBe(id);
	});

	test.each([
		['https://bedrock-runtime.eu-central-1.amazonaws.com', 'eu-central-1'],
		['https://eu.api.openai.com/v1', 'eu'],
		['https://europe-west4-aiplatform.googleapis.com', 'europe-west4'],
		['https://ark.cn-beijing.volces.com/api/v3', 'cn-beijing'],
		['https://api.openai.com/v1', undefined],
		['https://my.openai.azure.com', undefined],
	])('the region of %s is %s', (baseURL, region) => {
		expect(regionOf(baseURL)).toBe(region);
	});
});

describe('a model is found by any of its names', () => {
	test.each([
		['o1-2024-12-17', undefined, 'o1', 'openai'],
		['O1', undefined, 'o1', 'openai'],
		['gpt-4o-mini-2024-07-18', undefined, 'gpt-4o-mini', 'openai'],
		['models/gemini-2.5-flash', undefined, 'gemini-2.5-flash', 'google'],
		['openai/gpt-4o', 'openrouter', 'gpt-4o', 'openrouter'],
		['anthropic/claude-sonnet-4.5', 'openrouter', 'claude-sonnet-4-5', 'openrouter'],
		['deepseek/deepseek-r1-0528', 'openrouter', 'deepseek/deepseek-r1-0528', 'openrouter'],
		['deepseek-r1:14b', 'ollama', 'deepseek-r1:14b', 'ollama'],
		['us.deepseek.r1-v1:0', 'bedrock', 'deepseek.r1-v1:0', 'bedrock'],
		['deepseek-ai/DeepSeek-R1', 'together', 'deepseek-ai/DeepSeek-R1', 'together'],
		['deepseek-ai/deepseek-r1', 'huggingface', 'deepseek-ai/DeepSeek-R1', 'huggingface'],
	])('%s on %s', (name, host, id, foundOn) => {
		expect(findModel(name, host)).toMatchObject({ id, host: foundOn });
	});

	test.each([
		['made-up', undefined],
		['gpt-4o', 'groq'],
		['constructor', undefined],
		['__proto__', 'openai'],
		['', undefined],
	])('%j on %s is not found', (name, host) => {
		expect(findModel(name, host)).toBeUndefined();
	});

	test('R1 of January wants no system prompt, R1-0528 takes one', () => {
		expect(findModel('deepseek-ai/DeepSeek-R1', 'huggingface')?.systemPrompt).toBe('avoid');
		expect(findModel('deepseek/deepseek-r1-0528', 'openrouter')?.systemPrompt).toBe('ok');
	});
});

describe('a model is alive, retiring, retired or unknown', () => {
	const now = '2026-11-23T12:00:00Z';
	test.each([
		['deepseek-reasoner', undefined, '2026-07-24T15:58:59Z', 'retires', '2026-07-24T15:59:00Z'],
		['deepseek-reasoner', undefined, '2026-07-24T15:59:00Z', 'retired', '2026-07-24T15:59:00Z'],
		['deepseek-flash', undefined, now, 'alive', undefined],
		['o1', undefined, '2026-10-22T23:59:59Z', 'retires', '2026-10-23'],
		['o1', undefined, '2026-10-23T00:00:00Z', 'retired', '2026-10-23'],
		['o3-mini', undefined, now, 'retired', '2026-10-23'],
		['gpt-4o', undefined, now, 'retires', '2027-01-14'],
		['gpt-4o', 'azure', now, 'retired', '2026-10-01'],
		['gpt-5-mini', undefined, now, 'retires', '2026-12-11'],
		['openai/gpt-4.1-mini', 'openrouter', now, 'retires', '2027-01-14'],
		['deepseek/deepseek-r1:free', 'openrouter', now, 'retired', '2026-02-06'],
		['deepseek-r1', 'azure', now, 'retired', '2026-08-13'],
		['claude-3-5-sonnet-20240620', undefined, now, 'retired', '2025-10-28'],
		['claude-sonnet-4-5-20250929', undefined, now, 'retires', '2026-11-30'],
		['deepseek-r1:14b', 'ollama', now, 'alive', undefined],
		['anything-at-all', 'vllm', now, 'alive', undefined],
		['made-up', undefined, now, 'unknown', undefined],
		['o1', 'unknown', now, 'unknown', undefined],
	])('%s on %s at %s: %s', (name, host, moment, status, on) => {
		expect(modelStatus(name, host, new Date(moment))).toMatchObject({ status, ...(on && { on }) });
	});

	test('a retired name comes with its replacement and a source', () => {
		expect(modelStatus('deepseek-reasoner', undefined, new Date(now))).toMatchObject({
			replacement: 'deepseek-flash',
			source: expect.stringMatching(/^https:/),
		});
	});
});
