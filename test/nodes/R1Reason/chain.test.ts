import { createServer, type ServerResponse } from 'node:http';
import type { IDataObject, INodeExecutionData, StructuredChunk } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { usualConcurrency } from '../../../nodes/shared/usualConcurrency';
import { startLab, type Lab } from '../../../lab';
import { compatible, runNode, type NodeRun } from './runNode';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab({ profile: 'deepseek' });
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const run = async (parameters: IDataObject, more: NodeRun = {}) =>
	await runNode({ parameters, credentials: compatible(lab.at('deepseek')), ...more, node: { typeVersion: 1.1, ...more.node } });

const file = (text: string, mimeType: string, fileName: string) => ({ data: Buffer.from(text).toString('base64'), mimeType, fileName });
/** What was sent as the content of the last message. */
const sent = () => lab.chats.at(-1)?.messages.at(-1)?.content;

describe('files of the item', () => {
	const binary = {
		picture: file('PNG', 'image/png', 'cat.png'),
		invoice: file('%PDF', 'application/pdf', 'invoice.pdf'),
		speech: file('ID3', 'audio/mpeg', 'speech.mp3'),
		table: file('a,b\n1,2', 'text/csv; charset=utf-8', 'table.csv'),
		data: file('{"a":1}', 'application/json', 'data.json'),
	};
	const input: INodeExecutionData[] = [{ json: { q: 'What is it?' }, binary }];
	const ask = async (attach: string, more: NodeRun = {}) =>
		await run({ prompt: '={{ $json.q }}', options: { attach } }, { input, ...more });

	test('go into the message of the user, each as the host wants it', async () => {
		const { error, items } = await ask('picture, invoice, speech, table, data');
		expect(error).toBeUndefined();
		expect(sent()).toEqual([
			{ type: 'text', text: 'What is it?' },
			{ type: 'image_url', image_url: { url: 'data:image/png;base64,UE5H' } },
			{ type: 'file', file: { filename: 'invoice.pdf', file_data: 'data:application/pdf;base64,JVBERg==' } },
			{ type: 'input_audio', input_audio: { data: 'SUQz', format: 'mp3' } },
			{ type: 'text', text: '\n\ntable.csv:\na,b\n1,2' },
			{ type: 'text', text: '\n\ndata.json:\n{"a":1}' },
		]);
		expect(items[0].binary).toHaveProperty('picture');
	});

	test('that are missing are named before anything is paid', async () => {
		const { error } = await ask('picture, photo', { input: [...input, { json: { q: 'b' }, binary: { picture: binary.picture } }] });
		expect(error).toMatchObject({
			message: 'The field "Attach Binary Fields" can\'t be used',
			description: 'The item has no binary field "photo"; it has picture, invoice, speech, table, data.',
		});
		expect(lab.chats).toEqual([]);
	});

	test('that are missing fail their own item alone under Continue On Fail', async () => {
		const { items } = await ask('picture', { input: [{ json: { q: 'a' } }, ...input], node: { onError: 'continueRegularOutput' } });
		expect(items.map(({ json }) => Boolean(json.error))).toEqual([true, false]);
	});

	test("are said to be left out where Ollama's own API has no place for them", async () => {
		const { items } = await ask('picture, invoice', {
			credentials: compatible(lab.at('ollama'), { profile: 'ollama' }),
		});
		expect(items[0].json.notes).toContain("Audio and files were left out: Ollama's own API takes text and images.");
	});
});

describe('the source of the prompt', () => {
	test('is the chat', async () => {
		const { error } = await run({ prompt: undefined, input: 'chat' }, { items: [{ chatInput: 'Hi', sessionId: 's' }] });
		expect(error).toBeUndefined();
		expect(sent()).toBe('Hi');
	});

	test('is missed where no chat is connected', async () => {
		const { error } = await run({ prompt: undefined, input: 'chat' }, { items: [{ question: 'Hi' }] });
		expect(error).toMatchObject({
			message: 'The field "Source for Prompt (User Message)" can\'t be used',
			description: 'The item has no chatInput. Connect a Chat Trigger, or choose Define Below.',
		});
	});
});

describe('a simplified output', () => {
	test('holds the answer, its trace, the model and the cost', async () => {
		lab.script({ thinking: 'Hm.', answer: 'Yes.' });
		const { items } = await run(
			{ model: { mode: 'id', value: 'deepseek-flash' }, options: { simplify: true } },
			{ credentials: compatible(lab.at('deepseek'), { profile: 'deepseek' }) },
		);
		expect(items[0].json).toEqual({ answer: 'Yes.', thinking: 'Hm.', model: 'deepseek-flash', costUsd: expect.any(Number) });
	});

	test('keeps what Settle needs of a reservation', async () => {
		const { items } = await run(
			{ options: { simplify: true, includeThinking: false } },
			{ items: [{ budget: { reservationId: 'r1_x' } }] },
		);
		expect(Object.keys(items[0].json)).toEqual(expect.arrayContaining(['usage', 'attempts', 'budget']));
	});
});

describe('a run that streams', () => {
	const streamed = async (parameters: IDataObject, more: NodeRun = {}) => {
		const chunks: StructuredChunk[] = [];
		const { items, error } = await run(parameters, { onChunk: (chunk) => void chunks.push(chunk), ...more });
		return { chunks, items, error, text: chunks.map(({ type, content }) => (type === 'item' ? content : '')).join('') };
	};

	test('gets the answer as it comes, without the trace', async () => {
		lab.script({ thinking: 'Secret.', answer: 'One two three four five six.' });
		const { chunks, text } = await streamed({});
		expect(text).toBe('One two three four five six.');
		expect(chunks.map(({ type }) => type)).toEqual(['begin', ...Array<string>(chunks.length - 2).fill('item'), 'end']);
		expect(chunks.length).toBeGreaterThan(3);
	});

	test.each([
		['JSON', { output: 'json', schema: '{"type":"object"}' }, '{"a": 1}'],
		['an answer that is asked for again', { options: { whenChinese: 'askAgain' } }, 'One two three.'],
	])('gets %s when it is whole', async (_name, parameters, answer) => {
		lab.script({ answer });
		const { chunks, text } = await streamed(parameters);
		expect(text).toBe(answer);
		expect(chunks.map(({ type }) => type)).toEqual(['begin', 'item', 'end']);
	});

	test('gets nothing where that is switched off', async () => {
		expect((await streamed({ options: { stream: false } })).chunks).toEqual([]);
	});

	test('is ended when an answer breaks off', async () => {
		lab.script({ answer: 'One two three four five six.', fault: 'reset' });
		const { chunks } = await streamed({});
		// n8n itself adds the error.
		const types = chunks.map(({ type }) => type);
		expect(types.at(-1)).toBe('error');
		expect(types.filter((type) => type === 'begin').length).toBe(types.filter((type) => type === 'end').length);
	});
});

describe('how many are asked at once', () => {
	test.each([
		['https://api.deepseek.com', 100],
		['https://api.openai.com/v1', 10],
		['http://localhost:11434/v1', 5],
		['https://models.example.com/v1', 5],
	])('%s: %d', (baseURL, expected) => {
		expect(usualConcurrency([{ baseURL }])).toBe(expected);
	});

	test('the smallest of several counts', () => {
		expect(usualConcurrency([{ baseURL: 'https://api.deepseek.com' }, { baseURL: 'http://localhost:8000/v1' }])).toBe(5);
	});

	test.each([
		[1, {}, 5],
		[1.1, {}, 20],
		[1.1, { concurrency: 3 }, 3],
	])('version %d with %j asks %d of 20 at once', async (typeVersion, options, expected) => {
		await using host = await hostThatWaitsFor(expected);
		const { error } = await run(
			{ options },
			{
				node: { typeVersion },
				credentials: compatible(host.baseURL, { profile: 'deepseek' }),
				items: Array.from({ length: 20 }, () => ({})),
			},
		);
		expect(error).toBeUndefined();
		expect(host.highest()).toBe(expected);
	});
});

/** Answers only once so many requests wait (or the last ones): fewer at once would never end. */
async function hostThatWaitsFor(count: number) {
	const waiting: ServerResponse[] = [];
	let highest = 0;
	let seen = 0;
	const server = createServer((request, response) => {
		request.resume().on('end', () => {
			waiting.push(response);
			seen += 1;
			highest = Math.max(highest, waiting.length);
			if (waiting.length < count && seen < 20) return;
			for (const each of waiting.splice(0)) {
				each.writeHead(200, { 'content-type': 'text/event-stream' });
				each.end('data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (!address || typeof address === 'string') throw new Error('No port');
	return {
		baseURL: `http://127.0.0.1:${address.port}`,
		highest: () => highest,
		[Symbol.asyncDispose]: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
