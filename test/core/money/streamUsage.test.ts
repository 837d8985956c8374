import { describe, expect, test } from 'vitest';
import { countsOfPayload, isStream, mergeCounts, readStream } from '../../../core/money/streamUsage';
import { createUsageMeter, readUsage } from '../../../core/money/usage';

const counts = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 };
const usage = { inputTokens: 10, cachedTokens: 0, outputTokens: 4, reasoningTokens: 'unknown', answerTokens: 'unknown' };

describe('the counts in a payload', () => {
	test.each([
		{ name: 'of nearly everybody', payload: { usage: counts }, found: counts },
		{ name: 'of Groq', payload: { x_groq: { usage: counts } }, found: counts },
		{ name: 'of Groq without them', payload: { x_groq: { id: 'x' } }, found: undefined },
		{
			name: 'of Ollama, without its times',
			payload: { eval_count: 4, prompt_eval_count: 10, prompt_eval_cached_count: 2, eval_duration: 99 },
			found: { eval_count: 4, prompt_eval_count: 10, prompt_eval_cached_count: 2 },
		},
		{
			name: 'of llama.cpp, whose input leaves the cache out',
			payload: { timings: { prompt_n: 7, cache_n: 3, predicted_n: 4 } },
			found: { inputTokens: 10, cachedTokens: 3, outputTokens: 4 },
		},
		{
			name: 'of llama.cpp without a cache',
			payload: { timings: { prompt_n: 7, predicted_n: 4 } },
			found: { inputTokens: 7, cachedTokens: undefined, outputTokens: 4 },
		},
		{
			name: 'of llama.cpp without an input',
			payload: { timings: { cache_n: 3, predicted_n: 4 } },
			found: { inputTokens: undefined, cachedTokens: 3, outputTokens: 4 },
		},
		{ name: 'of times that are no counts', payload: { timings: { total: 5 } }, found: undefined },
		{ name: 'of llama.cpp’s own API', payload: { tokens_predicted: 4 }, found: { tokens_predicted: 4 } },
		{ name: 'of Bedrock’s Llama', payload: { generated_token_count: 4 }, found: { generated_token_count: 4 } },
		{ name: 'of Bedrock', payload: { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 1 } }, found: { inputTokenCount: 1 } },
		{ name: 'of Moonshot', payload: { choices: [{ usage: counts }, { usage: {} }] }, found: counts },
		{ name: 'of a usage that counts no tokens', payload: { usage: { seconds: 3 } }, found: undefined },
		{ name: 'of none', payload: { choices: [{}], usage: null }, found: undefined },
		{ name: 'of odd choices', payload: { choices: 'odd' }, found: undefined },
	])('$name', ({ payload, found }) => {
		expect(countsOfPayload(payload)).toEqual(found);
	});
});

describe('counts that a stream repeats', () => {
	test.each([
		{ name: 'are the largest', before: { a: 5 }, after: { a: 7 }, merged: { a: 7 } },
		{ name: 'are not less for a zero', before: { a: 5 }, after: { a: 0 }, merged: { a: 5 } },
		{ name: 'are odd once one is', before: { a: 5 }, after: { a: -1 }, merged: { a: -1 } },
		{ name: 'come one after another', before: { a: 5 }, after: { b: 7 }, merged: { a: 5, b: 7 } },
		{ name: 'are not lost for nothing', before: { a: 5 }, after: { a: null, b: undefined }, merged: { a: 5 } },
		{ name: 'take the place of nothing', before: { a: null }, after: { a: 7 }, merged: { a: 7 } },
		{ name: 'are merged within', before: { d: { x: 1, y: 9 } }, after: { d: { x: 2 } }, merged: { d: { x: 2, y: 9 } } },
		{ name: 'give way to another kind', before: { d: 'x' }, after: { d: { x: 2 } }, merged: { d: { x: 2 } } },
		{ name: 'are what comes first', before: undefined, after: { a: 7 }, merged: { a: 7 } },
	])('$name', ({ before, after, merged }) => {
		expect(mergeCounts(before, after)).toEqual(merged);
	});

	test('have a hundred names at most; those that are known go on', () => {
		let merged: Record<string, unknown> = { first: 1 };
		for (let index = 0; index < 500; index++) merged = mergeCounts(merged, { [`name${index}`]: 1 });
		expect(Object.keys(merged)).toHaveLength(100);
		expect(mergeCounts(merged, { first: 9, another: 9 })).toMatchObject({ first: 9 });
		expect(mergeCounts(merged, { another: 9 })).not.toHaveProperty('another');
	});
});

describe('a list', () => {
	test.each([
		{ object: 'chat.completion.chunk' },
		{ choices: [{ delta: {} }] },
		{ type: 'message_start' },
		{ type: 'message_delta' },
		{ type: 'message_stop' },
		{ type: 'content_block_delta' },
		{ type: 'response.completed' },
		{ done: false, model: 'm' },
		{ contentBlockDelta: {} },
	])('with a chunk in it is a stream: %j', (chunk) => {
		expect(isStream('list', [{}, chunk])).toBe(true);
	});

	test.each([
		{ object: 'chat.completion' },
		{ object: '.chunk.chat' },
		{ object: 5 },
		{ choices: [{ message: {} }] },
		{ choices: [] },
		{ choices: ['delta'] },
		{ type: 'message' },
		{ type: 'my_message_start' },
		{ type: 5 },
		{ done: true, model: 'm' },
		{ done: false },
		{ model: 'm' },
	])('of %j is none', (entry) => {
		expect(isStream('list', [entry])).toBe(false);
	});

	test.each(['chunk', 'chunks', 'Events', 'event', 'stream', 'delta', 'deltas', 'lines'])('is one by its name: %s', (name) => {
		expect(isStream(name, [{}])).toBe(true);
	});

	test.each(['my chunks', 'chunksOfMeat', 'line', 'messages'])('is none by its name: %s', (name) => {
		expect(isStream(name, [{}])).toBe(false);
	});

	test('of chunks of one answer of Gemini is a stream, of several answers none', () => {
		const chunk = (responseId: unknown, more: object = { usageMetadata: {} }) => ({ responseId, ...more });
		expect(isStream('list', [chunk('a'), chunk('a')])).toBe(true);
		expect(isStream('list', [chunk('a')])).toBe(false);
		expect(isStream('list', [chunk('a'), chunk('b')])).toBe(false);
		expect(isStream('list', [chunk('a'), chunk('a', {})])).toBe(false);
		expect(isStream('list', [chunk(undefined), chunk(undefined)])).toBe(false);
		expect(isStream('list', [])).toBe(false);
	});
});

describe('a stream', () => {
	const start = { type: 'message_start', message: { usage: { input_tokens: 10, output_tokens: 1 } } };
	const end = { type: 'message_delta', usage: { output_tokens: 4 } };

	test('repeats the counts of one call', () => {
		expect(readStream([{ usage: counts }, { usage: counts }], {})).toEqual({ usage });
	});

	test('begins anew with each answer, and answers add up', () => {
		expect(readStream([start, end], {})).toEqual({ usage });
		expect(readStream([start, end, start, end], {})).toMatchObject({ usage: { inputTokens: 20, outputTokens: 8 } });
		const created = { type: 'response.created' };
		const completed = { type: 'response.completed', response: { usage: { input_tokens: 10, output_tokens: 4 } } };
		expect(readStream([created, completed, created, completed], {})).toMatchObject({ usage: { inputTokens: 20, outputTokens: 8 } });
	});

	test('has no counts where an answer has none', () => {
		const created = { type: 'response.created' };
		const completed = { type: 'response.completed', response: { usage: { input_tokens: 10, output_tokens: 4 } } };
		expect(readStream([created, completed, created], {})).toEqual({ unknown: 'One of the answers in the stream has no counts' });
		expect(readStream([{}, {}], {})).toBeUndefined();
		expect(readStream([], {})).toBeUndefined();
	});

	test.each([
		{ name: 'at its end', events: [start, end, start] },
		{ name: 'before another answer', events: [start, start, end] },
		{ name: 'at once', events: [start] },
	])('of Claude that was cut $name is not known: one token is counted before any is written', ({ events }) => {
		expect(readStream(events, {})).toEqual({ unknown: 'The stream was cut before its output was counted' });
	});

	test.each([
		{ name: 'of OpenAI', chunk: (output: number) => ({ usage: { ...counts, completion_tokens: output, total_tokens: 10 + output } }) },
		{ name: 'of Anthropic', chunk: (output: number) => ({ usage: { input_tokens: 10, output_tokens: output } }) },
		{ name: 'of Gemini', chunk: (output: number) => ({ usageMetadata: { promptTokenCount: 10, candidatesTokenCount: output } }) },
	])('whose counts become smaller is not known, $name; a zero is no count', ({ chunk }) => {
		expect(readStream([chunk(2), chunk(4)], {})).toMatchObject({ usage: { outputTokens: 4 } });
		expect(readStream([chunk(4), chunk(0)], {})).toMatchObject({ usage: { outputTokens: 4 } });
		expect(readStream([chunk(4), chunk(2)], {})).toMatchObject({ unknown: expect.stringContaining('become smaller') });
	});

	test('whose second answer is shorter is known', () => {
		const shorter = { type: 'message_delta', usage: { output_tokens: 2 } };
		expect(readStream([start, end, start, shorter], {})).toMatchObject({ usage: { outputTokens: 6 } });
	});

	test.each([
		{ event: { message: { usage: counts } } },
		{ event: { response: { usage: counts } } },
		{ event: { metadata: { usage: counts } } },
		{ event: { json: { usage: counts } } },
		{ event: { usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 4 } } },
	])('carries its counts in $event', ({ event }) => {
		expect(readStream([{}, event], {})).toMatchObject({ usage: { inputTokens: 10, outputTokens: 4 } });
	});

	test('of an item is read as one', () => {
		const chunk = (content: string, more: object = {}) => ({ choices: [{ delta: { content } }], ...more });
		expect(readUsage({ data: [chunk('x'), chunk('', { usage: counts }), chunk('', { usage: counts })] })).toEqual({ usage });
		expect(readUsage({ chunks: [{ text: 'x' }, { text: 'y' }] })).toMatchObject({ unknown: expect.stringContaining('no token counts') });
	});
});

test('a meter that nothing was taken by has no counts', () => {
	expect(createUsageMeter().read(false)).toEqual({ unknown: 'The host sent no token counts' });
});
