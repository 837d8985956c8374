import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChatModel, type Chunk, type ChatModelSettings } from '../../../nodes/R1ChatModel/chatModel';
import type { Message } from '../../../nodes/R1ChatModel/conversation';
import { writingTools } from '../../../nodes/R1ChatModel/writingTools';
import { startStrictHost, type StrictHost } from '../../support/strictHost';

let host: StrictHost;
let other: StrictHost;
beforeEach(async () => {
	[host, other] = await Promise.all([startStrictHost(), startStrictHost()]);
});
afterEach(async () => {
	await Promise.all([host.close(), other.close()]);
});

const schema = { type: 'object', properties: { to: { type: 'string' } }, required: ['to'] };
const tools = ['look_up', 'Send_Mail'].map((name) => ({ type: 'function' as const, name, inputSchema: schema }));
const modelWith = (more: Partial<ChatModelSettings> = {}) =>
	createChatModel(
		{ endpoint: { baseURL: host.baseURL }, request: { model: 'a-model' }, options: { retries: 0 }, schemaOf: () => schema, ...more },
		tools,
	);
const say = (role: 'user' | 'assistant', text: string): Message => ({ role, content: [{ type: 'text', text }] });
const leaked = (name: string, given: object) => [{ content: `<tool_call>${JSON.stringify({ name, arguments: given })}</tool_call>` }];
const textOf = ({ message }: { message: { content: { text?: string }[] } }) => message.content.map(({ text = '' }) => text).join('');
const callsIn = ({ message }: { message: { content: { type: string; toolName?: string; input?: string }[] } }) =>
	message.content.filter(({ type }) => type === 'tool-call').map(({ toolName, input }) => `${toolName} ${input}`);
const streamed = async (chunks: AsyncIterable<Chunk>) => {
	let text = '';
	for await (const chunk of chunks) if (chunk.type === 'text-delta') text += chunk.delta;
	return text;
};

describe('a call that cannot be used', () => {
	test.each([
		['no tool of that name', leaked('mail', { to: 'ada' }), /There is no tool mail; there are: look_up, Send_Mail/],
		['arguments that do not fit', leaked('look_up', { of: 'ada' }), /arguments of look_up don't match/],
		['arguments that are no JSON', [{ content: '<tool_call>{"name": "look_up", "arguments": {"to": }</tool_call>' }], /could not be read/],
	])('is asked for once more: %s', async (_, first, why) => {
		host.answers = [first, leaked('look_up', { to: 'ada' })];
		const result = await modelWith().generate([say('user', 'Go')]);
		expect(callsIn(result)).toEqual(['look_up {"to":"ada"}']);
		expect(host.requests).toHaveLength(2);
		expect(host.requests[1].messages.at(-1).content).toMatch(why);
		expect(result.usage).toMatchObject({ promptTokens: 200, completionTokens: 40 });
	});

	test('a second time ends with an answer that says so, and nothing of it is shown', async () => {
		host.answers = [leaked('mail', {}), leaked('mail', {})];
		const text = await streamed(modelWith().stream([say('user', 'Go')]));
		expect(text).toMatch(/can't be used, twice\. There is no tool mail/);
		expect(text).not.toMatch(/tool_call/);
		expect(host.requests).toHaveLength(2);
	});

	test('one that looks like an example is made only when the model says so', async () => {
		const shown = `Here is an example:\n${leaked('look_up', { to: 'ada' })[0].content}`;
		host.answers = [[{ content: shown }], [{ content: 'It was one.' }], [{ content: shown }], leaked('look_up', { to: 'ada' })];
		const example = await modelWith().generate([say('user', 'Go')]);
		expect(callsIn(example)).toEqual([]);
		expect(textOf(example)).toBe(shown);
		expect(callsIn(await modelWith().generate([say('user', 'Go')]))).toEqual(['look_up {"to":"ada"}']);
	});
});

describe('a recovered call of a tool that writes', () => {
	const isWriting = writingTools('Send Mail, Pay');

	test('waits until the user approves, also in another process', async () => {
		host.answers = [leaked('Send_Mail', { to: 'ada "the" first' })];
		const asked = await modelWith({ isWriting }).generate([say('user', 'Go')]);
		expect(callsIn(asked)).toEqual([]);
		expect(textOf(asked)).toMatch(/was not made.*Send_Mail \{"to":"ada \\"the\\" first"\}.*Reply "approve"/s);
		const history = [say('user', 'Go'), say('assistant', textOf(asked))];
		const made = await modelWith({ isWriting }).generate([...history, say('user', 'Approve.')]);
		expect(callsIn(made)).toEqual(['Send_Mail {"to":"ada \\"the\\" first"}']);
		expect(host.requests).toHaveLength(1);
		await modelWith({ isWriting }).generate([...history, say('user', 'No, approve nothing')]);
		expect(host.requests).toHaveLength(2);
	});

	test('is refused after the model was told once', async () => {
		host.answers = [leaked('Send_Mail', { to: 'ada' }), leaked('Send_Mail', { to: 'ada' })];
		const result = await modelWith({ isWriting, recoveredWrites: 'refuse' }).generate([say('user', 'Go')]);
		expect(callsIn(result)).toEqual([]);
		expect(textOf(result)).toMatch(/was not made: Send_Mail/);
		expect(host.requests).toHaveLength(2);
	});

	test.each([
		['it is not on the list', writingTools(''), undefined],
		['it is to be made', isWriting, 'run' as const],
	])('is made where %s, and marked in the log', async (_, writing, recoveredWrites) => {
		host.answers = [leaked('Send_Mail', { to: 'ada' })];
		const { providerMetadata, ...result } = await modelWith({ isWriting: writing, recoveredWrites }).generate([say('user', 'Go')]);
		expect(callsIn(result)).toEqual(['Send_Mail {"to":"ada"}']);
		expect(providerMetadata.recoveredCalls).toEqual([{ name: 'Send_Mail', arguments: '{"to":"ada"}', recovered: true }]);
	});

	test('a proper call of it is made at once', async () => {
		host.answers = [
			[{ tool_calls: [{ index: 0, id: 'c', type: 'function', function: { name: 'Send_Mail', arguments: '{"to":"ada"}' } }] }],
		];
		expect(callsIn(await modelWith({ isWriting }).generate([say('user', 'Go')]))).toHaveLength(1);
	});
});

describe('fallback models', () => {
	const down = { refusal: 401, check: () => 'Invalid API key' };
	const fallbacks = () => [{ model: 'b-model', endpoint: { baseURL: other.baseURL, apiKey: 'another' } }];

	test('are asked where the first one fails, and the log says why', async () => {
		Object.assign(host, down);
		other.answers = [[{ content: 'From the other' }]];
		const result = await modelWith({ fallbacks: fallbacks() }).generate([say('user', 'Go')]);
		expect(textOf(result)).toBe('From the other');
		expect(other.requests[0].model).toBe('b-model');
		expect(result.providerMetadata.passedOver).toEqual([expect.objectContaining({ model: 'a-model', kind: 'auth' })]);
	});

	test('get the turns of the first one without what only it knows', async () => {
		const call = {
			index: 0,
			id: 'c1',
			type: 'function',
			function: { name: 'look_up', arguments: '{"to":"ada"}' },
			extra_content: { google: { thought_signature: 's' } },
		};
		host.answers = [[{ reasoning: 'I look.' }, { tool_calls: [call] }]];
		const model = modelWith({ fallbacks: fallbacks() });
		await model.generate([say('user', 'Go')]);
		Object.assign(host, down);
		const turn: Message = { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'look_up', input: '{}' }] };
		await model.generate([say('user', 'Go'), turn, { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', result: 'x' }] }]);
		const [, atFirst] = host.requests.map(({ messages }) => messages[1]);
		expect(atFirst).toMatchObject({ reasoning: 'I look.', tool_calls: [expect.objectContaining({ extra_content: expect.anything() })] });
		expect(other.requests[0].messages[1]).toEqual({
			role: 'assistant',
			content: '',
			tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look_up', arguments: '{"to":"ada"}' } }],
		});
	});
});

describe('a conversation that nears the end of the context', () => {
	const long = 'word '.repeat(2_000);
	const rounds = (count: number): Message[] =>
		Array.from({ length: count }, (_, at): Message[] => [
			{ role: 'assistant', content: [{ type: 'tool-call', toolCallId: `c${at}`, toolName: 'look_up', input: `{"to":"${at}"}` }] },
			{ role: 'tool', content: [{ type: 'tool-result', toolCallId: `c${at}`, result: `${at} ${long}` }] },
		]).flat();
	const lengths = () =>
		host.requests
			.at(-1)
			?.messages.filter(({ role }: { role: string }) => role === 'tool')
			.map(({ content }: { content: string }) => content.length > 1_000);

	test('goes with short old results, and says so', async () => {
		const result = await modelWith({ contextTokens: 12_000 }).generate([say('user', 'Go'), ...rounds(5)]);
		expect(lengths()).toEqual([false, false, false, true, true]);
		expect(result.providerMetadata.notes).toEqual([expect.stringMatching(/^3 old results of tools were shortened/)]);
	});

	test('is left as it is where there is room', async () => {
		await modelWith({ contextTokens: 100_000 }).generate([say('user', 'Go'), ...rounds(5)]);
		expect(lengths()).toEqual([true, true, true, true, true]);
	});

	test('goes once more where the host finds it too long', async () => {
		host.check = ({ messages }) =>
			JSON.stringify(messages).length > 20_000 ? "This model's maximum context length is 8192 tokens" : undefined;
		await modelWith().generate([say('user', 'Go'), ...rounds(4)]);
		expect(host.requests).toHaveLength(2);
		expect(lengths()).toEqual([false, false, false, true]);
	});

	test.each([
		{ name: 'before it is sent, where the length of the context is known', contextTokens: 8_000, requests: 1 },
		{ name: 'after the host refused it', contextTokens: undefined, requests: 2 },
	])(
		'a last result that is longer than the context is cut $name, and both the model and the log are told',
		async ({ contextTokens, requests }) => {
			host.check = ({ messages }) =>
				JSON.stringify(messages).length > 30_000 ? "This model's maximum context length is 8192 tokens" : undefined;
			const result = { role: 'tool' as const, content: [{ type: 'tool-result', toolCallId: 'c0', result: 'word '.repeat(20_000) }] };
			const answer = await modelWith({ contextTokens }).generate([say('user', 'Go'), rounds(1)[0], result]);
			expect(textOf(answer)).toBe('Done');
			expect(host.requests).toHaveLength(requests);
			expect(host.requests.at(-1)?.messages.at(-1).content).toMatch(
				/^word .*\d+ more characters do not fit into the model's context\. Ask the tool for less\.\]$/s,
			);
			expect(String(answer.providerMetadata.notes)).toMatch(/The last result of a tool was cut/);
		},
	);
});

test('Chinese that leaks is asked for again before it is shown', async () => {
	host.answers = [[{ content: '首先我们需要分析这个问题的条件，然后得出结论。' }], [{ content: 'It is warm.' }]];
	const language = { whenChinese: 'askAgain' as const, askAgain: 1, expectedLanguages: [] };
	expect(await streamed(modelWith({ language }).stream([say('user', 'How is the weather?')]))).toBe('It is warm.');
});
