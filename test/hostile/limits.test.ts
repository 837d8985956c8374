import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { reason, ReasonError, type ReasonOptions, type ReasonRequest } from '../../core/reason';
import { longestPieceBytes, mostHeaderBytes, type Limits } from '../../core/reason/limits';
import { listModels } from '../../core/reason/listModels';
import { runNode } from '../nodes/R1Reason/runNode';

interface Host {
	baseURL: string;
	requests: number;
	/** Resolves when the caller has closed the connection. */
	closed: Promise<unknown>;
}

async function serve(answer: (response: ServerResponse) => void | Promise<void>): Promise<Host> {
	let closed: (value: unknown) => void = () => undefined;
	const host: Host = { baseURL: '', requests: 0, closed: new Promise((resolve) => (closed = resolve)) };
	const server = createServer({ maxHeaderSize: 2 ** 20 }, (request, response) => {
		host.requests += 1;
		response.once('close', closed);
		request.resume().on('end', () => void answer(response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	host.baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	return host;
}

/** Sends the same bytes until the caller goes away. */
const endless =
	(piece: string, { status = 200, contentType = 'text/event-stream', first = '' } = {}) =>
	async (response: ServerResponse) => {
		response.writeHead(status, { 'content-type': contentType });
		response.write(first);
		while (!response.destroyed) {
			if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]).catch(() => undefined);
			await new Promise(setImmediate);
		}
	};

const chunk = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;
const text = 'word '.repeat(200);
const call = (index: number) => ({ tool_calls: [{ index, id: `call_${index}`, function: { name: 'f', arguments: '' } }] });

const request: ReasonRequest = { model: 'm', messages: [{ role: 'user', content: 'Hello' }] };
const failure = async (given: Promise<unknown>): Promise<ReasonError> => {
	const thrown: unknown = await given.then(
		() => undefined,
		(error: unknown) => error,
	);
	if (!(thrown instanceof ReasonError)) throw new Error('Expected a ReasonError');
	return thrown;
};
const ask = (host: Host, options: ReasonOptions = {}, more: Partial<ReasonRequest> = {}) =>
	failure(reason({ ...request, ...more }, { baseURL: host.baseURL, apiKey: 'sk-canary-0123456789' }, options));

interface Case {
	name: string;
	piece: string;
	says: RegExp;
	limits?: Partial<Limits>;
}

const cases: Case[] = [
	{ name: 'an endless trace in its field', piece: chunk({ reasoning_content: text }), says: /limit of 5,000 characters for the trace/, limits: { thinkingCharacters: 5000 } },
	{ name: 'an endless trace in tags', piece: chunk({ content: `<think>${text}` }), says: /limit of 5,000 characters for the trace/, limits: { thinkingCharacters: 5000 } },
	{ name: 'an endless trace in details', piece: chunk({ reasoning_details: [{ type: 'reasoning.encrypted', data: text }] }), says: /5,000 characters for the trace/, limits: { thinkingCharacters: 5000 } },
	{ name: 'a trace that is told only when it is closed', piece: chunk({ content: 'Here is my thought process: ' + text }), says: /5,000 characters for the answer/, limits: { thinkingCharacters: 5000, answerCharacters: 5000 } },
	{ name: 'an endless answer', piece: chunk({ content: text }), says: /5,000 characters for the answer/, limits: { answerCharacters: 5000 } },
	{ name: 'an endless refusal', piece: chunk({ refusal: text }), says: /5,000 characters for the answer/, limits: { answerCharacters: 5000 } },
	{ name: 'endless arguments of a tool', piece: chunk({ tool_calls: [{ index: 0, function: { name: 'f', arguments: text } }] }), says: /5,000 characters for the arguments of tools/, limits: { toolCharacters: 5000 } },
	{ name: 'calls of tools without end', piece: Array.from({ length: 50 }, (_, index) => chunk(call(index))).join(''), says: /500 characters for the arguments of tools/, limits: { toolCharacters: 500 } },
	{ name: 'an endless signature', piece: chunk({ tool_calls: [{ index: 0, extra_content: { google: { thought_signature: text } } }] }), says: /arguments of tools/, limits: { toolCharacters: 5000 } },
	{ name: 'keep-alives without end', piece: `: ${text}\n\n`, says: /100,000 bytes for the response/, limits: { responseBytes: 100_000 } },
	{ name: 'empty chunks without end', piece: chunk({}), says: /100,000 bytes for the response/, limits: { responseBytes: 100_000 } },
	{ name: 'one line without end', piece: text.repeat(50), says: /8,388,608 bytes for the event or body/ },
	{ name: 'one event whose data never ends', piece: `data: {"a": "${text}"\n`, says: /8,388,608 bytes for the event or body/ },
]; // prettier-ignore

describe('an answer without end', { timeout: 60_000 }, () => {
	test.each(cases)('$name is ended, and the error says by which limit', async ({ piece, says, limits }) => {
		const host = await serve(endless(piece));
		const error = await ask(host, { limits });
		expect(error).toMatchObject({ kind: 'too_large', retryable: false, attempts: [{ outcome: 'too_large', usage: 'unknown', costUsd: 'unknown' }] });
		expect(error.message).toMatch(says);
		expect(host.requests).toBe(1);
		await host.closed;
	}); // prettier-ignore

	test('a whole body without end', async () => {
		const host = await serve(endless(text.repeat(50), { contentType: 'application/json', first: '{"choices":[{"message":{"content":"' }));
		expect((await ask(host)).message).toContain(`${longestPieceBytes.toLocaleString('en')} bytes for the event or body`);
		await host.closed;
	});

	test('a small body that is huge once it is decompressed', async () => {
		const host = await serve((response) => {
			response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
			response.end(gzipSync(Buffer.alloc(64 * 2 ** 20, 'a')));
		});
		expect((await ask(host)).message).toMatch(/bytes for the event or body/);
	});

	test('the limits that stand without any setting end it, too', async () => {
		const host = await serve(endless(chunk({ content: 'word '.repeat(20_000) })));
		expect((await ask(host)).message).toMatch(/4,000,000 characters for the answer/);
		await host.closed;
	});

	test('the option of the node does', async () => {
		const host = await serve(endless(chunk({ content: text })));
		const { error } = await runNode({
			credentials: { r1CompatibleApi: { baseUrl: host.baseURL, apiKey: 'k' } },
			parameters: { options: { limits: { entry: { answerCharacters: 7000 } } } },
		});
		expect(error?.message).toMatch(/7,000 characters for the answer/);
		expect(error?.description).toMatch(/Options, Limits, Answer \(Characters\)/);
		await host.closed;
	});

	test('an answer that stays below is whole', async () => {
		const host = await serve((response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			response.end(`${chunk({ content: text })}data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`);
		});
		const result = await reason(request, { baseURL: host.baseURL }, { limits: { answerCharacters: text.length } });
		expect(result.answer).toBe(text);
	});
});

describe('headers and errors without end', { timeout: 60_000 }, () => {
	test.each([20_000, mostHeaderBytes, 300_000])('headers of %i bytes', async (bytes) => {
		const host = await serve((response) => {
			response.writeHead(200, { 'x-long': 'h'.repeat(bytes) });
			response.end();
		});
		const error = await ask(host);
		expect(error).toMatchObject({ kind: 'too_large', attempts: [{ usage: 'unknown' }] });
		expect(error.message).toMatch(/16,384 bytes for the response headers/);
	});

	test('headers may be longer where the option says so', async () => {
		const host = await serve((response) => {
			response.writeHead(500, { 'x-long': 'h'.repeat(20_000) });
			response.end();
		});
		expect(await ask(host, { limits: { headerBytes: mostHeaderBytes }, retries: 0 })).toMatchObject({ kind: 'server', status: 500 });
	});

	test.each([400, 401, 429, 500])('the body of a %i error is read no further than the limit', async (status) => {
		const host = await serve(endless(`{"error":{"message":"${text}`, { status, contentType: 'application/json' }));
		const error = await ask(host, { limits: { errorBytes: 2000 }, retries: 0 });
		expect(error).toMatchObject({ status, attempts: [{ usage: 'none' }] });
		expect(error.description).toMatch(/longer than the limit of 2,000 bytes/);
		expect(error.description.length).toBeLessThan(1000);
		await host.closed;
	});

	test('a list of models without end', async () => {
		const host = await serve(endless(`{"id":"${text.repeat(50)}"},`, { contentType: 'application/json', first: '{"data":[' }));
		expect((await failure(listModels({ baseURL: host.baseURL }, fetch))).message).toMatch(/bytes for the event or body/);
		await host.closed;
	});
});
