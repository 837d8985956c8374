import { describe, expect, test } from 'vitest';
import { costOf } from '../../../core/money/cost';
import { dearestCase } from '../../../core/money/dearestCase';
import { plannedCallOf, unboundedField } from '../../../core/money/plannedCall';

const at = new Date('2026-11-23T12:00:00Z');
const body = { model: 'gpt-6.1-sol', messages: [{ role: 'user', content: 'Why is the sky blue?' }], max_tokens: 1000 };
const dearest = (change: object = {}) => Number(dearestCase([plannedCallOf({ ...body, ...change }, 'openai')], at));

describe('the dearest case of a body as it leaves', () => {
	test.each([
		{ name: 'a larger limit', change: { max_tokens: 120_000 }, atLeast: 100 },
		{ name: 'the larger of two limits', change: { max_completion_tokens: 120_000 }, atLeast: 100 },
		{ name: 'n answers', change: { n: 8 }, atLeast: 7.5 },
		{ name: 'the best of several', change: { best_of: 8 }, atLeast: 7.5 },
		{ name: 'no limit at all: what the model can at most', change: { max_tokens: undefined }, atLeast: 50 },
		{
			name: 'a schema',
			change: { response_format: { type: 'json_schema', json_schema: { schema: { description: 'word '.repeat(20_000) } } } },
			atLeast: 2,
		},
		{
			name: 'a picture by its address',
			change: { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://a.b/c.png' } }] }] },
			atLeast: 1.2,
		},
		{
			name: 'a small picture',
			change: { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0K' } }] }] },
			atLeast: 1.2,
		},
		{
			name: 'a file by its address: the whole context',
			change: { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }] },
			atLeast: 20,
		},
	])('counts $name', ({ change, atLeast }) => {
		expect(dearest(change)).toBeGreaterThanOrEqual(dearest() * atLeast);
	});

	test('counts what tools say, and the prompt that hosts put before them', () => {
		const tools = [{ type: 'function', function: { name: 'f', description: 'x '.repeat(5000), parameters: {} } }];
		const price = { inputUsdPerMillion: 1, outputUsdPerMillion: 0 };
		const nanoOf = (change: object) => Number(dearestCase([plannedCallOf({ ...body, ...change }, undefined, price)], at));
		expect(nanoOf({ tools: [{}] }) - nanoOf({})).toBeGreaterThan(804_000);
		expect(nanoOf({ tools })).toBeGreaterThan(nanoOf({ tools: [{}] }) + 5_000_000);
	});

	test('is that of the model that Extra Body names', () => {
		expect(plannedCallOf({ ...body, model: 'gpt-6.1-terra' }, 'openai').model).toBe('gpt-6.1-terra');
	});

	test.each([{ n: 'many' }, { n: 0 }, { n: 1.5 }])('is unknown where the number of answers is no number: %j', (change) => {
		expect(dearestCase([plannedCallOf({ ...body, ...change }, 'openai')], at)).toBe('unknown');
	});

	test('takes a limit that limits nothing for none', () => {
		expect(plannedCallOf({ model: 'm', messages: [], options: { num_predict: -1 } }, 'ollama').maxOutputTokens).toBe('unknown');
	});

	test('holds when Claude writes its cache for an hour', () => {
		const price = Number(
			costOf({ inputTokens: 1000, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0, answerTokens: 0 }, 'claude-opus-5-5', at),
		);
		expect(dearestCase([{ model: 'claude-opus-5-5', input: 1000, maxOutputTokens: 0 }], at)).toBe(price * 2);
	});
});

describe('what no budget can reckon with', () => {
	test.each([
		{ service_tier: 'priority' },
		{ models: ['a', 'b'] },
		{ plugins: [{ id: 'web' }] },
		{ web_search_options: {} },
		{ modalities: ['text', 'audio'] },
		{ prediction: { type: 'content', content: 'x' } },
	])('is named: %j', (change) => {
		expect(unboundedField({ ...body, ...change })?.field).toBe(Object.keys(change)[0]);
	});

	test.each([{}, { service_tier: 'flex' }, { service_tier: null }, { modalities: ['text'] }])('is not %j', (change) => {
		expect(unboundedField({ ...body, ...change })).toBeUndefined();
	});
});
