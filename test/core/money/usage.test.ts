import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json';
import { addUsage, readUsage } from '../../../core/money/usage';

const usage = (inputTokens: number, cachedTokens: number, outputTokens: number, reasoning: number | 'unknown') => ({
	inputTokens,
	cachedTokens,
	outputTokens,
	reasoningTokens: reasoning,
	answerTokens: reasoning === 'unknown' ? reasoning : outputTokens - reasoning,
});

const rows: { name: string; body: JsonObject; read: object | undefined }[] = [
	{
		name: 'DeepSeek',
		body: {
			usage: {
				prompt_tokens: 18,
				completion_tokens: 345,
				total_tokens: 363,
				completion_tokens_details: { reasoning_tokens: 315 },
				prompt_cache_hit_tokens: 4,
				prompt_cache_miss_tokens: 14,
			},
		},
		read: usage(18, 4, 345, 315),
	},
	{
		name: 'OpenAI',
		body: {
			usage: {
				prompt_tokens: 10,
				completion_tokens: 20,
				prompt_tokens_details: { cached_tokens: 8 },
				completion_tokens_details: { reasoning_tokens: 0 },
			},
		},
		read: usage(10, 8, 20, 0),
	},
	{
		name: 'Groq: only below x_groq',
		body: { x_groq: { usage: { prompt_tokens: 17, completion_tokens: 1107, completion_tokens_details: { reasoning_tokens: 963 } } } },
		read: usage(17, 0, 1107, 963),
	},
	{
		name: 'vLLM: no split',
		body: { usage: { prompt_tokens: 5, completion_tokens: 7, prompt_tokens_details: null } },
		read: usage(5, 0, 7, 'unknown'),
	},
	{
		name: 'SGLang: reasoning at the top',
		body: { usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12, reasoning_tokens: 3 } },
		read: usage(5, 0, 7, 3),
	},
	{ name: 'Ollama', body: { done: true, prompt_eval_count: 26, eval_count: 298 }, read: usage(26, 0, 298, 'unknown') },
	{ name: 'Ollama with a cached prompt', body: { done: true, eval_count: 298 }, read: usage(0, 0, 298, 'unknown') },
	{ name: 'llama.cpp', body: { timings: { prompt_n: 3, cache_n: 20, predicted_n: 40 } }, read: usage(23, 20, 40, 'unknown') },
	{
		name: 'Responses and Bedrock names',
		body: {
			usage: {
				input_tokens: 5,
				output_tokens: 9,
				output_tokens_details: { reasoning_tokens: 4 },
				input_tokens_details: { cached_tokens: 1 },
			},
		},
		read: usage(5, 1, 9, 4),
	},
	{
		name: 'a host that counts reasoning beside the completion',
		body: { usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 115, completion_tokens_details: { reasoning_tokens: 100 } } },
		read: usage(10, 0, 105, 100),
	},
	{ name: 'null', body: { usage: null }, read: undefined },
	{ name: 'nothing', body: {}, read: undefined },
	{ name: 'nonsense is unknown', body: { usage: { prompt_tokens: '7', completion_tokens: -1 } }, read: undefined },
	{
		name: 'more cached than sent is capped',
		body: { usage: { prompt_tokens: 5, completion_tokens: 1, prompt_cache_hit_tokens: 9 } },
		read: usage(5, 5, 1, 'unknown'),
	},
];

describe('usage', () => {
	test.each(rows)('$name', ({ body, read }) => {
		expect(readUsage(body)).toEqual(read);
	});

	test('of two calls adds up, and an unknown part stays unknown', () => {
		expect(addUsage(usage(1, 1, 4, 2), usage(10, 0, 5, 'unknown'))).toEqual(usage(11, 1, 9, 'unknown'));
	});
});
