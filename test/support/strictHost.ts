import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface StrictHost {
	baseURL: string;
	/** Bodies of the requests, in their order. */
	requests: Json[];
	/** What is wrong with a request, as the host says it with a 400. */
	check: (body: Json) => string | undefined;
	/** Status of a refusal; 400 unless set. */
	refusal: number;
	/** Deltas of each answer to come. */
	answers: Json[][];
	/** Deltas of an answer, by its request; where there is none, `answers`. */
	reply?: (body: Json) => Json[];
	close(): Promise<void>;
}

/** A host of OpenAI's format that refuses what the real one refuses. */
export async function startStrictHost(): Promise<StrictHost> {
	const host: StrictHost = { baseURL: '', requests: [], check: () => undefined, refusal: 400, answers: [], close: () => Promise.resolve() };
	const server = createServer((request, response) => {
		const pieces: Buffer[] = [];
		request.on('data', (piece: Buffer) => pieces.push(piece));
		request.on('end', () => {
			const body = JSON.parse(Buffer.concat(pieces).toString()) as Json;
			host.requests.push(body);
			const wrong = unanswered(body) ?? host.check(body);
			if (wrong) {
				response.writeHead(host.refusal, { 'content-type': 'application/json' });
				response.end(JSON.stringify({ error: { message: wrong, type: 'invalid_request_error' } }));
				return;
			}
			const deltas = host.reply?.(body) ?? host.answers.shift() ?? [{ content: 'Done' }];
			const calls = deltas.some((delta) => delta.tool_calls);
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			const send = (choices: Json[], more: Json = {}) =>
				response.write(`data: ${JSON.stringify({ id: 'x', model: body.model, choices, ...more })}\n\n`);
			for (const delta of deltas) send([{ index: 0, delta }]);
			send([{ index: 0, delta: {}, finish_reason: calls ? 'tool_calls' : 'stop' }]);
			send([], { usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } });
			response.end('data: [DONE]\n\n');
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	host.baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	host.close = async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	};
	return host;
}

/** Every host wants a result for each call right after it, and a call for each result. */
function unanswered({ messages }: Json): string | undefined {
	let open = new Set<string>();
	for (const message of messages as Json[]) {
		if (message.role === 'tool') {
			if (!open.delete(message.tool_call_id as string)) return 'A tool message has no preceding call';
			continue;
		}
		if (open.size > 0) return 'A call has no tool message';
		open = new Set(((message.tool_calls ?? []) as Json[]).map(({ id }) => id as string));
	}
	return open.size > 0 ? 'A call has no tool message' : undefined;
}
