import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { reason } from '../../../core/reason/reason';
import { wireFolders } from '../../support/sharedData';

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
	const server = createServer((request, response) => request.resume().on('end', () => answer(response)));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (baseURL: string) => reason({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }, { baseURL });

const recorded: { name: string; file: string; result: object }[] = [
	{
		name: 'DeepSeek thinks',
		file: 'deepseek-reasoning',
		result: { answer: /strawberry/, thinking: /double-check/, finishReason: 'stop', model: 'deepseek-reasoner' },
	},
	{
		name: 'DeepSeek without thinking, cut by the cap',
		file: 'deepseek-text',
		result: { answer: /Holiday/, thinking: /^$/, finishReason: 'length', model: 'deepseek-chat' },
	},
	{
		name: 'Groq thinks',
		file: 'groq-reasoning',
		result: { answer: /3/, thinking: /^Okay/, finishReason: 'stop', model: 'qwen/qwen3-32b' },
	},
	{
		name: 'Groq without thinking',
		file: 'groq-text',
		result: { answer: /./, thinking: /^$/, finishReason: 'stop', model: 'llama-3.3-70b-versatile' },
	},
	{ name: 'OpenAI', file: 'openai-text', result: { answer: /./, thinking: /^$/, finishReason: 'stop', model: 'gpt-4.1-nano-2025-04-14' } },
];

/** The chunk that carries the usage, as the host counts it. */
function usageIn(lines: string[]) {
	const { usage } = lines.map((line) => JSON.parse(line)).findLast((chunk) => chunk.usage);
	const reasoning: number | undefined = usage.completion_tokens_details?.reasoning_tokens;
	return {
		inputTokens: usage.prompt_tokens,
		cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
		outputTokens: usage.completion_tokens,
		reasoningTokens: reasoning ?? 'unknown',
		answerTokens: reasoning === undefined ? 'unknown' : usage.completion_tokens - reasoning,
	};
}

describe.each(wireFolders)('answers of hosts, $name', ({ folder }) => {
	const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
	test.each(recorded)('$name: stream', async ({ file, result }) => {
		const lines = read(`${file}.chunks.txt`).split('\n').filter(Boolean);
		const baseURL = await serve((response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			for (const line of lines) response.write(`data: ${line}\n\n`);
			response.end('data: [DONE]\n\n');
		});
		const got = await ask(baseURL);
		expect(got.usage).toEqual(usageIn(lines));
		for (const [key, value] of Object.entries(result)) {
			if (value instanceof RegExp) expect(got[key as 'answer']).toMatch(value);
			else expect(got[key as 'answer']).toBe(value);
		}
	});

	test.each(recorded)('$name: a whole body in answer to a stream request', async ({ file, result }) => {
		const body: { choices: { message: { content: string; reasoning_content?: string; reasoning?: string } }[] } = JSON.parse(
			read(`${file}.json`),
		);
		const baseURL = await serve((response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(`\n\n\n${JSON.stringify(body, null, 2)}`);
		});
		const got = await ask(baseURL);
		const { message } = body.choices[0];
		expect(got.answer).toBe(message.content);
		expect(got.thinking).toBe((message.reasoning_content ?? message.reasoning ?? '').trim());
		expect(got).toMatchObject({ model: (result as { model: string }).model, usage: { outputTokens: expect.any(Number) } });
	});

	test.each(['deepseek-tool-call', 'groq-tool-call'])('%s: a tool call in pieces is whole again', async (file) => {
		const lines = read(`${file}.chunks.txt`).split('\n').filter(Boolean);
		const baseURL = await serve((response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			response.end(lines.map((line) => `data: ${line}\n\n`).join(''));
		});
		const got = await ask(baseURL);
		expect(got).toMatchObject({ finishReason: 'tool_calls', toolCalls: [{ name: 'weather', id: expect.stringMatching(/./) }] });
		expect(JSON.parse(got.toolCalls?.[0].arguments ?? '')).toBeTypeOf('object');
	});

	test('a rejected parameter is named', async () => {
		const baseURL = await serve((response) => {
			response.writeHead(400, { 'content-type': 'application/json' });
			response.end(read('reasoning-model-legacy-parameter-error.json'));
		});
		await expect(ask(baseURL)).rejects.toMatchObject({ kind: 'rejected_parameter' });
	});
});
