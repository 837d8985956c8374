import { describe, expect, test } from 'vitest';
import { readUsage } from '../../../core/money/itemUsage';

const usage = (inputTokens: number, cachedTokens: number, outputTokens: number, reasoningTokens: number | 'unknown' = 'unknown') => ({
	inputTokens,
	cachedTokens,
	outputTokens,
	reasoningTokens,
	answerTokens: reasoningTokens === 'unknown' ? 'unknown' : outputTokens - reasoningTokens,
});

describe('usage', () => {
	test.each([
		{
			name: 'R1 Reason',
			json: { answer: 'x', usage: usage(10, 4, 30, 20), costUsd: 0.00012, model: 'deepseek-flash' },
			expected: { usage: usage(10, 4, 30, 20), costUsd: 0.00012, model: 'deepseek-flash' },
		},
		{
			name: 'R1 Reason with an unknown cost',
			json: { usage: usage(10, 0, 30), costUsd: 'unknown', model: 'x' },
			expected: { usage: usage(10, 0, 30), costUsd: undefined, model: 'x' },
		},
		{
			name: 'OpenAI chat completions',
			json: {
				model: 'gpt-6.1-terra',
				usage: {
					prompt_tokens: 100,
					completion_tokens: 50,
					prompt_tokens_details: { cached_tokens: 64 },
					completion_tokens_details: { reasoning_tokens: 40 },
				},
			},
			expected: { usage: usage(100, 64, 50, 40), model: 'gpt-6.1-terra' },
		},
		{
			name: 'OpenAI responses',
			json: {
				model: 'gpt-6.1-terra',
				usage: {
					input_tokens: 100,
					output_tokens: 50,
					input_tokens_details: { cached_tokens: 64 },
					output_tokens_details: { reasoning_tokens: 40 },
				},
			},
			expected: { usage: usage(100, 64, 50, 40), model: 'gpt-6.1-terra' },
		},
		{
			name: 'DeepSeek',
			json: {
				usage: {
					prompt_tokens: 18,
					completion_tokens: 345,
					prompt_cache_hit_tokens: 3,
					completion_tokens_details: { reasoning_tokens: 315 },
				},
			},
			expected: { usage: usage(18, 3, 345, 315) },
		},
		{
			name: 'Anthropic, whose cache lies beside the input',
			json: {
				model: 'claude-sonnet-5',
				usage: { input_tokens: 10, output_tokens: 50, cache_read_input_tokens: 1000, cache_creation_input_tokens: 200 },
			},
			expected: { usage: usage(1210, 1000, 50), model: 'claude-sonnet-5' },
		},
		{
			name: 'Gemini, whose thoughts lie beside the output',
			json: { usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, thoughtsTokenCount: 70, cachedContentTokenCount: 2 } },
			expected: { usage: usage(10, 2, 75, 70) },
		},
		{
			name: 'a chat model',
			json: { response: { generations: [] }, tokenUsage: { promptTokens: 12, completionTokens: 7, totalTokens: 19 } },
			expected: { usage: usage(12, 0, 7) },
		},
		{
			name: 'a chat model that only estimates',
			json: { tokenUsageEstimate: { promptTokens: 12, completionTokens: 7, totalTokens: 19 } },
			expected: { usage: usage(12, 0, 7) },
		},
		{
			name: 'a message with metadata',
			json: {
				output: 'x',
				message: {
					usage_metadata: {
						input_tokens: 5,
						output_tokens: 6,
						input_token_details: { cache_read: 3 },
						output_token_details: { reasoning: 4 },
					},
				},
			},
			expected: { usage: usage(5, 3, 6, 4) },
		},
		{
			name: 'an agent, whose steps add up',
			json: {
				output: 'x',
				intermediateSteps: [
					{ tokenUsage: { promptTokens: 10, completionTokens: 1 } },
					{ action: 'none' },
					{ tokenUsage: { promptTokens: 20, completionTokens: 2 } },
				],
			},
			expected: { usage: usage(30, 0, 3) },
		},
		{
			name: 'a completion that leaves out its reasoning',
			json: { usage: { prompt_tokens: 1, completion_tokens: 2, completion_tokens_details: { reasoning_tokens: 9 } } },
			expected: { usage: usage(1, 0, 11, 9) },
		},
		{ name: 'an answer without usage', json: { text: 'x' }, expected: {} },
		{ name: 'usage that is not a count', json: { usage: { prompt_tokens: -1, completion_tokens: 2.5 } }, expected: {} },
		{ name: 'usage of only one side', json: { usage: { prompt_tokens: 4 } }, expected: {} },
		{ name: 'a cost that is not one', json: { costUsd: -3 }, expected: {} },
	])('of $name is read', ({ json, expected }) => {
		expect(readUsage(json)).toEqual({ usage: undefined, costUsd: undefined, model: undefined, ...expected });
	});
});
