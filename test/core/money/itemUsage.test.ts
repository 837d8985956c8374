import { describe, expect, test } from 'vitest';
import { adviceFor, callsModels, gapOfNode } from '../../../core/money/nodeUsage';
import { addReadings, addUsage, unknown } from '../../../core/money/reading';
import { tokensOf } from '../../../core/money/tokenCounts';
import { isFailure, readUsage, usageOf } from '../../../core/money/usage';
import type { Usage } from '../../../core/money/cost';

const usage: Usage = { inputTokens: 10, cachedTokens: 0, outputTokens: 4, reasoningTokens: 'unknown', answerTokens: 'unknown' };
const counts = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 };
const nothing: Usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0, answerTokens: 0, costNano: 0 };

describe('an item of R1 Reason', () => {
	test.each([
		{ name: 'says its cost', item: { usage, costUsd: 0.000_001_5 }, priced: { pricedNano: 1500 } },
		{ name: 'may have cost nothing', item: { usage, costUsd: 0 }, priced: { pricedNano: 0 } },
		{ name: 'may not know its cost', item: { usage, costUsd: 'unknown' }, priced: { pricedNano: 'unknown' } },
		{ name: 'may say what is no cost', item: { usage, costUsd: -1 }, priced: { pricedNano: 'unknown' } },
		{ name: 'may say no cost', item: { usage, attempts: [] }, priced: {} },
		{ name: 'may cost the most that is counted', item: { usage, costUsd: 9e6 }, priced: { pricedNano: 9e15 } },
		{ name: 'may say more than can be counted', item: { usage, costUsd: 9e6 + 1 }, priced: { pricedNano: 'unknown' } },
		{ name: 'may say an endless cost', item: { usage, costUsd: Infinity }, priced: { pricedNano: 'unknown' } },
	])('$name', ({ item, priced }) => {
		expect(readUsage(item)).toEqual({ usage, ...priced });
	});

	test('is not one where no price is spoken of', () => {
		expect(readUsage({ usage: counts })).toEqual({ usage });
	});

	test('whose usage is not known says which attempts were lost, and why, each reason once', () => {
		const lost = (usageProblem?: unknown) => ({ usage: 'unknown', usageProblem });
		const told = (attempts: unknown) => readUsage({ usage: 'unknown', costUsd: 'unknown', attempts });
		expect(told([lost('Cut off'), { usage }, lost('Cut off'), lost('Not counted'), 'odd'])).toEqual({
			unknown: 'The usage of 3 of 4 attempts is not known (Cut off; Not counted): each was sent and may have been charged',
			pricedNano: 'unknown',
		});
		expect(told([lost()])).toMatchObject({ unknown: 'The usage of 1 of 1 attempts is not known: each was sent and may have been charged' });
		expect(told([lost(5)])).toMatchObject({ unknown: expect.stringContaining('1 of 1 attempts is not known:') });
		expect(told([{ usage }])).toMatchObject({ unknown: 'The item says that its usage is unknown' });
		expect(told('odd')).toMatchObject({ unknown: 'The item says that its usage is unknown' });
		const long = told([lost('x'.repeat(999))]);
		expect('unknown' in long && long.unknown.includes(`(${'x'.repeat(300)})`)).toBe(true);
	});
});

describe('an item that failed', () => {
	const failed = (details: unknown) => readUsage({ error: 'Broken', details, usage: counts, costUsd: 5 });

	test('is told by its error', () => {
		expect([{ error: 'x' }, { error: {} }].map(isFailure)).toEqual([true, true]);
		expect([{ error: '' }, { error: null }, { error: false }, {}].map(isFailure)).toEqual([false, false, false, false]);
	});

	test.each([
		{ name: 'was never sent', details: { sent: false } },
		{ name: 'found no room in the budget', details: { kind: 'budget' } },
		{ name: 'was refused each time', details: { attempts: [{ usage: 'none' }, { usage: 'none' }] } },
	])('costs nothing where it $name, whatever an earlier call left on the item', ({ details }) => {
		expect(failed(details)).toEqual({ usage: nothing, uncharged: true });
	});

	test.each([undefined, 'odd', {}, { sent: true }, { sent: 'false' }, { kind: 'server' }, { attempts: 'odd' }, { attempts: ['odd'] }])(
		'is not known where nothing says whether it was charged: %j',
		(details) => {
			expect(failed(details)).toEqual({ unknown: 'The call failed, and nothing says whether it was charged' });
		},
	);

	test('costs what its charged attempts cost', () => {
		const attempts = [
			{ usage: 'none', costUsd: 0 },
			{ usage, costUsd: 0.000_000_1 },
			{ usage, costUsd: 0.000_000_2 },
		];
		expect(failed({ attempts })).toMatchObject({ usage: { inputTokens: 20, outputTokens: 8 }, pricedNano: 300 });
		expect(failed({ attempts })).not.toHaveProperty('uncharged');
	});

	test.each([
		{ name: 'first', costs: ['unknown', 1] },
		{ name: 'last', costs: [1, 'unknown'] },
	])('has no known cost where that of its $name attempt is not known', ({ costs }) => {
		expect(failed({ attempts: costs.map((costUsd) => ({ usage, costUsd })) })).toMatchObject({
			usage: { inputTokens: 20 },
			pricedNano: 'unknown',
		});
	});

	test('is not known where an attempt is not', () => {
		expect(
			failed({
				attempts: [
					{ usage, costUsd: 1 },
					{ usage: 'unknown', usageProblem: 'Cut off' },
				],
			}),
		).toEqual({
			unknown: 'The usage of 1 of 2 attempts is not known (Cut off): each was sent and may have been charged',
		});
		expect(failed({ attempts: [{ usage: 'odd' }] })).toEqual({ unknown: 'The usage of a failed attempt is not known' });
	});

	test('still names its model', () => {
		expect(readUsage({ error: 'x', details: { sent: false }, model: 'm' })).toMatchObject({ model: 'm', uncharged: true });
	});
});

describe('the model that an item names', () => {
	test.each([
		{ item: { model: 'a' }, model: 'a' },
		{ item: { modelName: 'a' }, model: 'a' },
		{ item: { model_name: 'a' }, model: 'a' },
		{ item: { modelVersion: 'a' }, model: 'a' },
		{ item: { model: '', model_name: 'a' }, model: 'a' },
		{ item: { model: 5, model_name: 'a' }, model: 'a' },
		{ item: { response_metadata: { model_name: 'a' } }, model: 'a' },
		{ item: { kwargs: { model: 'a' } }, model: 'a' },
		{ item: { message: { model: 'a' } }, model: 'a' },
		{ item: { response: { model: 'a' } }, model: 'a' },
		{ item: { model: 'outer', message: { model: 'inner' } }, model: 'outer' },
		{ item: { model: { id: 'a' } }, model: undefined },
		{ item: {}, model: undefined },
	])('$item: $model', ({ item, model }) => {
		const reading = readUsage({ ...item, usage: counts });
		expect(reading).toEqual({ usage, ...(model === undefined ? {} : { model }) });
		expect('model' in reading).toBe(model !== undefined);
	});

	test('tells how its host counts, where nobody else does', () => {
		const thoughts = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 20 };
		expect(readUsage({ model: 'gemini-3-pro', usage: thoughts })).toMatchObject({ usage: { outputTokens: 10 } });
		expect(readUsage({ model: 'gemini-3-pro', usage: thoughts }, { model: 'other' })).toMatchObject({ unknown: expect.any(String) });
	});
});

describe('an item', () => {
	test.each([5, 'text', null, undefined, true])('that is none: %j', (item) => {
		expect(readUsage(item)).toEqual({ unknown: 'There is nothing to read: neither an answer nor an item' });
		expect(usageOf(item)).toBe('unknown');
	});

	test('that is a list of calls adds them up', () => {
		expect(readUsage([{ usage: counts }, { usage: counts }])).toMatchObject({ usage: { inputTokens: 20, outputTokens: 8 } });
		expect(readUsage([])).toEqual({ unknown: 'The list holds no token counts' });
	});

	test.each(['prompt_tokens', 'input_tokens', 'inputTokens', 'promptTokens'])('that is itself the counts is read: %s', (name) => {
		expect(readUsage({ [name]: 10, outputTokens: 4 })).toEqual({ usage });
	});

	test('with steps of an agent leaves its last call out', () => {
		expect(readUsage({ intermediateSteps: [], usage: counts })).toMatchObject({ unknown: expect.stringContaining("AI Agent's steps") });
	});

	test('says that its usage is unknown, rather than being read further', () => {
		expect(readUsage({ usage: 'unknown', inner: { usage: counts } })).toEqual({ unknown: 'The item says that its usage is unknown' });
	});

	test('with the counts of two calls says so, one call told twice does not', () => {
		const other = { ...counts, completion_tokens: 5, total_tokens: 15 };
		expect(readUsage({ a: { usage: counts }, b: { usage: counts } })).toEqual({ usage });
		for (const b of [{ usage: other }, { usage: { ...counts, prompt_tokens: 11, total_tokens: 15 } }, { usage: 'unknown' }]) {
			expect(readUsage({ a: { usage: counts }, b })).toMatchObject({ unknown: expect.stringContaining('several calls') });
		}
	});

	test('is read at the nearest counts', () => {
		const other = { ...counts, completion_tokens: 5, total_tokens: 15 };
		expect(readUsage({ near: { usage: counts }, far: { deep: { usage: other } } })).toEqual({ usage });
	});

	test('is not read where other nodes, earlier calls or the model wrote', () => {
		for (const place of [
			'budget',
			'settlement',
			'attempts',
			'details',
			'content',
			'text',
			'answer',
			'thinking',
			'observation',
			'passedOver',
		])
			expect([place, 'unknown' in readUsage({ [place]: { usage: counts } })]).toEqual([place, true]);
		expect(readUsage({ output: { usage: counts } })).toMatchObject({ unknown: expect.any(String) });
		expect(readUsage({ output: [{ usage: counts }] })).toEqual({ usage });
		expect(readUsage({ inner: { output: { usage: counts } } })).toEqual({ usage });
	});

	test('is read eight levels deep and no deeper', () => {
		const nested = (levels: number) => {
			let item: object = { usage: counts };
			for (let level = 0; level < levels; level++) item = { inner: item };
			return readUsage(item);
		};
		expect(nested(8)).toEqual({ usage });
		expect(nested(9)).toMatchObject({ unknown: expect.any(String) });
	});

	test('with an answer and no output was not counted', () => {
		const zero = { prompt_tokens: 10, completion_tokens: 0, total_tokens: 10 };
		const written = [
			{ choices: [{ message: { content: 'Yes' } }] },
			{ choices: [{ message: { tool_calls: [{}] } }] },
			{ content: [{ text: 'Yes' }] },
			{ response: 'Yes' },
			{ candidates: [{ content: { parts: [{ text: 'Yes' }] } }] },
		];
		for (const answer of written) {
			expect(readUsage({ ...answer, usage: zero })).toMatchObject({ unknown: expect.stringContaining('there is an answer') });
		}
		const empty = [
			{},
			{ choices: [{ message: { content: ' \n' } }] },
			{ choices: [{ message: { tool_calls: [] } }] },
			{ content: ['Yes', 5] },
		];
		for (const answer of empty) expect(readUsage({ ...answer, usage: zero })).toMatchObject({ usage: { outputTokens: 0 } });
	});

	test('of LangChain takes from the answer beside it for how long the cache was written', () => {
		const item = {
			usage_metadata: {
				input_tokens: 100,
				output_tokens: 4,
				total_tokens: 104,
				input_token_details: { cache_creation: 60, cache_read: 0 },
			},
			response_metadata: { usage: { cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 40 } } },
		};
		expect(readUsage(item)).toMatchObject({ usage: { inputTokens: 100, cacheWriteTokens: 60, cacheWriteHourTokens: 40 } });
		expect(readUsage({ ...item, response_metadata: { usage: {} } })).toMatchObject({ usage: { cacheWriteTokens: 60 } });
		const plain = { ...item, usage_metadata: { input_tokens: 100, output_tokens: 4, total_tokens: 104 } };
		expect(readUsage(plain)).toMatchObject({ usage: { inputTokens: 100 } });
	});
});

describe('a list of messages', () => {
	const answered = { role: 'assistant', usage: counts };
	test('adds the calls up, with the questions between them left out', () => {
		const messages = [{ role: 'user' }, answered, { role: 'tool' }, answered];
		expect(readUsage({ messages })).toMatchObject({ usage: { inputTokens: 20 } });
	});

	test.each([
		{ role: 'assistant', content: 'x' },
		{ type: 'ai', content: 'x' },
		{ choices: [] },
		{ id: ['langchain_core', 'messages', 'AIMessage'] },
		{ id: ['langchain_core', 'messages', 'AIMessageChunk', 5] },
	])('is not known where an answer in it has no counts: %j', (entry) => {
		expect(readUsage({ messages: [answered, entry] })).toEqual({ unknown: 'One of the calls in the list has no counts' });
	});

	test.each([{ type: 'human' }, { role: 'user' }, { id: 'AIMessage' }, { id: ['HumanMessage', 5] }, 'odd', null])(
		'leaves out what is no answer: %j',
		(entry) => {
			expect(readUsage({ messages: [answered, entry] })).toEqual({ usage });
		},
	);

	test('of choices repeats one call', () => {
		expect(readUsage({ choices: [{ usage: counts }, { usage: counts }] })).toEqual({ usage });
		expect(readUsage({ generations: [{ choices: [{ message: { usage: counts } }, { message: { usage: counts } }] }] })).toEqual({ usage });
	});
});

describe('sums', () => {
	const one = { usage };
	test('keep what is charged by the piece, from whichever call', () => {
		const apart = { ...usage, apart: 'Searches' };
		expect([addUsage(apart, usage).apart, addUsage(usage, apart).apart, addUsage(usage, usage).apart]).toEqual([
			'Searches',
			'Searches',
			undefined,
		]);
		expect(addUsage(usage, usage)).not.toHaveProperty('apart');
		expect(addUsage(apart, { ...usage, apart: 'Others' }).apart).toBe('Searches');
	});

	test('add what was written to the cache, and are silent where neither wrote', () => {
		const written = { ...usage, cacheWriteTokens: 5, cacheWriteHourTokens: 2 };
		expect(addUsage(written, written)).toMatchObject({ cacheWriteTokens: 10, cacheWriteHourTokens: 4 });
		expect(addUsage(usage, written)).toMatchObject({ cacheWriteTokens: 5, cacheWriteHourTokens: 2 });
		expect(addUsage(usage, usage)).not.toHaveProperty('cacheWriteTokens');
	});

	test('of parts that are known are known, of others not', () => {
		const split = { ...usage, reasoningTokens: 3, answerTokens: 1 };
		expect(addUsage(split, split)).toMatchObject({ reasoningTokens: 6, answerTokens: 2 });
		expect(addUsage(usage, split)).toMatchObject({ reasoningTokens: 'unknown', answerTokens: 'unknown' });
		expect(addUsage(split, usage)).toMatchObject({ reasoningTokens: 'unknown', answerTokens: 'unknown' });
	});

	test('say their cost only where both do', () => {
		expect(addUsage(usage, { ...usage, costNano: 5 })).not.toHaveProperty('costNano');
		expect(addUsage({ ...usage, costNano: 5 }, usage)).not.toHaveProperty('costNano');
	});

	test('of readings are lost with the first that is, of none nothing', () => {
		expect(addReadings([one, one])).toMatchObject({ usage: { inputTokens: 20 } });
		expect(addReadings([unknown('a'), one, unknown('b')])).toEqual({ unknown: 'a' });
		expect(addReadings([one, unknown('b'), one, unknown('c')])).toEqual({ unknown: 'b' });
		expect(addReadings([])).toBeUndefined();
	});
});

describe('counts', () => {
	const read = (raw: Record<string, unknown>, source = {}) => {
		const reading = tokensOf(raw, source);
		return 'usage' in reading ? reading.usage : reading.unknown;
	};

	test.each<{ name: string; raw: Record<string, unknown>; want: unknown; source?: object }>([
		{
			name: 'with a total give the part that is missing: the input',
			raw: { completion_tokens: 4, total_tokens: 14 },
			want: { inputTokens: 10, outputTokens: 4 },
		},
		{
			name: 'with a total give the part that is missing: the output',
			raw: { prompt_tokens: 10, total_tokens: 14 },
			want: { inputTokens: 10, outputTokens: 4 },
		},
		{
			name: 'whose total is all output have no input',
			raw: { completion_tokens: 14, total_tokens: 14 },
			want: 'The input tokens are missing',
		},
		{ name: 'with a total alone', raw: { total_tokens: 14 }, want: 'Neither input nor output tokens are counted' },
		{ name: 'without output', raw: { prompt_tokens: 10 }, want: 'The output tokens are missing' },
		{ name: 'whose total is less than the input', raw: { prompt_tokens: 10, total_tokens: 9 }, want: 'The output tokens are missing' },
		{ name: 'whose total is just the input: no output', raw: { prompt_tokens: 10, total_tokens: 10 }, want: { outputTokens: 0 } },
		{
			name: 'of Ollama with the prompt in its cache',
			raw: { eval_count: 4 },
			want: 'Ollama leaves the input out of its counts where it had the prompt in its cache',
		},
		{
			name: 'that are all zero',
			raw: { prompt_tokens: 0, completion_tokens: 0 },
			want: 'All counts are zero, which no call is: the host did not count',
		},
		{
			name: 'without any input',
			raw: { prompt_tokens: 0, completion_tokens: 4 },
			want: 'The input is said to be zero tokens, which no call is',
		},
		{
			name: 'with more in the cache than input',
			raw: { ...counts, cached_tokens: 11 },
			want: 'More tokens are said to be cached than there was input',
		},
		{ name: 'with all input in the cache', raw: { ...counts, cached_tokens: 10 }, want: { cachedTokens: 10 } },
		{
			name: 'with more written and cached than input',
			raw: { ...counts, prompt_tokens_details: { cached_tokens: 6, cache_write_tokens: 5 } },
			want: 'More tokens are said to be cached than there was input',
		},
		{
			name: 'that split the output',
			raw: { ...counts, completion_tokens_details: { reasoning_tokens: 3 } },
			want: { reasoningTokens: 3, answerTokens: 1 },
		},
		{ name: 'that are negative', raw: { ...counts, prompt_tokens: -1 }, want: 'The count prompt_tokens is negative' },
		{ name: 'in halves', raw: { ...counts, prompt_tokens: 0.5 }, want: 'The count prompt_tokens is not a whole number' },
		{ name: 'in words', raw: { ...counts, prompt_tokens: 'ten' }, want: 'The count prompt_tokens is of type string' },
		{
			name: 'in words, in part',
			raw: { ...counts, completion_tokens_details: { reasoning_tokens: 'unknown' } },
			want: { reasoningTokens: 'unknown' },
		},
		{ name: 'with no details', raw: { ...counts, prompt_tokens_details: null, completion_tokens_details: 'odd' }, want: usage },
		{ name: 'of a total that is too small', raw: { ...counts, total_tokens: 12 }, want: 'The total is less than its parts' },
		{
			name: 'of a total that is too large',
			raw: { ...counts, total_tokens: 15 },
			want: 'The total is more than its parts, and nothing says what the rest is',
		},
		{
			name: 'of a total that holds the thinking',
			raw: { ...counts, reasoning_tokens: 6, total_tokens: 20 },
			want: { outputTokens: 10, reasoningTokens: 6, answerTokens: 4 },
		},
		{
			name: 'of thinking beside the output, without a total',
			raw: { prompt_tokens: 10, completion_tokens: 4, reasoning_tokens: 6 },
			want: { outputTokens: 10 },
		},
		{
			name: 'of thinking within the output, without a total',
			raw: { prompt_tokens: 10, completion_tokens: 4, reasoning_tokens: 4 },
			want: { outputTokens: 4, answerTokens: 0 },
		},
		{
			name: 'of xAI, which counts thinking beside the output',
			raw: { prompt_tokens: 10, completion_tokens: 4, reasoning_tokens: 2 },
			source: { host: 'xai' },
			want: { outputTokens: 6 },
		},
		{
			name: 'of xAI in the words of Responses, where it is a part',
			raw: { input_tokens: 10, output_tokens: 4, reasoning_tokens: 2 },
			source: { host: 'xai' },
			want: { outputTokens: 4 },
		},
		{
			name: 'of Gemini’s compatible API, by its host',
			raw: { ...counts, total_tokens: 20 },
			source: { host: 'google' },
			want: { outputTokens: 10 },
		},
		{
			name: 'of Gemini’s compatible API, by its model',
			raw: { ...counts, total_tokens: 20 },
			source: { model: 'google/gemini-3' },
			want: { outputTokens: 10 },
		},
		{
			name: 'of a host with a like name',
			raw: { ...counts, total_tokens: 20 },
			source: { host: 'not-google-vertex-2' },
			want: expect.stringContaining('more than its parts'),
		},
		{
			name: 'of Gemini with thoughts',
			raw: { promptTokenCount: 10, candidatesTokenCount: 4, thoughtsTokenCount: 6, totalTokenCount: 20 },
			want: { outputTokens: 10, reasoningTokens: 6 },
		},
		{ name: 'of Gemini with thoughts alone', raw: { promptTokenCount: 10, thoughtsTokenCount: 6 }, want: { outputTokens: 6 } },
		{
			name: 'of Gemini without a total',
			raw: { prompt_token_count: 10, candidates_token_count: 4, thoughts_token_count: 6 },
			want: { outputTokens: 10 },
		},
		{
			name: 'of Gemini, which counts more in the total',
			raw: { promptTokenCount: 10, candidatesTokenCount: 4, totalTokenCount: 17 },
			want: { outputTokens: 7 },
		},
		{
			name: 'of Gemini whose total is too small',
			raw: { promptTokenCount: 10, candidatesTokenCount: 4, totalTokenCount: 13 },
			want: 'The total is less than its parts',
		},
		{ name: 'of Gemini without output', raw: { promptTokenCount: 10 }, want: 'The output tokens are missing' },
		{
			name: 'of Gemini with the prompt of its tools',
			raw: { promptTokenCount: 10, toolUsePromptTokenCount: 5, candidatesTokenCount: 4, totalTokenCount: 19 },
			want: { inputTokens: 15, outputTokens: 4 },
		},
		{
			name: 'of Anthropic, with the cache beside the input',
			raw: {
				input_tokens: 10,
				output_tokens: 4,
				cache_read_input_tokens: 20,
				cache_creation_input_tokens: 30,
				cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
			},
			want: { inputTokens: 60, cachedTokens: 20, cacheWriteTokens: 30, cacheWriteHourTokens: 20 },
		},
		{
			name: 'of Anthropic whose parts are more than their sum',
			raw: {
				input_tokens: 10,
				output_tokens: 4,
				cache_creation_input_tokens: 29,
				cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
			},
			want: 'The parts of the cache writes are more than their sum',
		},
		{
			name: 'of Bedrock, with its total and the cache in it',
			raw: { inputTokens: 10, outputTokens: 4, cacheReadInputTokens: 20, totalTokens: 34 },
			want: { inputTokens: 30, cachedTokens: 20, outputTokens: 4 },
		},
		{
			name: 'of a relay whose total leaves the cache out',
			raw: { inputTokens: 10, outputTokens: 4, cacheReadInputTokens: 20, totalTokens: 14 },
			want: { inputTokens: 30, outputTokens: 4 },
		},
		{
			name: 'of Bedrock, with how long the cache was written',
			raw: {
				inputTokens: 10,
				outputTokens: 4,
				cacheWriteInputTokens: 30,
				cacheDetails: [{ ttl: '5m', inputTokens: 10 }, { ttl: '1h', inputTokens: 20 }, 'odd', { ttl: '1h' }],
			},
			want: { inputTokens: 40, cacheWriteTokens: 30, cacheWriteHourTokens: 20 },
		},
		{
			name: 'of the compatible words, with the cache within the input',
			raw: { ...counts, cache_read_input_tokens: 6 },
			want: { inputTokens: 10, cachedTokens: 6 },
		},
		{
			name: 'of Cohere, by what it bills',
			raw: { billed_units: { input_tokens: 10, output_tokens: 4 }, tokens: { input_tokens: 99, output_tokens: 99 } },
			want: usage,
		},
		{ name: 'of Cohere, by what the model saw', raw: { tokens: { input_tokens: 10, output_tokens: 4 } }, want: usage },
		{
			name: 'of a call that compacted its context',
			raw: { input_tokens: 1, output_tokens: 1, iterations: [{ type: 'compaction', ...counts }, { type: 'message', ...counts }, 'odd'] },
			want: { inputTokens: 20, outputTokens: 8 },
		},
		{
			name: 'of a call that asked another model',
			raw: {
				iterations: [
					{ type: 'message', ...counts },
					{ type: 'advisor', ...counts },
				],
			},
			want: 'Another model was asked within the call, and nothing says at what price',
		},
		{ name: 'of no iterations', raw: { ...counts, iterations: [] }, want: usage },
		{
			name: 'with searches by the piece',
			raw: { ...counts, server_tool_use: { web_search_requests: 2 } },
			want: { apart: expect.stringContaining('2 web searches') },
		},
		{ name: 'without searches', raw: { ...counts, server_tool_use: { web_search_requests: 0 } }, want: usage },
	])('$name', ({ raw, want, source }) => {
		const found = read(raw, source);
		if (typeof want === 'object') expect(found).toMatchObject(want as object);
		else expect(found).toBe(want);
		if (want === usage) expect(found).toEqual(usage);
	});

	test.each<{ name: string; raw: Record<string, unknown>; cost: unknown; source?: object }>([
		{ name: 'a number', raw: { cost: 0.000_001 }, cost: 1000 },
		{ name: 'its parts', raw: { cost: { total_cost: 0.000_001 } }, cost: 1000 },
		{ name: 'of n8n’s tracing', raw: { totalCost: 0.000_001 }, cost: 1000 },
		{ name: 'a part of a nano-dollar, rounded up', raw: { cost: 1.2e-9 }, cost: 2 },
		{ name: 'one that a float does not hold', raw: { cost: 0.1 + 0.2 }, cost: 300_000_000 },
		{ name: 'none', raw: { cost: null }, cost: undefined },
		{ name: 'nothing for free', raw: { cost: 0 }, source: { model: 'x:free' }, cost: 0 },
		{ name: 'nothing, which was not worked out', raw: { cost: 0 }, source: { model: 'x:freedom' }, cost: undefined },
		{ name: 'nothing for no output', raw: { cost: 0, completion_tokens: 0, total_tokens: 10 }, cost: 0 },
		{ name: 'in words', raw: { cost: '1' }, cost: 'The cost is no amount of dollars' },
		{ name: 'below nothing', raw: { cost: -1 }, cost: 'The cost is no amount of dollars' },
		{ name: 'without end', raw: { cost: Infinity }, cost: 'The cost is no amount of dollars' },
		{ name: 'more than can be counted', raw: { cost: 1e9 }, cost: 'The cost is no amount of dollars' },
		{
			name: 'with a key of one’s own',
			raw: { cost: 0.000_001, is_byok: true, cost_details: { upstream_inference_cost: 0.000_002 } },
			cost: 3000,
		},
		{
			name: 'of the broker only',
			raw: { cost: 0.000_001, is_byok: true },
			cost: 'The broker says its fee only, not what the provider behind it charges',
		},
		{
			name: 'of the broker only, the provider’s left empty',
			raw: { cost: 0.000_001, is_byok: true, cost_details: { upstream_inference_cost: null } },
			cost: 'The broker says its fee only, not what the provider behind it charges',
		},
		{
			name: 'of the broker, and odd of the provider',
			raw: { cost: 1, is_byok: true, cost_details: { upstream_inference_cost: 'x' } },
			cost: 'The cost is no amount of dollars',
		},
		{ name: 'in nano-dollars', raw: { costNano: 7, cost: 5 }, cost: 7 },
		{ name: 'no nano-dollars', raw: { costNano: 0 }, cost: 0 },
		{ name: 'fewer nano-dollars than none', raw: { costNano: -1 }, cost: 'The cost is no amount' },
		{ name: 'half a nano-dollar', raw: { costNano: 0.5 }, cost: 'The cost is no amount' },
	])('a cost that the host says: $name', ({ raw, cost, source }) => {
		const found = read({ ...counts, ...raw }, source);
		if (typeof cost === 'string') expect(found).toBe(cost);
		else expect(typeof found === 'object' && found.costNano).toBe(cost);
		if (cost === undefined) expect(found).not.toHaveProperty('costNano');
	});
});

describe('nodes of n8n', () => {
	const langchain = (name: string) => `@n8n/n8n-nodes-langchain.${name}`;

	test('that put out what a model wrote are told by their type', () => {
		for (const type of [
			langchain('agent'),
			langchain('agentTool'),
			langchain('chainLlm'),
			langchain('openAi'),
			'n8n-nodes-r1.r1Reason',
			'n8n-nodes-base.httpRequest',
		])
			expect([type, callsModels(type)]).toEqual([type, true]);
		for (const type of [
			'n8n-nodes-base.set',
			langchain('agentOther'),
			'n8n-nodes-base.httpRequestTool',
			'my-agent',
			langchain('lmChatOpenAi'),
		])
			expect([type, callsModels(type)]).toEqual([type, false]);
	});

	test.each([
		{ node: { type: langchain('agent'), version: 2 }, says: /^An AI Agent \(agent 2\) / },
		{ node: { type: langchain('agent') }, says: /^An AI Agent \(agent\) / },
		{ node: { type: langchain('chainLlm'), version: 1.5 }, says: /^A chain \(chainLlm 1\.5\) / },
		{ node: { type: langchain('openAi'), version: 2, tools: true }, says: /^The node \(openAi 2\) calls the model once for each turn/ },
		{ node: { type: langchain('openAi'), version: 2, tools: false }, says: undefined },
		{ node: { type: 'n8n-nodes-base.set', tools: true }, says: undefined },
	])('leave out: $node', ({ node, says }) => {
		const gap = gapOfNode(node);
		if (says) expect(gap).toMatch(says);
		else expect(gap).toBeUndefined();
	});

	test('are told only where the item does not carry prices of its own', () => {
		const node = { type: langchain('agent') };
		expect(readUsage({ usage: counts }, { node })).toMatchObject({ unknown: expect.stringContaining('AI Agent') });
		expect(readUsage({ usage: counts, costUsd: 0 }, { node })).toMatchObject({ usage });
		expect(readUsage({ usage: counts, attempts: [] }, { node })).toMatchObject({ usage });
	});

	const simplify = 'Switch off "Simplify Output" in the node that called the model, so that its item carries the usage';
	test.each([
		{ name: 'a choice of OpenAI', item: { message: {}, finish_reason: 'stop' }, only: true },
		{ name: 'an answer of OpenAI’s Responses', item: { output: ['x', {}] }, only: true },
		{ name: 'an answer of Anthropic', item: { content: ['x', {}] }, only: true },
		{ name: 'a candidate of Gemini', item: { content: {}, finishReason: 'STOP' }, only: true },
		{ name: 'the content of Gemini', item: { content: { parts: [] } }, only: true },
		{ name: 'a message without an end', item: { message: {} }, only: false },
		{ name: 'an end without a message', item: { finish_reason: 'stop' }, only: false },
		{ name: 'a list of texts', item: { output: ['x'], content: ['x'] }, only: false },
		{ name: 'content without an end', item: { content: {} }, only: false },
		{ name: 'an end without content', item: { finishReason: 'STOP' }, only: false },
		{ name: 'nothing at all', item: {}, only: false },
		{ name: 'an agent’s output beside another field', item: { output: 'x', topic: 'y' }, only: false },
	])('and what to do about $name', ({ item, only }) => {
		expect(adviceFor(item)).toBe(`The item holds no token counts. ${simplify}${only ? '' : ', or use R1 Reason'}`);
	});

	test.each([{ output: 'x' }, { text: 'x' }, { output: 'x', budget: {} }, { text: 'x', output: 'y', budget: {} }])(
		'and what to do about an agent or a chain: %j',
		(item) => {
			expect(adviceFor(item)).toMatch(/^The item holds no token counts, as agents and chains give none\. Use R1 Chat Model/);
		},
	);
});
