import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createChatModel, type Chunk, type ChatModelSettings } from '../../../nodes/R1ChatModel/chatModel';
import type { Message } from '../../../nodes/R1ChatModel/conversation';
import { turnsOf } from '../../../nodes/R1ChatModel/turnMemory';
import { startLab, type Lab } from '../../../lab';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const settings = (more: Partial<ChatModelSettings['request']> = {}): ChatModelSettings => ({
	endpoint: { baseURL: lab.at('deepseek'), profile: 'deepseek' },
	request: { model: 'deepseek-flash', ...more },
	options: { retries: 0 },
	schemaOf: ({ inputSchema }) => inputSchema as Record<string, unknown>,
});
const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });
const weather = { type: 'function' as const, name: 'weather', description: 'Weather of a city', inputSchema: { type: 'object' } };

async function collect(stream: AsyncIterable<Chunk>) {
	const chunks: Chunk[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return chunks;
}

describe('the chat model', () => {
	test('answers in the parts that agents read, with its tokens and what it cost', async () => {
		lab.script({ thinking: 'Hm.', answer: 'Yes', usage: { input: 100, cached: 64, output: 20, reasoning: 5 } });
		expect(await createChatModel(settings()).generate([user('Hi')])).toMatchObject({
			finishReason: 'stop',
			message: {
				role: 'assistant',
				content: [
					{ type: 'reasoning', text: 'Hm.' },
					{ type: 'text', text: 'Yes' },
				],
			},
			usage: {
				promptTokens: 100,
				completionTokens: 20,
				totalTokens: 120,
				inputTokenDetails: { cacheRead: 64 },
				outputTokenDetails: { reasoning: 5 },
			},
			providerMetadata: { costUsd: expect.any(Number), answeredBy: 'deepseek-flash', host: 'deepseek', attempts: 1 },
		});
	});

	test('sends the trace back with the next turn of an agent, though the agent has dropped it', async () => {
		lab.script(
			{ thinking: 'I need the weather.', toolCalls: [{ id: 'c1', name: 'weather', arguments: { city: 'Rabat' } }] },
			{ answer: 'Warm' },
		);
		const model = createChatModel(settings()).withTools([weather]);
		const first = await model.generate([user('How warm is it?')]);
		const call = first.message.content.find(({ type }) => type === 'tool-call');
		expect(first.finishReason).toBe('tool-calls');
		await model.generate([
			user('How warm is it?'),
			{ role: 'assistant', content: [call ?? { type: 'text' }] },
			{ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', result: { degrees: 25 } }] },
		]);
		expect(lab.chats[0].tools).toEqual([
			{ type: 'function', function: { name: 'weather', description: 'Weather of a city', parameters: { type: 'object' } } },
		]);
		expect(lab.chats[1].messages).toEqual([
			{ role: 'user', content: 'How warm is it?' },
			{
				role: 'assistant',
				content: '',
				reasoning_content: 'I need the weather.',
				tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Rabat"}' } }],
			},
			{ role: 'tool', tool_call_id: 'c1', content: '{"degrees":25}' },
		]);
	});

	test('streams the answer as it comes; the trace goes into the record alone', async () => {
		lab.script({ thinking: 'Let me see.', answer: 'It is so.', timing: { betweenTokens: 2 } });
		const chunks = await collect(createChatModel(settings()).stream([user('Hi')]));
		const text = chunks.map((chunk) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('');
		expect(text).toBe('It is so.');
		expect(chunks.filter(({ type }) => type === 'content')).toEqual([
			{ type: 'content', content: { type: 'provider', value: expect.objectContaining({ thinking: 'Let me see.', finishReason: 'stop' }) } },
		]);
		expect(chunks.at(-1)).toMatchObject({ type: 'finish', finishReason: 'stop', usage: { totalTokens: expect.any(Number) } });
	});

	test('streams a tool call whole', async () => {
		lab.script({ toolCalls: [{ id: 'c1', name: 'weather', arguments: { city: 'Rabat' } }] });
		const chunks = await collect(createChatModel(settings(), [weather]).stream([user('Hi')]));
		expect(chunks).toContainEqual({ type: 'tool-call-delta', id: 'c1', name: 'weather', argumentsDelta: '{"city":"Rabat"}' });
	});

	test('a failure reaches the agent with what to do, streamed or not', async () => {
		lab.script({ fault: '402' }, { fault: '402' });
		const model = createChatModel(settings());
		await expect(model.generate([user('Hi')])).rejects.toMatchObject({ kind: 'balance', description: expect.stringMatching(/Top up/) });
		await expect(collect(model.stream([user('Hi')]))).rejects.toMatchObject({ kind: 'balance' });
	});

	test('a budget stands before every turn', async () => {
		const refused = new Error('over budget');
		const model = createChatModel({ ...settings(), options: { around: () => Promise.reject(refused) } });
		await expect(model.generate([user('Hi')])).rejects.toBe(refused);
		expect(lab.chats).toHaveLength(0);
	});

	test('can be stopped', async () => {
		lab.script({ thinking: 10_000, timing: { betweenTokens: 5 } });
		const controller = new AbortController();
		const stopped = createChatModel(settings()).generate([user('Hi')], { abortSignal: controller.signal });
		await expect.poll(() => lab.chats.length).toBe(1);
		controller.abort();
		await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
	});

	test('images go along', async () => {
		await createChatModel(settings()).generate([
			{
				role: 'user',
				content: [
					{ type: 'text', text: 'What is it?' },
					{ type: 'file', mediaType: 'image/png', data: new Uint8Array([1, 2]) },
				],
			},
		]);
		expect(lab.chats[0].messages[0].content).toEqual([
			{ type: 'text', text: 'What is it?' },
			{ type: 'image_url', image_url: { url: 'data:image/png;base64,AQI=' } },
		]);
	});
});

describe('the memory of turns', () => {
	const turn = { role: 'assistant' as const, content: 'Hm.' };

	test('outlives the model within an execution, apart for each node', () => {
		turnsOf('7', 'Model').set('c1', turn);
		expect(turnsOf('7', 'Model').get('c1')).toBe(turn);
		expect(turnsOf('7', 'Other').get('c1')).toBeUndefined();
		expect(turnsOf('8', 'Model').get('c1')).toBeUndefined();
	});

	test('forgets old executions', () => {
		turnsOf('old', 'Model').set('c1', turn);
		for (let index = 0; index < 200; index++) turnsOf(`new ${index}`, 'Model');
		expect(turnsOf('old', 'Model').size).toBe(0);
	});
});
