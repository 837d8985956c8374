import { describe, expect, test } from 'vitest';
import { costOf } from '../../../core/money/cost';
import { dearestCase } from '../../../core/money/dearestCase';
import { plannedCallOf } from '../../../core/money/plannedCall';
import { unboundedField } from '../../../core/money/unboundedField';

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

describe('an image', () => {
	/** A PNG of that size: its header, which is all that tells. */
	const png = (width: number, height: number) => {
		const header = Buffer.alloc(33);
		header.set(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
		header.writeUInt32BE(width, 16);
		header.writeUInt32BE(height, 20);
		header.set([8, 6, 0, 0, 0], 24);
		return `data:image/png;base64,${header.toString('base64')}`;
	};
	const price = { inputUsdPerMillion: 1, outputUsdPerMillion: 0 };
	const tokensOf = (model: string, url: string, part: object = { type: 'image_url', image_url: { url } }) => {
		const nanoOf = (content: object[]) =>
			Number(dearestCase([plannedCallOf({ model, messages: [{ role: 'user', content }], max_tokens: 1 }, undefined, price)], at)) / 1000;
		return nanoOf([part]) - nanoOf([]);
	};

	test.each([
		{ model: 'claude-opus-5-5', size: [8000, 8000], tokens: 4784 * 2 },
		{ model: 'gpt-4o-mini', size: [2048, 768], tokens: 48_169 },
		// Read as large as it is: 313 × 313 patches at 1.2 tokens, which its cache may cost 1.25 times.
		{ model: 'gpt-6.1-sol', size: [10_000, 10_000], tokens: Math.ceil(313 * 313 * 1.2) * 1.25 },
		{ model: 'gpt-6.1-sol', size: [512, 512], tokens: 308 * 1.25 },
		{ model: 'gemini-3.5-flash', size: [4000, 3000], tokens: 2240 },
		{ model: 'some-vision-model', size: [100, 100], tokens: 16_384 },
	])('of $size pixels takes at most $tokens tokens of $model', ({ model, size: [width, height], tokens }) => {
		const counted = tokensOf(model, png(width, height));
		expect(counted).toBeGreaterThanOrEqual(tokens);
		// Its data is not text.
		expect(counted).toBeLessThan(tokens + 200);
	});

	test.each([
		{ name: 'Anthropic', part: (data: string) => ({ type: 'image', source: { type: 'base64', media_type: 'image/png', data } }) },
		{ name: 'Gemini', part: (data: string) => ({ inlineData: { mimeType: 'image/png', data } }) },
		{ name: 'Responses', part: (data: string) => ({ type: 'input_image', image_url: `data:image/png;base64,${data}` }) },
	])('counts once in the words of $name, however large its file is', ({ part }) => {
		const counted = tokensOf('some-vision-model', '', part('A'.repeat(1_000_000)));
		expect(counted).toBeGreaterThanOrEqual(16_384);
		expect(counted).toBeLessThan(17_000);
	});

	test.each(['AAAA', '', 'iVBORw0KGgo='])('that nobody can read takes the most that the model reads by default: %s', (data) => {
		expect(tokensOf('gpt-6.1-sol', `data:image/png;base64,${data}`)).toBeGreaterThanOrEqual(36_000 * 1.25);
	});

	test('by its address takes the most that the model reads by default', () => {
		expect(tokensOf('gpt-6.1-sol', 'https://a.b/c.png')).toBeGreaterThanOrEqual(36_000 * 1.25);
	});

	test('with a name that only looks like one stays text', () => {
		const text = 'words '.repeat(10_000);
		expect(tokensOf('some-model', '', { type: 'image_url', image_url: { url: text } })).toBeGreaterThan(16_384 + 10_000);
	});
});

describe('a limit or a number of answers that lies elsewhere in the body', () => {
	const generous = { ...body, max_tokens: 10 };
	test.each([
		{ generationConfig: { maxOutputTokens: 9000 } },
		{ extra_body: { max_completion_tokens: 9000 } },
		{ extra_body: { google: { generation_config: { max_output_tokens: 9000 } } } },
		{ options: { num_predict: 9000 } },
		{ max_new_tokens: 9000 },
		{ inferenceConfig: { maxTokens: '9000' } },
	])('counts: %j', (change) => {
		expect(plannedCallOf({ ...generous, ...change }, 'openai').maxOutputTokens).toBe(9000);
	});

	test.each([{ generationConfig: { candidateCount: 4 } }, { extra_body: { n: 4 } }, { n: 2, best_of: 4 }, { num_generations: 4 }])(
		'makes several answers: %j',
		(change) => {
			expect(plannedCallOf({ ...body, ...change }, 'openai').answers).toBe(4);
		},
	);

	test('of a schema or a message is none', () => {
		const tools = [{ type: 'function', function: { name: 'f', parameters: { properties: { n: { type: 'integer' } } } } }];
		const planned = plannedCallOf({ ...generous, tools, metadata: { n: 9, max_tokens: 9000 } }, 'openai');
		expect([planned.answers, planned.maxOutputTokens]).toEqual([1, 10]);
	});

	test('with another model than the body asks has no price', () => {
		expect(dearestCase([plannedCallOf({ ...body, extra_body: { model: 'gpt-5-pro' } }, 'openai')], at)).toBe('unknown');
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
		{ tools: [{ type: 'web_search' }] },
		{ tools: [{ type: 'web_search_20260209', name: 'web_search' }] },
		{
			tools: [
				{ type: 'function', function: { name: 'f' } },
				{ type: 'builtin_function', function: { name: '$web_search' } },
			],
		},
		{ tools: [{ google_search: {} }] },
		{ search_parameters: { mode: 'auto' } },
		{ enable_search: true },
		{ service_tier: 'fast' },
		{ prompt_cache_options: { ttl: '12h' } },
		{ previous_response_id: 'resp_1' },
		{ mcp_servers: [{ url: 'https://a.b' }] },
		{ model: 'deepseek/deepseek-r1:online' },
	])('is named: %j', (change) => {
		expect(unboundedField({ ...body, ...change })?.field).toBe(Object.keys(change)[0]);
	});

	test('is named where it lies in the settings of a gateway', () => {
		expect(unboundedField({ ...body, extra_body: { service_tier: 'priority' } })?.field).toBe('service_tier');
	});

	test.each([
		{},
		{ service_tier: 'flex' },
		{ service_tier: null },
		{ modalities: ['text'] },
		{ enable_search: false },
		{ tools: [] },
		{
			tools: [
				{ type: 'function', function: { name: 'f' } },
				{ name: 'f', input_schema: {} },
				{ type: 'bash_20250124', name: 'bash' },
			],
		},
		{ prompt_cache_options: { mode: 'explicit' } },
		{ metadata: { route: 'a', audio: 'b' } },
	])('is not %j', (change) => {
		expect(unboundedField({ ...body, ...change })).toBeUndefined();
	});
});

describe('the output limit of a body', () => {
	const limitOf = (change: object) => plannedCallOf({ ...body, max_tokens: undefined, ...change }, 'openai').maxOutputTokens;
	const own = limitOf({});

	test.each([
		{ change: { max_tokens: 7 }, limit: 7 },
		{ change: { max_completion_tokens: 7 }, limit: 7 },
		{ change: { max_output_tokens: 7 }, limit: 7 },
		{ change: { num_predict: 7 }, limit: 7 },
		{ change: { options: { num_predict: 7 } }, limit: 7 },
		{ change: { options: 'none', max_tokens: 7 }, limit: 7 },
		{ change: { max_tokens: '7' }, limit: 7 },
		{ change: { max_tokens: 7, max_completion_tokens: null }, limit: 7 },
		{ change: { max_tokens: 7, max_completion_tokens: 9, max_output_tokens: 8 }, limit: 9 },
	])('is the largest one: $change', ({ change, limit }) => {
		expect(limitOf(change)).toBe(limit);
	});

	test.each([
		{ max_tokens: null },
		{ max_tokens: 0 },
		{ max_tokens: 'many' },
		{ max_tokens: 0.5 },
		{ max_tokens: true },
		{ max_tokens: 7, max_completion_tokens: -1 },
		{ max_tokens: 7, num_predict: 'all' },
	])('is the model’s own where one of them limits nothing: %j', (change) => {
		expect(own).toBeTypeOf('number');
		expect(limitOf(change)).toBe(own);
	});
});

describe('the number of answers of a body', () => {
	test.each([
		{ change: {}, answers: 1 },
		{ change: { n: null, best_of: null }, answers: 1 },
		{ change: { n: 1 }, answers: 1 },
		{ change: { n: 3 }, answers: 3 },
		{ change: { n: '3' }, answers: 3 },
		{ change: { n: 2, best_of: 5 }, answers: 5 },
		{ change: { n: 5, best_of: 2 }, answers: 5 },
		{ change: { n: 2, best_of: 0 }, answers: 'unknown' },
		{ change: { n: -1 }, answers: 'unknown' },
	])('$change: $answers', ({ change, answers }) => {
		expect(plannedCallOf({ ...body, ...change }, 'openai').answers).toBe(answers);
	});
});

describe('the input of a body', () => {
	const image = { type: 'image_url', image_url: { url: 'https://a.b/c.png' } };
	const said = (content: unknown, model = 'gpt-6.1-sol') => ({ model, messages: [{ role: 'user', content }] });
	const inputOf = (given: Record<string, unknown>) => Number(plannedCallOf(given, 'openai').input);
	/** Tokens for the pictures alone: the text counts as without their type. */
	const pictures = (given: ReturnType<typeof said>) =>
		inputOf(given) - inputOf(JSON.parse(JSON.stringify(given).replaceAll(/"(type|images)"/g, '"kind"')));

	test.each([
		{ model: 'gpt-4o-mini', each: 48_169 },
		{ model: 'claude-opus-5', each: 4_784 },
		{ model: 'gpt-6.1-sol', each: 36_000 },
		{ model: 'made-up', each: 16_384 },
	])('holds the most that a picture takes of $model', ({ model, each }) => {
		expect(Math.round(pictures(said([image], model)) / each)).toBe(1);
		expect(Math.round(pictures(said([image, { type: 'input_image' }, { type: 'text' }], model)) / each)).toBe(2);
	});

	test('holds pictures in a list of their own, and in what a tool gave back', () => {
		const ollama = { model: 'm', messages: [{ role: 'user', content: 'x', images: ['iVBO', 'iVBO', 'iVBO'] }] };
		expect(Math.round(pictures(ollama as never) / 16_384)).toBe(3);
		const nested = said([{ type: 'tool_result', content: [image, { type: 'tool_result', content: [image] }] }]);
		expect(Math.round(pictures(nested) / 36_000)).toBe(2);
	});

	test.each([
		{ name: 'a file by its address', part: { type: 'file', file: { file_id: 'f' } } },
		{ name: 'a video by its address', part: { type: 'video_url', video_url: { url: 'https://a.b/c.mp4' } } },
		{ name: 'a document by its address', part: { type: 'document', source: { type: 'url', url: 'https://a.b/data:' } } },
		{ name: 'audio by its id', part: { type: 'input_audio', id: 'x' } },
		{ name: 'a file whose name only looks like data', part: { type: 'file', metadata: 'x', data_id: 'y', file: { my_data: 'z' } } },
	])('is the whole context for $name', ({ part }) => {
		const whole = plannedCallOf(said([part]), 'openai').input;
		expect(whole).toBe(plannedCallOf(said([{ type: 'file' }]), 'openai').input);
		expect(plannedCallOf(said([part], 'made-up'), 'openai').input).toBe('unknown');
	});

	test.each([
		{ name: 'a file in the message', part: { type: 'file', file: { file_data: 'AAAA' } } },
		{ name: 'a document in the message', part: { type: 'document', source: { type: 'base64', data: 'AAAA' } } },
		{ name: 'a video as a data address', part: { type: 'video_url', video_url: { url: 'data:video/mp4;base64,AAAA' } } },
	])('is the text for $name, which is more than its tokens', ({ part }) => {
		expect(inputOf(said([part]))).toBeLessThan(1000);
	});

	test('ends where parts lie in each other without end', () => {
		let part: object = { type: 'text', text: 'x' };
		for (let depth = 0; depth < 200; depth++) part = { type: 'tool_result', content: [part] };
		expect(inputOf(said([part]))).toBeGreaterThan(0);
	});

	test('counts messages that are no list, and none', () => {
		expect(inputOf({ model: 'm', messages: 'Why is the sky blue?' })).toBeGreaterThan(inputOf({ model: 'm', messages: '' }));
		expect(inputOf({ model: 'm', prompt: 'word '.repeat(100) })).toBeGreaterThan(100);
	});

	test('holds no prompt for tools where there are none', () => {
		expect(inputOf({ ...body, tools: [] }) - inputOf(body)).toBeLessThan(20);
	});
});

test('a body without a model is one that nobody knows', () => {
	expect(plannedCallOf({ messages: [], model: 5 }, 'openai')).toMatchObject({ model: 'unknown', maxOutputTokens: 'unknown' });
});

test.each([
	{ change: { speed: 'fast' }, field: 'speed' },
	{ change: { speed: 'standard' }, field: undefined },
	{ change: { service_tier: 'default' }, field: undefined },
	{ change: { service_tier: 'standard' }, field: 'service_tier' },
	{ change: { service_tier: ['text'] }, field: 'service_tier' },
	{ change: { prediction: 'default' }, field: 'prediction' },
	{ change: { audio: 'standard' }, field: 'audio' },
	{ change: { inference_geo: 'eu' }, field: 'inference_geo' },
	{ change: { route: 'fallback' }, field: 'route' },
	{ change: { speed: 'fast', service_tier: 'flex', models: ['a'] }, field: 'models' },
])('what a budget can’t hold with $change: $field', ({ change, field }) => {
	expect(unboundedField({ ...body, ...change })?.field).toBe(field);
	if (field) expect(unboundedField({ ...body, ...change })?.instead).toMatch(/./);
});
