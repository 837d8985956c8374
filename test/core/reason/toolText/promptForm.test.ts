import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reason, type ReasonMessage } from '../../../../core/reason';
import { startStrictHost, type StrictHost } from '../../../support/strictHost';

let host: StrictHost;
beforeEach(async () => {
	host = await startStrictHost();
});
afterEach(() => host.close());

const properties = { to: { type: 'string' }, text: { type: 'string' }, copies: { type: 'integer' }, labels: { type: 'array' } };
const tools = [
	{ type: 'function', function: { name: 'send_mail', description: 'Sends a mail', parameters: { type: 'object', properties } } },
	{ type: 'function', function: { name: 'now', description: 'The time', parameters: { type: 'object', properties: {} } } },
];
const user: ReasonMessage = { role: 'user', content: 'Write to Ada' };
const ask = (more: object = {}) =>
	reason({ model: 'deepseek-r1:32b', messages: [user], tools, ...more }, { baseURL: host.baseURL }, { retries: 0 });
const argumentsOf = async (text: string, pieces = 7) => {
	host.answers = [text.match(new RegExp(`[\\s\\S]{1,${pieces}}`, 'g'))?.map((content) => ({ content })) ?? []];
	const { toolCalls = [], answer } = await ask();
	return { calls: toolCalls.map(({ name, arguments: given }) => ({ name, given: JSON.parse(given) as unknown })), answer, toolCalls };
};

const asIs = [
	'Dear "Ada",\n\nit\'s \\n done: {"a": 1}\n\tBye',
	'```js\nconst call = `<call tool="x">`;\n```',
	'</call>\nstill the text',
	'a: b\nc <<D\nd',
	'',
	'über 中文 🙂\\',
];

describe('tools in the prompt', () => {
	test("R1's first weights get them in the user's turn, nothing in the body", async () => {
		await ask({ messages: [{ role: 'system', content: 'Be brief' }, user] });
		const [body] = host.requests;
		expect(body).not.toHaveProperty('tools');
		expect(body.messages).toHaveLength(1);
		expect(body.messages[0].role).toBe('user');
		expect(body.messages[0].content).toMatch(/^Be brief\n\n.*## send_mail\nSends a mail.*<call tool="NAME">.*Write to Ada$/s);
	});

	test.each([
		['deepseek-r1-0528', undefined],
		['some-model', undefined],
		['deepseek-r1:7b', 'native'],
	])('%s gets them by the API where %s is set', async (model, toolForm) => {
		await ask({ model, toolForm });
		expect(host.requests[0].tools).toEqual(tools);
	});

	test('any model gets them there where the user wants it', async () => {
		await ask({ model: 'some-model', toolForm: 'prompt' });
		expect(host.requests[0]).not.toHaveProperty('tools');
	});

	test.each([
		[400, 'registry.ollama.ai/library/some:7b does not support tools'],
		[404, 'No endpoints found that support tool use. Try disabling "look_up".'],
		[400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
		[500, 'tools param requires --jinja flag'],
	])('a host that takes no tools gets them there: %i %s', async (status, message) => {
		host.check = (body) => (body.tools ? message : undefined);
		host.refusal = status;
		const { notes, attempts } = await ask({ model: 'some-model' });
		expect(host.requests.map((body) => 'tools' in body)).toEqual([true, false]);
		expect(attempts.map(({ reason: why }) => why)).toEqual(['first', 'parameter']);
		expect(notes.join()).toMatch(/described in the prompt/);
	});
});

describe('calls in the prompt form', () => {
	test.each(asIs)('a text comes as it was written: %j', async (text) => {
		const written = `I write.\n\n<call tool="send_mail">\nto: "ada@example.org"\ncopies: 2\nlabels: ["a", "b\\n"]\ntext <<END\n${text}\nEND\n</call>`;
		const { calls, answer, toolCalls } = await argumentsOf(written);
		expect(calls).toEqual([{ name: 'send_mail', given: { to: 'ada@example.org', copies: 2, labels: ['a', 'b\n'], text } }]);
		expect(answer).toBe('I write.');
		// It was asked for, so it is no accident.
		expect(toolCalls[0]).not.toHaveProperty('recovered');
	});

	test.each([
		['several', '<call tool="now">\n</call>\n<call tool="send_mail">\nto: ada\n</call>', ['now', 'send_mail']],
		['without arguments, on one line', '<call tool="now"></call>', ['now']],
		['in a code block, alone', '```xml\n<call tool="now">\n</call>\n```', ['now']],
		['with other quotes and spaces', "  <call tool='now' >\n\n</call>  ", ['now']],
		['with a mark of its own', '<call tool="send_mail">\ntext <<"EOF_1"\nEND\nEOF_1\n</call>', ['send_mail']],
		['with another equal sign', '<call tool="send_mail">\nto = ada\n</call>', ['send_mail']],
		[
			"in a model's own form",
			'<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>now\n```json\n{}\n```<｜tool▁call▁end｜>',
			['now'],
		],
	])('%s', async (_, text, names) => {
		expect((await argumentsOf(text)).calls.map(({ name }) => name)).toEqual(names);
	});

	test.each([
		['a tool that is not there', '<call tool="other">\n</call>'],
		['an argument that is not there', '<call tool="now">\nzone: "UTC"\n</call>'],
		['a value of the wrong type', '<call tool="send_mail">\ncopies: many\n</call>'],
	])('%s is no call, and no answer', async (_, text) => {
		const { calls, answer } = await argumentsOf(`Well. ${text}`);
		expect(calls).toEqual([]);
		expect(answer).toBe('Well.');
	});

	test('earlier calls and results go back as text, in the order of the conversation', async () => {
		const call = (id: string, name: string, given: object) => ({
			id,
			type: 'function',
			function: { name, arguments: JSON.stringify(given) },
		});
		await ask({
			messages: [
				user,
				{
					role: 'assistant',
					content: 'Two.',
					thinking: 'Hm.',
					tool_calls: [call('a', 'now', {}), call('b', 'send_mail', { text: 'a "b"\nc' })],
				},
				{ role: 'tool', tool_call_id: 'a', content: '12:00' },
				{ role: 'tool', tool_call_id: 'b', content: 'sent' },
			],
		});
		const [first, answered, results] = host.requests[0].messages;
		expect(first.content).toMatch(/Write to Ada$/);
		expect(answered).toEqual({
			role: 'assistant',
			content: 'Two.\n\n<call tool="now">\n</call>\n\n<call tool="send_mail">\ntext <<END\na "b"\nc\nEND\n</call>',
		});
		expect(results).toEqual({ role: 'user', content: '<result of="now">\n12:00\n</result>\n\n<result of="send_mail">\nsent\n</result>' });
	});
});
