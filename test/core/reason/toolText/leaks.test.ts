import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recoverCalls } from '../../../../core/reason/toolText/recoverCalls';
import type { RawAnswer } from '../../../../core/reason/answerReader';
import { leakedForms } from './leakedForms';
import { talkAboutCalls } from './talkAboutCalls';
import { createChatModel, type Chunk, type ChatModelSettings } from '../../../../nodes/R1ChatModel/chatModel';
import type { Message, Part } from '../../../../nodes/R1ChatModel/conversation';
import { startStrictHost, type StrictHost } from '../../../support/strictHost';

const schema = {
	type: 'object',
	properties: { city: { type: 'string' }, days: { type: 'integer' }, metric: { type: 'boolean' }, tags: { type: 'array' } },
	required: ['city'],
};
const tool = (name: string) => ({ type: 'function' as const, name, description: 'A tool', inputSchema: schema });
const offered = ['weather', 'save_note'].map((name) => ({ type: 'function', function: { name, parameters: schema } }));
const cities = [
	'Rabat',
	"L'Aquila",
	'São Paulo',
	'東京',
	'A "quoted" place',
	'two\nlines',
	'a,b (c) [d] {e}',
	'42',
	'true',
	'Berlin: Mitte',
];
const rawAnswer = (answer: string): RawAnswer => ({
	answer,
	thinking: '',
	finishReason: 'stop',
	usage: 'unknown',
	toolCalls: [],
	refusal: '',
	notes: [],
});
const recover = (answer: string, question = 'How is the weather?', prompt = question) =>
	recoverCalls(rawAnswer(answer), { tools: offered, prompt, question, agreed: false });

describe('a call left in the text', () => {
	test.each(leakedForms)('$id is read, whatever its arguments hold', async ({ write, alone }) => {
		const lead = alone ? [''] : ['', 'Let me look.\n\n', 'I need two things first, then I can say: ', '好的，我来查一下。\n'];
		const lost: string[] = [];
		for (const [position, city] of cities.entries()) {
			const given = { city, days: position + 1, metric: position % 2 === 0, tags: ['a', 'b c'] };
			const text = `${lead[position % lead.length]}${write('weather', given)}`;
			const { toolCalls, answer } = await recover(text);
			const [call] = toolCalls;
			const isRead =
				call?.recovered === true && call.name === 'weather' && JSON.stringify(JSON.parse(call.arguments)) === JSON.stringify(given);
			if (!isRead || answer.trim() !== lead[position % lead.length].trim()) lost.push(text);
		}
		expect(lost).toEqual([]);
	});

	test('the same one twice is made once, native or not', async () => {
		const twice = leakedForms[0].write('weather', { city: 'Rabat' });
		expect((await recover(`${twice}\n${twice}`)).toolCalls).toHaveLength(1);
		const native = {
			...rawAnswer(''),
			toolCalls: Array.from({ length: 38 }, (_, index) => ({ id: `c${index}`, name: 'weather', arguments: '{"city":"Rabat"}' })),
		};
		const { toolCalls, notes } = await recoverCalls(native, { tools: offered, prompt: '', question: '', agreed: false });
		expect(toolCalls).toHaveLength(1);
		expect(notes.join()).toMatch(/38 times/);
	});

	test('a result that the model makes up after it is dropped', async () => {
		const { toolCalls, answer } = await recover(
			`${leakedForms[0].write('weather', { city: 'Rabat' })}\n<tool_response>\n21 degrees\n</tool_response>\nIt is warm.`,
		);
		expect(toolCalls).toHaveLength(1);
		expect(answer).toBe('');
	});
});

describe('an answer that only talks about calls', () => {
	const texts = [
		...talkAboutCalls('weather', { city: 'Rabat' }),
		...talkAboutCalls('save_note', { city: 'Rome', days: 3 }),
		...talkAboutCalls('no_such_tool', { city: 'Rome' }).slice(0, 60),
	];

	test('makes none, of 500 and more', { timeout: 120_000 }, async () => {
		expect(texts.length).toBeGreaterThanOrEqual(500);
		expect(new Set(texts).size).toBe(texts.length);
		const made: string[] = [];
		for (const text of texts)
			if ((await recover(text, 'How do calls of tools look, as JSON or text?')).toolCalls.length > 0) made.push(text);
		expect(made).toEqual([]);
	});

	test('a call of the user or of a tool is not made when the model repeats it', async () => {
		const text = leakedForms[0].write('weather', { city: 'Rabat' });
		expect((await recover(`Sure.\n${text}`, 'Go', `Page: ${text}\nGo`)).toolCalls).toEqual([]);
	});
});

describe('an agent on a server that leaks three calls in ten', () => {
	let host: StrictHost;
	beforeAll(async () => {
		host = await startStrictHost();
	});
	afterAll(() => host.close());

	const settings = (): ChatModelSettings => ({
		endpoint: { baseURL: host.baseURL },
		request: { model: 'a-model' },
		options: { retries: 0 },
		schemaOf: ({ inputSchema }) => inputSchema as Record<string, unknown>,
	});

	/** Five calls of two tools, then an answer; what a step calls depends on how many results there are. */
	async function runTask(form: (typeof leakedForms)[number], leaks: () => boolean, streamed: boolean) {
		const steps = Array.from({ length: 5 }, (_, step) => ({
			name: step % 2 === 0 ? 'weather' : 'save_note',
			given: { city: cities[(step * 3) % cities.length], days: step },
		}));
		host.reply = ({ messages }) => {
			const step = messages.filter(({ role }: { role: string }) => role === 'tool').length;
			const next = steps[step];
			if (!next) return [{ content: 'All ' }, { content: 'done.' }];
			if (!leaks())
				return [
					{
						tool_calls: [
							{ index: 0, id: `call_${step}`, type: 'function', function: { name: next.name, arguments: JSON.stringify(next.given) } },
						],
					},
				];
			const text = `${form.alone ? '' : 'One moment. '}${form.write(next.name, next.given)}`;
			return (text.match(/[\s\S]{1,6}/g) ?? []).map((content) => ({ content }));
		};
		const model = createChatModel(settings(), [tool('weather'), tool('save_note')]);
		const messages: Message[] = [{ role: 'user', content: [{ type: 'text', text: 'Look up five places' }] }];
		const made: unknown[] = [];
		let shown = '';
		for (let turn = 0; turn < 8; turn++) {
			const parts = streamed
				? await partsOf(model.stream(messages), (text) => (shown += text))
				: (await model.generate(messages)).message.content;
			const calls = parts.filter(({ type }) => type === 'tool-call');
			if (calls.length === 0) {
				const answer = parts.map(({ text = '' }) => text).join('');
				const isDone = answer.endsWith('All done.') && JSON.stringify(made) === JSON.stringify(steps);
				return { isDone, shown };
			}
			messages.push({ role: 'assistant', content: calls });
			for (const { toolName, toolCallId, input = '' } of calls) {
				made.push({ name: toolName, given: JSON.parse(input) });
				messages.push({ role: 'tool', content: [{ type: 'tool-result', toolCallId, result: `seen ${made.length}` }] });
			}
		}
		return { isDone: false, shown };
	}

	async function partsOf(chunks: AsyncIterable<Chunk>, show: (text: string) => void): Promise<Part[]> {
		const parts: Part[] = [];
		for await (const chunk of chunks) {
			if (chunk.type === 'text-delta') {
				show(chunk.delta);
				parts.push({ type: 'text', text: chunk.delta });
			}
			if (chunk.type === 'tool-call-delta')
				parts.push({ type: 'tool-call', toolCallId: chunk.id, toolName: chunk.name, input: chunk.argumentsDelta });
		}
		return parts;
	}

	test.each(leakedForms)('$id: at least 95 % of the tasks are done, and no call is shown', async (form) => {
		let request = 0;
		// Three in ten, in another order for each task.
		const leaks = () => (request++ * 7) % 10 < 3;
		const outcomes = [];
		for (let task = 0; task < 5; task++) outcomes.push(await runTask(form, leaks, task % 2 === 0));
		expect(outcomes.filter(({ isDone }) => isDone).length).toBeGreaterThanOrEqual(0.95 * 5);
		expect(outcomes.map(({ shown }) => shown.replace(/One moment\.|All done\.|\s/g, '')).join('')).toBe('');
	});
});
