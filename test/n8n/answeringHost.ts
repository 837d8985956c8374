import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface Asked {
	model: string;
	messages: { role: string; content: unknown }[];
	stream?: boolean;
}

/** What a host is to say to a text; a number is a status that it refuses with. */
export type Answering = (asked: string, request: Asked) => string | number;

/** A host in the form of OpenAI's chat that answers by what it was asked last; `answer` and `delayMs` may be changed while it runs. */
export async function startAnsweringHost(answer: Answering) {
	const host = { url: '', received: [] as Asked[], answer, delayMs: 0, close: async () => {} };
	const server = createServer((request, response) => {
		let text = '';
		request.on('data', (part) => (text += part));
		request.on('end', () => {
			if (request.method === 'GET') return void response.end(JSON.stringify({ data: [{ id: 'any', object: 'model' }] }));
			const asked = JSON.parse(text) as Asked;
			host.received.push(asked);
			void sleep(host.delayMs).then(() => reply(response, asked, host.answer(String(asked.messages.at(-1)?.content), asked)));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	host.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	host.close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return host;
}

function reply(response: ServerResponse, { model, stream }: Asked, said: string | number) {
	if (typeof said === 'number') {
		response.writeHead(said, { 'content-type': 'application/json' });
		return response.end(JSON.stringify({ error: { message: 'out of order', type: 'server_error' } }));
	}
	const base = { id: 'c', created: 1_790_000_000, model };
	const usage = { prompt_tokens: 60, completion_tokens: 8, total_tokens: 68 };
	if (!stream) {
		response.writeHead(200, { 'content-type': 'application/json' });
		const message = { role: 'assistant', content: said };
		return response.end(
			JSON.stringify({ ...base, object: 'chat.completion', choices: [{ index: 0, finish_reason: 'stop', message }], usage }),
		);
	}
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	const chunk = (more: object) => response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', ...more })}\n\n`);
	chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: said }, finish_reason: null }] });
	chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
	chunk({ choices: [], usage });
	return response.end('data: [DONE]\n\n');
}
