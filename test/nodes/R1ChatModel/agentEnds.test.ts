import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ReasonError } from '../../../core/reason';
import { createChatModel, type Chunk, type ChatModelSettings } from '../../../nodes/R1ChatModel/chatModel';
import type { Message } from '../../../nodes/R1ChatModel/conversation';
import { startStrictHost, type StrictHost } from '../../support/strictHost';

let host: StrictHost;
beforeEach(async () => {
	host = await startStrictHost();
});
afterEach(() => host.close());

const modelWith = (more: Partial<ChatModelSettings> = {}) =>
	createChatModel({
		endpoint: { baseURL: host.baseURL },
		request: { model: 'a-model' },
		options: { retries: 0 },
		schemaOf: () => ({ type: 'object' }),
		...more,
	});
const user: Message = { role: 'user', content: [{ type: 'text', text: 'Do it' }] };

/** So many rounds of the same call, as n8n's agent gives them: with the id of the call in its arguments. */
const rounds = (count: number): Message[] =>
	Array.from({ length: count }, (_, round): Message[] => [
		{
			role: 'assistant',
			content: [{ type: 'tool-call', toolCallId: `c${round}`, toolName: 'look_up', input: `{"of":1,"id":"c${round}"}` }],
		},
		{ role: 'tool', content: [{ type: 'tool-result', toolCallId: `c${round}`, result: 'found it' }] },
	]).flat();

const textOf = ({ message }: { message: { content: { text?: string }[] } }) => message.content.map(({ text = '' }) => text).join('');

describe('an agent that repeats itself', () => {
	test('is told so once it has made three equal calls', async () => {
		await modelWith().generate([user, ...rounds(3)]);
		expect(host.requests[0].messages.at(-1).content).toMatch(/same calls 3 times/);
	});

	test('is ended after the fourth, without another request, streamed or not', async () => {
		expect(textOf(await modelWith().generate([user, ...rounds(4)]))).toMatch(/^Stopped without an answer.*found it/s);
		const chunks: Chunk[] = [];
		for await (const chunk of modelWith().stream([user, ...rounds(4)])) chunks.push(chunk);
		expect(chunks[0]).toMatchObject({ type: 'text-delta', delta: expect.stringMatching(/^Stopped/) });
		expect(host.requests).toHaveLength(0);
	});

	test('is left alone where the option is off', async () => {
		await modelWith({ stopLoops: false }).generate([user, ...rounds(4)]);
		expect(host.requests[0].messages.at(-1).content).toBe('found it');
	});
});

describe('a budget that ends', () => {
	const around = () => Promise.reject(new ReasonError('It does not fit', { kind: 'budget', description: 'Raise the limit.' }));

	test('in the middle of an agent gives an answer that says so', async () => {
		const answer = textOf(await modelWith({ options: { around } }).generate([user, ...rounds(1)]));
		expect(answer).toMatch(/^The budget ended before the task was done\. It does not fit\. Raise the limit\..*- look_up: found it$/s);
	});

	test.each([
		{ name: 'before any tool has run', messages: [user], whenBudgetEnds: 'answer' as const },
		{ name: 'where the option asks for it', messages: [user, ...rounds(1)], whenBudgetEnds: 'error' as const },
	])('is an error $name', async ({ messages, whenBudgetEnds }) => {
		await expect(modelWith({ options: { around }, whenBudgetEnds }).generate(messages)).rejects.toMatchObject({ kind: 'budget' });
	});
});

describe('calls of another model', () => {
	test.each([
		{ trace: [{ type: 'reasoning', text: 'I look.' }], expected: 'I look.' },
		{ trace: [], expected: '' },
	])('go to DeepSeek with the last trace, else an empty one: "$expected"', async ({ trace, expected }) => {
		const model = modelWith({ endpoint: { baseURL: host.baseURL, profile: 'deepseek' } }).withTools([
			{ type: 'function', name: 'look_up' } as { type: string },
		]);
		await model.generate([user, { role: 'assistant', content: [...trace, { type: 'text', text: 'Yes' }] }, user, ...rounds(1)]);
		expect(host.requests[0].messages[3]).toMatchObject({ role: 'assistant', reasoning_content: expected });
	});
});

describe('calls', () => {
	test('are sent without the id that n8n adds', async () => {
		await modelWith().generate([user, ...rounds(1)]);
		expect(host.requests[0].messages[1].tool_calls[0].function.arguments).toBe('{"of":1}');
	});

	test('get ids that the conversation does not have yet', async () => {
		host.answers = [[{ tool_calls: [{ index: 0, id: 'c0', type: 'function', function: { name: 'look_up', arguments: '{}' } }] }]];
		const { message } = await modelWith().generate([user, ...rounds(1)]);
		expect(message.content).toMatchObject([{ type: 'tool-call', toolCallId: 'c0_2' }]);
	});
});
