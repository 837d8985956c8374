import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a host received, with a number that its answer carries as `#number`. */
export interface Received {
	number: number;
	url: string;
	body: Record<string, unknown>;
}

const textOf = (content: unknown): string =>
	typeof content === 'string'
		? content
		: Array.isArray(content)
			? content.map((part: { text?: string; type?: string }) => part.text ?? `[${part.type}]`).join('')
			: '';

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/**
 * A host of models at the network's edge, in four forms: OpenAI's chat and responses, Anthropic's and Gemini's. It writes
 * down what it received. A model named `json:...` answers that text; "please fail" is refused; tools are called once.
 */
export async function startModelHost() {
	const received: Received[] = [];
	const server: Server = createServer((request, response) => {
		let text = '';
		request.on('data', (part) => (text += part));
		request.on('end', () => {
			const answer = (body: unknown, status = 200) => {
				response.writeHead(status, { 'content-type': 'application/json' });
				response.end(JSON.stringify(body));
			};
			const url = request.url ?? '';
			if (request.method === 'GET' && url.startsWith('/weather'))
				return answer({ weather: `sunny in ${new URL(url, 'http://x').searchParams.get('city')}` });
			if (request.method === 'GET') return answer({ data: [{ id: 'model', object: 'model' }] });
			const body: Json = JSON.parse(text);
			const number = 1000 + received.length;
			received.push({ number, url, body: JSON.parse(text) });
			const rows: Json[] =
				body.messages ?? body.contents ?? (Array.isArray(body.input) ? body.input : [{ role: 'user', content: body.input }]);
			const last = rows.at(-1) ?? {};
			const asked = textOf(last.content ?? last.parts);
			if (/please fail/.test(asked)) return answer({ error: { message: `refused #${number}`, type: 'invalid_request_error' } }, 400);
			const model: string = body.model ?? '';
			const words = model.startsWith('json:') ? decodeURIComponent(model.slice(5)) : `answer #${number}`;
			if (url.includes('/chat/completions')) return chat(answer, { body, number, words, last, asked, response });
			if (url.includes('/responses')) return answer(responses({ body, number, words, last }));
			if (url.includes('/messages'))
				return answer({
					id: 'm',
					type: 'message',
					role: 'assistant',
					model,
					content: [{ type: 'text', text: words }],
					stop_reason: 'end_turn',
					stop_sequence: null,
					usage: { input_tokens: number, output_tokens: 5 },
				});
			if (url.includes(':generateContent'))
				return answer({
					candidates: [{ content: { role: 'model', parts: [{ text: words }] }, finishReason: 'STOP', index: 0 }],
					usageMetadata: { promptTokenCount: number, candidatesTokenCount: 6, totalTokenCount: number + 6 },
				});
			if (url.includes(':streamGenerateContent')) {
				response.writeHead(200, { 'content-type': 'text/event-stream' });
				response.end(
					`data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts: [{ text: words }] }, finishReason: 'STOP', index: 0 }], usageMetadata: { promptTokenCount: number, candidatesTokenCount: 6, totalTokenCount: number + 6 } })}\n\n`,
				);
				return;
			}
			answer({ error: { message: `no such address ${url}` } }, 404);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: () => new Promise((resolve) => server.close(resolve)),
	};
}

interface Asked {
	body: Json;
	number: number;
	words: string;
	last: Json;
	asked: string;
	response: import('node:http').ServerResponse;
}

function chat(answer: (body: unknown) => void, { body, number, words, last, asked, response }: Asked) {
	const tools: Json[] = body.tools ?? [];
	const wants = tools.length > 0 && last.role !== 'tool' && !/no tools/.test(asked);
	const chosen = /both tools/.test(asked) ? tools.slice(0, 2) : tools.slice(0, 1);
	const calls = wants
		? chosen.map((tool, index) => ({
				index,
				id: `call_${number}_${index}`,
				type: 'function',
				function: {
					name: tool.function.name,
					arguments: JSON.stringify(tool.function.name === 'Weather' ? { city: 'Oslo' } : { input: '6*7' }),
				},
			}))
		: undefined;
	const usage = { prompt_tokens: number, completion_tokens: 22, total_tokens: number + 22 };
	const base = { id: `c-${number}`, created: 1790000000, model: body.model };
	const message = {
		role: 'assistant',
		content: calls ? (/say first/.test(asked) ? 'Let me see. ' : null) : words,
		...(calls ? { tool_calls: calls } : {}),
	};
	if (!body.stream)
		return answer({
			...base,
			object: 'chat.completion',
			choices: [{ index: 0, finish_reason: calls ? 'tool_calls' : 'stop', message }],
			usage,
		});
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	const send = (choice: Json) =>
		response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] })}\n\n`);
	send({ delta: { role: 'assistant', content: message.content ?? '' }, finish_reason: null });
	if (calls) send({ delta: { tool_calls: calls }, finish_reason: null });
	send({ delta: {}, finish_reason: calls ? 'tool_calls' : 'stop' });
	response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices: [], usage })}\n\n`);
	response.end('data: [DONE]\n\n');
}

function responses({ body, number, words, last }: Pick<Asked, 'body' | 'number' | 'words' | 'last'>) {
	const tools: Json[] = (body.tools ?? []).filter((tool: Json) => tool.type === 'function');
	const wants = tools.length > 0 && last.type !== 'function_call_output';
	const output = wants
		? [
				{
					type: 'function_call',
					id: `fc_${number}`,
					call_id: `call_${number}_0`,
					name: tools[0]?.name,
					arguments: '{"input":"6*7"}',
					status: 'completed',
				},
			]
		: [
				{
					type: 'message',
					id: `msg_${number}`,
					role: 'assistant',
					status: 'completed',
					content: [{ type: 'output_text', text: words, annotations: [] }],
				},
			];
	return {
		...{
			id: `resp_${number}`,
			object: 'response',
			created_at: 1790000000,
			status: 'completed',
			model: body.model,
			output,
			parallel_tool_calls: true,
		},
		...{ tools: [], error: null, incomplete_details: null, instructions: null, metadata: {} },
		usage: {
			input_tokens: number,
			output_tokens: 24,
			total_tokens: number + 24,
			input_tokens_details: { cached_tokens: 0 },
			output_tokens_details: { reasoning_tokens: 3 },
		},
	};
}
