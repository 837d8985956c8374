import { describe, expect, onTestFinished, test } from 'vitest';
import { faultNames, profiles, startLab, type LabOptions, type LabTask, type LabToolCase, type ProfileId } from '../../lab/index';
import { draw, stream } from '../../lab/random';
import { PromptIndex, example, wrongAnswer } from '../../lab/tasks';
import { sample, Schedule, now } from '../../lab/timing';

async function lab(options: LabOptions = {}) {
	const started = await startLab(options);
	onTestFinished(() => started.close());
	return started;
}

const body = (model: string, content = 'How many?', extra: object = {}) =>
	JSON.stringify({ model, messages: [{ role: 'user', content }], ...extra });

const post = (baseURL: string, text: string, path = '/chat/completions') => fetch(`${baseURL}${path}`, { method: 'POST', body: text });

const profileIds = Object.keys(profiles) as ProfileId[];
const chatPath = (id: ProfileId) => (profiles[id].protocol === 'ollama' ? '/api/chat' : '/chat/completions');

/** Everything that a stream brought, by reading it the long way round. */
async function readStream(response: Response) {
	const text = await response.text();
	const payloads = text
		.split('\n')
		.map((line) => line.replace(/^data: /, '').trim())
		.filter((line) => line.startsWith('{'))
		.map((line) => JSON.parse(line));
	const deltas = payloads.map((chunk) => chunk.choices?.[0]?.delta ?? chunk.message ?? {});
	const join = (field: string) => deltas.map((delta) => delta[field] ?? '').join('');
	return { text, payloads, join, finish: payloads.map((chunk) => chunk.choices?.[0]?.finish_reason ?? chunk.done_reason).find(Boolean) };
}

describe('every host', () => {
	test.each(profileIds)('%s says the same streamed and not', async (id) => {
		const { at, script } = await lab();
		const reply = { thinking: 'Let me see. Wait, 三 or 3?', answer: 'It is 3, naïve as “that” is.' };
		script(reply, reply);
		const whole = await (await post(at(id), body('lab-right', 'Hi', { stream: false }), chatPath(id))).json();
		const streamed = await readStream(await post(at(id), body('lab-right', 'Hi', { stream: true }), chatPath(id)));
		const message = whole.choices?.[0].message ?? whole.message;
		const { trace } = profiles[id];
		expect(streamed.join('content')).toBe(message.content);
		expect(message.content.endsWith(reply.answer)).toBe(true);
		expect(message.content.includes('<think>')).toBe(trace.inline === 'tags');
		expect(message.content.includes('</think>')).toBe(trace.inline !== 'no');
		for (const field of ['reasoning_content', 'reasoning', 'reasoning_text', 'thinking'] as const) {
			const fields: readonly string[] = trace.fields;
			const expected = fields.includes(field) ? reply.thinking : '';
			expect(message[field] ?? '').toBe(expected);
			expect(streamed.join(field)).toBe(expected);
		}
		expect(streamed.finish).toBe('stop');
	});

	test.each(profileIds)('%s counts tokens that add up', async (id) => {
		const { at, records } = await lab();
		const answer = await (await post(at(id), body('lab-right', 'Hi', { stream: false }), chatPath(id))).json();
		const [{ usage }] = records;
		expect(usage?.output).toBeGreaterThan(usage?.reasoning ?? Infinity);
		expect(answer.usage?.prompt_tokens ?? answer.prompt_eval_count).toBe(usage?.input);
		expect(answer.usage?.completion_tokens ?? answer.eval_count).toBe(usage?.output);
		if (answer.usage) expect(answer.usage.total_tokens).toBe((usage?.input ?? 0) + (usage?.output ?? 0));
	});

	test.each(profileIds)('%s streams a tool call by parts that make up valid JSON', async (id) => {
		const { at } = await lab();
		const tools = ['weather', 'news'].map((name) => ({
			type: 'function',
			function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
		}));
		const { payloads } = await readStream(await post(at(id), body('lab-right', 'Hi', { stream: true, tools }), chatPath(id)));
		const calls = payloads.flatMap((chunk) => chunk.choices?.[0]?.delta?.tool_calls ?? chunk.message?.tool_calls ?? []);
		const parts = calls.map((call) => call.function.arguments);
		const parsed = typeof parts[0] === 'object' ? parts[0] : JSON.parse(parts.join(''));
		expect(calls[0].function.name).toBe('weather');
		expect(parsed).toEqual({ city: 'city' });
	});

	test.each(profileIds)('%s lists its models as the lab’s own', async (id) => {
		const { at } = await lab();
		const path = profiles[id].protocol === 'ollama' ? '/api/tags' : '/models';
		const response = await fetch(`${at(id)}${path}`);
		expect(response.headers.get('x-provider-lab')).toBe('1');
		const text = await response.text();
		expect(text).toContain('provider-lab');
		expect(text).toContain(profiles[id].models[0]);
	});

	test.each(profileIds)('%s refuses in its own words', async (id) => {
		const { at } = await lab({ strictModels: true });
		const unknown = await post(at(id), body('no-such-model'), chatPath(id));
		expect([400, 404]).toContain(unknown.status);
		expect(await unknown.text()).toMatch(/no-such-model/);
		for (const status of [400, 401, 402, 404, 422, 429, 500, 503]) {
			const response = await post(at(id), body(`fault-${status}`), chatPath(id));
			expect(response.status).toBe(status);
			expect(JSON.parse(await response.text()).error).toBeTruthy();
		}
	});
});

describe('faults', () => {
	const outcome = async (fault: string) => {
		// Only what never ends is waited for in vain.
		const quietMs = ['silence', 'silent-start'].includes(fault) ? 1_000 : 15_000;
		const { baseURL, records } = await lab();
		const controller = new AbortController();
		const quiet = setTimeout(() => controller.abort(), quietMs);
		try {
			const response = await fetch(`${baseURL}/chat/completions`, {
				method: 'POST',
				body: body(`fault-${fault}`, 'Hi', { stream: true }),
				signal: controller.signal,
			});
			return { status: response.status, headers: response.headers, text: await response.text(), records };
		} catch (error) {
			return { error: controller.signal.aborted ? 'quiet' : String((error as Error).cause ?? error), records };
		} finally {
			clearTimeout(quiet);
		}
	};

	test.each([
		{ fault: 'silent-start', error: 'quiet' },
		{ fault: 'silence', error: 'quiet' },
		{ fault: 'reset', error: /ECONNRESET|other side closed/ },
		{ fault: 'reset-before-headers', error: /ECONNRESET|other side closed/ },
	])('$fault never ends well', async ({ fault, error }) => {
		expect((await outcome(fault)).error).toMatch(error);
	});

	test.each([
		{ fault: 'empty-body', text: /^$/ },
		{ fault: 'garbage', text: /not \{json/ },
		{ fault: 'truncated-json', text: /"delta":[^}]*$/ },
		{ fault: 'error-in-stream', text: /\{"error":.*\}\n\n$/ },
		{ fault: 'keep-alives', text: /\n\n\n\n: keep-alive\n\n.*\[DONE\]/s },
		{ fault: 'length', text: /"finish_reason":"length"/ },
		{ fault: 'content-filter', text: /"finish_reason":"content_filter"/ },
		{ fault: 'insufficient-resource', text: /"finish_reason":"insufficient_system_resource"/ },
	])('$fault is on the wire', async ({ fault, text }) => {
		const result = await outcome(fault);
		expect(result.status).toBe(200);
		expect(result.text).toMatch(text);
	});

	test('no-finish-reason ends without one and without the end mark', async () => {
		const { text } = await outcome('no-finish-reason');
		expect(text).toContain('"content":"Here"');
		expect(text).not.toMatch(/"finish_reason":"|\[DONE\]/);
	});

	test('split-bytes brings the same text in other parts', async () => {
		const { text } = await outcome('split-bytes');
		expect(text).toMatch(/"finish_reason":"stop".*\[DONE\]/s);
	});

	test('a retry-after header comes with 429 where asked', async () => {
		expect((await outcome('429-retry-after')).headers?.get('retry-after')).toBe('1');
		expect((await outcome('429')).headers?.get('retry-after')).toBeNull();
	});

	test.each(faultNames)('%s is in the record', async (fault) => {
		const { records } = await outcome(fault);
		expect(records[0].fault).toBeTruthy();
	});

	test('rules strike by count, by model and by rate', async () => {
		const { baseURL } = await lab({
			faults: [
				{ fault: '503', nth: [2], model: 'a' },
				{ fault: '500', every: 3, model: 'b' },
				{ fault: '429', rate: 0.25, model: 'c' },
			],
		});
		const statuses = async (model: string, count: number) => {
			const list: number[] = [];
			for (let index = 0; index < count; index++) list.push((await post(baseURL, body(model))).status);
			return list;
		};
		expect(await statuses('a', 3)).toEqual([200, 503, 200]);
		expect(await statuses('b', 6)).toEqual([200, 200, 500, 200, 200, 500]);
		const struck = (await statuses('c', 200)).filter((status) => status === 429).length;
		expect(struck).toBeGreaterThan(30);
		expect(struck).toBeLessThan(75);
	});

	test.each([
		{
			name: 'json_schema',
			extra: { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } },
			text: /response_format type is unavailable/,
		},
		{ name: 'forced tool choice', extra: { tool_choice: 'required' }, text: /does not support this tool_choice/ },
		{
			name: 'a lost trace beside tools',
			extra: {
				messages: [
					{ role: 'user', content: 'a' },
					{ role: 'assistant', content: 'b' },
					{ role: 'user', content: 'c' },
				],
				tools: [{ type: 'function', function: { name: 'f' } }],
			},
			text: /must be passed back/,
		},
		{ name: 'the developer role', extra: { messages: [{ role: 'developer', content: 'x' }] }, text: /unknown variant `developer`/ },
	])('DeepSeek refuses $name', async ({ extra, text }) => {
		const { at } = await lab();
		const response = await post(at('deepseek'), body('deepseek-flash', 'Hi', extra));
		expect(response.status).toBe(400);
		expect(await response.text()).toMatch(text);
	});

	test('the answer stops at the token limit, thinking included', async () => {
		const { baseURL, records } = await lab();
		const answer = await (await post(baseURL, body('lab-right', 'Hi', { max_tokens: 10 }))).json();
		expect(answer.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '' } });
		expect(records[0].usage).toMatchObject({ output: 10, reasoning: 10 });
	});
});

describe('behaviour', () => {
	const tasks: LabTask[] = Array.from({ length: 300 }, (_, index) => ({
		id: `t${index}`,
		prompt: `What is ${index} plus ${index * 7}?`,
		answer: String(index * 8),
		answerType: 'number',
	}));
	const askAll = async (model: string, options: LabOptions = {}) => {
		const { baseURL, records } = await lab({ tasks, ...options });
		const answers: string[] = [];
		for (const { prompt } of tasks) {
			const { choices } = await (await post(baseURL, body(model, `Please solve:\n\n${prompt}\nThink first.`))).json();
			answers.push(choices[0].message.content);
		}
		return { answers, records };
	};

	test('answers are right at the set rate, and the record says which', async () => {
		const { answers, records } = await askAll('lab-x?accuracy=0.7');
		const right = answers.filter((answer, index) => new RegExp(`\\b${tasks[index].answer}\\.`).test(answer));
		expect(records.filter(({ truth }) => truth?.right)).toHaveLength(right.length);
		expect(right.length / tasks.length).toBeGreaterThan(0.6);
		expect(right.length / tasks.length).toBeLessThan(0.8);
	});

	test('the same seed gives the same answers, another seed does not', async () => {
		const [first, again, other] = await Promise.all([askAll('lab-baseline'), askAll('lab-baseline'), askAll('lab-baseline', { seed: 2 })]);
		expect(again.answers).toEqual(first.answers);
		expect(other.answers).not.toEqual(first.answers);
	});

	test('Chinese leaks at the set rate, is recorded, and stands in the text', async () => {
		const { answers, records } = await askAll('lab-x?leakAnswer=0.2');
		const leaked = answers.filter((answer) => /\p{Script=Han}/u.test(answer)).length;
		expect(records.filter(({ truth }) => truth?.leakInAnswer)).toHaveLength(leaked);
		expect(leaked).toBeGreaterThan(35);
		expect(leaked).toBeLessThan(90);
	});

	test.each([
		{ prompt: '什么是光合作用？', pattern: /\p{Script=Han}{5}/u },
		{ prompt: 'Warum ist der Himmel blau?', pattern: /Antwort/ },
		{ prompt: '空はなぜ青いのですか', pattern: /\p{Script=Hiragana}/u },
		{ prompt: 'Why is the sky blue?', pattern: /^Here is/ },
	])('answers come in the language of "$prompt"', async ({ prompt, pattern }) => {
		const { baseURL } = await lab();
		const { choices } = await (await post(baseURL, body('lab-right', prompt))).json();
		expect(choices[0].message.content).toMatch(pattern);
	});

	const cases: LabToolCase[] = [
		{
			id: 'one',
			messages: [{ role: 'user', content: 'Weather in Oslo and in Rome?' }],
			groundTruth: [{ 'get.weather': { city: ['Oslo'], unit: ['', 'C'] } }, { 'get.weather': { city: ['Rome'] } }],
		},
		{ id: 'none', messages: [{ role: 'user', content: 'Tell me a joke about tables.' }], groundTruth: [] },
	];
	const tools = [
		{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } },
	];
	const callFor = async (model: string, prompt: string) => {
		const { baseURL, records } = await lab({ toolCases: cases });
		const { choices } = await (await post(baseURL, body(model, prompt, { tools }))).json();
		return { message: choices[0].message, right: records[0].truth?.right };
	};

	test('tool cases are called as their ground truth says, under the names offered', async () => {
		const { message, right } = await callFor('lab-right', 'Weather in Oslo and in Rome?');
		expect(right).toBe(true);
		expect(message.tool_calls.map((call: { function: object }) => call.function)).toEqual([
			{ name: 'get_weather', arguments: '{"city":"Oslo"}' },
			{ name: 'get_weather', arguments: '{"city":"Rome"}' },
		]);
	});

	test('irrelevant tools are left alone, or not, at the set rate', async () => {
		expect((await callFor('lab-right', 'Tell me a joke about tables.')).message.tool_calls).toBeUndefined();
		expect((await callFor('lab-wrong', 'Tell me a joke about tables.')).message.tool_calls).toHaveLength(1);
	});

	test('a wrong call is not the right one', async () => {
		const { message, right } = await callFor('lab-wrong', 'Weather in Oslo and in Rome?');
		expect(right).toBe(false);
		expect(JSON.stringify(message.tool_calls ?? [])).not.toMatch(/Oslo.*Rome/);
	});

	test('prompt prefixes seen before count as cached', async () => {
		const { baseURL, records } = await lab();
		const long = 'The rules of this house. '.repeat(40);
		for (const question of ['One?', 'Two?']) await post(baseURL, body('lab-right', `${long}${question}`));
		expect(records[0].usage?.cached).toBe(0);
		expect(records[1].usage?.cached).toBe(192);
	});
});

describe('time and capacity', () => {
	test('tokens are never early and their times are on record', async () => {
		const { baseURL, records } = await lab({ timing: { firstToken: 30, betweenTokens: 3 } });
		await (await post(baseURL, body('lab-right', 'Hi', { stream: true }))).text();
		const [record] = records;
		expect((record.firstTokenAt ?? 0) - record.arrivedAt).toBeGreaterThanOrEqual(30);
		// On a busy machine, tokens that are late by then leave together.
		expect(record.firstAnswerAt).toBeGreaterThanOrEqual(record.firstTokenAt ?? Infinity);
		expect(record.tokenTimes).toHaveLength(record.usage?.output ?? -1);
		// A late token does not make the ones behind it late, so each is held against its own due time.
		for (const [index, at] of record.tokenTimes.entries()) {
			expect(at - (record.startedAt ?? Infinity)).toBeGreaterThanOrEqual(30 + 3 * index - 0.01);
		}
	});

	test('more requests than streams wait in line, and more than the line holds get 429', async () => {
		const { baseURL, records } = await lab({ capacity: { streams: 1, queue: 1 }, timing: { firstToken: 60 } });
		const responses = await Promise.all([1, 2, 3].map(() => post(baseURL, body('lab-right'))));
		expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
		const served = records.filter(({ status }) => status === 200);
		expect((served[1].startedAt ?? 0) - served[1].arrivedAt).toBeGreaterThan(40);
	});

	test.each([
		{ distribution: { kind: 'uniform', from: 10, to: 20 } as const, mean: 15 },
		{ distribution: { kind: 'exponential', mean: 40 } as const, mean: 40 },
		{ distribution: { kind: 'lognormal', median: 100, sigma: 0.5 } as const, mean: 100 * Math.exp(0.125) },
	])('draws from $distribution.kind have its mean', ({ distribution, mean }) => {
		const random = stream(3, distribution.kind);
		const draws = Array.from({ length: 20_000 }, () => sample(distribution, random));
		expect(draws.reduce((sum, value) => sum + value, 0) / draws.length / mean).toBeCloseTo(1, 1);
	});

	test('the schedule runs in order of due time, whatever the order of asking', async () => {
		const schedule = new Schedule();
		const order: number[] = [];
		const start = now();
		await new Promise<void>((resolve) => {
			for (const after of [12, 3, 9, 3, 15, 1, 6]) {
				schedule.at(start + after, () => {
					order.push(after);
					if (after === 15) resolve();
				});
			}
		});
		expect(order).toEqual([1, 3, 3, 6, 9, 12, 15]);
	});
});

describe('from another process', () => {
	test('scripts and settings come in, the record goes out without keys', async () => {
		const { baseURL } = await lab();
		const settings = { replies: [{ thinking: 'Hm.', answer: 'Scripted.' }], faults: [{ fault: '503', nth: [2] }] };
		await fetch(`${baseURL}/lab/script`, { method: 'POST', body: JSON.stringify(settings) });
		const send = () =>
			fetch(`${baseURL}/chat/completions`, { method: 'POST', headers: { authorization: 'Bearer secret-key' }, body: body('lab-right') });
		expect((await (await send()).json()).choices[0].message.content).toBe('Scripted.');
		expect((await send()).status).toBe(503);
		const text = await (await fetch(`${baseURL}/lab/record`)).text();
		expect(text).not.toContain('secret-key');
		expect(JSON.parse(text).records).toHaveLength(2);
		await fetch(`${baseURL}/lab/reset`, { method: 'POST' });
		expect(await (await fetch(`${baseURL}/lab/record`)).json()).toEqual({ received: [], records: [] });
	});

	test('a wrong setting is refused with what would be right', async () => {
		const { baseURL } = await lab();
		const response = await fetch(`${baseURL}/lab/script`, { method: 'POST', body: JSON.stringify({ faults: [{ fault: 'no-such' }] }) });
		expect(response.status).toBe(400);
		expect(await response.text()).toMatch(/Expected a fault to be one of/);
	});

	test('only the right key is let in, where one is set', async () => {
		const { baseURL } = await lab({ apiKey: 'right' });
		const status = async (key: string) => (await fetch(`${baseURL}/models`, { headers: { authorization: `Bearer ${key}` } })).status;
		expect(await status('wrong')).toBe(401);
		expect(await status('right')).toBe(200);
	});
});

describe('pure parts', () => {
	test('draws are spread evenly and depend on every part', () => {
		const draws = Array.from({ length: 10_000 }, (_, index) => draw(1, 'task', index));
		const tenths = Array.from({ length: 10 }, (_, tenth) => draws.filter((value) => Math.floor(value * 10) === tenth).length);
		for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(120);
		expect(draw(1, 'a', 2)).not.toBe(draw(1, 'a', 3));
	});

	test('the longest known prompt wins', () => {
		const index = new PromptIndex(['What is 1 plus 1?', 'What is 1 plus 1? And 2 plus 2?'], (text) => text);
		expect(index.find('Q: What is 1 plus 1?  And 2 plus 2?')).toBe('What is 1 plus 1? And 2 plus 2?');
		expect(index.find('Something else')).toBeUndefined();
	});

	test.each([
		{ task: { id: '1', prompt: '', answer: '42', answerType: 'number' } },
		{ task: { id: '1', prompt: '', answer: 'B', answerType: 'choice', choices: ['a', 'b', 'c'] } },
		{ task: { id: '1', prompt: '', answer: '2026-02-28', answerType: 'date' } },
		{ task: { id: '1', prompt: '', answer: '\\frac{1}{2}', answerType: 'latex' } },
		{ task: { id: '1', prompt: '', answer: 'yes' } },
	])('a wrong answer to $task.answer is never the right one', ({ task }) => {
		for (let step = 0; step < 20; step++) expect(wrongAnswer(task, step / 20)).not.toBe(task.answer);
	});

	test('an example fits its schema', () => {
		const schema = {
			type: 'object',
			properties: {
				name: { type: 'string' },
				tags: { type: 'array', items: { enum: ['x', 'y'] } },
				size: { type: 'integer', minimum: 3 },
				note: { type: 'string' },
			},
			required: ['name', 'tags', 'size'],
		};
		expect(example(schema)).toEqual({ name: 'name', tags: ['x'], size: 3 });
	});
});
