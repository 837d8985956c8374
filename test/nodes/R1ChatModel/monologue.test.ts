import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChatModel, type Chunk, type ChatModelSettings } from '../../../nodes/R1ChatModel/chatModel';
import type { Message } from '../../../nodes/R1ChatModel/conversation';
import { repeatsAtEnd } from '../../../nodes/R1ChatModel/monologue';
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
const afterTool: Message[] = [
	user,
	{ role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'look_up', input: '{"of":1}' }] },
	{ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c', result: 'found it' }] },
];
const thought = [{ reasoning_content: 'Should I? Perhaps.' }];
const textOf = ({ message }: { message: { content: { type: string; text?: string }[] } }) =>
	message.content
		.filter(({ type }) => type === 'text')
		.map(({ text = '' }) => text)
		.join('');

describe('a model that only thinks', () => {
	test('is told once, and its answer is the one', async () => {
		host.answers = [thought, [{ content: 'It is done.' }]];
		const result = await modelWith().generate(afterTool);
		expect(textOf(result)).toBe('It is done.');
		expect(host.requests[1].messages.at(-1)).toMatchObject({
			role: 'user',
			content: expect.stringMatching(/You only thought\. Give your answer now/),
		});
		expect(result.usage).toMatchObject({ promptTokens: 200 });
		expect(String(result.providerMetadata.notes)).toMatch(/only thought, and was asked once more/);
	});

	test('and goes on is ended with the reason and the results so far, streamed or not', async () => {
		host.answers = [thought, thought, thought, thought];
		const whole = await modelWith().generate(afterTool);
		expect(textOf(whole)).toMatch(/^Stopped without an answer: the model only thought.*- look_up: found it$/s);
		expect(whole.providerMetadata.endedBy).toBe('monologue');
		let shown = '';
		for await (const chunk of modelWith().stream(afterTool))
			if ((chunk satisfies Chunk).type === 'text-delta') shown += 'delta' in chunk ? chunk.delta : '';
		expect(shown).toMatch(/^Stopped without an answer/);
		expect(host.requests).toHaveLength(4);
	});

	test('is left alone where the option is off', async () => {
		host.answers = [thought];
		await modelWith({ stopLoops: false }).generate(afterTool);
		expect(host.requests).toHaveLength(1);
	});
});

describe('a text that repeats itself at its end', () => {
	test.each([
		['a sentence', `I look. ${'Let me check the list again. '.repeat(12)}`, true],
		['a sentence that is cut off', `${'Let me check the list again. '.repeat(12)}Let me ch`, true],
		['a paragraph', `${'First this.\nThen that, and so on for a while.\n\n'.repeat(7)}`, true],
		['Chinese', '让我再检查一遍这个列表。'.repeat(20), true],
		['rows of dashes', '-'.repeat(4000), false],
		['a table of zeros', '| 0 | 0 |\n'.repeat(300), false],
		['three times the same', 'Let me check the list again. '.repeat(3), false],
		['numbered lines', Array.from({ length: 90 }, (_, line) => `Line ${line} of the list is fine.\n`).join(''), false],
	])('%s', (_, text, isOne) => {
		expect(repeatsAtEnd(text)).toBe(isOne);
	});
});
